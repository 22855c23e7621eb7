using SafeBms.Devices.Supervision;

namespace SafeBms.Guard;

/// <summary>
/// What systemd is told of the guard: ready when a controller controls for the first time, well as long as the guard
/// has things in hand, one line for people at each change. While nothing changes nothing is allocated.
/// </summary>
public sealed class GuardService(ServiceNotifier notifier)
{
    private const long Period_max_ns = 1_000_000_000;
    private const long PerMicrosecond_ns = 1000;

    // Three words in the time that systemd gives: one may be lost.
    private readonly long _period_ns =
        Math.Min(Period_max_ns, notifier.WatchdogInterval_us * PerMicrosecond_ns / 3);

    private bool _isReady;
    private bool _isStopping;
    private long _said_ns = long.MinValue;
    private GuardState _told = GuardState.Done;
    private long _faultsTold = -1;

    /// <summary>To be called in each round.</summary>
    /// <param name="state">What the guard does.</param>
    /// <param name="reason">Why it took over, if it did.</param>
    /// <param name="faults">How often it took over.</param>
    /// <param name="alive">All is well, or under the guard's own control.</param>
    /// <param name="stopping">Somebody asked to stop.</param>
    /// <param name="now_ns">CLOCK_MONOTONIC.</param>
    public void Step(GuardState state, GuardReason reason, long faults, bool alive, bool stopping, long now_ns)
    {
        if (!notifier.IsWanted)
        {
            return;
        }

        // What could not be said is said again in the next round.
        _isReady = _isReady || (state == GuardState.Watching && notifier.Ready());
        _isStopping = _isStopping || (stopping && notifier.Stopping());
        if (alive && _period_ns > 0 && now_ns - _period_ns >= _said_ns && notifier.Alive())
        {
            _said_ns = now_ns;
        }

        if ((state != _told || faults != _faultsTold) && notifier.Status(Text(state, reason, faults)))
        {
            _told = state;
            _faultsTold = faults;
        }
    }

    private static string Text(GuardState state, GuardReason reason, long faults) => state switch
    {
        GuardState.Starting => "The controller starts; all outputs are off.",
        GuardState.Watching => faults == 0 ? "The controller controls."
            : $"The controller controls, started again after {faults} fault(s), the last one {reason}.",
        GuardState.Stopping => "Ordered shutdown.",
        GuardState.Killing => $"The controller is ended: {reason}.",
        GuardState.OpeningInOrder => $"The guard opens in order: {reason}.",
        GuardState.BackOff => $"All outputs are off after {reason}; the controller is started again.",
        _ => "Ended.",
    };
}
