using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Sampling;

/// <summary>The value of a term in which some variables are not known; null where it is not certain.</summary>
public static class ThreeValued
{
    /// <summary>The value of the last of some parts, which are in order: operands first.</summary>
    public static long? Value(
        IReadOnlyList<Term> parts, Func<Term, bool> isUnknown, Func<Term, long> valueOf,
        IReadOnlyDictionary<Term, int> places)
    {
        Dictionary<Term, long?> values = [];
        foreach (Term part in parts)
        {
            values[part] = places.ContainsKey(part)
                ? isUnknown(part) ? null : valueOf(part)
                : Combine(part, values);
        }

        return values[parts[^1]];
    }

    private static long? Combine(Term part, Dictionary<Term, long?> values)
    {
        long? Operand(int index) => values[part.Operands[index]];
        switch (part.Operation)
        {
            case Operation.Constant:
                return part.Value;
            case Operation.And:
                return part.Operands.Any(one => values[one] == 0) ? 0
                    : part.Operands.All(one => values[one] is not null) ? 1 : null;
            case Operation.Or:
                return part.Operands.Any(one => values[one] == 1) ? 1
                    : part.Operands.All(one => values[one] is not null) ? 0 : null;
            case Operation.Choose:
                return Operand(0) is { } condition ? Operand(condition != 0 ? 1 : 2)
                    : Operand(1) == Operand(2) ? Operand(1) : null;
            default:
                return part.Operands.All(one => values[one] is not null)
                    ? Evaluator.Value(part, one => values[one]!.Value, shallow: true) : null;
        }
    }
}
