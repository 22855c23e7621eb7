using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Induction;

/// <summary>
/// A solution that the solver found: a state and the inputs of one scan. Only the values of variables are asked for,
/// what comes of them is computed here: the solver takes far longer over large terms.
/// </summary>
internal sealed class SolverModel
{
    private readonly TransitionSystem system;
    private readonly Dictionary<Term, int> places = [];
    private readonly List<Term> leaves = [];
    private readonly CompiledTerms next;
    private readonly Dictionary<Term, string> cutMachines;
    private readonly Dictionary<Term, FreeVariable> cuts;
    private readonly int fixedCount;

    public SolverModel(TransitionSystem system, IEnumerable<Term> goals)
    {
        this.system = system;
        Term[] scan = [.. system.States.Select(state => state.Next)];
        Add(system.States.Select(state => state.Variable));
        Add(system.Parameters.Select(parameter => parameter.Variable));
        fixedCount = leaves.Count;
        HashSet<Term> used = [.. TermWalk.Parts([.. scan, .. goals])];
        Add(system.Inputs.Select(input => input.Variable).Where(used.Contains));
        Add(used.Where(part => part.Operation == Operation.Product).OrderBy(part => part.Id));
        next = new CompiledTerms(places, scan);
        cuts = system.Inputs.GroupBy(input => input.Variable).ToDictionary(group => group.Key, group => group.First());
        cutMachines = leaves.Where(leaf => leaf.Name.StartsWith("cut.", StringComparison.Ordinal))
            .ToDictionary(leaf => leaf, leaf => leaf.Name.Split('.')[1]);
    }

    private void Add(IEnumerable<Term> terms)
    {
        foreach (Term term in terms)
        {
            if (places.TryAdd(term, leaves.Count))
            {
                leaves.Add(term);
            }
        }
    }

    /// <summary>What the solver is asked for, in the order of the values.</summary>
    public IReadOnlyList<string> Names(TermSession session) => [.. leaves.Select(session.Name)];

    /// <summary>The state before the scan, and the parameters.</summary>
    public long[] Before(long[] values) => values[..fixedCount];

    /// <summary>The state after the scan, and the parameters.</summary>
    public long[] After(long[] values)
    {
        long[] result = values[..fixedCount];
        next.Run(values, result);
        return result;
    }

    /// <summary>Values by variable.</summary>
    public Func<Term, long> ValueIn(long[] state) => term => state[places[term]];

    /// <summary>The machines outside of the slice whose outputs matter for a term to be false: it is no longer
    /// certain if the output is not known. With each how suspicious it is: it did something, it has much in common
    /// with what is asked about.</summary>
    public IReadOnlyDictionary<string, double> CutMachines(long[] values, Term term)
    {
        IReadOnlyList<Term> parts = TermWalk.Parts([term]);
        HashSet<Term> inside = [.. parts];
        HashSet<Term> unknown = [];
        Dictionary<string, double> suspicion = [];
        foreach ((Term leaf, string machine) in cutMachines.Where(cut => inside.Contains(cut.Key))
            .OrderBy(cut => Suspicion(cut.Key, values)).ThenBy(cut => cut.Key.Id))
        {
            unknown.Add(leaf);
            if (ThreeValued.Value(parts, unknown.Contains, one => values[places[one]], places) != 0)
            {
                unknown.Remove(leaf);
                suspicion[machine] = Math.Max(suspicion.GetValueOrDefault(machine), Suspicion(leaf, values));
            }
        }

        return suspicion;
    }

    private double Suspicion(Term leaf, long[] values) =>
        (values[places[leaf]] != cuts[leaf].Usual ? 0.3 : 0)
        + system.Kinship.GetValueOrDefault(cutMachines[leaf])
        + system.Closeness.GetValueOrDefault(cutMachines[leaf]);
}
