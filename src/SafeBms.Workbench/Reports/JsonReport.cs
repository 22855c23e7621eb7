using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SafeBms.Specification;

namespace SafeBms.Workbench.Reports;

/// <summary>Findings for programs: one JSON object.</summary>
public static class JsonReport
{
    /// <summary>Writes the object and a line end.</summary>
    public static void Write(CheckReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Build(writer => Content(report, writer)));
    }

    /// <summary>Indented JSON whose text stays readable; it never goes into a page unescaped.</summary>
    internal static string Build(Action<Utf8JsonWriter> content)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            content(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Content(CheckReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("spec", report.Folder);
        writer.WriteNumber("files", report.FileCount);
        writer.WriteNumber("errors", report.Errors);
        writer.WriteNumber("warnings", report.Warnings);
        writer.WriteStartArray("findings");
        foreach (Diagnostic finding in report.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("id", finding.Id);
            writer.WriteString("severity", CheckReport.Severity(finding));
            writer.WriteString("file", report.PathOf(finding));
            writer.WriteNumber("line", finding.Span.Line);
            writer.WriteNumber("column", finding.Span.Column);
            writer.WriteNumber("length", finding.Span.Length);
            writer.WriteString("message", finding.Message);
            writer.WriteString("why", finding.Why);
            writer.WriteString("remedy", finding.Remedy);
            writer.WriteString("page", $"docs/diagnostics/{finding.Id}.md");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
