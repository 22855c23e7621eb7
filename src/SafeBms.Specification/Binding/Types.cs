using System.Numerics;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Binding;

/// <summary>Types that the model does not need but binding does, and interval arithmetic.</summary>
internal static class Types
{
    /// <summary>The type of what could not be bound: it fits everywhere, so that one fault gives one finding.</summary>
    public static ExprType Error { get; } = new(ValueKind.Bool, "error", 0, 1, string.Empty, false);

    /// <summary>Largest magnitude of an intermediate value; leaves room for one more operation in 64 bits.</summary>
    private static readonly BigInteger Limit = BigInteger.Pow(2, 62);

    /// <summary>Whether a type stands for a fault that has been reported.</summary>
    public static bool IsError(this ExprType type) => type.Unit == "error";

    /// <summary>Whether an expression stands for a fault that has been reported.</summary>
    public static bool IsError(this Expr expression) => expression.Type.IsError();

    /// <summary>A placeholder for what could not be bound.</summary>
    public static Expr ErrorAt(SourceSpan span) => new Literal(0, Error, span);

    /// <summary>The type of an enumeration.</summary>
    public static ExprType Of(EnumInfo info) => new(
        ValueKind.Enum, string.Empty, info.Members.Min(member =>
            member.Id), info.Members.Max(member => member.Id), info.Name, false);

    /// <summary>The type of a machine's state.</summary>
    public static ExprType StateOf(string machine) =>
        new(ValueKind.Enum, string.Empty, 0, 255, "machine:" + machine, false);

    /// <summary>The same type with another validity.</summary>
    public static ExprType WithValidity(this ExprType type, bool mayBeInvalid) =>
        type with { MayBeInvalid = mayBeInvalid };

    /// <summary>The type in words.</summary>
    public static string Describe(this ExprType type) => type.Kind switch
    {
        ValueKind.Bool => "bool",
        ValueKind.Int => $"a number in {type.Unit}",
        _ => type.EnumName,
    };

    /// <summary>Whether two types can be compared or be branches of one choice.</summary>
    public static bool IsCompatible(ExprType left, ExprType right) =>
        left.IsError() || right.IsError()
        || (left.Kind == right.Kind && left.Unit == right.Unit && left.EnumName == right.EnumName);

    /// <summary>The type that holds the values of both.</summary>
    public static ExprType Union(ExprType left, ExprType right) => left with
    {
        Min = Math.Min(left.Min, right.Min),
        Max = Math.Max(left.Max, right.Max),
        MayBeInvalid = left.MayBeInvalid || right.MayBeInvalid,
    };

    /// <summary>Interval of a sum, difference or product; null when it leaves 64 bits.</summary>
    public static (long Min, long Max)? Arithmetic(BinaryOperator sign, ExprType left, ExprType right)
    {
        BigInteger[] corners = sign switch
        {
            BinaryOperator.Add => [(BigInteger)left.Min + right.Min, (BigInteger)left.Max + right.Max],
            BinaryOperator.Subtract => [(BigInteger)left.Min - right.Max, (BigInteger)left.Max - right.Min],
            _ =>
            [
                (BigInteger)left.Min * right.Min, (BigInteger)left.Min * right.Max,
                (BigInteger)left.Max * right.Min, (BigInteger)left.Max * right.Max,
            ],
        };
        return Bounded(corners.Min(), corners.Max());
    }

    /// <summary>Interval of the sum of up to <paramref name="count"/> values.</summary>
    public static (long Min, long Max)? Sum(ExprType item, int count) =>
        Bounded(
            BigInteger.Min(item.Min, (BigInteger)item.Min * count),
            BigInteger.Max(item.Max, (BigInteger)item.Max * count));

    /// <summary>Interval of an absolute value.</summary>
    public static (long Min, long Max) Abs(ExprType type)
    {
        long low = Math.Abs(type.Min);
        long high = Math.Abs(type.Max);
        bool crossesZero = type.Min <= 0 && type.Max >= 0;
        return (crossesZero ? 0 : Math.Min(low, high), Math.Max(low, high));
    }

    private static (long Min, long Max)? Bounded(BigInteger min, BigInteger max) =>
        min < -Limit || max > Limit ? null : ((long)min, (long)max);
}
