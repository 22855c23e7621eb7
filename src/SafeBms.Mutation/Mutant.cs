namespace SafeBms.Mutation;

/// <summary>One wrong specification: one span of one file replaced.</summary>
/// <param name="Id"><c>file:operator:place</c>; the same as long as the element stays where it is in its list.</param>
/// <param name="Operator">What kind of mistake, see <see cref="Operators"/>.</param>
/// <param name="File">Path below the specification folder.</param>
/// <param name="Start">Offset in the file's text.</param>
/// <param name="Length">Length of what is replaced; 0 where something is only added.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Was">What stood there, without line breaks, for people.</param>
/// <param name="Now">What stands there now, without line breaks.</param>
public sealed record Mutant(
    string Id, string Operator, string File, int Start, int Length, string Replacement, string Was, string Now)
{
    /// <summary>The machine whose file it is; empty for <c>system.yaml</c> and parameters.</summary>
    public string Machine { get; init; } = string.Empty;

    /// <summary>The parameter that the change moves by one unit, for the rule of tolerances; empty for none.</summary>
    public string Parameter { get; init; } = string.Empty;

    /// <summary>By how many base units the parameter seems changed where it is compared: 1 or -1; 0 for none.</summary>
    public int Delta { get; init; }

    /// <summary>The change in one line.</summary>
    public string Change => Now.Length == 0 ? $"without: {Was}" : Was.Length == 0 ? $"with: {Now}" : $"{Was} -> {Now}";

    /// <summary>The file's text with the change.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.AsSpan(0, Start), Replacement, text.AsSpan(Start + Length));
    }
}
