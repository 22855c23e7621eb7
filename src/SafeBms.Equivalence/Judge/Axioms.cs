using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>What is known besides the ranges, by the variables that it speaks of.</summary>
internal sealed class Axioms
{
    private readonly List<Axiom> axioms;
    private readonly List<List<Term>> variables;
    private readonly Dictionary<Term, List<int>> speakingOf = [];

    /// <summary>Of everything that was made; nothing is added afterwards.</summary>
    public Axioms(Facts facts)
    {
        Facts = facts;
        axioms = [.. facts.Axioms.DistinctBy(axiom => axiom.Condition)];
        variables = [.. axioms.Select(axiom => Parts(axiom.Condition).Where(IsVariable).ToList())];
        for (int index = 0; index < axioms.Count; index++)
        {
            // A definition is of no use to whoever does not speak of what it defines.
            foreach (Term variable in axioms[index].Defined is { } defined ? [defined] : variables[index])
            {
                if (!speakingOf.TryGetValue(variable, out List<int>? known))
                {
                    speakingOf.Add(variable, known = []);
                }

                known.Add(index);
            }
        }
    }

    /// <summary>Where ranges and bounds are looked up.</summary>
    public Facts Facts { get; }

    /// <summary>Conditions that share a variable, directly or through others, with one of the terms; in the order of
    /// their making. To leave some out is always allowed: less is assumed then.</summary>
    public IReadOnlyList<Term> About(IEnumerable<Term> terms, bool withRare)
    {
        HashSet<Term> reached = [];
        Stack<Term> open = new();
        SortedSet<int> taken = [];
        void Reach(IEnumerable<Term> some)
        {
            foreach (Term one in some.Where(reached.Add))
            {
                open.Push(one);
            }
        }

        HashSet<Term> seen = [];
        Reach(terms.SelectMany(term => Parts(term, seen)).Where(IsVariable).ToList());
        while (open.TryPop(out Term? variable))
        {
            foreach (int index in speakingOf.GetValueOrDefault(variable, []))
            {
                if ((withRare || !axioms[index].IsRare) && taken.Add(index))
                {
                    Reach(variables[index]);
                }
            }
        }

        return [.. taken.Select(index => axioms[index].Condition)];
    }

    /// <summary>Every term inside of one, itself included, each once.</summary>
    public static IEnumerable<Term> Parts(Term term) => Parts(term, []);

    private static IEnumerable<Term> Parts(Term term, HashSet<Term> seen)
    {
        if (!seen.Add(term))
        {
            yield break;
        }

        Stack<Term> open = new([term]);
        while (open.TryPop(out Term? one))
        {
            yield return one;
            foreach (Term operand in one.Operands.Where(seen.Add))
            {
                open.Push(operand);
            }
        }
    }

    private static bool IsVariable(Term term) => term.Operation == Operation.Variable;
}
