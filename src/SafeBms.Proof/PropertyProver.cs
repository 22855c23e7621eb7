using System.Diagnostics;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof;

/// <summary>Proves one part of a property: in a small slice first, which grows by the machines that made a
/// difference.</summary>
/// <param name="model">The specification.</param>
/// <param name="product">The product.</param>
/// <param name="samples">States of the whole system; they only save time, and are asked for only if an earlier proof
/// does not do.</param>
/// <param name="limits">How long is tried.</param>
public sealed class PropertyProver(
    SpecificationModel model, string product, Lazy<StateSamples> samples, ProofLimits limits)
{
    /// <summary>Told of every slice that is tried.</summary>
    public Action<string>? Trace { get; init; }

    private const int MachinesAtOnce = 2;
    private const int FewMachines = 4;
    private const int MachinesForRich = 14;
    private const double Kin = 0.45;
    private const int LemmasOfAUser = 50;

    private readonly SliceChooser slices = new(model);

    /// <summary>Names the specification and the product; an earlier proof of the same scope needs no second
    /// look.</summary>
    public string Scope { get; init; } = string.Empty;

    /// <summary>Whether the shutdown machine may take over in any scan, for whatever reason; else it rests.</summary>
    public bool MayTakeOver { get; init; }

    /// <summary>Tries to prove.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="part">What is to be proved.</param>
    /// <param name="known">An earlier proof of it, if there is one: taken over if nothing that it depends on has
    /// changed, else a place to begin.</param>
    /// <param name="hints">Facts that may help; checked like all others.</param>
    public CaseOutcome Prove(string name, PropertyCase part, StoredCase? known, IReadOnlyList<string> hints)
    {
        Stopwatch clock = Stopwatch.StartNew();
        HashSet<string> slice = [.. known?.Machines.Where(IsMachine) ?? slices.Beginning(part)];
        IReadOnlyList<string> tried = [.. known?.Facts ?? [], .. hints];
        int questions = 0;
        if (Scope.Length > 0 && known?.Scope == Scope)
        {
            return new CaseOutcome(InductionVerdict.Proved, known.Facts, known.Machines, known.Fingerprint)
            {
                FromCache = true,
            };
        }

        if (known is not null)
        {
            // Mostly the facts of last time do, and looking for others would take longer than the proof.
            CaseOutcome again = Attempt(part, slice, known, known.Facts, null, limits.PerProperty).Outcome;
            questions = again.Questions;
            if (again.Verdict == InductionVerdict.Proved)
            {
                Trace?.Invoke($"{name}: proved with the facts of an earlier proof ({clock.Elapsed.TotalSeconds:F1} s)");
                return again with { Seconds = clock.Elapsed.TotalSeconds };
            }
        }

        bool rich = false;
        while (true)
        {
            (CaseOutcome outcome, IReadOnlyList<KeyValuePair<string, double>> missing) =
                Attempt(part, slice, known, tried, rich, limits.PerProperty - clock.Elapsed);
            questions += outcome.Questions;
            outcome = outcome with { Seconds = clock.Elapsed.TotalSeconds, Questions = questions };
            if (outcome.Verdict == InductionVerdict.Proved || clock.Elapsed > limits.PerProperty)
            {
                Trace?.Invoke(
                    $"{name}: {outcome.Verdict} with {string.Join(", ", slice)}{(rich ? " and rich candidates" : "")} "
                    + $"after {questions} questions ({clock.Elapsed.TotalSeconds:F1} s)");
                return outcome;
            }

            string[] more = [.. slices.Remembering(missing.Select(one => one.Key))
                .Where(name => !slice.Contains(name)).Take(MachinesAtOnce)];
            Trace?.Invoke(
                $"{name}: {outcome.Verdict} with {string.Join(", ", slice)}{(rich ? " and rich candidates" : "")} "
                + $"after {questions} questions ({clock.Elapsed.TotalSeconds:F1} s); "
                + $"missing {string.Join(", ", more)}; fails after "
                + string.Join(", ", outcome.Before.Where(one => one.Value != 0)
                    .Select(one => $"{one.Key} {one.Value}")));
            if (more.Length == 0 && rich)
            {
                return outcome;
            }

            // Before strangers are let in, or when there is nobody else: look for more complicated facts about the kin.
            bool strangers = more.Length == 0 || missing.All(one => one.Value < Kin);
            rich = !rich && slice.Count <= (strangers ? MachinesForRich : FewMachines);
            if (!rich)
            {
                if (more.Length == 0)
                {
                    return outcome;
                }

                slice.UnionWith(more);
            }
        }
    }

    private bool IsMachine(string name) => model.Machines.Any(machine => machine.Name == name);

    // Rich: with the second tier; null: with no candidates but the hints.
    private (CaseOutcome Outcome, IReadOnlyList<KeyValuePair<string, double>> Missing) Attempt(
        PropertyCase part, HashSet<string> slice, StoredCase? known, IReadOnlyList<string> hints,
        bool? rich, TimeSpan left)
    {
        TransitionSystem whole = TransitionSystemBuilder.Build(
            model, product, machine => slice.Contains(machine.Name), part, MayTakeOver);
        ReducedSystem reduced = SystemReduction.For(whole, TransitionSystemBuilder.Claim);
        TransitionSystem system = reduced.System with
        {
            Kinship = slices.Kinship(part), Closeness = slices.Closeness(slice),
        };
        Term asked = system.Conditions[TransitionSystemBuilder.Claim];
        string fingerprint = SystemFingerprint.Of(system, asked);
        string[] machines = [.. slice.Order(StringComparer.Ordinal)];
        if (known is not null && known.Fingerprint == fingerprint)
        {
            CaseOutcome unchanged = new(InductionVerdict.Proved, known.Facts, machines, fingerprint)
            {
                FromCache = true,
            };
            return (unchanged, []);
        }

        FactPool facts = rich is { } tier
            ? CandidateFacts.Of(reduced, system, hints, tier, samples.Value, limits)
            : CandidateFacts.HintsOnly(reduced, hints);
        TimeSpan limit = left < limits.PerAttempt ? left : limits.PerAttempt;
        using SmtProcess solver = new(limits.PerQuestion_ms);
        InductionResult result = new DemandDrivenInduction(system, asked, facts, solver, limit).Run();
        TellFallen(result, known?.Facts.Count ?? 0);
        IReadOnlyList<Term> certificate = result.Verdict == InductionVerdict.Proved
            ? [.. result.Facts.Concat(Declared(system)).Distinct(), .. reduced.Equalities] : [];
        return (new CaseOutcome(
            result.Verdict, [.. certificate.Select(SmtText.WithExactProducts)], machines, fingerprint)
            { Questions = result.Questions, Before = result.Before }, result.Missing);
    }

    // Who writes a lemma wants to know why it is none. What other proofs needed may fall here without a word.
    private void TellFallen(InductionResult result, int own)
    {
        if (Trace is not null && result.Verdict != InductionVerdict.Proved && own <= LemmasOfAUser)
        {
            foreach ((Term hint, IReadOnlyDictionary<string, long> before) in result.Fallen.Take(own))
            {
                Trace($"  does not stay true: {SmtText.WithExactProducts(hint)} after "
                    + string.Join(", ", before.Where(one => one.Value != 0).Select(one => $"{one.Key} {one.Value}")));
            }
        }
    }

    // A state that does not exist is no case here, but one of the certifier, who lets memory hold anything at first.
    private static IEnumerable<Term> Declared(TransitionSystem system) => system.States
        .Where(state => state.Members.Count > 0)
        .Select(state => system.Pool.Or(
            state.Members.Select(one => system.Pool.Equal(state.Variable, system.Pool.Int(one)))));
}
