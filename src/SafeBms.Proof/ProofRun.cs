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
/// <param name="samples">States of the whole system; asked for when the first part needs them.</param>
/// <param name="stored">Earlier proofs by name of the part (<c>P02/3</c>).</param>
/// <param name="lemmas">Lemmas of a user by property; <c>*</c> for all.</param>
public sealed class ProofRun(
    SpecificationModel model, string product, Lazy<StateSamples> samples,
    IReadOnlyDictionary<string, StoredCase> stored, IReadOnlyDictionary<string, IReadOnlyList<string>> lemmas)
{
    private const int HintsAtMost = 1500;

    /// <summary>Told of every slice that is tried.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Names the specification and the product; an earlier proof of the same scope needs no second look.
    /// Empty: each is looked at.</summary>
    public string Scope { get; init; } = string.Empty;

    /// <summary>Whether the shutdown machine may take over in any scan, for whatever reason; else it rests.</summary>
    public bool MayTakeOver { get; init; }

    /// <summary>Runs.</summary>
    /// <param name="properties">What is to be proved.</param>
    /// <param name="perProperty">Longest time for one property.</param>
    /// <param name="jobs">So many at once.</param>
    /// <param name="report">Told of each property as soon as it is settled; by one thread at a time.</param>
    public IReadOnlyList<ProofOutcome> Run(
        IReadOnlyList<PropertyInfo> properties, TimeSpan perProperty, int jobs, Action<ProofOutcome> report)
    {
        TimeSpan shortTime = TimeSpan.FromSeconds(Math.Min(10, perProperty.TotalSeconds));
        PropertyCases cases = new(model);
        List<Task> tasks = [.. properties.SelectMany(property => cases.Of(property)
            .Select((part, number) => new Task(property, part, PropertyCases.NameOf(property, number))))];
        Dictionary<string, CaseOutcome> outcomes = new(StringComparer.Ordinal);
        List<Task> open = tasks;
        foreach (TimeSpan limit in perProperty > shortTime ? [shortTime, perProperty] : new[] { perProperty })
        {
            bool last = limit == perProperty;
            List<string> hints = [.. tasks.Where(one => outcomes.ContainsKey(one.Name))
                .Select(one => outcomes[one.Name]).Where(IsProved)
                .SelectMany(one => one.Facts).Distinct().OrderBy(fact => fact.Length)
                .ThenBy(fact => fact, StringComparer.Ordinal).Take(HintsAtMost)];
            Wave(open, limit, hints, jobs, outcomes, property =>
            {
                ProofOutcome whole = Gather(property, tasks, outcomes);
                if (whole.Cases.Count == tasks.Count(one => one.Property == property) && (last || whole.IsProved))
                {
                    report(whole);
                }
            });
            open = [.. open.Where(one => !IsProved(outcomes[one.Name]))];
        }

        return [.. properties.Select(property => Gather(property, tasks, outcomes))];
    }

    private static bool IsProved(CaseOutcome outcome) => outcome.Verdict == InductionVerdict.Proved;

    private ProofOutcome Gather(PropertyInfo property, List<Task> tasks, Dictionary<string, CaseOutcome> outcomes)
    {
        Task[] own = [.. tasks.Where(one => one.Property == property)];
        return new ProofOutcome(
            property.Id, product,
            [.. own.Where(one => outcomes.ContainsKey(one.Name)).Select(one => outcomes[one.Name])]);
    }

    private void Wave(
        List<Task> open, TimeSpan limit, List<string> hints, int jobs, Dictionary<string, CaseOutcome> outcomes,
        Action<PropertyInfo> settled) => Parallel.ForEach(
            Partitioner.Create(open.GroupBy(task => task.Property), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = jobs },
            tasks =>
            {
                PropertyProver prover = new(model, product, samples, ProofLimits.For(limit))
                {
                    Trace = Trace, Scope = Scope, MayTakeOver = MayTakeOver,
                };

                // The parts of one property are alike: what one has needed helps the next.
                List<string> likely = [.. Lemmas(tasks.Key)];
                foreach (Task task in tasks)
                {
                    CaseOutcome outcome = prover.Prove(
                        task.Name, task.Part, stored.GetValueOrDefault(task.Name), [.. likely.Union(hints)]);
                    likely = [.. likely.Union(outcome.Facts)];
                    lock (outcomes)
                    {
                        outcomes[task.Name] = outcome;
                    }
                }

                lock (outcomes)
                {
                    settled(tasks.Key);
                }
            });

    private IEnumerable<string> Lemmas(PropertyInfo property) =>
        (lemmas.GetValueOrDefault("*") ?? []).Concat(lemmas.GetValueOrDefault(property.Id) ?? []);

    private sealed record Task(PropertyInfo Property, PropertyCase Part, string Name);
}
