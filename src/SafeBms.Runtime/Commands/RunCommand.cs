using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.View;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms run</c>: starts the guard, which starts all others, and shows the controller live.</summary>
internal sealed class RunCommand
{
    private readonly Command _command = new("run",
        "Starts guard, controller and station (and the simulated boat) and shows the controller live. Without --config "
        + "everything is simulated: 12 V, four batteries of 200 Ah, a load of 30 A, a running engine, and bridged "
        + "remote terminals, so it starts by itself. Keys switch loads, sources and faults. Ctrl-C (or q) performs the "
        + "ordered shutdown: alternator relay off, contactor off 2 s later, then the program ends. Without a terminal "
        + "it prints a line a second.");

    private readonly Option<string?> _for = new("--for")
    {
        Description = "Ends by itself with the ordered shutdown after this time, for example 30s or 5min.",
        HelpName = "duration",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Records every input and output to this file; 'safebms replay' repeats it. A recorded run begins "
            + "without retained data.",
        HelpName = "file",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Prints a line a second even on a terminal.",
    };

    private readonly InstallationOptions _installation;

    private RunCommand()
    {
        _installation = new InstallationOptions(_command, forPeople: true);
        _command.Add(_for);
        _command.Add(_record);
        _command.Add(_plain);
        _command.SetAction(Run);
    }

    public static Command Create() => new RunCommand()._command;

    private int Run(ParseResult result)
    {
        Installation installation = _installation.Load(result);
        new RunDirectory(installation.RunDirectory, GuardStarter.MailboxName).RequireFree();
        List<string> arguments = [.. ChildSide.ThisProgram().Arguments, "guard", .. _installation.Arguments(result)];
        if (result.GetValue(_for) is { } text)
        {
            if (!Quantity.TryParseDuration(text, out long limit_ms, out string problem))
            {
                throw new UsageException($"--for: {problem}");
            }

            arguments.AddRange(["--scans", limit_ms.ToString(CultureInfo.InvariantCulture)]);
        }

        if (result.GetValue(_record) is { } record)
        {
            arguments.AddRange(["--record", Path.GetFullPath(record)]);
        }

        bool draws = Watcher.CanDraw && !result.GetValue(_plain);
        Directory.CreateDirectory(installation.RunDirectory);
        string logPath = Path.Combine(installation.RunDirectory, "guard.log");
        arguments.AddRange(["--log", logPath, "--with-launcher"]);
        return Follow(installation, arguments, logPath, draws);
    }

    private static int Follow(Installation installation, List<string> arguments, string logPath, bool draws)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            [ChildSide.LauncherVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        using ChildProcess guard = new(ChildSide.ThisProgram().File, arguments, environment);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        if (!guard.TryStart(0, out int error))
        {
            throw new IOException($"The guard could not be started (error {error}).");
        }

        using Watcher watcher = new(installation, guard);
        ChildExit exit = draws ? watcher.Draw() : watcher.Print(Console.Out);
        return Report(exit, watcher.Last, logPath);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            guard.Terminate();
        }
    }

    private static int Report(ChildExit exit, Snapshot? last, string logPath)
    {
        if (last is not null)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{last[Figure.Scans]} scans, scan time median {Format.Duration(last[Figure.Median_ns])}, 99.9 % "
                + $"{Format.Duration(last[Figure.Quantile999_ns])}, maximum {Format.Duration(last[Figure.Maximum_ns])},"
                + $" {last[Figure.Allocated]} bytes allocated, {last[Figure.Collections]} collections"));
        }

        if (exit.Code == Exit.Success)
        {
            Console.WriteLine("Ordered shutdown done: contactor open, every output off.");
            return Exit.Success;
        }

        foreach (string line in Tail(logPath, 12))
        {
            Console.Error.WriteLine(line);
        }

        Console.Error.WriteLine(exit.Code < 0
            ? "safebms: the guard ended without an exit code."
            : $"safebms: the guard ended with code {exit.Code}.");
        return exit.Code > 0 ? exit.Code : Exit.ShutdownFailed;
    }

    private static IEnumerable<string> Tail(string path, int lines) =>
        File.Exists(path) ? File.ReadLines(path).TakeLast(lines) : [];
}
