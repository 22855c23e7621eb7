using System.Text.Json;
using SafeBms.Specification;

namespace SafeBms.Workbench.Reports;

/// <summary>Findings as SARIF 2.1.0, the form that code hosts and editors take in.</summary>
public static class SarifReport
{
    /// <summary>Writes one log with one run and a line end.</summary>
    public static void Write(CheckReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(JsonReport.Build(writer => Log(report, writer)));
    }

    private static void Log(CheckReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        Tool(writer);
        // Columns of the reader count UTF-16 units, as the compiler's do.
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartArray("results");
        foreach (Diagnostic finding in report.Findings)
        {
            ResultOf(report, finding, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Tool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "safebms-spec");
        writer.WriteString("semanticVersion", typeof(SarifReport).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");
        writer.WriteStartArray("rules");
        foreach (DiagnosticDescriptor rule in DiagnosticCatalogue.All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            Text(writer, "shortDescription", rule.Title);
            Text(writer, "fullDescription", rule.Why);
            Text(writer, "help", rule.Remedy);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", rule.IsError ? "error" : "warning");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void ResultOf(CheckReport report, Diagnostic finding, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Id);
        writer.WriteString("level", CheckReport.Severity(finding));
        Text(writer, "message", $"{finding.Message} {finding.Remedy}");
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", Uri(report.PathOf(finding)));
        writer.WriteEndObject();
        if (finding.Span.Line >= 1)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", finding.Span.Line);
            writer.WriteNumber("startColumn", Math.Max(1, finding.Span.Column));
            writer.WriteNumber("endColumn", Math.Max(1, finding.Span.Column) + Math.Max(1, finding.Span.Length));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // A relative path stays relative, so that the log fits any checkout; an absolute one becomes a file URI.
    private static string Uri(string path) =>
        Path.IsPathRooted(path)
            ? new Uri(path).AbsoluteUri
            : string.Join('/', path.Split('/').Where(part => part != ".").Select(System.Uri.EscapeDataString));

    private static void Text(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
