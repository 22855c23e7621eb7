using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Runtime.View;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Commands;

/// <summary>The outcome of a simulation as text and as JSON.</summary>
internal static class ResultText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text(
        Scenario scenario, ScenarioResult outcome, double seconds, string? path, MeasuredReport? report)
    {
        StringBuilder text = new();
        foreach (string row in report?.Rows ?? [])
        {
            text.AppendLine(row);
        }

        string leapt = outcome.LeaptScans == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {outcome.LeaptScans / 1000.0:0.###} s of idle time leapt over");
        string speed = string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Scans / 1000.0:0.###} s simulated in {seconds:0.00} s "
            + $"({outcome.Scans / 1000.0 / Math.Max(seconds, 0.001):0} x{leapt})");
        if (outcome.Difference is not { } difference)
        {
            string about = report is null
                ? $"{outcome.Expectations} expectations held"
                : $"{report.Currents}, no property was violated";
            text.Append(CultureInfo.InvariantCulture, $"{scenario.Name}: {about}; {speed}.");
            return text.ToString();
        }

        string place = path is not null && difference.Line > 0 ? $"{path}({difference.Line}): " : "";
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{place}{scenario.Name}: not as expected at {Format.Time(difference.Scan)} (scan {difference.Scan})");
        text.AppendLine(CultureInfo.InvariantCulture, $"  expected: {difference.Expected}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  actual:   {difference.Actual}");
        if (difference.Because.Length > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  because:  {difference.Because}");
        }

        text.AppendLine("  then:");
        foreach ((string name, string value) in outcome.Context)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {name} = {value}");
        }

        text.Append(speed);
        return text.ToString();
    }

    public static string Json(ScenarioResult outcome, double seconds, MeasuredReport? report)
    {
        JsonObject json = new()
        {
            ["scenario"] = outcome.Name,
            ["passed"] = outcome.Passed,
            ["scans"] = outcome.Scans,
            ["leapt_scans"] = outcome.LeaptScans,
            ["expectations"] = outcome.Expectations,
            ["outputs_hash"] = outcome.OutputsHash.ToString("x16", CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(seconds, 3),
            ["violations"] =
                new JsonObject(outcome.Violations.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
        };
        if (outcome.Difference is { } difference)
        {
            json["difference"] = new JsonObject
            {
                ["scan"] = difference.Scan,
                ["line"] = difference.Line > 0 ? difference.Line : null,
                ["expected"] = difference.Expected,
                ["actual"] = difference.Actual,
                ["because"] = difference.Because,
                ["context"] =
                    new JsonObject(outcome.Context.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
            };
        }

        if (report is not null)
        {
            json["rows"] = new JsonArray([.. report.Rows.Select(r => (JsonNode?)JsonValue.Create(r))]);
        }

        return json.ToJsonString(Indented);
    }
}
