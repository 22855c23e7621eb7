using System.Text.Json;
using SafeBms.Proof;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench.Proving;

/// <summary>What <c>prove</c> writes and reads: results, certificates, lemmas.</summary>
internal static class ProofFiles
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the certificates of one product.</summary>
    public static void WriteCertificates(
        string path, string system, string specification, string product, IEnumerable<ProofOutcome> outcomes)
    {
        var certificate = new
        {
            format = "safebms-certificate-1",
            system,
            specification,
            products = new[] { product },
            properties = outcomes.Where(one => one.IsProved).Select(one => one.Cases.Count > 1
                ? (object)new { id = one.Id, product = one.Product, cases = one.Cases.Select(part => part.Facts) }
                : new { id = one.Id, product = one.Product, facts = one.Facts }),
        };
        AtomicFile.Write(path, JsonSerializer.Serialize(certificate, Format) + "\n");
    }

    /// <summary>Writes the results of all products.</summary>
    public static void WriteResults(string path, object results) =>
        AtomicFile.Write(path, JsonSerializer.Serialize(results, Format) + "\n");

    /// <summary>Text of results, for the terminal.</summary>
    public static string Text(object results) => JsonSerializer.Serialize(results, Format);

    /// <summary>Lemmas that a user has written: a JSON object of property ids (or <c>*</c>) to lists of
    /// facts.</summary>
    /// <exception cref="UnusableException">The file cannot be read as that.</exception>
    public static Dictionary<string, IReadOnlyList<string>> ReadLemmas(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException problem)
        {
            throw new UnusableException(
                $"{path}: {problem.Message} (expected: {{ \"P01\": [ \"(<= |machine.timer.t| 5)\" ] }})");
        }
    }
}
