using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Sampling;

/// <summary>The value of a term, worked out directly; for small terms.</summary>
public static class Evaluator
{
    /// <summary>Truth values are 0 and 1.</summary>
    public static long Value(Term term, Func<Term, long> valueOf) => term.Operation == Operation.Variable
        ? valueOf(term)
        : Value(term, operand => Value(operand, valueOf), shallow: true);

    /// <summary>The same from the values of the operands.</summary>
    /// <param name="term">The term.</param>
    /// <param name="valueOf">The value of an operand.</param>
    /// <param name="shallow">Only to tell the two apart: operands are not looked into.</param>
    public static long Value(Term term, Func<Term, long> valueOf, bool shallow) => term.Operation switch
    {
        Operation.Constant => term.Value,
        Operation.Not => 1 - valueOf(term.OperandArray[0]),
        Operation.And => term.OperandArray.All(one => valueOf(one) != 0) ? 1 : 0,
        Operation.Or => term.OperandArray.Any(one => valueOf(one) != 0) ? 1 : 0,
        Operation.Iff => valueOf(term.OperandArray[0]) == valueOf(term.OperandArray[1]) ? 1 : 0,
        Operation.Choose => valueOf(term.OperandArray[valueOf(term.OperandArray[0]) != 0 ? 1 : 2]),
        Operation.Sum => term.Value + term.OperandArray
            .Select((one, index) => term.FactorArray[index] * valueOf(one)).Sum(),
        Operation.Product => valueOf(term.OperandArray[0]) * valueOf(term.OperandArray[1]),
        Operation.AtMostZero => valueOf(term.OperandArray[0]) <= 0 ? 1 : 0,
        Operation.IsZero => valueOf(term.OperandArray[0]) == 0 ? 1 : 0,
        _ => throw new NotSupportedException($"cannot evaluate {term.Operation}"),
    };
}
