using System.Text.Json;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability.Reports;

/// <summary>The trace for programs: one JSON object (format <c>safebms-trace-1</c>).</summary>
public static class JsonTrace
{
    /// <summary>The text; the same trace gives the same text.</summary>
    public static string Write(TraceGraph graph, IReadOnlyList<TraceFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format", "safebms-trace-1");
            writer.WriteString("system", graph.System);
            Findings(writer, findings);
            Hazards(writer, graph);
            Requirements(writer, graph);
            Specification(writer, graph);
            Properties(writer, graph);
            Shows(writer, graph);
            writer.WriteObjects("results", graph.Results, item =>
            {
                writer.WriteString("file", item.File);
                writer.WriteString("kind", item.Kind);
                writer.WriteString("outcome", item.Outcome.Word());
                writer.WriteString("summary", item.Summary);
            });
            writer.WriteEndObject();
        });
    }

    private static void Findings(Utf8JsonWriter writer, IReadOnlyList<TraceFinding> findings) =>
        writer.WriteObjects("findings", findings, item =>
        {
            writer.WriteString("kind", JsonNamingPolicy.KebabCaseLower.ConvertName(item.Kind.ToString()));
            writer.WriteString("place", item.Place);
            writer.WriteString("subject", item.Subject);
            writer.WriteString("message", item.Message);
            writer.WriteString("remedy", item.Remedy);
        });

    private static void Hazards(Utf8JsonWriter writer, TraceGraph graph) =>
        writer.WriteObjects("hazards", graph.Hazards, item =>
        {
            writer.WriteString("id", item.Info.Id);
            writer.WriteString("text", item.Info.Text);
            writer.WriteString("outcome", item.Outcome.Word());
            writer.WriteList("requirements", item.Requirements);
            writer.WriteList("machines", item.Machines);
            writer.WriteList("properties", item.Properties);
        });

    private static void Requirements(Utf8JsonWriter writer, TraceGraph graph) =>
        writer.WriteObjects("requirements", graph.Requirements, item =>
        {
            writer.WriteString("id", item.Info.Id);
            writer.WriteString("text", item.Info.Text);
            writer.WriteString("hazard", item.Info.Hazard);
            writer.WriteString("source", item.Info.Source);
            writer.WriteString("carriedBy", item.Info.CarriedBy);
            writer.WriteString("file", $"{graph.SpecificationFolder}/{item.Info.Span.File}");
            writer.WriteNumber("line", item.Info.Span.Line);
            writer.WriteString("fingerprint", item.Fingerprint);
            writer.WriteString("review", item.Review.ToString().ToLowerInvariant());
            writer.WriteString("outcome", item.Outcome.Word());
            writer.WriteList("transitions", item.Transitions);
            writer.WriteList("properties", item.Properties);
            writer.WriteList("shownBy", item.Shows);
        });

    private static void Specification(Utf8JsonWriter writer, TraceGraph graph)
    {
        writer.WriteObjects("machines", graph.Machines, item =>
        {
            writer.WriteString("name", item.Name);
            writer.WriteString("file", $"{graph.SpecificationFolder}/{item.File}");
            writer.WriteList("hazards", item.Hazards);
            writer.WriteList("parameters", item.Parameters);
        });
        writer.WriteObjects("transitions", graph.Transitions, item =>
        {
            writer.WriteString("id", item.Id);
            writer.WriteString("machine", item.Machine.Name);
            writer.WriteString("label", item.Label);
            writer.WriteString("guard", item.Guard);
            writer.WriteString("file", $"{graph.SpecificationFolder}/{item.Machine.File}");
            writer.WriteNumber("line", item.Line);
            writer.WriteList("requirements", item.Requirements);
            writer.WriteList("parameters", item.Parameters);
        });
        writer.WriteObjects("parameters", graph.Parameters, item =>
        {
            writer.WriteString("name", item.Info.Name);
            writer.WriteNumber("line", item.Info.Span.Line);
            writer.WriteList("machines", item.Machines);
            writer.WriteList("properties", item.Properties);
            writer.WriteList("requirements", item.Requirements);
            writer.WriteList("hazards", item.Hazards);
        });
    }

    private static void Properties(Utf8JsonWriter writer, TraceGraph graph) =>
        writer.WriteObjects("properties", graph.Properties, item =>
        {
            writer.WriteString("id", item.Info.Id);
            writer.WriteString("text", item.Info.Text);
            writer.WriteString("file", $"{graph.SpecificationFolder}/{item.Info.Span.File}");
            writer.WriteNumber("line", item.Info.Span.Line);
            writer.WriteString("hazard", item.Info.Hazard);
            writer.WriteList("requirements", item.Info.Requirements);
            writer.WriteString("verifiedBy", item.Info.VerifiedBy.ToString().ToLowerInvariant());
            writer.WriteString("outcome", item.Outcome.Word());
            writer.WriteString("verdict", item.Verdict);
            writer.WriteList("parameters", item.Parameters);
            writer.WriteList("shownBy", item.Shows);
        });

    private static void Shows(Utf8JsonWriter writer, TraceGraph graph) =>
        writer.WriteObjects("shows", graph.Shows, item =>
        {
            writer.WriteString("kind", item.Kind);
            writer.WriteString("name", item.Name);
            writer.WriteString("file", item.File);
            writer.WriteNumber("line", item.Line);
            writer.WriteList("claims", item.Claims);
            writer.WriteList("evidenceOf", item.EvidenceOf);
            writer.WriteList("requirements", item.Requirements);
            writer.WriteString("outcome", item.Outcome.Word());
            writer.WriteString("detail", item.Detail);
        });
}
