using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Types of the language as C# types.</summary>
internal static class CsType
{
    private const string MachineStates = "machine:";

    /// <summary><c>bool</c>, <c>int</c>, <c>long</c> or an enumeration; states of machines are numbers.</summary>
    public static string Of(ExprType type) => type.Kind switch
    {
        ValueKind.Bool => "bool",
        ValueKind.Enum when type.EnumName.StartsWith(MachineStates, StringComparison.Ordinal) => "int",
        ValueKind.Enum => Naming.Pascal(type.EnumName),
        _ => FitsInt(type.Min, type.Max) ? "int" : "long",
    };

    /// <summary>As <see cref="Of"/>, for a place that also stores validity.</summary>
    public static string Stored(ExprType type) =>
        !type.MayBeInvalid ? Of(type) : Of(type) == "long" ? "OptionalLong" : "OptionalInt";

    /// <summary>Whether an interval fits 32 bits.</summary>
    public static bool FitsInt(long min, long max) => min >= int.MinValue && max <= int.MaxValue;

    /// <summary>A number as C#.</summary>
    public static string Number(long value) =>
        value.ToString(CultureInfo.InvariantCulture) + (FitsInt(value, value) ? string.Empty : "L");

    /// <summary>A value of a type as C#.</summary>
    public static string Literal(EmitContext context, ExprType type, long value) => type.Kind switch
    {
        ValueKind.Bool => value != 0 ? "true" : "false",
        ValueKind.Enum => context.EnumText(type.EnumName, value),
        _ => Number(value),
    };

    /// <summary>The C# that turns the integer inside of an input or optional value into a value of this type.</summary>
    public static string FromInt(ExprType type, string text) => Of(type) switch
    {
        "bool" => text + " != 0",
        "int" or "long" => text,
        string enumeration => "(" + enumeration + ")" + text,
    };

    /// <summary>The C# that turns a value of this type into an integer.</summary>
    public static string ToInt(ExprType type, string text) => Of(type) switch
    {
        "bool" => "(" + text + " ? 1 : 0)",
        "int" or "long" => text,
        _ => "(int)(" + text + ")",
    };
}
