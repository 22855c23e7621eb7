using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Whether an operation on 32-bit operands can leave 32 bits, from the operands' own intervals.</summary>
internal static class Intervals
{
    /// <summary>True if no pair of operand values leaves 32 bits.</summary>
    public static bool FitsInt(Binary binary)
    {
        ExprType a = binary.Left.Type;
        ExprType b = binary.Right.Type;
        if (!CsType.FitsInt(a.Min, a.Max) || !CsType.FitsInt(b.Min, b.Max))
        {
            return false;
        }

        return binary.Operator switch
        {
            BinaryOperator.Add => CsType.FitsInt(a.Min + b.Min, a.Max + b.Max),
            BinaryOperator.Subtract => CsType.FitsInt(a.Min - b.Max, a.Max - b.Min),
            _ => new[] { a.Min * b.Min, a.Min * b.Max, a.Max * b.Min, a.Max * b.Max }.All(
                corner => CsType.FitsInt(corner, corner)),
        };
    }
}
