namespace SafeBms.Core;

/// <summary>As <see cref="OptionalInt"/>, for values whose interval is wider than 32 bits.</summary>
public struct OptionalLong
{
    /// <summary>The value; 0 while invalid.</summary>
    public long Value { get; set; }

    /// <summary>Whether the value means something in this scan.</summary>
    public bool IsValid { get; set; }

    /// <summary>The value with its validity; an invalid one is stored as 0.</summary>
    public static OptionalLong From(long value, bool isValid) =>
        new() { Value = isValid ? value : 0, IsValid = isValid };
}
