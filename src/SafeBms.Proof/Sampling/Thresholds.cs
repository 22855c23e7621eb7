using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Sampling;

/// <summary>What the variables of a system are compared with.</summary>
public static class Thresholds
{
    /// <summary>For each variable that is compared: the terms at which a comparison changes its mind. They hold other
    /// variables where two are compared with each other.</summary>
    public static Dictionary<Term, List<Term>> Of(TermPool pool, IEnumerable<Term> terms)
    {
        Dictionary<Term, HashSet<Term>> found = [];
        foreach (Term comparison in TermWalk.Parts(terms)
            .Where(part => part.Operation is Operation.AtMostZero or Operation.IsZero))
        {
            foreach ((Term sum, Term variable, long factor) in Linear(pool, comparison.OperandArray[0]))
            {
                // factor * v + rest <= 0: the border is at -rest / factor.
                Term rest = pool.Subtract(sum, pool.Multiply(pool.Int(factor), variable));
                if (Math.Abs(factor) == 1 || rest.IsConstant)
                {
                    Term border = rest.IsConstant
                        ? pool.Int(-rest.Value / factor) : factor == 1 ? pool.Negate(rest) : rest;
                    (found.TryGetValue(variable, out HashSet<Term>? known) ? known : found[variable] = []).Add(border);
                }
            }
        }

        return found.ToDictionary(one => one.Key, one => one.Value.OrderBy(term => term.Id).ToList());
    }

    // A choice (an absolute value, a smaller one) stands for each of its branches.
    private static IEnumerable<(Term Sum, Term Variable, long Factor)> Linear(TermPool pool, Term sum, int depth = 0)
    {
        (IReadOnlyList<Term> operands, IReadOnlyList<long> factors) = sum.Operation == Operation.Sum
            ? (sum.Operands, sum.Factors)
            : ([sum], [1]);
        for (int index = 0; index < operands.Count; index++)
        {
            Term operand = operands[index];
            if (operand.Operation == Operation.Variable)
            {
                yield return (sum, operand, factors[index]);
            }
            else if (operand.Operation == Operation.Choose && depth < 2)
            {
                foreach (Term branch in operand.Operands.Skip(1))
                {
                    Term straight = pool.Add(
                        pool.Subtract(sum, pool.Multiply(pool.Int(factors[index]), operand)),
                        pool.Multiply(pool.Int(factors[index]), branch));
                    foreach ((Term, Term, long) one in Linear(pool, straight, depth + 1))
                    {
                        yield return one;
                    }
                }
            }
        }
    }
}
