using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>Looks at everything that a term is made of.</summary>
public static class TermWalk
{
    /// <summary>The variables of a term.</summary>
    public static HashSet<Term> Variables(Term term) => Variables([term]);

    /// <summary>The variables of several terms.</summary>
    public static HashSet<Term> Variables(IEnumerable<Term> terms) =>
        [.. Parts(terms).Where(part => part.Operation == Operation.Variable)];

    /// <summary>All parts, each once, operands before what is made of them.</summary>
    public static IReadOnlyList<Term> Parts(IEnumerable<Term> terms)
    {
        HashSet<Term> seen = [];
        List<Term> parts = [];
        Stack<(Term Term, bool Done)> open = new();
        foreach (Term term in terms)
        {
            open.Push((term, false));
            while (open.TryPop(out (Term Term, bool Done) next))
            {
                if (next.Done)
                {
                    parts.Add(next.Term);
                }
                else if (seen.Add(next.Term))
                {
                    open.Push((next.Term, true));
                    foreach (Term operand in next.Term.OperandArray)
                    {
                        open.Push((operand, false));
                    }
                }
            }
        }

        return parts;
    }
}
