using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// <c>safebms config accept</c>: the two steps by which a configuration becomes the one that may run.
/// </summary>
internal static class AcceptCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "The configuration.", HelpName = "file" };
        Option<string?> confirm = new("--confirm")
        {
            Description = "Second step: the code that the first step printed.",
            HelpName = "code",
        };
        Option<bool> json = new("--json") { Description = "Prints JSON instead of text." };
        Command command = new("accept", "Accepts a configuration in two steps, with the contactor open. The first "
            + "shows what differs from the accepted one and prints a code (exit code 1: not accepted yet); the second "
            + "repeats the code. The running controller is not changed: it takes the file at its next start.")
        {
            file, confirm, json,
        };
        command.SetAction(result =>
        {
            LoadedConfiguration loaded = ConfigurationFile.Load(result.GetValue(file)!);
            Installation installation = loaded.Installation;
            AcceptedConfiguration? present = AcceptedConfiguration.Read(installation.StateDirectory, out string why);
            string code = AcceptedConfiguration.CodeFor(loaded.Bytes, present);
            bool same = present is not null && present.Bytes.AsSpan().SequenceEqual(loaded.Bytes);
            string? given = result.GetValue(confirm);
            if (given is not null && !same)
            {
                Accept(loaded, present, code, given);
            }

            IReadOnlyList<(string Key, string? Before, string? After)> differences = Differences(loaded, present);
            bool accepted = same || given is not null;
            if (result.GetValue(json))
            {
                Console.WriteLine(Json(loaded, present, differences, accepted, code).ToJsonString(Indented));
            }
            else
            {
                Print(loaded, same, accepted, present is null ? why : null, differences, code);
            }

            return accepted ? Exit.Success : Exit.Difference;
        });
        return command;
    }

    private static void Accept(LoadedConfiguration loaded, AcceptedConfiguration? present, string code, string given)
    {
        if (!string.Equals(given.Trim(), code, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{given}' is not the code of these differences: the file or the accepted "
                + "configuration has changed since, or it is mistyped. Run the first step again. Nothing was changed.");
        }

        // The present installation may have run elsewhere than the new one will.
        List<string> directories = [loaded.Installation.RunDirectory];
        if (present is not null && ConfigurationReader.Read(present.Bytes).Installation is { } before)
        {
            directories.Add(before.RunDirectory);
        }

        foreach (string directory in directories.Distinct(StringComparer.Ordinal))
        {
            if (RunningController.Obstacle(directory) is { } obstacle)
            {
                throw new UsageException(obstacle + " Nothing was changed.");
            }
        }

        AcceptedConfiguration.Write(loaded.Installation.StateDirectory, loaded.Bytes);
    }

    private static IReadOnlyList<(string Key, string? Before, string? After)> Differences(
        LoadedConfiguration loaded, AcceptedConfiguration? present)
    {
        IReadOnlyList<(string, string)> before =
            present is not null && ConfigurationReader.Read(present.Bytes).Installation is { } accepted
                ? EffectiveValues.Of(accepted)
                : [];
        return EffectiveValues.Differences(before, EffectiveValues.Of(loaded.Installation));
    }

    private static void Print(LoadedConfiguration loaded, bool same, bool accepted, string? why,
        IReadOnlyList<(string Key, string? Before, string? After)> differences, string code)
    {
        string sum = AcceptedConfiguration.Text(AcceptedConfiguration.SumOf(loaded.Bytes));
        if (accepted)
        {
            Console.WriteLine(same
                ? $"{loaded.Name} (CRC-32C {sum}) is the accepted configuration already."
                : $"Accepted: {loaded.Name}, CRC-32C {sum}, {differences.Count} values differ. It holds from the next "
                    + "start on.");
            return;
        }

        if (why is not null)
        {
            Console.WriteLine($"Of configurations {why}; this is everything that would hold:");
        }

        foreach ((string key, string? before, string? after) in differences)
        {
            Console.WriteLine(why is not null
                ? $"  {key,-44} {after}"
                : $"  {key,-44} {before ?? "(none)"} -> {after ?? "(none)"}");
        }

        if (differences.Count == 0)
        {
            Console.WriteLine("  No value differs, only the text of the file.");
        }

        foreach (Finding warning in loaded.Warnings)
        {
            Console.WriteLine(warning.Format(loaded.Name));
        }

        Console.WriteLine($"CRC-32C {sum}. Not accepted yet. If all of this is meant, with the contactor open:");
        Console.WriteLine($"  safebms config accept {loaded.Name} --confirm {code}");
    }

    private static JsonObject Json(LoadedConfiguration loaded, AcceptedConfiguration? present,
        IReadOnlyList<(string Key, string? Before, string? After)> differences, bool accepted, string code) => new()
        {
            ["file"] = loaded.Name,
            ["sum"] = AcceptedConfiguration.Text(AcceptedConfiguration.SumOf(loaded.Bytes)),
            ["accepted_before"] = present is null ? null : AcceptedConfiguration.Text(present.Sum),
            ["accepted"] = accepted,
            ["code"] = accepted ? null : code,
            ["differences"] = new JsonArray([.. differences.Select(d => (JsonNode)new JsonObject
            {
                ["key"] = d.Key,
                ["before"] = d.Before,
                ["after"] = d.After,
            })]),
        };
}
