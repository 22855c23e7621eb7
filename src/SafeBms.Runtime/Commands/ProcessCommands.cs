using System.CommandLine;
using System.Globalization;
using SafeBms.Devices.Can;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Devices.Supervision;
using SafeBms.Guard;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// <c>safebms guard|controller|station|plant</c>: the processes of one installation. The guard starts the others.
/// </summary>
internal static class ProcessCommands
{
    /// <summary>Every command.</summary>
    public static IEnumerable<Command> All()
    {
        yield return GuardCommand();
        yield return ControllerCommand();
        Option<string?> can = new("--can")
        {
            Description = "CAN interface to send on, if another than the controller listens to.",
            HelpName = "interface",
        };
        yield return Helper("station", "Records events and shows the installation to others; started by the guard.",
            (installation, _) => StationProcess.Run(installation));
        Command plant = Helper("plant", "Simulates the boat behind the terminals; started by the guard on simulated "
            + "hardware, by hand on a rig.", (installation, result) =>
                PlantProcess.Run(installation, result.GetValue(can)));
        plant.Add(can);
        yield return plant;
    }

    private static Option<long> Scans() => new("--scans")
    {
        Description = "Begins the ordered shutdown after so many scans.",
        DefaultValueFactory = _ => -1,
        HelpName = "number",
    };

    private static Option<string?> Record() => new("--record")
    {
        Description = "Records every input and output to this file.",
        HelpName = "file",
    };

    private static Command GuardCommand()
    {
        Command command = new("guard",
            "Holds the output lines and the watchdog, starts controller and station, and opens the contactor in order "
            + "when the controller fails. SIGTERM begins the ordered shutdown.");
        InstallationOptions options = new(command, forPeople: false);
        Option<long> scans = Scans();
        Option<string?> record = Record();
        Option<string?> log = new("--log") { Description = "Where its messages go instead of standard error." };
        Option<bool> launched = new("--with-launcher")
        {
            Description = "Begins the ordered shutdown when the process that started it ends.",
        };
        command.Add(scans);
        command.Add(record);
        command.Add(log);
        command.Add(launched);
        command.SetAction(result =>
        {
            if (options.NotAccepted(result) is { } refusal)
            {
                throw new UsageException(refusal);
            }

            List<string> forAll = [.. options.Arguments(result)];
            List<string> forController = [.. forAll];
            if (result.GetValue(scans) >= 0)
            {
                forController.AddRange(
                    ["--scans", result.GetValue(scans).ToString(CultureInfo.InvariantCulture)]);
            }

            if (result.GetValue(record) is { } path)
            {
                forController.AddRange(["--record", path]);
            }

            return GuardStarter.Run(new GuardStart
            {
                Installation = options.Load(result),
                ControllerArguments = forController,
                HelperArguments = forAll,
                IsDryRun = options.IsDryRun(result),
                LogPath = result.GetValue(log),
                HasLauncher = result.GetValue(launched),
            });
        });
        return command;
    }

    private static Command ControllerCommand()
    {
        Command command = new("controller",
            "Scans every millisecond. Started by the guard, which hands it the output lines; by hand it ends at once.");
        InstallationOptions options = new(command, forPeople: false);
        Option<long> scans = Scans();
        Option<string?> record = Record();
        Option<int> restarts = new("--restarts")
        {
            Description = "How often the guard has restarted it; above 0 it waits for an acknowledgement.",
            HelpName = "number",
        };
        command.Add(scans);
        command.Add(record);
        command.Add(restarts);
        command.SetAction(result => ControllerProcess.Run(
            new ControllerStart
            {
                Installation = options.Load(result),
                Restarts = result.GetValue(restarts),
                ScanLimit = result.GetValue(scans),
                RecordPath = result.GetValue(record),
                IsDryRun = options.IsDryRun(result),
                IsConfigurationAccepted = options.NotAccepted(result) is null,
            },
            Console.Error));
        return command;
    }

    private static Command Helper(string name, string help, Func<Installation, ParseResult, int> run)
    {
        Command command = new(name, help);
        InstallationOptions options = new(command, forPeople: false);
        command.SetAction(result =>
        {
            // A station or boat without its guard would show and drive what nobody controls.
            if (Environment.GetEnvironmentVariable(ChildSide.GuardVariable) is not null && !ChildSide.DieWithGuard())
            {
                return Exit.Unreachable;
            }

            return run(options.Load(result), result);
        });
        return command;
    }
}
