using SafeBms.Specification.Yaml;

namespace SafeBms.Specification.Expressions;

/// <summary>The kinds of token.</summary>
internal enum TokenKind
{
    /// <summary>A name or word.</summary>
    Name,

    /// <summary>Digits, with or without a fraction.</summary>
    Number,

    /// <summary>A sign.</summary>
    Sign,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A token with its offset.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start)
{
    /// <summary>Offset behind the token.</summary>
    public int End => Start + Text.Length;

    /// <summary>The token in words for messages.</summary>
    public string Description => Kind == TokenKind.End ? "the end of the expression" : $"'{Text}'";
}

/// <summary>Splits an expression into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Signs =
        ["==", "!=", "<=", ">=", ":=", "<", ">", "+", "-", "*", "(", ")", "{", "}", ",", ":", ".", "%"];

    /// <summary>The tokens, closed by an <see cref="TokenKind.End"/>; null after a finding.</summary>
    public static List<Token>? Scan(YamlScalar scalar, DiagnosticBag bag)
    {
        string text = scalar.Value;
        List<Token> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            char character = text[at];
            if (character is ' ' or '\n')
            {
                at++;
                continue;
            }

            Token? token = ScanToken(text, at);
            if (token is null)
            {
                bag.Report(DiagnosticCatalogue.UnexpectedCharacter, scalar.SpanOf(at, 1), character);
                return null;
            }

            tokens.Add(token.Value);
            at = token.Value.End;
        }

        tokens.Add(new Token(TokenKind.End, string.Empty, text.TrimEnd().Length));
        return tokens;
    }

    /// <summary>Whether a text is one name: letters, digits and underscores, with inner hyphens.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && IsNameStart(text[0]) && NameEnd(text, 0) == text.Length;

    private static Token? ScanToken(string text, int at)
    {
        if (IsNameStart(text[at]))
        {
            return new Token(TokenKind.Name, text.Substring(at, NameEnd(text, at) - at), at);
        }

        if (IsDigit(text[at]))
        {
            return new Token(TokenKind.Number, text.Substring(at, NumberEnd(text, at) - at), at);
        }

        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                return new Token(TokenKind.Sign, sign, at);
            }
        }

        return null;
    }

    private static int NameEnd(string text, int at)
    {
        while (at < text.Length
            && (IsNamePart(text[at]) || (text[at] == '-' && at + 1 < text.Length && IsNamePart(text[at + 1]))))
        {
            at++;
        }

        return at;
    }

    private static int NumberEnd(string text, int at)
    {
        while (at < text.Length && IsDigit(text[at]))
        {
            at++;
        }

        if (at + 1 < text.Length && text[at] == '.' && IsDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && IsDigit(text[at]))
            {
                at++;
            }
        }

        return at;
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';

    private static bool IsNameStart(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private static bool IsNamePart(char character) => IsNameStart(character) || IsDigit(character);
}
