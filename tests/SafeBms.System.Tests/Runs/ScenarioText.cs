using System.Globalization;
using System.Text;

namespace SafeBms.System.Tests.Runs;

/// <summary>
/// Writes a run as a scenario file. It needs no expectations: that no property is violated is expected of every
/// scenario.
/// </summary>
internal static class ScenarioText
{
    public static string Write(BoatRun run, string name, string text)
    {
        StringBuilder yaml = new();
        Line(yaml, $"scenario: {name}");
        Line(yaml, $"text: {Quoted(text)}");
        Line(yaml, $"product: {run.Product}");
        Line(yaml, $"duration: {run.Duration_ms} ms");
        Settings(yaml, "parameters", run.Parameters);
        Settings(yaml, "boat", run.Boat);
        Happening[] events = [.. run.Happenings.Where(h => !h.IsFault)];
        if (events.Length > 0)
        {
            Line(yaml, $"events:");
        }

        foreach (Happening happening in events)
        {
            Line(yaml, $"  - at: {happening.At_ms} ms");
            Line(yaml, $"    set: {{ {Quoted(happening.What)}: {happening.Value} }}");
        }

        Happening[] faults = [.. run.Happenings.Where(h => h.IsFault)];
        if (faults.Length > 0)
        {
            Line(yaml, $"faults:");
        }

        foreach (Happening happening in faults)
        {
            Fault(yaml, happening);
        }

        return yaml.ToString();
    }

    private static void Fault(StringBuilder yaml, Happening fault)
    {
        Line(yaml, $"  - fault: {fault.What}");
        Line(yaml, $"    at: {fault.At_ms} ms");
        if (fault.Duration_ms > 0)
        {
            Line(yaml, $"    for: {fault.Duration_ms} ms");
        }

        if (fault.Target.Length > 0)
        {
            Line(yaml, $"    target: {Quoted(fault.Target)}");
        }

        if (fault.Value.Length > 0)
        {
            Line(yaml, $"    value: {fault.Value}");
        }
    }

    private static void Settings(StringBuilder yaml, string key, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (settings.Count > 0)
        {
            Line(yaml, $"{key}: {{ {string.Join(", ", settings.Select(s => $"{s.Key}: {s.Value}"))} }}");
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "'", StringComparison.Ordinal)}\"";

    private static void Line(StringBuilder yaml, FormattableString line) =>
        yaml.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
