using System.Collections.Concurrent;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Specification.Model;

namespace SafeBms.Proof;

/// <summary>
/// Proves many properties: first each on its own for a short time, then the rest with what the others needed as hints.
/// What is tried does not depend on who is ready first, so that a run can be repeated.
/// </summary>
/// <param name="model">The specification.</param>
/// <param name="product">The product.</param>
/// <param name="samples">States of the whole system.</param>
/// <param name="stored">Earlier proofs by property.</param>
/// <param name="lemmas">Lemmas of a user by property; <c>*</c> for all.</param>
public sealed class ProofRun(
    SpecificationModel model, string product, StateSamples samples,
    IReadOnlyDictionary<string, StoredProof> stored, IReadOnlyDictionary<string, IReadOnlyList<string>> lemmas)
{
    private const int HintsAtMost = 1500;

    /// <summary>Told of every slice that is tried.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Runs.</summary>
    /// <param name="properties">What is to be proved.</param>
    /// <param name="perProperty">Longest time for one property.</param>
    /// <param name="jobs">So many at once.</param>
    /// <param name="report">Told of each property as soon as it is settled; by one thread at a time.</param>
    public IReadOnlyList<ProofOutcome> Run(
        IReadOnlyList<PropertyInfo> properties, TimeSpan perProperty, int jobs, Action<ProofOutcome> report)
    {
        TimeSpan shortTime = TimeSpan.FromSeconds(Math.Min(10, perProperty.TotalSeconds));
        Dictionary<string, ProofOutcome> outcomes = new(StringComparer.Ordinal);
        List<PropertyInfo> open = [.. properties];
        foreach (TimeSpan limit in perProperty > shortTime ? [shortTime, perProperty] : new[] { perProperty })
        {
            bool last = limit == perProperty;
            List<string> hints = [.. properties.Where(one => outcomes.ContainsKey(one.Id))
                .Select(one => outcomes[one.Id]).Where(IsProved)
                .SelectMany(one => one.Facts).Distinct().OrderBy(fact => fact.Length).Take(HintsAtMost)];
            foreach (ProofOutcome outcome in Wave(open, limit, hints, jobs, one => last || IsProved(one), report))
            {
                outcomes[outcome.Id] = outcome;
            }

            open = [.. open.Where(one => !IsProved(outcomes[one.Id]))];
        }

        return [.. properties.Select(one => outcomes[one.Id])];
    }

    private static bool IsProved(ProofOutcome outcome) => outcome.Verdict == InductionVerdict.Proved;

    private ConcurrentBag<ProofOutcome> Wave(
        List<PropertyInfo> open, TimeSpan limit, List<string> hints, int jobs, Func<ProofOutcome, bool> isSettled,
        Action<ProofOutcome> report)
    {
        ConcurrentBag<ProofOutcome> results = [];
        object one = new();
        Parallel.ForEach(
            Partitioner.Create(open, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = jobs },
            property =>
            {
                PropertyProver prover = new(model, product, samples, ProofLimits.For(limit)) { Trace = Trace };
                ProofOutcome outcome = prover.Prove(
                    property, stored.GetValueOrDefault(property.Id), [.. Lemmas(property), .. hints]);
                results.Add(outcome);
                lock (one)
                {
                    if (isSettled(outcome))
                    {
                        report(outcome);
                    }
                }
            });
        return results;
    }

    private IEnumerable<string> Lemmas(PropertyInfo property) =>
        (lemmas.GetValueOrDefault("*") ?? []).Concat(lemmas.GetValueOrDefault(property.Id) ?? []);
}
