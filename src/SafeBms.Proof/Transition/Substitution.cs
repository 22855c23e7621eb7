using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>Puts terms in the place of variables, all at once.</summary>
public static class Substitution
{
    /// <summary>The term with each variable that is a key replaced by its value.</summary>
    public static Term Apply(TermPool pool, Term term, IReadOnlyDictionary<Term, Term> replacements) =>
        Apply(pool, term, replacements, []);

    /// <summary>The same with a memory, for many terms over one set of replacements.</summary>
    public static Term Apply(
        TermPool pool, Term term, IReadOnlyDictionary<Term, Term> replacements, Dictionary<Term, Term> memory)
    {
        if (replacements.TryGetValue(term, out Term? replacement))
        {
            return replacement;
        }

        if (term.OperandArray.Length == 0)
        {
            return term;
        }

        if (!memory.TryGetValue(term, out Term? result))
        {
            Term[] operands = Array.ConvertAll(
                term.OperandArray, operand => Apply(pool, operand, replacements, memory));
            result = operands.AsSpan().SequenceEqual(term.OperandArray) ? term : pool.Rebuild(term, operands);
            memory.Add(term, result);
        }

        return result;
    }
}
