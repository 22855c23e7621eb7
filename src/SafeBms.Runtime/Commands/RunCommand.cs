using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using SafeBms.Core;
using SafeBms.Runtime.Files;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using SafeBms.Runtime.View;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Recording;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms run</c>: the controller on the simulated boat, in real time.</summary>
internal sealed class RunCommand
{
    private static readonly string[] DefaultBoat = ["parallel_strings=4", "state_of_charge=70 %"];

    private readonly Command _command = new("run",
        "Runs the controller with a scan every millisecond on the simulated boat and shows it live. Keys switch loads, "
        + "sources and faults. Ctrl-C (or q) performs the ordered shutdown: alternator relay off, contactor off "
        + "2 s later, then the program ends. Without a terminal it prints a line a second. The default boat has "
        + "12 V, four batteries of 200 Ah, a load of 30 A and a running engine, and its remote terminals are "
        + "bridged, so it starts by itself.");

    private readonly Option<string?> _for = new("--for")
    {
        Description = "Ends by itself with the ordered shutdown after this time, for example 30s or 5min.",
        HelpName = "duration",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Records every input and output to this file; 'safebms replay' repeats it.",
        HelpName = "file",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Prints a line a second even on a terminal.",
    };

    private readonly Option<string> _runDir;
    private readonly BoatOptions _boat;

    private RunCommand()
    {
        _boat = new BoatOptions(_command);
        _runDir = MailboxCommands.RunDirOption();
        _command.Add(_for);
        _command.Add(_record);
        _command.Add(_plain);
        _command.Add(_runDir);
        _command.SetAction(Run);
    }

    public static Command Create() => new RunCommand()._command;

    private int Run(ParseResult result)
    {
        long limit = -1;
        if (result.GetValue(_for) is { } text && !Quantity.TryParseDuration(text, out limit, out string problem))
        {
            throw new UsageException($"--for: {problem}");
        }

        SimulatedBoat boat = MakeBoat(result, out ParameterSet parameters);
        using AtomicFile? file = result.GetValue(_record) is { } path ? new AtomicFile(path) : null;
        (RunBlock block, IDisposable ownership) =
            new RunDirectory(result.GetValue(_runDir)!).Own(Published.Count, Published.Hash, _boat.Product(result));
        using (ownership)
        using (block)
        {
            LiveRecorder? recorder = file is null
                ? null
                : new LiveRecorder(file.Stream, Records.Header(_boat.Product(result), parameters));
            Controller controller = new(boat, block, recorder, limit);
            MarkSwitches(controller, boat.Plant);
            ControllerEnd end = Scan(controller, block, result.GetValue(_plain));
            recorder?.Finish();
            if (recorder is { Problem: null, Overflowed: false })
            {
                file?.Commit();
            }

            return Report(end, boat, controller, recorder);
        }
    }

    private SimulatedBoat MakeBoat(ParseResult result, out ParameterSet parameters)
    {
        IReadOnlyList<Setting> given = _boat.Boat(result);
        IEnumerable<Setting> defaults = DefaultBoat.Select(d => d.Split('='))
            .Where(d => given.All(g => g.Name != d[0])).Select(d => new Setting(d[0], d[1], 1, 1, 1, 1));
        PlantOptions options = BoatSettings.Apply(new PlantOptions(), [.. defaults, .. given]);
        PlacedText product = new(_boat.Product(result), 1, 1);
        parameters = ProductParameters.For(product, options, _boat.Parameters(result));
        SimulatedBoat boat = new(options, parameters);
        Keys.Prepare(boat.Plant);
        boat.Plant.Inputs.RemoteBridged = true;
        boat.Plant.Alternator.Running = true;
        boat.Plant.Loads[2].Value = 30_000;
        boat.Plant.Loads[2].On = true;
        foreach (Setting setting in _boat.Settings(result))
        {
            try
            {
                boat.Controls.Bind(setting.Name, setting.Value)();
            }
            catch (FormatException wrong)
            {
                throw new UsageException($"--set {setting.Name}={setting.Value}: {wrong.Message}");
            }
        }

        return boat;
    }

    private static void MarkSwitches(Controller controller, Plant plant)
    {
        controller.SetSwitch(Keys.IndexOf('l'), plant.Loads[0].On);
        controller.SetSwitch(Keys.IndexOf('i'), plant.Loads[1].On);
        controller.SetSwitch(Keys.IndexOf('a'), plant.Alternator.Running);
        controller.SetSwitch(Keys.IndexOf('s'), plant.Solar.Running);
        controller.SetSwitch(Keys.IndexOf('c'), plant.Shore.Running);
        controller.SetSwitch(Keys.IndexOf('r'), plant.Inputs.RemoteBridged);
    }

    private static ControllerEnd Scan(Controller controller, RunBlock block, bool plain)
    {
        ControllerEnd end = ControllerEnd.TimedOut;
        Exception? failure = null;
        Thread scan = new(() =>
        {
            try
            {
                end = controller.Run();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                failure = problem;
            }
        })
        {
            Name = "scan",
            Priority = ThreadPriority.Highest,
        };
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        scan.Start();
        if (Watcher.CanDraw && !plain)
        {
            Watcher.Draw(block, controller, scan);
        }
        else
        {
            Watcher.Print(block, scan, Console.Out);
        }

        scan.Join();
        return failure is null ? end : throw new InvalidOperationException("The scan thread failed.", failure);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            controller.Stop();
        }
    }

    private static int Report(ControllerEnd end, SimulatedBoat boat, Controller controller, LiveRecorder? recorder)
    {
        Histogram times = controller.ScanTimes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{boat.Scans} scans, scan time median {Format.Duration(times.Quantile_ns(500))}, 99.9 % "
            + $"{Format.Duration(times.Quantile_ns(999))}, maximum {Format.Duration(times.Maximum_ns)}"));
        if (recorder is { Overflowed: true } or { Problem: not null })
        {
            Console.Error.WriteLine(
                $"safebms: the record was not kept: {recorder.Problem ?? "the disk was too slow"}.");
            return Exit.Unusable;
        }

        if (end == ControllerEnd.Ordered)
        {
            Console.WriteLine("Ordered shutdown done: contactor open, every output off.");
            return Exit.Success;
        }

        Console.Error.WriteLine("safebms: the ordered shutdown did not switch every output off in 30 s.");
        return Exit.ShutdownFailed;
    }
}
