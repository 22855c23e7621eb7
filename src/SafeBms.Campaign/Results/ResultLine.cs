using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SafeBms.Campaign;

/// <summary>A result as a line of JSON that ends with a sum over itself, so that half a line is never taken for one.
/// </summary>
internal static class ResultLine
{
    private const string SumKey = ",\"sum\":\"";
    private const int SumLength = 16;

    public static string Write(CaseResult result)
    {
        string body = JsonText.Line(writer =>
        {
            writer.WriteNumber("index", result.Index);
            writer.WriteString("case", result.Case);
            writer.WriteString("verdict", WordOf(result.Verdict));
            if (result.Problem.Length > 0)
            {
                writer.WriteString("problem", result.Problem);
            }

            if (result.Violations.Count > 0)
            {
                writer.WriteStartArray("violations");
                foreach (string violation in result.Violations)
                {
                    writer.WriteStringValue(violation);
                }

                writer.WriteEndArray();
            }

            writer.WriteNumber("injected_ms", result.Injected_ms);
            writer.WriteNumber("reaction_ms", result.Reaction_ms);
            writer.WriteNumber("shown_ms", result.Shown_ms);
            writer.WriteNumber("opened_ms", result.Opened_ms);
            writer.WriteString("cause", result.Cause);
            writer.WriteString("final", result.Final);
            writer.WriteNumber("scans", result.Scans);
            writer.WriteString("outputs", result.Outputs);
        });
        return $"{body[..^1]}{SumKey}{SumOf(body)}\"}}";
    }

    /// <summary>Reads a line; null if it is not whole.</summary>
    public static CaseResult? Parse(string line)
    {
        int at = line.Length - SumKey.Length - SumLength - 2;
        if (at < 0 || !line.AsSpan(at).StartsWith(SumKey) || !line.EndsWith("\"}", StringComparison.Ordinal))
        {
            return null;
        }

        string body = line[..at] + "}";
        if (SumOf(body) != line.Substring(at + SumKey.Length, SumLength))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(body);
        return Read(document.RootElement);
    }

    /// <summary>How verdicts are written.</summary>
    public static string WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Held => "held",
        Verdict.Violated => "violated",
        _ => "not-reached",
    };

    private static CaseResult Read(JsonElement root)
    {
        Verdict verdict = root.GetProperty("verdict").GetString() switch
        {
            "held" => Verdict.Held,
            "violated" => Verdict.Violated,
            _ => Verdict.NotReached,
        };
        return new CaseResult(root.GetProperty("index").GetInt32(), root.GetProperty("case").GetString()!, verdict)
        {
            Problem = root.TryGetProperty("problem", out JsonElement problem) ? problem.GetString()! : "",
            Violations = root.TryGetProperty("violations", out JsonElement violations)
                ? [.. violations.EnumerateArray().Select(v => v.GetString()!)]
                : [],
            Injected_ms = root.GetProperty("injected_ms").GetInt64(),
            Reaction_ms = root.GetProperty("reaction_ms").GetInt64(),
            Shown_ms = root.GetProperty("shown_ms").GetInt64(),
            Opened_ms = root.GetProperty("opened_ms").GetInt64(),
            Cause = root.GetProperty("cause").GetString()!,
            Final = root.GetProperty("final").GetString()!,
            Scans = root.GetProperty("scans").GetInt64(),
            Outputs = root.GetProperty("outputs").GetString()!,
        };
    }

    private static string SumOf(string body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..SumLength];
}
