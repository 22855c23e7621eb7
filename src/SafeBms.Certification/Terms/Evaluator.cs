namespace SafeBms.Certification.Terms;

/// <summary>Computes terms for given values of their names; truth values are 0 and 1.</summary>
/// <param name="valueOf">Value of a name.</param>
public sealed class Evaluator(Func<string, long> valueOf)
{
    /// <summary>The value of a term.</summary>
    /// <exception cref="InvalidOperationException">The term holds an operator that is not known.</exception>
    public long Evaluate(Term term) => term switch
    {
        NumberTerm number => number.Value,
        TruthTerm truth => truth.Value ? 1 : 0,
        NameTerm name => valueOf(name.Name),
        CallTerm call => Call(call),
        _ => throw new InvalidOperationException($"unknown term {term}"),
    };

    /// <summary>Whether a term of sort Bool is true.</summary>
    public bool IsTrue(Term term) => Evaluate(term) != 0;

    private long Call(CallTerm call)
    {
        IReadOnlyList<Term> operands = call.Operands;
        return call.Operation switch
        {
            "not" => IsTrue(operands[0]) ? 0 : 1,
            "and" => operands.All(IsTrue) ? 1 : 0,
            "or" => operands.Any(IsTrue) ? 1 : 0,
            "=>" => !operands.SkipLast(1).All(IsTrue) || IsTrue(operands[^1]) ? 1 : 0,
            "ite" => Evaluate(IsTrue(operands[0]) ? operands[1] : operands[2]),
            "=" => Chain(operands, (a, b) => a == b),
            "<" => Chain(operands, (a, b) => a < b),
            "<=" => Chain(operands, (a, b) => a <= b),
            ">" => Chain(operands, (a, b) => a > b),
            ">=" => Chain(operands, (a, b) => a >= b),
            "distinct" => operands.Select(Evaluate).Distinct().Count() == operands.Count ? 1 : 0,
            "+" => operands.Select(Evaluate).Aggregate((a, b) => checked(a + b)),
            "-" when operands.Count == 1 => checked(-Evaluate(operands[0])),
            "-" => operands.Select(Evaluate).Aggregate((a, b) => checked(a - b)),
            "*" or Smt.AnyProduct => operands.Select(Evaluate).Aggregate((a, b) => checked(a * b)),
            _ => throw new InvalidOperationException($"unknown operator {call.Operation}"),
        };
    }

    private long Chain(IReadOnlyList<Term> operands, Func<long, long, bool> holds)
    {
        for (int index = 1; index < operands.Count; index++)
        {
            if (!holds(Evaluate(operands[index - 1]), Evaluate(operands[index])))
            {
                return 0;
            }
        }

        return 1;
    }
}
