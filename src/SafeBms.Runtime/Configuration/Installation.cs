using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Simulation;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>How much of the world outside is real.</summary>
public enum Profile
{
    /// <summary>Lines, buses and boat are simulated; overruns are counted and shown.</summary>
    Simulated,

    /// <summary>Real drivers on a machine without timing of its own; overruns are counted and shown.</summary>
    Rig,

    /// <summary>A boat or a laboratory with current; overruns trip.</summary>
    Real,
}

/// <summary>
/// One installation, read from one file and checked as a whole. Immutable: a running controller never reads its
/// configuration again.
/// </summary>
public sealed record Installation
{
    /// <summary>Name of the product, one of the specification's.</summary>
    public required string Product { get; init; }

    /// <summary>How much is real.</summary>
    public required Profile Profile { get; init; }

    /// <summary>Where the processes of this installation meet; absolute path, contents do not outlive a boot.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Where retained data and the accepted configuration are kept; absolute path.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Parameters that differ from the product's, as written, in the order of the file.</summary>
    public required IReadOnlyList<Setting> Parameters { get; init; }

    /// <summary>The complete parameters that the core runs with; they have passed the core's own check.</summary>
    public required ParameterSet CoreParameters { get; init; }

    /// <summary>Digital inputs and outputs.</summary>
    public required LinesConfiguration Lines { get; init; }

    /// <summary>CAN buses; names and interfaces are unique.</summary>
    public required IReadOnlyList<BusConfiguration> Buses { get; init; }

    /// <summary>Where measurements come from.</summary>
    public required SourcesConfiguration Sources { get; init; }

    /// <summary>The hardware watchdog, or null.</summary>
    public WatchdogConfiguration? Watchdog { get; init; }

    /// <summary>What the scan asks of the kernel.</summary>
    public required RealTimeConfiguration RealTime { get; init; }

    /// <summary>How strictly the guard judges.</summary>
    public required GuardConfiguration Guard { get; init; }

    /// <summary>The boat that the plant simulates; null in the profile real.</summary>
    public SimulationConfiguration? Simulation { get; init; }

    /// <summary>True if <see cref="StateDirectory"/> was not written down and follows the run directory.</summary>
    public bool StateFollowsRun { get; init; }

    /// <summary>The same installation in another run directory.</summary>
    public Installation InRunDirectory(string path)
    {
        string full = Path.GetFullPath(path);
        return this with
        {
            RunDirectory = full,
            StateDirectory = StateFollowsRun ? StateBelow(full) : StateDirectory,
        };
    }

    internal static string StateBelow(string runDirectory) => Path.Combine(runDirectory, "state");
}

/// <summary>A CAN bus.</summary>
/// <param name="Name">What sources call it.</param>
/// <param name="Driver">What carries it.</param>
/// <param name="Interface">Network interface, for example can0; a virtual bus has its own name here.</param>
public sealed record BusConfiguration(string Name, BusDriver Driver, string Interface);

/// <summary>What carries a bus.</summary>
public enum BusDriver
{
    /// <summary>A ring of frames in the run directory.</summary>
    Virtual,

    /// <summary>The kernel's CAN sockets.</summary>
    SocketCan,
}

/// <summary>A hardware watchdog.</summary>
/// <param name="Device">Device file.</param>
/// <param name="Timeout_s">After how many seconds without a sign of life it resets the machine, 5 to 60.</param>
public sealed record WatchdogConfiguration(string Device, int Timeout_s);

/// <summary>What the scan asks of the kernel.</summary>
/// <param name="Required">True if the controller refuses to start without all of it.</param>
/// <param name="Priority">SCHED_FIFO priority of the scan thread, 1 to 98.</param>
/// <param name="Cpu">Processor that the scan thread is pinned to, or null.</param>
public sealed record RealTimeConfiguration(bool Required, int Priority, int? Cpu);

/// <summary>How strictly the guard judges.</summary>
/// <param name="Scale">
/// Factor on its limits of heartbeat and lateness, 1 to 100; 1 in the profile real. It changes no order, not the 2 s
/// of the alternator, and not the 3 s from loss of the controller to the contactor.
/// </param>
public sealed record GuardConfiguration(int Scale)
{
    /// <summary>From the loss of the controller to contactor and AUX off, in ms.</summary>
    public const int ContactorOff_ms = 3000;
}

/// <summary>The boat that the plant simulates.</summary>
/// <param name="Boat">How it is built, as written.</param>
/// <param name="Set">What is switched at the start, as written.</param>
/// <param name="Options">The same boat, complete and checked.</param>
public sealed record SimulationConfiguration(
    IReadOnlyList<Setting> Boat, IReadOnlyList<Setting> Set, PlantOptions Options);
