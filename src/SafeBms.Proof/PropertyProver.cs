using System.Diagnostics;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof;

/// <summary>What is known of a property after an attempt to prove it.</summary>
/// <param name="Id">The property.</param>
/// <param name="Product">The product.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Facts">The invariant.</param>
/// <param name="Machines">The machines that the proof looked at.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Questions">Questions to the solver.</param>
/// <param name="Before">Where it is not proved: a state from which the property fails, and which no candidate
/// excludes.</param>
public sealed record ProofOutcome(
    string Id, string Product, InductionVerdict Verdict, IReadOnlyList<string> Facts, IReadOnlyList<string> Machines,
    double Seconds, int Questions, IReadOnlyDictionary<string, long> Before);

/// <summary>Proves one property: ever larger slices, in each of them first simple candidates, then more.</summary>
public sealed class PropertyProver(SpecificationModel model, string product, ProofLimits limits)
{
    private const int MachinesAtOnce = 2;

    private readonly SliceChooser slices = new(model);

    /// <summary>Tries to prove.</summary>
    public ProofOutcome Prove(PropertyInfo property)
    {
        Stopwatch clock = Stopwatch.StartNew();
        HashSet<string> slice = [.. slices.Drivers(property)];
        int questions = 0;
        while (true)
        {
            (ProofOutcome outcome, IReadOnlyList<string> missing) =
                Attempt(property, slice, limits.PerProperty - clock.Elapsed);
            questions += outcome.Questions;
            outcome = outcome with { Seconds = clock.Elapsed.TotalSeconds, Questions = questions };
            string[] more = [.. slices.Remembering(missing).Where(name => !slice.Contains(name)).Take(MachinesAtOnce)];
            if (outcome.Verdict == InductionVerdict.Proved || more.Length == 0 || clock.Elapsed > limits.PerProperty)
            {
                return outcome;
            }

            slice.UnionWith(more);
        }
    }

    private (ProofOutcome Outcome, IReadOnlyList<string> Missing) Attempt(
        PropertyInfo property, IReadOnlySet<string> slice, TimeSpan left)
    {
        TransitionSystem whole = TransitionSystemBuilder.Build(
            model, product, machine => slice.Contains(machine.Name), [property.Id]);
        ReducedSystem reduced = SystemReduction.For(whole, property.Id);
        TransitionSystem system = reduced.System with { Related = slices.LookingAtTheSame(property) };
        Stopwatch dbg = Stopwatch.StartNew();
        AtomFactory atoms = new(system);
        FactPool facts = new(system.Pool, atoms.Conditions(), atoms.Consequents(allPairs: false));
        int dbgN = 0; double dbgT = dbg.Elapsed.TotalSeconds;
        foreach (long[] sample in new Sampler(system, seed: 1).Run(limits.Episodes, limits.ScansPerEpisode))
        {
            dbgN++;
            facts.DropAllFalseIn(sample);
        }

        if (Environment.GetEnvironmentVariable("DBG") != null) Console.WriteLine($"  {property.Id} slice {slice.Count} states {system.States.Count} counters {system.States.Count(x=>x.IsCounter)} eq {reduced.Equalities.Count} inputs {system.Inputs.Count} terms {system.Pool.Count} pool {facts.Count} samples {dbgN} pool in {dbgT:F1} sampled in {dbg.Elapsed.TotalSeconds:F1}");
        TimeSpan limit = left < limits.PerAttempt ? left : limits.PerAttempt;
        using SmtProcess solver = new(limits.PerQuestion_ms);
        InductionResult result = new DemandDrivenInduction(
            system, system.Conditions[property.Id], facts, solver, limit).Run();
        if (Environment.GetEnvironmentVariable("DBG") != null) Console.WriteLine($"  {property.Id} {result.Verdict} q {result.Questions} rounds {solver.Rounds} spent {solver.Spent.TotalSeconds:F1} missing {string.Join(",", result.Missing)} total {dbg.Elapsed.TotalSeconds:F1}" + (Environment.GetEnvironmentVariable("DBG")=="2" ? string.Join("", result.Before.Select(b => $"\n      {b.Key} = {b.Value}")) : ""));
        IReadOnlyList<Term> certificate = result.Verdict == InductionVerdict.Proved
            ? [.. result.Facts, .. reduced.Equalities] : [];
        return (new ProofOutcome(
            property.Id, product, result.Verdict, [.. certificate.Select(SmtText.WithExactProducts)], [.. slice.Order(StringComparer.Ordinal)],
            0, result.Questions, result.Before), result.Missing);
    }
}

/// <summary>How long is tried.</summary>
/// <param name="PerProperty">All slices of a property together.</param>
/// <param name="PerAttempt">One slice.</param>
/// <param name="PerQuestion_ms">One question to the solver.</param>
/// <param name="Episodes">Simulated runs for samples.</param>
/// <param name="ScansPerEpisode">Their length.</param>
public sealed record ProofLimits(
    TimeSpan PerProperty, TimeSpan PerAttempt, int PerQuestion_ms, int Episodes, int ScansPerEpisode)
{
    /// <summary>What the command uses if nothing is said.</summary>
    public static ProofLimits Usual { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(25), 10_000, 24, 8000);
}
