using YamlDotNet.Core;

namespace SafeBms.Specification.Yaml;

/// <summary>Finds, for each character of a scalar's value, the place in the file that it came from.</summary>
internal static class ScalarOffsets
{
    /// <summary>Offsets in the file; one more than the value has characters (the last one is the end).</summary>
    public static int[] Compute(string text, int start, string value, ScalarStyle style)
    {
        int[] offsets = new int[value.Length + 1];
        int at = Begin(text, start, style);
        for (int index = 0; index < value.Length; index++)
        {
            char wanted = value[index];
            if (IsWhite(wanted))
            {
                offsets[index] = Math.Min(at, text.Length);
                at = SkipOneBreak(text, at);
                continue;
            }

            at = SkipWhite(text, at, style);
            offsets[index] = Math.Min(at, text.Length);
            at += CharacterLength(text, at, style);
        }

        offsets[value.Length] = Math.Min(at, text.Length);
        return offsets;
    }

    private static int Begin(string text, int start, ScalarStyle style)
    {
        switch (style)
        {
            case ScalarStyle.SingleQuoted:
            case ScalarStyle.DoubleQuoted:
                return start + 1;
            case ScalarStyle.Literal:
            case ScalarStyle.Folded:
                int lineEnd = text.IndexOf('\n', Math.Min(start, text.Length));
                return lineEnd < 0 ? text.Length : lineEnd + 1;
            default:
                return start;
        }
    }

    private static bool IsWhite(char character) => character is ' ' or '\n' or '\r';

    // One white character of the value: one space of the file, or a whole line break with its indentation.
    private static int SkipOneBreak(string text, int at)
    {
        if (at >= text.Length || !IsWhite(text[at]))
        {
            return at;
        }

        int probe = at;
        while (probe < text.Length && text[probe] == ' ')
        {
            probe++;
        }

        bool atBreak = probe < text.Length && text[probe] is '\n' or '\r';
        return atBreak ? SkipWhite(text, probe, ScalarStyle.Plain) : at + 1;
    }

    private static int SkipWhite(string text, int at, ScalarStyle style)
    {
        while (at < text.Length)
        {
            bool continuation = style == ScalarStyle.DoubleQuoted && text[at] == '\\'
                && at + 1 < text.Length && text[at + 1] is '\n' or '\r';
            if (!IsWhite(text[at]) && !continuation)
            {
                break;
            }

            at++;
        }

        return at;
    }

    private static int CharacterLength(string text, int at, ScalarStyle style)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        if (style == ScalarStyle.SingleQuoted && text[at] == '\'')
        {
            return 2;
        }

        if (style != ScalarStyle.DoubleQuoted || text[at] != '\\' || at + 1 >= text.Length)
        {
            return 1;
        }

        return text[at + 1] switch
        {
            'x' => 4,
            'u' => 6,
            'U' => 10,
            _ => 2,
        };
    }
}
