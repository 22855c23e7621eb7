using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>
/// Conditions that together suffice for one: it, with each of some truth values replaced by true and by false. Whatever
/// the values are, one of these is what they make of the condition. They ask for more than it does, since they forget
/// what the replaced values speak of; if one of them can fail, the condition itself has to be asked for.
/// </summary>
internal static class CaseSplit
{
    /// <summary>The conditions; those that are plainly true are left out.</summary>
    public static IReadOnlyList<Term> Of(TermPool pool, Term condition, IReadOnlyList<Term> cases)
    {
        List<Term> parts = [condition];
        foreach (Term one in cases.Where(one => !one.IsConstant).Distinct())
        {
            parts = [.. parts.SelectMany(part => new[] { pool.True, pool.False }
                .Select(value => Replace(pool, part, one, value)))];
        }

        return [.. parts.Where(part => !part.IsTrue).Distinct()];
    }

    private static Term Replace(TermPool pool, Term whole, Term part, Term value)
    {
        Dictionary<Term, Term> made = new() { [part] = value };
        Term opposite = pool.Not(part);
        if (part.Operation == Operation.Not)
        {
            made[opposite] = pool.Not(value);
        }

        foreach (Term term in Axioms.Parts(whole).OrderBy(term => term.Id))
        {
            if (made.ContainsKey(term))
            {
                continue;
            }

            bool isSame = term.Operands.All(operand => made[operand] == operand);
            made.Add(term, isSame ? term : pool.Rebuild(term, [.. term.Operands.Select(operand => made[operand])]));
        }

        return made[whole];
    }
}
