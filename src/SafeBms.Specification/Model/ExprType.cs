namespace SafeBms.Specification.Model;

/// <summary>The kinds of value of the language.</summary>
public enum ValueKind
{
    /// <summary>True or false, stored as 1 or 0.</summary>
    Bool,

    /// <summary>A bounded integer with a unit.</summary>
    Int,

    /// <summary>A member of an enumeration or of a machine's states, stored as its stable id.</summary>
    Enum,
}

/// <summary>The type of an expression or declaration.</summary>
/// <param name="Kind">Bool, integer or enumeration.</param>
/// <param name="Unit">Base unit of an integer (<c>mV mA dC ms ohm permille count percent mWh</c>); empty
/// otherwise.</param>
/// <param name="Min">Smallest value that can occur (interval); 0 for bool.</param>
/// <param name="Max">Largest value that can occur (interval); 1 for bool.</param>
/// <param name="EnumName">Name of the enumeration; <c>machine:NAME</c> for the states of a machine; empty
/// otherwise.</param>
/// <param name="MayBeInvalid">The value carries a validity, and comparing it needs <c>else</c>.</param>
public sealed record ExprType(ValueKind Kind, string Unit, long Min, long Max, string EnumName, bool MayBeInvalid)
{
    /// <summary>A bool that is always valid.</summary>
    public static ExprType Bool { get; } = new(ValueKind.Bool, string.Empty, 0, 1, string.Empty, false);

    /// <summary>An integer that is always valid.</summary>
    public static ExprType Int(
        string unit, long min, long max) => new(ValueKind.Int, unit, min, max, string.Empty, false);
}

/// <summary>A place in a specification file; line and column count from 1.</summary>
public readonly record struct SourceSpan(string File, int Line, int Column, int Length)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line},{Column})";
}
