using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Devices.RealTime;
using SafeBms.Devices.Supervision;

namespace SafeBms.Guard;

/// <summary>A program to be started.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ChildCommand(string File, string[] Arguments)
{
    /// <summary>Variables that it gets besides those of the guard.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>This very program with other arguments.</summary>
    public static ChildCommand OfThisProgram(params string[] arguments)
    {
        (string file, string[] first) = ChildSide.ThisProgram();
        return new ChildCommand(file, [.. first, .. arguments]);
    }
}

/// <summary>Everything that one guard is responsible for.</summary>
public sealed class GuardPlan
{
    /// <summary>The output lines, opened and safe. The guard closes them when it is done.</summary>
    public required IDigitalIo Outputs { get; init; }

    /// <summary>
    /// The controller. It finds its handles as in <see cref="ControllerHandles"/>; <c>--restarts N</c> is added to
    /// its arguments.
    /// </summary>
    public required ChildCommand Controller { get; init; }

    /// <summary>The station, or null; restarted when it dies, and nothing more.</summary>
    public ChildCommand? Station { get; init; }

    /// <summary>The plant of simulated hardware, or null; restarted when it dies, and nothing more.</summary>
    public ChildCommand? Plant { get; init; }

    /// <summary>Times and choices.</summary>
    public GuardSettings Settings { get; init; } = new();

    /// <summary>
    /// What is asked of the kernel for the guard's thread, or null. Its priority is one above what is given here, the
    /// scan's: a scan that never ends must not keep its guard from the processor. It is not pinned.
    /// </summary>
    public RealTimeSettings? RealTime { get; init; }

    /// <summary>The hardware watchdog, or null.</summary>
    public IWatchdogDevice? Watchdog { get; init; }

    /// <summary>The line for an external safety relay, or null.</summary>
    public IHeartbeatLine? HeartbeatLine { get; init; }

    /// <summary>Whom it tells how the service is; by default the service manager that started this process.</summary>
    public ServiceNotifier Service { get; init; } = ServiceNotifier.FromEnvironment();

    /// <summary>Where the guard says what it does: a file of its own, see <see cref="GuardStatus"/>.</summary>
    public required string StatusPath { get; init; }

    /// <summary>Where it tells what happened. It is written from a thread of its own.</summary>
    public required TextWriter Log { get; init; }
}
