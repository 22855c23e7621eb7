using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Devices.Storage;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Retained;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms retained</c>: what survives a loss of power.</summary>
internal static class RetainedCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new("retained",
        "Shows, checks and clears what survives a loss of power: latched faults, counters, budgets.")
    {
        Show(),
        Check(),
        Clear(),
    };

    private static Option<string?> StateDirOption() => new("--state-dir")
    {
        Description = $"Where the data are kept; without it the state directory of "
            + $"{ConfigurationCommand.DefaultPath}, and where that does not exist that of the simulated installation.",
        HelpName = "directory",
    };

    private static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON instead of text." };

    private static string DirectoryOf(string? given) => given ?? ConfigurationFile
        .Load(File.Exists(ConfigurationCommand.DefaultPath) ? ConfigurationCommand.DefaultPath : null)
        .Installation.StateDirectory;

    private static Command Show()
    {
        Option<string?> directory = StateDirOption();
        Option<bool> json = JsonOption();
        Command command = new("show", "Shows both slots and what the newest intact one holds. Exit code 1 if none is.")
        {
            directory, json,
        };
        command.SetAction(result => Report(DirectoryOf(result.GetValue(directory)), result.GetValue(json), true));
        return command;
    }

    private static Command Check()
    {
        Option<string?> directory = StateDirOption();
        Option<bool> json = JsonOption();
        Command command = new("check",
            "Says whether a slot is intact, and of the other one why not. Exit code 1 if none is.")
        {
            directory, json,
        };
        command.SetAction(result => Report(DirectoryOf(result.GetValue(directory)), result.GetValue(json), false));
        return command;
    }

    private static int Report(string directory, bool asJson, bool withValues)
    {
        byte[] payload = new byte[RetainedImage.Size_bytes];
        using RetainedStore store = new(directory, RetainedImage.SchemaHash, RetainedImage.Size_bytes);
        bool found = store.TryInspect(payload);
        RetainedStart start = RetainedStart.From(found, payload, store.Reports, BootId.Present());
        if (asJson)
        {
            Console.WriteLine(Json(directory, store, start, withValues).ToJsonString(Indented));
            return start.IsValid ? Exit.Success : Exit.Difference;
        }

        Console.WriteLine(start.Reason);
        foreach (SlotReport slot in store.Reports)
        {
            Console.WriteLine("  " + RetainedStart.Describe(slot));
        }

        foreach ((string name, string value) in withValues && start.IsValid ? start.Image.Values() : [])
        {
            Console.WriteLine($"{name,-44} {value}");
        }

        return start.IsValid ? Exit.Success : Exit.Difference;
    }

    private static JsonObject Json(string directory, RetainedStore store, RetainedStart start, bool withValues)
    {
        JsonObject json = new()
        {
            ["directory"] = directory,
            ["valid"] = start.IsValid,
            ["reason"] = start.Reason,
            ["slots"] = new JsonArray([.. store.Reports.Select(slot => (JsonNode)new JsonObject
            {
                ["file"] = slot.Path,
                ["state"] = RetainedStart.Describe(slot),
                ["intact"] = slot.State == SlotState.Intact,
                ["sequence"] = slot.Sequence,
                ["error"] = slot.Error,
            })]),
        };
        if (withValues && start.IsValid)
        {
            JsonObject values = [];
            foreach ((string name, string value) in start.Image.Values())
            {
                values[name] = value;
            }

            json["values"] = values;
        }

        return json;
    }

    private static Command Clear()
    {
        Option<string?> directory = StateDirOption();
        Option<bool> confirm = new("--confirm") { Description = "Really do it." };
        Command command = new("clear", "Empties both slots while nothing runs. The next start then finds nothing "
            + "intact: it latches as after a trip, and nothing closes before an acknowledgement. A latched weld is "
            + "forgotten, and found again by the check before the next closing.")
        {
            directory, confirm,
        };
        command.SetAction(result =>
        {
            string path = DirectoryOf(result.GetValue(directory));
            if (!result.GetValue(confirm))
            {
                throw new UsageException($"This forgets every latched fault in {path}, a weld included. Find the cause "
                    + "first; then say '--confirm'. Nothing was changed.");
            }

            if (!Directory.Exists(path))
            {
                throw new UsageException($"There is no directory {path}; nothing was changed.");
            }

            using RetainedStore store = new(path, RetainedImage.SchemaHash, RetainedImage.Size_bytes);
            int error = store.Clear();
            if (error != 0)
            {
                throw new UsageException(error == RetainedStore.InUse
                    ? $"A controller keeps its data in {path}: stop it first. Nothing was changed."
                    : $"The slots in {path} cannot be emptied (error {error}); look with 'safebms retained check'.");
            }

            Console.WriteLine($"The slots in {path} are empty. The next start needs an acknowledgement.");
            return Exit.Success;
        });
        return command;
    }
}
