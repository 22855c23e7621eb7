namespace SafeBms.Interpreter;

/// <summary>A number with its validity: integers in base units, bool as 0/1, enumerations and states by id.</summary>
/// <param name="Number">The number; of no meaning where it is not valid.</param>
/// <param name="IsValid">Whether everything that it was computed from is valid.</param>
public readonly record struct Value(long Number, bool IsValid)
{
    /// <summary>A valid number.</summary>
    internal static Value Of(long number) => new(number, true);

    /// <summary>A valid bool.</summary>
    internal static Value Of(bool flag) => new(flag ? 1 : 0, true);

    /// <summary>The bool; an invalid one reads false (a bound model reads none without <c>else</c>).</summary>
    internal bool IsTrue => IsValid && Number != 0;
}
