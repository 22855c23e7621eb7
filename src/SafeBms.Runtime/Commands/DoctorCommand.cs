using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Doctor;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms doctor</c>: what this machine grants an installation, and what it refuses.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        Option<string?> config = new("--config")
        {
            Description = $"The configuration; without it {ConfigurationCommand.DefaultPath}, and where that does not "
                + "exist the built-in simulated one.",
            HelpName = "file",
        };
        Option<bool> requireRealTime = new("--require-rt")
        {
            Description = "Whatever is refused of the real-time set-up is a problem.",
        };
        Option<bool> released = new("--release-lines")
        {
            Description = "Looks at what the output lines do when guard and controller are both gone: requests them, "
                + "all off but the alarm, and gives them back. Only while nothing is connected that must stay on.",
        };
        Option<bool> json = new("--json") { Description = "Prints JSON instead of text." };
        Command command = new("doctor", "Says what this machine grants an installation: real-time set-up, lines, "
            + "buses, watchdog, directories. Changes nothing. Exit code 0 if nothing is in the way, 1 if something is.")
        {
            config, requireRealTime, released, json,
        };
        command.SetAction(result =>
        {
            LoadedConfiguration loaded = ConfigurationFile.Load(result.GetValue(config)
                ?? (File.Exists(ConfigurationCommand.DefaultPath) ? ConfigurationCommand.DefaultPath : null));
            if (result.GetValue(requireRealTime))
            {
                Installation installation = loaded.Installation;
                loaded = loaded with
                {
                    Installation = installation with { RealTime = installation.RealTime with { Required = true } },
                };
            }

            IReadOnlyList<Examined> all = Examination.Run(loaded, result.GetValue(released));
            Console.WriteLine(result.GetValue(json) ? Json(all).ToJsonString(Indented) : Text(all));
            return all.Any(item => item.Verdict == Verdict.Problem) ? Exit.Difference : Exit.Success;
        });
        return command;
    }

    private static JsonObject Json(IReadOnlyList<Examined> all) => new()
    {
        ["problems"] = all.Count(item => item.Verdict == Verdict.Problem),
        ["findings"] = new JsonArray([.. all.Select(item => (JsonNode)new JsonObject
        {
            ["area"] = item.Area,
            ["name"] = item.Name,
            ["verdict"] = Word(item.Verdict),
            ["detail"] = item.Detail,
            ["what_to_do"] = item.WhatToDo,
        })]),
    };

    private static string Text(IReadOnlyList<Examined> all)
    {
        List<string> lines = [];
        foreach (IGrouping<string, Examined> area in all.GroupBy(item => item.Area))
        {
            lines.Add(area.Key);
            foreach (Examined item in area)
            {
                lines.Add($"  {Word(item.Verdict),-8} {item.Name,-22} {item.Detail}");
                if (item.WhatToDo.Length > 0)
                {
                    lines.Add($"  {"",-8} {"",-22} -> {item.WhatToDo}");
                }
            }
        }

        int problems = all.Count(item => item.Verdict == Verdict.Problem);
        int remarks = all.Count(item => item.Verdict == Verdict.Remark);
        lines.Add($"{problems} problems, {remarks} remarks");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Remark => "remark",
        _ => "PROBLEM",
    };
}
