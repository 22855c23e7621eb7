using System.Globalization;

namespace SafeBms.Proof.Solving;

/// <summary>An answer of a solver: a word, or parts between parentheses.</summary>
/// <param name="Word">The word; empty for a list.</param>
/// <param name="Parts">The parts of a list.</param>
public sealed record SmtAnswer(string Word, IReadOnlyList<SmtAnswer> Parts)
{
    /// <summary>Reads one answer.</summary>
    /// <exception cref="SolverException">It is not well formed.</exception>
    public static SmtAnswer Parse(string text)
    {
        int position = 0;
        SmtAnswer answer = Parse(text, ref position);
        return answer;
    }

    /// <summary>The number that it stands for; truth values as 0 and 1.</summary>
    public long ToNumber()
    {
        if (Word == "true" || Word == "false")
        {
            return Word == "true" ? 1 : 0;
        }

        if (Parts.Count == 2 && Parts[0].Word == "-")
        {
            return -Parts[1].ToNumber();
        }

        return long.TryParse(Word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new SolverException($"the solver gave a value that is no number of 64 bits: '{Word}'");
    }

    private static SmtAnswer Parse(string text, ref int position)
    {
        SkipSpace(text, ref position);
        if (position >= text.Length || text[position] == ')')
        {
            throw new SolverException("the solver's answer ends too early");
        }

        return text[position] == '(' ? ParseList(text, ref position) : ParseWord(text, ref position);
    }

    private static SmtAnswer ParseList(string text, ref int position)
    {
        List<SmtAnswer> parts = [];
        position++;
        SkipSpace(text, ref position);
        while (position < text.Length && text[position] != ')')
        {
            parts.Add(Parse(text, ref position));
            SkipSpace(text, ref position);
        }

        position++;
        return new SmtAnswer(string.Empty, parts);
    }

    private static SmtAnswer ParseWord(string text, ref int position)
    {
        int start = position;
        bool quoted = text[position] == '|';
        position++;
        while (position < text.Length
            && (quoted ? text[position - 1] != '|' || position - 1 == start : !IsEnd(text[position])))
        {
            position++;
        }

        return new SmtAnswer(text[start..position], []);
    }

    private static bool IsEnd(char c) => char.IsWhiteSpace(c) || c is '(' or ')';

    private static void SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }
}
