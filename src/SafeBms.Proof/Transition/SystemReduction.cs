using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>A system without what does not matter.</summary>
/// <param name="System">What is left.</param>
/// <param name="Equalities">State variables that always equal another one, which stands for both: true before scan 0
/// and kept by every scan.</param>
public sealed record ReducedSystem(TransitionSystem System, IReadOnlyList<Term> Equalities)
{
    /// <summary>Which variable stands for which.</summary>
    public IReadOnlyDictionary<Term, Term> Merged { get; init; } = new Dictionary<Term, Term>();
}

/// <summary>
/// Leaves only what conditions depend on, and puts together state variables that start alike and go on alike: a monitor
/// that measures what a machine measures too is the same counter, and needs no invariant to relate the two.
/// </summary>
public static class SystemReduction
{
    /// <summary>Reduces a system to what one of its conditions depends on.</summary>
    public static ReducedSystem For(TransitionSystem system, string condition)
    {
        Term asked = system.Conditions[condition];
        List<StateVariable> needed = Cone(system, asked);
        Dictionary<Term, Term> representative = Merge(system.Pool, needed);
        Dictionary<Term, Term> memory = [];
        List<StateVariable> kept = [];
        List<Term> equalities = [];
        foreach (StateVariable state in needed)
        {
            if (representative.TryGetValue(state.Variable, out Term? other))
            {
                equalities.Add(system.Pool.Equal(state.Variable, other));
            }
            else
            {
                kept.Add(state with { Next = Replace(state.Next) });
            }
        }

        asked = Replace(asked);
        HashSet<Term> used = TermWalk.Variables([asked, .. kept.Select(state => state.Next)]);
        Term parameterCondition = OnlyAbout(
            system.Pool, system.ParameterCondition,
            [.. used, .. kept.Select(state => state.Initial).OfType<Term>().SelectMany(TermWalk.Variables)]);
        used.UnionWith(TermWalk.Variables(parameterCondition));
        TransitionSystem left = system with
        {
            States = kept,
            Parameters = [.. system.Parameters.Where(one => used.Contains(one.Variable))],
            ParameterCondition = parameterCondition,
            Conditions = new Dictionary<string, Term> { [condition] = asked },
            ScanCondition = OnlyAbout(system.Pool, system.ScanCondition, used),
        };
        return new ReducedSystem(left, equalities) { Merged = representative };

        Term Replace(Term term) => Substitution.Apply(system.Pool, term, representative, memory);
    }

    private static List<StateVariable> Cone(TransitionSystem system, Term asked)
    {
        Dictionary<Term, StateVariable> all = system.States.ToDictionary(state => state.Variable);
        HashSet<Term> reached = [];
        Queue<Term> open = new([asked]);
        while (open.TryDequeue(out Term? term))
        {
            foreach (Term variable in TermWalk.Variables(term))
            {
                if (all.TryGetValue(variable, out StateVariable? state) && reached.Add(variable))
                {
                    open.Enqueue(state.Next);
                }
            }
        }

        return [.. system.States.Where(state => reached.Contains(state.Variable))];
    }

    // Partition refinement: begin with all that start alike, split what goes on differently, until nothing splits.
    private static Dictionary<Term, Term> Merge(TermPool pool, List<StateVariable> states)
    {
        Dictionary<Term, int> classes = [];
        Dictionary<(Term?, int), int> first = [];
        for (int index = 0; index < states.Count; index++)
        {
            // What starts with any value is like nothing else.
            Term? initial = states[index].Initial;
            (Term?, int) key = initial is null ? (null, index) : (initial, -1);
            classes[states[index].Variable] = first.TryGetValue(key, out int known) ? known : first[key] = index;
        }

        while (true)
        {
            Dictionary<Term, Term> representative = Representatives(states, classes);
            Dictionary<Term, Term> memory = [];
            Dictionary<(int, Term), int> split = [];
            Dictionary<Term, int> finer = [];
            for (int index = 0; index < states.Count; index++)
            {
                Term next = Substitution.Apply(pool, states[index].Next, representative, memory);
                (int, Term) key = (classes[states[index].Variable], next);
                finer[states[index].Variable] = split.TryGetValue(key, out int known) ? known : split[key] = index;
            }

            if (split.Count == classes.Values.Distinct().Count())
            {
                return representative;
            }

            classes = finer;
        }
    }

    private static Dictionary<Term, Term> Representatives(List<StateVariable> states, Dictionary<Term, int> classes)
    {
        Dictionary<int, Term> first = [];
        Dictionary<Term, Term> representative = [];
        foreach (StateVariable state in states)
        {
            if (!first.TryAdd(classes[state.Variable], state.Variable))
            {
                representative[state.Variable] = first[classes[state.Variable]];
            }
        }

        return representative;
    }

    // A conjunct about inputs or parameters that nobody reads says nothing; the conditions can always be met (that is
    // tested), and with fewer of them a proof says more.
    private static Term OnlyAbout(TermPool pool, Term condition, HashSet<Term> used)
    {
        List<Term> open = condition.Operation == Operation.And ? [.. condition.OperandArray] : [condition];
        List<Term> kept = [];
        bool grew = true;
        while (grew)
        {
            grew = false;
            foreach (Term conjunct in open.ToList())
            {
                HashSet<Term> variables = TermWalk.Variables(conjunct);
                if (variables.Overlaps(used))
                {
                    kept.Add(conjunct);
                    open.Remove(conjunct);
                    grew |= variables.Any(used.Add);
                }
            }
        }

        return pool.And(kept);
    }
}
