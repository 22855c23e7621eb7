using System.Collections.Concurrent;
using System.Diagnostics;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Rechecking;

/// <summary>A part of a property which the facts that proved it do not prove any more.</summary>
/// <param name="Property">The property.</param>
/// <param name="Name">Name of the part (<c>P02/3</c>).</param>
/// <param name="Part">The part.</param>
/// <param name="Known">What proved it before.</param>
public sealed record FallenPart(PropertyInfo Property, string Name, PropertyCase Part, StoredCase Known);

/// <summary>What is left of the proofs of a specification after a change.</summary>
/// <param name="Untouched">Parts whose formula is the same.</param>
/// <param name="Kept">Parts that are proved by the same facts.</param>
/// <param name="Fallen">Parts that are not, those in small slices first.</param>
/// <param name="NotAsked">Parts for which no time was left.</param>
public sealed record RecheckResult(int Untouched, int Kept, IReadOnlyList<FallenPart> Fallen, int NotAsked);

/// <summary>
/// Asks whether a changed specification is still proved, without looking for new invariants: the facts of earlier
/// proofs are tried in the slices in which they proved something. Cheap; it can only say "proved" or "not by these".
/// </summary>
/// <param name="model">The specification before the change.</param>
/// <param name="product">The product.</param>
/// <param name="stored">Earlier proofs by name of the part.</param>
public sealed class ProofRecheck(
    SpecificationModel model, string product, IReadOnlyDictionary<string, StoredCase> stored)
{
    private const int PerQuestion_ms = 5_000;
    private static readonly TimeSpan PerPart = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<string, StoredCase> proved = new(StringComparer.Ordinal);

    /// <summary>The parts that are proved before the change, with what their proofs depend on.</summary>
    public IReadOnlyDictionary<string, StoredCase> Proved => proved;

    /// <summary>Facts that hold in every state that can happen before the change.</summary>
    public IReadOnlyList<string> Facts => [.. proved.OrderBy(one => one.Key, StringComparer.Ordinal)
        .SelectMany(one => one.Value.Facts).Distinct()];

    /// <summary>Checks the earlier proofs against the specification before the change; what fails is left out. Call it
    /// first. A proof with the fingerprint of what it depends on is taken as it is.</summary>
    /// <param name="jobs">Threads.</param>
    /// <param name="progress">Told how many are done, and of how many.</param>
    public void Begin(int jobs, Action<int, int> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        (PropertyInfo, string Name, PropertyCase Part)[] parts = [.. Parts(model)];
        int done = 0;
        Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = jobs }, one =>
        {
            StoredCase known = stored[one.Name];
            (string fingerprint, IReadOnlyList<string>? facts) = Attempt(model, one.Part, known);
            if (facts is not null)
            {
                proved[one.Name] = known with { Fingerprint = fingerprint, Facts = facts };
            }

            progress(Interlocked.Increment(ref done), parts.Length);
        });
    }

    /// <summary>What is left of the proofs.</summary>
    /// <param name="changed">The specification after the change.</param>
    /// <param name="machine">The only machine that is another one; empty if more may be.</param>
    /// <param name="limit">How long is asked.</param>
    public RecheckResult Check(SpecificationModel changed, string machine, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(changed);
        Stopwatch clock = Stopwatch.StartNew();
        int untouched = 0;
        int kept = 0;
        int notAsked = 0;
        List<FallenPart> fallen = [];
        bool isInSlices = IsSeenInSlicesOnly(changed, machine);
        foreach ((PropertyInfo property, string name, PropertyCase part) in Parts(changed)
            .Where(one => proved.ContainsKey(one.Name))
            .OrderBy(one => proved[one.Name].Machines.Count).ThenBy(one => proved[one.Name].Facts.Count)
            .ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            StoredCase known = proved[name];
            if (isInSlices && !known.Machines.Contains(machine))
            {
                untouched++;
                continue;
            }

            if (clock.Elapsed > limit)
            {
                notAsked++;
                continue;
            }

            (string fingerprint, IReadOnlyList<string>? facts) = Attempt(changed, part, known);
            untouched += fingerprint == known.Fingerprint ? 1 : 0;
            kept += facts is not null && fingerprint != known.Fingerprint ? 1 : 0;
            if (facts is null)
            {
                fallen.Add(new FallenPart(property, name, part, known));
            }
        }

        return new RecheckResult(untouched, kept, fallen, notAsked);
    }

    // Blocks without memory are part of every slice; of others a slice that leaves them out sees the outputs' ranges.
    private bool IsSeenInSlicesOnly(SpecificationModel changed, string machine)
    {
        MachineInfo? before = model.Machines.FirstOrDefault(one => one.Name == machine);
        MachineInfo? after = changed.Machines.FirstOrDefault(one => one.Name == machine);
        return before is not null && after is not null
            && !TransitionSystemBuilder.HasNoMemory(before) && !TransitionSystemBuilder.HasNoMemory(after)
            && before.Outputs.Select(output => output.Type).SequenceEqual(after.Outputs.Select(output => output.Type))
            && before.States.Where(state => state.InitialChild < 0).Select(state => state.Id).Order()
                .SequenceEqual(after.States.Where(state => state.InitialChild < 0).Select(state => state.Id).Order());
    }

    private IEnumerable<(PropertyInfo Property, string Name, PropertyCase Part)> Parts(SpecificationModel of)
    {
        PropertyCases cases = new(of);
        return of.Properties.Properties
            .Where(property => property.VerifiedBy == VerificationMethod.Proof && property.Always is not null)
            .SelectMany(property => cases.Of(property)
                .Select((part, number) => (property, PropertyCases.NameOf(property, number), part)))
            .Where(one => stored.ContainsKey(one.Item2));
    }

    // The facts that are needed; null if they do not suffice.
    private (string Fingerprint, IReadOnlyList<string>? Facts) Attempt(
        SpecificationModel of, PropertyCase part, StoredCase known)
    {
        HashSet<string> slice = [.. known.Machines];
        TransitionSystem whole = TransitionSystemBuilder.Build(
            of, product, machine => slice.Contains(machine.Name), part);
        ReducedSystem reduced = SystemReduction.For(whole, TransitionSystemBuilder.Claim);
        Term asked = reduced.System.Conditions[TransitionSystemBuilder.Claim];
        string fingerprint = SystemFingerprint.Of(reduced.System, asked);
        if (fingerprint == known.Fingerprint)
        {
            return (fingerprint, known.Facts);
        }

        using SmtProcess solver = new(PerQuestion_ms);
        InductionResult result = new DemandDrivenInduction(
            reduced.System, asked, CandidateFacts.HintsOnly(reduced, known.Facts), solver, PerPart).Run();
        return result.Verdict == InductionVerdict.Proved
            ? (fingerprint, [.. result.Facts.Concat(reduced.Equalities).Select(SmtText.WithExactProducts)])
            : (fingerprint, null);
    }
}
