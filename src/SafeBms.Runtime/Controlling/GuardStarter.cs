using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;
using SafeBms.Devices.Supervision;
using SafeBms.Guard;
using SafeBms.Runtime.Commands;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Controlling;

/// <summary>How a guard is started.</summary>
internal sealed record GuardStart
{
    /// <summary>The installation.</summary>
    public required Installation Installation { get; init; }

    /// <summary>What the controller is told.</summary>
    public required IReadOnlyList<string> ControllerArguments { get; init; }

    /// <summary>What station and plant are told.</summary>
    public required IReadOnlyList<string> HelperArguments { get; init; }

    /// <summary>True if every output is held off.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Where messages go, or null for standard error.</summary>
    public string? LogPath { get; init; }

    /// <summary>True if the process ends in order when the one that started it ends.</summary>
    public bool HasLauncher { get; init; }
}

/// <summary>The process <c>safebms guard</c>: opens what is guarded, then guards.</summary>
internal static class GuardStarter
{
    /// <summary>Whoever owns this mailbox is the guard of the run directory.</summary>
    public const string MailboxName = "guard";

    private const int BusyRetry_ms = 100;
    private const int BusyPatience_ms = 10_000;

    /// <summary>Runs the guard; gives its exit code.</summary>
    public static int Run(GuardStart start)
    {
        Installation installation = start.Installation;
        Directory.CreateDirectory(installation.RunDirectory);
        using TextWriter log = start.LogPath is null
            ? TextWriter.Synchronized(Console.Error)
            : new StreamWriter(new FileStream(
                start.LogPath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        try
        {
            Require(installation);
            using IDisposable ownership = new RunDirectory(installation.RunDirectory, MailboxName).Own();
            using IDigitalIo outputs = OpenOutputs(installation, log);
            Hardware.MakeSimulatedBuses(installation);
            using GuardedWatchdog? watchdog = OpenWatchdog(installation);
            using HeartbeatLine? heartbeat = Hardware.OpenHeartbeat(installation);
            if (start.HasLauncher && !ChildSide.StopWithLauncher())
            {
                throw new IOException("The process that started this guard has gone already.");
            }

            return GuardProcess.Run(new GuardPlan
            {
                Outputs = outputs,
                Controller = Command("controller", start.ControllerArguments),
                Station = Command("station", start.HelperArguments),
                Plant = installation.Profile == Profile.Simulated ? Command("plant", start.HelperArguments) : null,
                Settings = Settings(installation),
                RealTime = RealTime.Settings(installation.RealTime),
                Watchdog = watchdog,
                HeartbeatLine = heartbeat,
                StatusPath = Path.Combine(installation.RunDirectory, "guard.block"),
                Log = log,
            });
        }
        catch (Exception problem) when (problem is LineException or WatchdogException or UsageException
            or MailboxException or IOException or UnauthorizedAccessException)
        {
            log.WriteLine("safebms guard: " + problem.Message);
            return Exit.Unusable;
        }
    }

    /// <summary>Times and choices of an installation's guard; the controller judges its guard by the same.</summary>
    public static GuardSettings Settings(Installation installation) => new()
    {
        Scale = installation.Guard.Scale,
        RelayDrivesAlternator = Parameter(installation, "relay_mode") == (int)RelayMode.Alternator,
    };

    private static long Parameter(Installation installation, string name) =>
        ParameterTable.Get(installation.CoreParameters, ParameterTable.IndexOf(name));

    private static void Require(Installation installation)
    {
        if (!installation.RealTime.Required)
        {
            return;
        }

        RealTimeReport report = RealTimeSetup.Probe(RealTime.Settings(installation.RealTime));
        if (!report.IsComplete)
        {
            throw new UsageException("The real-time set-up is required, but not all of it is granted:"
                + string.Concat(RealTime.Refusals(report).Select(r => Environment.NewLine + "  " + r)));
        }
    }

    // A controller whose guard was killed holds the lines until its ordered shutdown is over: worth waiting for.
    private static IDigitalIo OpenOutputs(Installation installation, TextWriter log)
    {
        for (int waited_ms = 0; ; waited_ms += BusyRetry_ms)
        {
            try
            {
                return Hardware.OpenOutputs(installation);
            }
            catch (LineException busy) when (waited_ms < BusyPatience_ms)
            {
                if (waited_ms == 0)
                {
                    log.WriteLine($"safebms guard: {busy.Message} Waiting up to {BusyPatience_ms / 1000} s.");
                }

                Thread.Sleep(BusyRetry_ms);
            }
        }
    }

    private static GuardedWatchdog? OpenWatchdog(Installation installation) => installation.Watchdog is { } watchdog
        ? new GuardedWatchdog(HardwareWatchdog.Open(watchdog.Device, watchdog.Timeout_s))
        : null;

    private static ChildCommand Command(string verb, IReadOnlyList<string> arguments)
    {
        (string file, string[] first) = ChildSide.ThisProgram();
        return new ChildCommand(file, [.. first, verb, .. arguments]);
    }
}
