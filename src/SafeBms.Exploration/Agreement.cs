using System.Text.Json;

namespace SafeBms.Exploration;

/// <summary>What an engine says of a property.</summary>
/// <param name="Engine">Name of the engine.</param>
/// <param name="Property">Id of the property.</param>
/// <param name="Product">Product that it speaks of; empty for all.</param>
/// <param name="IsProved">It holds.</param>
/// <param name="IsViolated">There is a concrete run of the whole that violates it.</param>
public sealed record Opinion(string Engine, string Property, string Product, bool IsProved, bool IsViolated);

/// <summary>Compares what the engines say. One that has not decided, or that refutes a slice in which something was
/// free, contradicts nobody.</summary>
public static class Agreement
{
    /// <summary>A sentence for each property that one engine proves and another has a violating run of.</summary>
    public static IReadOnlyList<string> Disagreements(IEnumerable<Opinion> opinions) =>
    [
        .. from one in opinions.ToLookup(opinion => opinion.Property)
           orderby one.Key
           from proof in one.Where(opinion => opinion.IsProved)
           from violation in one.Where(opinion => opinion.IsViolated)
           where proof.Engine != violation.Engine
               && (proof.Product == violation.Product || proof.Product.Length == 0 || violation.Product.Length == 0)
           select $"{one.Key}: {proof.Engine} proves it and {violation.Engine} has a run that violates it"
               + (violation.Product.Length == 0 ? string.Empty : $" ({violation.Product})"),
    ];

    /// <summary>Reads what <c>prove --json</c> or <c>spin --json</c> has printed.</summary>
    /// <param name="engine">Which of them.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static IReadOnlyList<Opinion> Read(string engine, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return
            [
                .. from entry in document.RootElement.GetProperty("properties").EnumerateArray()
                   let verdict = entry.GetProperty("verdict").GetString()
                   where !entry.TryGetProperty("part", out JsonElement part) || part.GetString() is "" or null
                   select new Opinion(
                       engine, entry.GetProperty("id").GetString() ?? string.Empty,
                       entry.TryGetProperty("product", out JsonElement product) ? product.GetString() ?? string.Empty
                           : string.Empty,
                       verdict == "proved", verdict == "refuted"),
            ];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"this is not what '{engine} --json' prints: {problem.Message}", problem);
        }
    }

    /// <summary>Reads what <c>explore --json</c> has printed.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static IReadOnlyList<Opinion> ReadExploration(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            string product = document.RootElement.GetProperty("product").GetString() ?? string.Empty;
            return
            [
                .. from entry in document.RootElement.GetProperty("violations").EnumerateArray()
                   select new Opinion("explore", entry.GetProperty("property").GetString() ?? string.Empty, product,
                       false, true),
            ];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"this is not what 'explore --json' prints: {problem.Message}", problem);
        }
    }
}
