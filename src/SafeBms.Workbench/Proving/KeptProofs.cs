using System.Text.Json;
using System.Text.RegularExpressions;
using SafeBms.Proof;
using SafeBms.Proof.Induction;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench.Proving;

/// <summary>
/// Proofs between two runs. A fact names the memory of a temporal call by its number; the file says beside it what the
/// call is, so that the facts still mean the same when another property has come between and moved the numbers.
/// </summary>
public static partial class KeptProofs
{
    private const string FormatName = "safebms-kept-proofs-2";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Earlier proofs by part of a property, with the names that the calls have now; none if there is no such
    /// file or it cannot be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The specification as it is now.</param>
    public static Dictionary<string, StoredCase> Read(string path, SpecificationModel model)
    {
        if (ContentOf(path) is not { } content)
        {
            return [];
        }

        Dictionary<(string Owner, string Text), string> present = [];
        foreach ((string name, string text) in Calls(model))
        {
            present.TryAdd((OwnerOf(name), text), name);
        }

        Dictionary<string, string?> renamed = content.Calls.ToDictionary(
            one => one.Key, one => present.GetValueOrDefault((OwnerOf(one.Key), one.Value)), StringComparer.Ordinal);
        return content.Parts.ToDictionary(
            one => one.Key,
            one => one.Value with
            {
                Facts = [.. one.Value.Facts.Select(fact => Rename(fact, renamed)).OfType<string>()],
            },
            StringComparer.Ordinal);
    }

    /// <summary>Keeps what is proved for the next time, besides what is known already.</summary>
    /// <param name="path">The file; it is replaced as a whole.</param>
    /// <param name="model">The specification that the facts are about.</param>
    /// <param name="scope">Of what it was shown: hash over all files of the specification, and the product.</param>
    /// <param name="known">Parts that are kept as they are unless they are proved anew.</param>
    /// <param name="outcomes">What a run has found.</param>
    public static void Write(
        string path, SpecificationModel model, string scope, IReadOnlyDictionary<string, StoredCase> known,
        IEnumerable<ProofOutcome> outcomes)
    {
        SortedDictionary<string, StoredCase> all = new(known.ToDictionary(), StringComparer.Ordinal);
        foreach ((string name, StoredCase proof) in Of(outcomes))
        {
            all[name] = proof with { Scope = scope };
        }

        Write(path, model, all);
    }

    /// <summary>Keeps proofs with the specification: facts to begin with, for any product and prover, so without
    /// fingerprints. Parts that are not there any more go.</summary>
    /// <param name="path">The file; what it keeps of other properties stays.</param>
    /// <param name="model">The specification that the facts are about.</param>
    /// <param name="outcomes">What a run has found.</param>
    public static void Keep(string path, SpecificationModel model, IEnumerable<ProofOutcome> outcomes)
    {
        HashSet<string> present = [.. new PropertyCases(model)
            .ByName(model.Properties.Properties.Where(property => property.Always is not null)).Keys];
        Dictionary<string, StoredCase> all = Read(path, model);
        foreach ((string name, StoredCase proof) in Of(outcomes))
        {
            all[name] = proof with { Fingerprint = string.Empty };
        }

        Write(path, model, all.Where(one => present.Contains(one.Key)).ToDictionary());
    }

    /// <summary>Keeps proofs for the next time.</summary>
    /// <param name="path">The file; it is replaced as a whole.</param>
    /// <param name="model">The specification that the facts are about.</param>
    /// <param name="proofs">Proofs of parts, by name.</param>
    public static void Write(string path, SpecificationModel model, IReadOnlyDictionary<string, StoredCase> proofs)
    {
        SortedDictionary<string, StoredCase> all = new(proofs.ToDictionary(), StringComparer.Ordinal);
        HashSet<string> used = [.. all.Values.SelectMany(one => one.Facts)
            .SelectMany(fact => CallName().Matches(fact)).Select(match => match.Value)];
        SortedDictionary<string, string> calls = new(
            Calls(model).Where(one => used.Contains(one.Name)).ToDictionary(one => one.Name, one => one.Text),
            StringComparer.Ordinal);
        AtomicFile.Write(path, JsonSerializer.Serialize(new Content(FormatName, calls, all), Format) + "\n");
    }

    /// <summary>The parts that are proved, by name.</summary>
    public static Dictionary<string, StoredCase> Of(IEnumerable<ProofOutcome> outcomes) => outcomes
        .SelectMany(outcome => outcome.Cases.Select((part, number) => (Name: $"{outcome.Id}/{number}", Part: part)))
        .Where(one => one.Part.Verdict == InductionVerdict.Proved)
        .ToDictionary(
            one => one.Name, one => new StoredCase(one.Part.Machines, one.Part.Fingerprint, one.Part.Facts),
            StringComparer.Ordinal);

    private static Content? ContentOf(string path)
    {
        try
        {
            return File.Exists(path)
                && JsonSerializer.Deserialize<Content>(File.ReadAllText(path), Format) is
                    { Format: FormatName, Calls: not null, Parts: not null } content
                ? content : null;
        }
        catch (JsonException)
        {
            // What cannot be read costs time, nothing else.
            return null;
        }
    }

    // A fact about a call that is no longer there says nothing.
    private static string? Rename(string fact, Dictionary<string, string?> renamed)
    {
        bool isGone = false;
        string now = CallName().Replace(fact, match =>
        {
            string? name = renamed.GetValueOrDefault(match.Value);
            isGone |= name is null;
            return name ?? match.Value;
        });
        return isGone ? null : now;
    }

    private static IEnumerable<(string Name, string Text)> Calls(SpecificationModel model) =>
        model.Machines.SelectMany(machine => machine.Detectors.Select(call => (Owner: machine.Name, Call: call)))
            .Concat(model.Properties.Monitor.Detectors.Select(call => (Owner: "monitor", Call: call)))
            .Select(one => ($"{one.Owner}.detector.{one.Call.Slot}", one.Call.Text));

    private static string OwnerOf(string name) => name[..name.IndexOf(".detector.", StringComparison.Ordinal)];

    [GeneratedRegex(@"[a-z0-9-]+\.detector\.\d+")]
    private static partial Regex CallName();

    private sealed record Content(
        string Format, IReadOnlyDictionary<string, string> Calls, IReadOnlyDictionary<string, StoredCase> Parts);
}
