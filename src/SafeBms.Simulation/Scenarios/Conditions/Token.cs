using System.Globalization;

namespace SafeBms.Simulation.Scenarios;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Sign,
}

/// <summary>A word of a condition; <see cref="Offset"/> counts characters from 0.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, decimal Number);

/// <summary>Cuts a condition into words.</summary>
internal static class Lexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "{", "}", ",", "+", "-", "%"];

    public static List<Token> Cut(string text, Func<int, string, ScenarioException> fail)
    {
        List<Token> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                int end = NameEnd(text, at);
                tokens.Add(new Token(TokenKind.Name, text[at..end], at, 0));
                at = end;
            }
            else if (char.IsAsciiDigit(c))
            {
                int end = at;
                while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
                {
                    end++;
                }

                string digits = text[at..end];
                if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                    out decimal number))
                {
                    throw fail(at, $"'{digits}' is no number.");
                }

                tokens.Add(new Token(TokenKind.Number, digits, at, number));
                at = end;
            }
            else
            {
                string sign = Array.Find(Signs, s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal))
                    ?? throw fail(at, $"The character '{c}' has no meaning here.");
                tokens.Add(new Token(TokenKind.Sign, sign, at, 0));
                at += sign.Length;
            }
        }

        tokens.Add(new Token(TokenKind.End, "the end", text.Length, 0));
        return tokens;
    }

    // A name may hold inner hyphens, dots and [3]: battery-link[3].lost, battery[0].cell[1].voltage.
    private static int NameEnd(string text, int start)
    {
        int end = start;
        while (end < text.Length)
        {
            char c = text[end];
            bool joins = c is '-' or '.' && end + 1 < text.Length
                && (char.IsAsciiLetterOrDigit(text[end + 1]) || text[end + 1] == '_');
            if (c == '[')
            {
                int close = text.IndexOf(']', end);
                if (close < 0)
                {
                    break;
                }

                end = close + 1;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && !joins)
            {
                break;
            }

            end++;
        }

        return end;
    }
}
