using System.CommandLine;
using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Commands;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation.Recording;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime;

/// <summary>The program <c>safebms</c>.</summary>
public static class Program
{
    /// <summary>Runs a command line and gives its exit code.</summary>
    public static int Main(string[] args)
    {
        RootCommand root = new(
            "SafeBms: a lithium battery controller whose specification is its program. 'run' shows it on a "
            + "simulated boat or on real hardware, 'simulate' runs scenarios, 'replay' repeats records; 'guard' is "
            + "what a service manager starts, and starts 'controller' and 'station' itself; 'status', 'why', 'ack', "
            + "'on', 'standby', 'off' and 'stop' talk to a running controller.\n\n" + Exit.Help)
        {
            RunCommand.Create(),
            SimulateCommand.Create(),
            SimulateBatteriesCommand.Create(),
            ReplayCommand.Create(),
            ConfigurationCommand.Create(),
            RetainedCommand.Create(),
            DoctorCommand.Create(),
            IoCommand.Create(),
        };
        foreach (Command command in ProcessCommands.All().Concat(MailboxCommands.All()))
        {
            root.Add(command);
        }

        ParseResult result = root.Parse(args);
        InvocationConfiguration configuration = new()
        {
            // Ctrl-C belongs to the ordered shutdown, and a failure is said in a sentence below.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            int code = result.Invoke(configuration);
            return result.Errors.Count > 0 ? Exit.Unusable : code;
        }
        catch (Exception problem) when (problem is UsageException or RecordException or LineException or IOException
            or UnauthorizedAccessException or ArgumentException or CanException)
        {
            return Fail(problem.Message, Exit.Unusable);
        }
        catch (ScenarioException problem)
        {
            return Fail(string.Join(Environment.NewLine, problem.Problems.Select(p => p.Message)), Exit.Unusable);
        }
        catch (MailboxException problem)
        {
            return Fail(problem.Message, Exit.Unreachable);
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine("safebms: " + message);
        return code;
    }
}
