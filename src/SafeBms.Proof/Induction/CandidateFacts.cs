using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Induction;

/// <summary>The facts that a proof may look among.</summary>
internal static class CandidateFacts
{
    /// <summary>All facts of the templates that no sample refutes, and hints.</summary>
    /// <param name="reduced">What the claim depends on.</param>
    /// <param name="system">The same, with what is known of how near its machines are to the claim.</param>
    /// <param name="hints">Facts from elsewhere, as text; what cannot be read here is left out.</param>
    /// <param name="rich">Also facts with two conditions.</param>
    /// <param name="samples">States of the whole system that were met.</param>
    /// <param name="limits">How long the slice itself is run at random.</param>
    public static FactPool Of(
        ReducedSystem reduced, TransitionSystem system, IReadOnlyList<string> hints, bool rich, StateSamples samples,
        ProofLimits limits)
    {
        AtomFactory atoms = new(system);
        Dictionary<Term, int> places = Places(system);
        FactPool facts = new(
            system.Pool, atoms.Conditions(), atoms.Consequents(rich), Hints(reduced, places.Keys, hints),
            places, rich);
        foreach (long[] sample in samples.In(system).Concat(
            new Sampler(system, seed: 1).Run(limits.Episodes, limits.ScansPerEpisode)))
        {
            facts.DropAllFalseIn(sample);
        }

        return facts;
    }

    /// <summary>Nothing but facts that are known from elsewhere.</summary>
    public static FactPool HintsOnly(ReducedSystem reduced, IReadOnlyList<string> hints)
    {
        Dictionary<Term, int> places = Places(reduced.System);
        return new FactPool(reduced.System.Pool, [], [], Hints(reduced, places.Keys, hints), places, false);
    }

    private static Dictionary<Term, int> Places(TransitionSystem system)
    {
        Dictionary<Term, int> places = [];
        foreach (Term variable in system.States.Select(state => state.Variable)
            .Concat(system.Parameters.Select(one => one.Variable)))
        {
            places.TryAdd(variable, places.Count);
        }

        return places;
    }

    private static List<Term> Hints(ReducedSystem reduced, IEnumerable<Term> kept, IReadOnlyList<string> hints)
    {
        // A hint may name a variable that is merged with another one here.
        TermPool pool = reduced.System.Pool;
        Dictionary<string, Term> variables = kept.ToDictionary(term => term.Name, StringComparer.Ordinal);
        foreach ((Term merged, Term other) in reduced.Merged)
        {
            variables[merged.Name] = other;
        }

        return [.. hints.Select(text => FactReader.Read(pool, text, variables)).OfType<Term>()
            .Where(term => !term.IsConstant).Distinct()];
    }
}
