using System.Text.Json;

namespace SafeBms.Traceability.Results;

/// <summary>Reads the JSON files of the engines: the prover's verdicts, and the summaries of the others.</summary>
/// <remarks>The prover's file has a list <c>properties</c>, each with <c>id</c>, <c>verdict</c> and
/// perhaps <c>product</c>. A verdict other than <c>proved</c> or <c>refuted</c> is not proved.</remarks>
public static class EngineResultReader
{
    /// <summary>The prover's verdicts in a file; none if it is another kind of JSON.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">The file.</param>
    /// <param name="isStale">True if it was made from another specification than the one with this
    /// fingerprint.</param>
    /// <param name="specification">Fingerprint of the specification's files.</param>
    /// <exception cref="TraceException">It is no JSON.</exception>
    public static IReadOnlyList<ProofResult> Read(
        string file, ReadOnlyMemory<byte> content, string specification, out bool isStale)
    {
        isStale = false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("properties", out JsonElement list)
                || list.ValueKind != JsonValueKind.Array)
            {
                return [];
            }

            isStale = Text(root, "specification") is { Length: > 0 } made && made != specification;
            return [.. list.EnumerateArray().Where(IsVerdict).Select(OfProperty)];
        }
        catch (JsonException problem)
        {
            throw new TraceException($"'{file}' is no JSON: {problem.Message} Make it anew, or remove it.", problem);
        }
    }

    private static bool IsVerdict(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && Text(item, "id").Length > 0 && Text(item, "verdict").Length > 0;

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

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;
}
