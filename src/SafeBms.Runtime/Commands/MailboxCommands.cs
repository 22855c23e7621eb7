using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.View;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// <c>safebms status|why|ack|on|standby|off|stop</c>: talk to a controller that runs in another shell.
/// </summary>
internal static class MailboxCommands
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Every command.</summary>
    public static IEnumerable<Command> All()
    {
        yield return Reader("status", "Shows the state of the running controller.",
            s => string.Join(Environment.NewLine, StatusText.Lines(s)), StatusText.Json);
        yield return Reader("why",
            "Says in one sentence what came first: the cause of the present alarm or shutdown, its value and its time.",
            CauseText.Sentence, StatusText.Why);
        yield return Sender("ack", "Acknowledges what is latched. A fault clears only when its cause is gone.",
            ControllerCommand.Acknowledge, "Acknowledged.");
        yield return Sender("on", "Requests mode on; the controller closes if nothing forbids it.",
            ControllerCommand.On, "Mode on requested.");
        yield return Sender("standby", "Requests mode standby: ordered opening, AUX stays on.",
            ControllerCommand.Standby, "Mode standby requested.");
        yield return Sender("off",
            "Requests mode off: ordered opening, then everything off. The program keeps running.",
            ControllerCommand.Off, "Mode off requested.");
        yield return Sender("stop", "Ends the running controller by the ordered shutdown.",
            ControllerCommand.Stop, "Ordered shutdown requested.");
    }

    /// <summary>The option that names the run directory.</summary>
    public static Option<string> RunDirOption() => new("--run-dir")
    {
        Description = "Directory in which the running controller and other shells meet; "
            + "SAFEBMS_RUN_DIR sets another default.",
        DefaultValueFactory = _ => RunDirectory.Default,
        HelpName = "directory",
    };

    private static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON instead of text." };

    private static Command Reader(string name, string help, Func<Snapshot, string> text, Func<Snapshot,
        JsonObject> json)
    {
        Option<string> runDir = RunDirOption();
        Option<bool> asJson = JsonOption();
        Command command = new(name, help) { runDir, asJson };
        command.SetAction(result =>
        {
            RunDirectory directory = new(result.GetValue(runDir)!);
            using RunBlock block = directory.Connect();
            Snapshot snapshot = new();
            if (!snapshot.Refresh(block))
            {
                throw new MailboxException(
                    $"The controller (process {block.ProcessId}) publishes nothing; is it stopped?");
            }

            Console.WriteLine(result.GetValue(asJson) ? json(snapshot).ToJsonString(Indented) : text(snapshot));
            return Exit.Success;
        });
        return command;
    }

    private static Command Sender(string name, string help, ControllerCommand what, string done)
    {
        Option<string> runDir = RunDirOption();
        Option<bool> asJson = JsonOption();
        Command command = new(name, help) { runDir, asJson };
        command.SetAction(result =>
        {
            RunDirectory directory = new(result.GetValue(runDir)!);
            using RunBlock block = directory.Connect();
            if (directory.Command(block, (int)what) == 0)
            {
                throw new MailboxException(
                    "The running controller does not know this command; it is of another version.");
            }

            JsonObject answer = new() { ["command"] = name, ["accepted"] = true };
            Console.WriteLine(result.GetValue(asJson) ? answer.ToJsonString(Indented) : done);
            return Exit.Success;
        });
        return command;
    }
}
