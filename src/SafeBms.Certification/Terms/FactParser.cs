using System.Globalization;

namespace SafeBms.Certification.Terms;

/// <summary>A fact of a certificate is not what the format allows.</summary>
public sealed class FactException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public FactException()
    {
    }

    /// <summary>Creates it with what is wrong and where.</summary>
    public FactException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what is wrong and the cause.</summary>
    public FactException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Reads a fact: an s-expression of sort Bool over the memory and the parameters, with the operators
/// <c>and or not => = distinct &lt; &lt;= > >= + - * ite</c>, integers without a sign, <c>true</c> and <c>false</c>.
/// Everything else is refused, so that a fact can declare, define or assert nothing.
/// </summary>
public sealed class FactParser
{
    // Real facts are under ten deep; a file must not be able to exhaust the stack.
    private const int Depth_max = 200;

    private readonly Func<string, Term?> find;
    private readonly string text;
    private int position;
    private int depth;

    private FactParser(string text, Func<string, Term?> find)
    {
        this.text = text;
        this.find = find;
    }

    /// <summary>Reads one fact.</summary>
    /// <param name="text">The fact.</param>
    /// <param name="find">The term of a name; null if there is no such name.</param>
    /// <exception cref="FactException">It is not a fact; the message names the column.</exception>
    public static Term Parse(string text, Func<string, Term?> find)
    {
        FactParser parser = new(text, find);
        Term term = parser.ReadTerm();
        parser.SkipSpace();
        if (parser.position < text.Length)
        {
            throw Wrong("there is more after the end of the fact", parser.position);
        }

        return term.Sort == Sort.Bool ? term : throw Wrong("a fact must be true or false, this is a number", 0);
    }

    private static FactException Wrong(string what, int at) => new($"column {at + 1}: {what}");

    private void SkipSpace()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }
    }

    private Term ReadTerm()
    {
        SkipSpace();
        int start = position;
        if (position >= text.Length)
        {
            throw Wrong("the fact ends too early", start);
        }

        if (text[position] == '(')
        {
            return ReadCall();
        }

        bool isQuoted = text[position] == '|';
        string word = ReadWord();
        if (isQuoted)
        {
            return find(word) ?? throw Wrong($"there is no '{word}' in this specification", start);
        }

        if (char.IsAsciiDigit(word[0]))
        {
            return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? Smt.Number(number)
                : throw Wrong($"'{word}' is no integer of 64 bits", start);
        }

        return word switch
        {
            "true" => Smt.True,
            "false" => Smt.False,
            _ => find(word) ?? throw Wrong($"there is no '{word}' in this specification", start),
        };
    }

    private string ReadWord()
    {
        int start = position;
        if (text[position] == '|')
        {
            int end = text.IndexOf('|', position + 1);
            if (end < 0)
            {
                throw Wrong("the name has no closing bar", start);
            }

            position = end + 1;
            return text[(start + 1)..end];
        }

        while (position < text.Length && IsPartOfWord(text[position]))
        {
            position++;
        }

        return position > start ? text[start..position] : throw Wrong($"'{text[position]}' is not expected", start);
    }

    private static bool IsPartOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || "-_.=<>+*".Contains(letter);

    private CallTerm ReadCall()
    {
        int start = position;
        if (++depth > Depth_max)
        {
            throw Wrong($"deeper than {Depth_max} brackets", start);
        }

        position++;
        SkipSpace();
        int at = position;
        if (position >= text.Length || text[position] is '(' or ')' or '|')
        {
            throw Wrong("an operator must follow the bracket", at);
        }

        string operation = ReadWord();
        List<Term> operands = [];
        while (true)
        {
            SkipSpace();
            if (position >= text.Length)
            {
                throw Wrong("the bracket is not closed", start);
            }

            if (text[position] == ')')
            {
                break;
            }

            operands.Add(ReadTerm());
        }

        position++;
        depth--;
        return Checked(operation, operands, at);
    }

    private static CallTerm Checked(string operation, List<Term> operands, int at)
    {
        (int least, int most, Sort? sort) = operation switch
        {
            "and" or "or" => (1, int.MaxValue, Sort.Bool),
            "not" => (1, 1, Sort.Bool),
            "=>" => (2, int.MaxValue, Sort.Bool),
            "<" or "<=" or ">" or ">=" or "+" or "*" => (2, int.MaxValue, Sort.Int),
            "-" => (1, int.MaxValue, Sort.Int),
            "=" or "distinct" => (2, int.MaxValue, null),
            "ite" => (3, 3, (Sort?)null),
            _ => throw Wrong($"'{operation}' is no operator of a fact", at),
        };
        if (operands.Count < least || operands.Count > most)
        {
            throw Wrong($"'{operation}' cannot have {operands.Count} operands", at);
        }

        List<Term> alike = operands;
        if (operation == "ite")
        {
            if (operands[0].Sort != Sort.Bool)
            {
                throw Wrong("the condition of 'ite' must be true or false", at);
            }

            alike = operands[1..];
        }

        Sort expected = sort ?? alike[0].Sort;
        if (alike.Any(operand => operand.Sort != expected))
        {
            string wanted = expected == Sort.Int ? "numbers" : "conditions";
            throw Wrong($"the operands of '{operation}' must all be {wanted}", at);
        }

        Sort result = operation switch
        {
            "+" or "-" or "*" => Sort.Int,
            "ite" => expected,
            _ => Sort.Bool,
        };
        return new CallTerm(operation, operands, result);
    }
}
