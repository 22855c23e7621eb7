using System.Text.Json;

namespace SafeBms.Traceability.Results;

/// <summary>What a JSON file of an engine says.</summary>
/// <param name="Proofs">Verdicts on properties; empty unless the file is the prover's.</param>
/// <param name="File">What it says as a whole; null if it is no file of results.</param>
public sealed record EngineResults(IReadOnlyList<ProofResult> Proofs, ResultFile? File);

/// <summary>Reads the JSON files of the engines: the prover's verdicts (<c>safebms-proof-1</c>), and what equivalence,
/// mutation (mutation-testing-elements) and fault campaign say as a whole.</summary>
public static class EngineResultReader
{
    private static readonly EngineResults Nothing = new([], null);

    /// <summary>Reads a file; JSON that is no result gives nothing.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="content">The file.</param>
    /// <param name="specification">Fingerprint of the specification's files; results of another one do not
    /// count.</param>
    /// <exception cref="TraceException">It is no JSON.</exception>
    public static EngineResults Read(string file, ReadOnlyMemory<byte> content, string specification)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Nothing;
            }

            EngineResults read = Recognise(file, root);
            return read.File is not null && Text(root, "specification") is { Length: > 0 } made && made != specification
                ? new EngineResults([], read.File with
                {
                    Outcome = Outcome.NotRun, Summary = "made from another specification; it does not count",
                })
                : read;
        }
        catch (JsonException problem)
        {
            throw new TraceException($"'{file}' is no JSON: {problem.Message} Make it anew, or remove it.", problem);
        }
    }

    private static EngineResults Recognise(string file, JsonElement root)
    {
        if (Text(root, "format") == "safebms-proof-1" && List(root, "properties") is { } properties)
        {
            return Proof(file, properties);
        }

        if (root.TryGetProperty("equal", out JsonElement equal) && List(root, "parts") is { } parts)
        {
            bool isEqual = equal.ValueKind == JsonValueKind.True;
            return Whole(file, "equivalence", isEqual ? Outcome.Passed : Outcome.Failed,
                $"{parts.Count} parts, {parts.Count(part => Text(part, "outcome") == "equal")} equal");
        }

        if (root.TryGetProperty("schemaVersion", out _) && root.TryGetProperty("files", out JsonElement files)
            && files.ValueKind == JsonValueKind.Object)
        {
            return Mutation(file, files);
        }

        if (Number(root, "cases") is { } cases && Number(root, "violated") is { } violated)
        {
            long held = Number(root, "held") ?? 0;
            Outcome outcome = violated > 0 ? Outcome.Failed : held == cases ? Outcome.Passed : Outcome.Partial;
            return Whole(file, "campaign", outcome, $"{cases} cases, {held} held, {violated} violated");
        }

        return Nothing;
    }

    private static EngineResults Proof(string file, List<JsonElement> properties)
    {
        List<ProofResult> proofs = [.. properties.Select(OfProperty)];
        string counts = string.Join(", ", proofs.GroupBy(item => item.Verdict)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        return new EngineResults(
            proofs, new ResultFile(file, "proof", Outcomes.Sum(proofs.Select(item => item.Outcome)), counts));
    }

    private static ProofResult OfProperty(JsonElement item)
    {
        string verdict = Text(item, "verdict");
        Outcome outcome = verdict switch
        {
            "proved" => Outcome.Passed,
            "refuted" => Outcome.Failed,
            _ => Outcome.NotProved,
        };
        return new ProofResult(Text(item, "id"), Text(item, "product"), outcome, verdict);
    }

    // A mutant that survives without being known as equivalent shows a missing property.
    private static EngineResults Mutation(string file, JsonElement files)
    {
        List<string> states =
        [
            .. files.EnumerateObject().SelectMany(item => List(item.Value, "mutants") ?? [])
                .Select(mutant => Text(mutant, "status")),
        ];
        int open = states.Count(state => state is "Survived" or "NoCoverage" or "Pending");
        string counts = string.Join(", ", states.GroupBy(state => state)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        return Whole(
            file, "mutation", states.Count == 0 ? Outcome.NotRun : open > 0 ? Outcome.Partial : Outcome.Passed, counts);
    }

    private static EngineResults Whole(string file, string kind, Outcome outcome, string summary) =>
        new([], new ResultFile(file, kind, outcome, summary));

    private static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static long? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number)
            ? number
            : null;

    private static List<JsonElement>? List(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : null;
}
