namespace SafeBms.Core;

/// <summary>An integer, enumeration or bool that may be invalid.</summary>
public struct OptionalInt
{
    /// <summary>The value; 0 while invalid.</summary>
    public int Value { get; set; }

    /// <summary>Whether the value means something in this scan.</summary>
    public bool IsValid { get; set; }

    /// <summary>The value with its validity; an invalid one is stored as 0, so that equal states are equal bit for
    /// bit.</summary>
    public static OptionalInt From(int value, bool isValid) => new() { Value = isValid ? value : 0, IsValid = isValid };
}
