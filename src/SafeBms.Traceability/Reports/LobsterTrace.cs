using System.Text.Json;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability.Reports;

/// <summary>The trace for BMW's LOBSTER: its three kinds of JSON files, and the policy that joins them.</summary>
/// <remarks>The fingerprint is the version of a requirement's tag, and references carry the one that was looked at,
/// so that LOBSTER reports a changed requirement too.</remarks>
public static class LobsterTrace
{
    private const string Generator = "safebms-spec trace";

    /// <summary>Names and texts of the files.</summary>
    public static IReadOnlyList<(string Name, string Text)> Write(TraceGraph graph, ReviewedRequirements reviewed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(reviewed);
        string Reference(string id) => $"req {id}@{reviewed.Fingerprints.GetValueOrDefault(id) ?? "never-looked-at"}";
        return
        [
            ("hazards.lobster", File("lobster-req-trace", 4, writer => Hazards(writer, graph))),
            ("requirements.lobster", File("lobster-req-trace", 4, writer => Requirements(writer, graph))),
            ("implementation.lobster", File("lobster-imp-trace", 3, writer => Transitions(writer, graph, Reference))),
            ("activities.lobster", File("lobster-act-trace", 3, writer => Activities(writer, graph, Reference))),
            ("lobster.conf", Policy),
        ];
    }

    // A requirement that only properties carry has no transition of its own: 'or' instead of two demands.
    private static string Policy =>
        """
        requirements "Hazards" {
           source: "hazards.lobster";
        }

        requirements "Requirements" {
           source: "requirements.lobster";
           trace to: "Hazards";
           requires: "State machines" or "Properties, scenarios and tests";
        }

        implementation "State machines" {
           source: "implementation.lobster";
           trace to: "Requirements";
        }

        activity "Properties, scenarios and tests" {
           source: "activities.lobster";
           trace to: "Requirements";
        }

        """.ReplaceLineEndings("\n");

    private static string File(string schema, int version, Action<Utf8JsonWriter> items) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        items(writer);
        writer.WriteEndArray();
        writer.WriteString("generator", Generator);
        writer.WriteString("schema", schema);
        writer.WriteNumber("version", version);
        writer.WriteEndObject();
    });

    private static void Hazards(Utf8JsonWriter writer, TraceGraph graph)
    {
        foreach (HazardNode item in graph.Hazards)
        {
            Begin(writer, $"haz {item.Info.Id}", item.Info.Id, graph.SpecificationFolder, item.Info.Span.File,
                item.Info.Span.Line, []);
            Requirement(writer, "hazard", item.Info.Text);
        }
    }

    private static void Requirements(Utf8JsonWriter writer, TraceGraph graph)
    {
        foreach (RequirementNode item in graph.Requirements)
        {
            string[] reasons = item.IsPlanned ? [item.Info.CarriedBy] : [];
            string[] hazard = item.Info.Hazard.Length > 0 ? [$"haz {item.Info.Hazard}"] : [];
            Begin(writer, $"req {item.Info.Id}@{item.Fingerprint}", item.Info.Id, graph.SpecificationFolder,
                item.Info.Span.File, item.Info.Span.Line, hazard, reasons);
            Requirement(writer, "requirement", item.Info.Text);
        }
    }

    private static void Requirement(Utf8JsonWriter writer, string kind, string text)
    {
        writer.WriteString("framework", "SafeBms");
        writer.WriteString("kind", kind);
        writer.WriteString("text", text);
        writer.WriteNull("status");
        writer.WriteEndObject();
    }

    private static void Transitions(Utf8JsonWriter writer, TraceGraph graph, Func<string, string> reference)
    {
        foreach (TransitionNode item in graph.Transitions)
        {
            Begin(writer, $"fsm {item.Id}", $"{item.Machine.Name}: {item.Label}", graph.SpecificationFolder,
                item.Machine.File, item.Line, item.Requirements.Select(reference));
            writer.WriteString("language", "SafeBms YAML");
            writer.WriteString("kind", "transition");
            writer.WriteEndObject();
        }
    }

    private static void Activities(Utf8JsonWriter writer, TraceGraph graph, Func<string, string> reference)
    {
        foreach (PropertyNode item in graph.Properties)
        {
            Begin(writer, $"property {item.Info.Id}", $"{item.Info.Id}: {item.Info.Text}", graph.SpecificationFolder,
                item.Info.Span.File, item.Info.Span.Line, item.Info.Requirements.Select(reference));
            Activity(writer, item.Info.VerifiedBy.ToString().ToLowerInvariant(), item.Outcome);
        }

        foreach (ShowNode item in graph.Shows)
        {
            Begin(writer, $"{item.Kind} {item.Name}", item.Label, string.Empty, item.File, item.Line,
                item.Requirements.Select(reference));
            Activity(writer, item.Kind, item.Outcome);
        }
    }

    // LOBSTER takes a missing status for a good one, so there is always one.
    private static void Activity(Utf8JsonWriter writer, string kind, Outcome outcome)
    {
        writer.WriteString("framework", "SafeBms");
        writer.WriteString("kind", kind);
        writer.WriteString("status", outcome switch
        {
            Outcome.Passed => "ok",
            Outcome.Failed or Outcome.NotProved => "fail",
            _ => "not run",
        });
        writer.WriteEndObject();
    }

    private static void Begin(
        Utf8JsonWriter writer, string tag, string name, string folder, string file, int line,
        IEnumerable<string> references, params string[] reasons)
    {
        writer.WriteStartObject();
        writer.WriteString("tag", tag);
        writer.WriteStartObject("location");
        writer.WriteString("kind", "file");
        writer.WriteString("file", folder.Length > 0 ? $"{folder}/{file}" : file);
        writer.WriteNumber("line", line);
        writer.WriteNull("column");
        writer.WriteEndObject();
        writer.WriteString("name", name);
        writer.WriteList("messages", []);
        writer.WriteList("just_up", []);
        writer.WriteList("just_down", reasons);
        writer.WriteList("just_global", []);
        writer.WriteList("refs", references);
    }
}
