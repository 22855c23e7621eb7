using System.Globalization;
using System.Text;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>Writes a case as a scenario file.</summary>
internal static class ScenarioWriter
{
    /// <param name="item">The case.</param>
    /// <param name="before">The boat just before the injection.</param>
    /// <param name="result">What the case showed.</param>
    public static string Write(CampaignCase item, Voyage before, CaseResult result)
    {
        long injected = before.Scan;
        StringBuilder yaml = new();
        Line(yaml, $"scenario: {FileNameOf(item.Id)}");
        Line(yaml, $"text: {Quoted($"Case {item.Id} of the fault campaign. {item.Text}")}");
        Line(yaml, $"product: {before.Setup.Product}");
        Line(yaml, $"duration: {injected + item.Length_ms} ms");
        Settings(yaml, "parameters", before.Setup.Parameters);
        Settings(yaml, "boat", before.Setup.Boat);
        Doing[] doings = BoatBuilder.InOrder([.. before.Done, .. item.Doings.Select(d => d.After(injected))]);
        Happenings(yaml, doings);
        Expectations(yaml, item, injected);
        string[] tolerated = [.. before.Tolerated.Concat(result.Violations.Where(v => v.StartsWith('(')).Select(IdOf))
            .Distinct().Order(StringComparer.Ordinal)];
        if (tolerated.Length > 0)
        {
            Line(yaml, $"expect_violations: [{string.Join(", ", tolerated)}]");
        }

        return yaml.ToString();
    }

    /// <summary>A name for files and scenarios: lower-case letters, digits and hyphens.</summary>
    public static string FileNameOf(string id)
    {
        StringBuilder name = new();
        foreach (char c in id.ToLowerInvariant())
        {
            name.Append(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-');
        }

        return name.ToString();
    }

    private static void Happenings(StringBuilder yaml, Doing[] doings)
    {
        string title = "events:\n";
        foreach (Doing doing in doings.Where(d => !d.IsFault))
        {
            yaml.Append(title);
            title = "";
            Line(yaml, $"  - {{ at: {doing.At_ms} ms, set: {{ {Quoted(doing.What)}: {doing.Value} }} }}");
        }

        title = "faults:\n";
        foreach (Doing fault in doings.Where(d => d.IsFault))
        {
            yaml.Append(title);
            title = "";
            string length = fault.Duration_ms == 0 ? "" : Text($", for: {fault.Duration_ms} ms");
            string target = fault.Target.Length == 0 ? "" : $", target: {Quoted(fault.Target)}";
            string value = fault.Value.Length == 0 ? "" : $", value: {fault.Value}";
            string rate = fault.Rate.Length == 0 ? "" : $", rate: {fault.Rate}";
            Line(yaml, $"  - {{ fault: {fault.What}, at: {fault.At_ms} ms{length}{target}{value}{rate} }}");
        }
    }

    private static void Expectations(StringBuilder yaml, CampaignCase item, long injected)
    {
        string title = "expect:\n";
        foreach (Expected expected in item.Expectations.Select(e => e.After(injected)))
        {
            yaml.Append(title);
            title = "";
            if (expected.Kind == ExpectationKind.Within)
            {
                Line(yaml, $"  - within: {expected.To_ms} ms");
                Line(yaml, $"    of: {expected.From_ms} ms");
                Line(yaml, $"    that: {Quoted(expected.Condition)}");
            }
            else
            {
                string kind = expected.Kind == ExpectationKind.Always ? "always" : "never";
                Line(yaml, $"  - {kind}: {Quoted(expected.Condition)}");
                Line(yaml, $"    from: {expected.From_ms} ms");
                yaml.Append(expected.To_ms < 0 ? "" : Text($"    to: {expected.To_ms} ms\n"));
            }

            Line(yaml, $"    because: {Quoted(expected.Because)}");
        }
    }

    private static string IdOf(string violation) => violation[1..violation.IndexOf('@', StringComparison.Ordinal)];

    private static void Settings(StringBuilder yaml, string key, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (settings.Count > 0)
        {
            Line(yaml, $"{key}: {{ {string.Join(", ", settings.Select(s => $"{s.Key}: {s.Value}"))} }}");
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "'", StringComparison.Ordinal)}\"";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder yaml, FormattableString line) => yaml.Append(Text(line)).Append('\n');
}
