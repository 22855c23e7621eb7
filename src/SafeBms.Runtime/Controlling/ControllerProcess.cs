using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;
using SafeBms.Guard;
using SafeBms.Protocols;
using SafeBms.Runtime.Commands;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Files;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>How a controller is started.</summary>
internal sealed record ControllerStart
{
    /// <summary>The installation.</summary>
    public required Installation Installation { get; init; }

    /// <summary>How often the guard has restarted a controller since the guard's own start.</summary>
    public int Restarts { get; init; }

    /// <summary>Begins the ordered shutdown after so many scans; -1 for never.</summary>
    public long ScanLimit { get; init; } = -1;

    /// <summary>File of a record, or null.</summary>
    public string? RecordPath { get; init; }

    /// <summary>True if all outputs are held off.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>True if the configuration is the accepted one.</summary>
    public bool IsConfigurationAccepted { get; init; }
}

/// <summary>The process <c>safebms controller</c>: everything is made ready, then it scans until it ends.</summary>
internal static class ControllerProcess
{
    /// <summary>Runs the controller; gives its exit code.</summary>
    public static int Run(ControllerStart start, TextWriter log)
    {
        if (Environment.GetEnvironmentVariable(ChildSide.GuardVariable) is null)
        {
            throw new UsageException(
                "A controller is started by its guard, which hands it the lines: use 'safebms guard' or "
                + "'safebms run'.");
        }

        Installation installation = start.Installation;
        ParameterSet parameters = installation.CoreParameters;
        using IDigitalIo lines = Hardware.AdoptLines(installation, ControllerHandles.Lines);
        using GuardLink link = new(GuardStarter.Settings(installation));
        MeasurementTable table = new();
        using Buses buses = Buses.Open(installation);
        InputBorder border = new(Hardware.Wiring(installation.Lines), table, Cells.Batteries(parameters),
            Cells.PerBattery(parameters));
        buses.ForgiveSlowSources(border);
        (RunBlock block, IDisposable ownership) = new RunDirectory(installation.RunDirectory)
            .Own(Published.Count, Published.Hash, installation.Product);
        using (ownership)
        using (block)
        using (RetainedKeeper retained = RetainedKeeper.Open(installation, start.RecordPath is not null, log))
        using (AtomicFile? file = start.RecordPath is null ? null : new AtomicFile(start.RecordPath))
        {
            LiveRecorder? recorder = file is null
                ? null
                : new LiveRecorder(file.Stream, Records.Header(installation.Product, parameters));
            bool tested = Tested(lines, parameters, log);
            ControllerParts parts = new()
            {
                Core = new ScanCore(parameters, retained.Data, retained.IsValid),
                Lines = lines,
                Border = border,
                Buses = new BusReader(buses.Listened, table),
                Clock = new SourceClock(
                    installation.Guard.Scale, lines is VirtualChip chip ? () => chip.InputStamp : null),
                Block = block,
                Link = link,
                Recorder = recorder,
                Retained = retained,
                Health = new OwnHealth
                {
                    SelfTestPassed = tested,
                    ConfigurationValid = start.IsConfigurationAccepted,
                    RetainedValid = retained.IsValid,
                    RestartedAfterFault = start.Restarts > 0 || retained.EndedByFault,
                },
                TripsOnOverrun = installation.Profile == Profile.Real,
                IsDryRun = start.IsDryRun,
                ScanLimit = start.ScanLimit,
                Constants = Constants(start, parameters),
            };
            ControllerEnd end = Scan(parts, installation, log);
            retained.End(end == ControllerEnd.Ordered);
            return Finish(end, recorder, file, log);
        }
    }

    private static bool Tested(IDigitalIo lines, in ParameterSet parameters, TextWriter log)
    {
        bool passed = true;
        foreach (SelfTestPart part in SelfTest.Run(lines, parameters))
        {
            passed &= part.Passed;
            if (!part.Passed)
            {
                log.WriteLine($"safebms controller: the self-test of {part.Name} failed; nothing will switch on.");
            }
        }

        return passed;
    }

    private static ControllerEnd Scan(ControllerParts parts, Installation installation, TextWriter log)
    {
        ControllerEnd end = ControllerEnd.TimedOut;
        Exception? failure = null;
        int methods = WarmUp.Compile();
        WarmUp.Exercise(installation.CoreParameters);
        log.WriteLine($"safebms controller: process {Environment.ProcessId}, {methods} methods ready.");
        Thread scan = new(() =>
        {
            try
            {
                using RealTimeHold hold = RealTimeSetup.Apply(RealTime.Settings(installation.RealTime));
                end = new Controller(
                    parts with { Constants = [.. parts.Constants, .. RealTime.Figures(hold.Report)] }).Run();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                failure = problem;
            }
        })
        {
            Name = "scan",
        };
        scan.Start();
        scan.Join();
        return failure is null ? end : throw new InvalidOperationException(
            $"The scan thread failed: {failure.Message}", failure);
    }

    private static (Figure Figure, long Value)[] Constants(ControllerStart start, in ParameterSet parameters) =>
    [
        (Figure.Batteries, Cells.Batteries(parameters)),
        (Figure.Cells, Cells.PerBattery(parameters)),
        (Figure.Restarts, start.Restarts),
        (Figure.DryRun, start.IsDryRun ? 1 : 0),
        (Figure.Scale, start.Installation.Guard.Scale),
    ];

    private static int Finish(ControllerEnd end, LiveRecorder? recorder, AtomicFile? file, TextWriter log)
    {
        recorder?.Finish();
        if (recorder is { Problem: null, Overflowed: false })
        {
            file?.Commit();
        }
        else if (recorder is not null)
        {
            log.WriteLine($"safebms: the record was not kept: {recorder.Problem ?? "the disk was too slow"}.");
        }

        return end == ControllerEnd.Ordered ? Exit.Success : Exit.ShutdownFailed;
    }
}
