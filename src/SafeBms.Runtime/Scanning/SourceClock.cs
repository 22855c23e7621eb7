namespace SafeBms.Runtime.Scanning;

/// <summary>
/// The time by which measurements age. On a boat it is the count of scans. Where other processes are late because the
/// machine is shared or emulated, it follows the simulated boat's own time, or else goes slower by the installation's
/// scale; it never stands still, so that a source that has died is noticed everywhere.
/// </summary>
public sealed class SourceClock
{
    // A boat that was suspended catches up at once; its backlog does not make every value stale in one scan.
    private const int Leap_max = 10;

    private readonly int _scale;
    private readonly Func<long>? _boatTime;
    private long _seen;
    private int _idle;

    /// <summary>Makes a clock.</summary>
    /// <param name="scale">1 on a boat; elsewhere how many scans without a step of the boat count as one ms.</param>
    /// <param name="boatTime">Steps of the simulated boat so far; null if there is none to ask.</param>
    public SourceClock(int scale, Func<long>? boatTime = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        _scale = scale;
        _boatTime = boatTime;
        _seen = boatTime?.Invoke() ?? 0;
    }

    /// <summary>Time in ms, from 0; never decreasing.</summary>
    public long Now_ms { get; private set; }

    /// <summary>Once a scan.</summary>
    public void Tick()
    {
        long boat = _boatTime?.Invoke() ?? 0;
        long steps = Math.Clamp(boat - _seen, 0, Leap_max);
        _seen = boat;
        _idle = steps > 0 ? 0 : _idle + 1;
        if (_idle >= _scale)
        {
            _idle = 0;
            steps = 1;
        }

        Now_ms += steps;
    }
}
