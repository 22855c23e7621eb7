using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Commissioning;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;
using SafeBms.Runtime.Retained;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms io</c>: shows the inputs, and switches the outputs one at a time.</summary>
internal static class IoCommand
{
    private const int Slice_ms = 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new("io", "For commissioning: shows the inputs and tests the output terminals.")
    {
        Test(),
        Show(),
    };

    private static Command Test()
    {
        Command command = new("test", "Switches every output terminal for a second, one at a time, with read-back, and "
            + "shows which wired inputs changed with it. Two steps: the first says what it is going to do and prints "
            + "a code, the second repeats it. Refused while a guard or controller runs in the run directory, and "
            + "while the contactor feedback reads closed. Exit code 0 if every read-back agreed, 1 if not or after "
            + "the first step, 2 if it was refused.");
        LineOptions options = new(command);
        Option<string?> confirm = new("--confirm")
        {
            Description = "Second step: the code that the first step printed.",
            HelpName = "code",
        };
        Option<string?> line = new("--line")
        {
            Description = $"Only this output: {string.Join(", ", ConfigurationKeys.Outputs.All)}.",
            HelpName = "output",
        };
        Option<bool> json = new("--json") { Description = "Prints JSON instead of text." };
        command.Add(confirm);
        command.Add(line);
        command.Add(json);
        command.SetAction(result =>
        {
            LoadedConfiguration loaded = options.Load(result);
            OutputLine[] lines = Chosen(loaded.Installation.Lines, result.GetValue(line));
            LineHold.Refuse(loaded.Installation);
            string code = CodeFor(loaded, lines);
            if (result.GetValue(confirm) is not { } given)
            {
                return Announce(loaded, lines, code, result.GetValue(json));
            }

            return given == code
                ? Switch(loaded, lines, result.GetValue(json))
                : throw new UsageException($"'{given}' is not the code of this test. Run the first step again (without "
                    + "--confirm). Nothing was switched.");
        });
        return command;
    }

    private static OutputLine[] Chosen(LinesConfiguration lines, string? name)
    {
        OutputLine[] wired = [.. lines.Outputs.Select(o => o.Line)];
        if (name is null)
        {
            return wired;
        }

        OutputLine[] named = [.. wired.Where(l => ConfigurationKeys.NameOf(l) == name)];
        return named.Length > 0 ? named : throw new UsageException($"--line '{name}': no such output is wired; there "
            + $"are {string.Join(", ", wired.Select(ConfigurationKeys.NameOf))}.");
    }

    // Of this content, these outputs and this boot: a code from a shell's history does not confirm anything else.
    private static string CodeFor(LoadedConfiguration loaded, OutputLine[] lines) => AcceptedConfiguration.CodeFor(
        [.. loaded.Bytes, .. Encoding.UTF8.GetBytes(
            $"io test {loaded.Installation.RunDirectory} {string.Join(',', lines)} {BootId.Present()}")], null);

    private static int Announce(LoadedConfiguration loaded, OutputLine[] lines, string code, bool json)
    {
        string[] names = [.. lines.Select(ConfigurationKeys.NameOf)];
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["code"] = code,
                ["outputs"] = new JsonArray([.. names.Select(n => (JsonNode)n)]),
                ["tested"] = false,
            }.ToJsonString(Indented));
            return Exit.Difference;
        }

        Console.WriteLine($"{loaded.Name}: this will switch, each for {IoTest.On_ms / 1000} s and one at a time:");
        foreach (string name in names)
        {
            Console.WriteLine($"  {name}{(name == ConfigurationKeys.NameOf(OutputLine.Alarm) ? " (off, it rests on)"
                : "")}");
        }

        if (lines.Contains(OutputLine.ContactorCoil))
        {
            Console.WriteLine("The contactor closes without pre-charge, and the voltage on the system side cannot be "
                + "asked here: open the main switch, or take out the main fuse, so that no current can flow.");
        }

        bool asksFeedback = (loaded.Installation.Lines.WiredInputs & LineWords.Bit(InputLine.ContactorFeedback)) != 0;
        Console.WriteLine(asksFeedback
            ? "It is refused if the contactor feedback reads closed. Ctrl-C switches everything off."
            : "The contactor feedback is not wired to a line and cannot be asked. Ctrl-C switches everything off.");
        Console.WriteLine("Nothing was switched yet. If the contactor is open and all of this is meant:");
        Console.WriteLine($"  repeat the command with --confirm {code}");
        return Exit.Difference;
    }

    private static int Switch(LoadedConfiguration loaded, OutputLine[] lines, bool json)
    {
        using Interruption interruption = new();
        using LineHold hold = LineHold.Take(loaded);
        using SimulatedPlant? plant = SimulatedPlant.StartFor(loaded, hold);
        IoTest test = new(hold.Outputs, hold.Inputs, loaded.Installation.Lines.WiredInputs,
            time_ms => Wait(time_ms, interruption));
        if (test.Obstacle() is { } obstacle)
        {
            throw new UsageException(obstacle);
        }

        if (!test.ReadsInputs)
        {
            Console.Error.WriteLine("safebms: the inputs cannot be read; only the outputs themselves are read back.");
        }

        int done = 0;
        IReadOnlyList<IoTestResult> results = test.Run(lines, line =>
        {
            done++;
            if (!json)
            {
                Console.WriteLine($"{done}/{lines.Length} {ConfigurationKeys.NameOf(line)} ...");
            }
        });
        Report(results, test.Stopped, json);
        return results.All(r => r.Problem is null) && test.Stopped is null ? Exit.Success : Exit.Difference;
    }

    private static void Report(IReadOnlyList<IoTestResult> results, string? stopped, bool json)
    {
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["tested"] = true,
                ["stopped"] = stopped,
                ["results"] = new JsonArray([.. results.Select(r => (JsonNode)new JsonObject
                {
                    ["output"] = ConfigurationKeys.NameOf(r.Line),
                    ["passed"] = r.Problem is null,
                    ["problem"] = r.Problem,
                    ["inputs_changed"] = new JsonArray([.. r.Changed.Select(i =>
                        (JsonNode)ConfigurationKeys.NameOf(i))]),
                })]),
            }.ToJsonString(Indented));
            return;
        }

        Console.WriteLine($"{"output",-20} {"read-back",-10} inputs that changed");
        foreach (IoTestResult result in results)
        {
            string changed = result.Changed.Count == 0 ? "none"
                : string.Join(", ", result.Changed.Select(ConfigurationKeys.NameOf));
            Console.WriteLine($"{ConfigurationKeys.NameOf(result.Line),-20} "
                + $"{(result.Problem is null ? "agrees" : "DISAGREES"),-10} {changed}"
                + (result.Problem is null ? "" : $"; {result.Problem}"));
        }

        Console.WriteLine(stopped ?? "Done; every output is at its safe level.");
    }

    private static bool Wait(int time_ms, Interruption interruption)
    {
        for (int waited_ms = 0; waited_ms < time_ms && !interruption.IsAsked; waited_ms += Slice_ms)
        {
            Thread.Sleep(Slice_ms);
        }

        return !interruption.IsAsked;
    }

    private static Command Show()
    {
        Command command = new("show", "Shows all inputs once a second until Ctrl-C and drives nothing. Real inputs "
            + "cannot be shown while a controller holds them: look at 'safebms status' then.");
        LineOptions options = new(command);
        Option<bool> once = new("--once") { Description = "Shows them once." };
        Option<bool> json = new("--json") { Description = "Prints a line of JSON each time." };
        command.Add(once);
        command.Add(json);
        command.SetAction(result =>
        {
            Installation installation = options.Load(result).Installation;
            using Interruption interruption = new();
            using IDigitalIo lines = installation.Lines.Driver == LineDriver.Virtual
                ? VirtualChip.Open(Hardware.ChipPath(installation))
                : GpioLines.OpenInputs(installation.Lines.ToGpioSettings());
            do
            {
                LineStatus status = lines.Read(out ulong levels);
                if (status != LineStatus.Ok)
                {
                    throw new UsageException(status == LineStatus.Gone ? "The chip of the inputs is gone."
                        : "The inputs cannot be read; on simulated hardware nothing drives them yet.");
                }

                Console.WriteLine(Levels(installation.Lines, levels, result.GetValue(json)));
            }
            while (!result.GetValue(once) && Wait(1000, interruption));
            return Exit.Success;
        });
        return command;
    }

    private static string Levels(LinesConfiguration lines, ulong levels, bool json)
    {
        InputLine[] wired = [.. lines.Inputs.Where(i => i.Origin == InputOrigin.Line).Select(i => i.Line)];
        if (json)
        {
            JsonObject all = [];
            foreach (InputLine line in wired)
            {
                all[ConfigurationKeys.NameOf(line)] = (levels & LineWords.Bit(line)) != 0;
            }

            return all.ToJsonString();
        }

        return string.Join("  ", wired.Select(line =>
            $"{ConfigurationKeys.NameOf(line)} {((levels & LineWords.Bit(line)) != 0 ? "ON" : "off")}"));
    }
}
