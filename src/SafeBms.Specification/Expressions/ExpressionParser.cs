using System.Globalization;
using SafeBms.Specification.Yaml;

namespace SafeBms.Specification.Expressions;

/// <summary>Parses expressions by recursive descent. Depth and length are bounded, so that no text can exhaust the
/// stack.</summary>
internal sealed partial class ExpressionParser
{
    private const int MaximumLength = 4000;
    private const int MaximumDepth = 60;

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "implies", "or", "and", "not", "in", "else", "true", "false", "leads_to",
    };

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private readonly YamlScalar scalar;
    private readonly DiagnosticBag bag;
    private readonly List<Token> tokens;
    private int at;
    private int depth;

    private ExpressionParser(YamlScalar scalar, DiagnosticBag bag, List<Token> tokens)
    {
        this.scalar = scalar;
        this.bag = bag;
        this.tokens = tokens;
    }

    private Token Current => tokens[at];

    /// <summary>Words of the language, which can name nothing.</summary>
    public static bool IsReserved(string name) => Words.Contains(name);

    /// <summary>Parses a whole expression; null after a finding.</summary>
    public static ExpressionSyntax? Parse(YamlScalar scalar, DiagnosticBag bag) =>
        Start(scalar, bag) is { } parser ? parser.Whole(parser.Property()) : null;

    /// <summary>Parses <c>variable := value</c>; null after a finding.</summary>
    public static AssignmentSyntax? ParseAssignment(YamlScalar scalar, DiagnosticBag bag)
    {
        if (Start(scalar, bag) is not { } parser)
        {
            return null;
        }

        Token name = parser.Current;
        if (name.Kind != TokenKind.Name)
        {
            parser.Expected("the name of a variable");
            return null;
        }

        parser.at++;
        if (!parser.Take(":="))
        {
            parser.Expected("':='");
            return null;
        }

        ExpressionSyntax? value = parser.Whole(parser.Implication());
        return value is null
            ? null
            : new AssignmentSyntax(new NameSyntax(name.Text, name.Start, name.Text.Length), value);
    }

    private static ExpressionParser? Start(YamlScalar scalar, DiagnosticBag bag)
    {
        if (scalar.Value.Length > MaximumLength)
        {
            bag.Report(DiagnosticCatalogue.ExpressionTooLarge, scalar.Span, MaximumLength, MaximumDepth);
            return null;
        }

        return Lexer.Scan(scalar, bag) is { } tokens ? new ExpressionParser(scalar, bag, tokens) : null;
    }

    private ExpressionSyntax? Whole(ExpressionSyntax? expression)
    {
        if (expression is not null && Current.Kind != TokenKind.End)
        {
            Expected("an operator or the end");
            return null;
        }

        return expression;
    }

    private bool Is(string text) => Current.Kind != TokenKind.End && Current.Text == text;

    private bool Take(string text)
    {
        if (!Is(text))
        {
            return false;
        }

        at++;
        return true;
    }

    private ExpressionSyntax? Expected(string what)
    {
        bag.Report(
            DiagnosticCatalogue.ExpressionSyntax, scalar.SpanOf(Current.Start, Current.Text.Length), what,
            Current.Description);
        return null;
    }

    private int LengthFrom(int start) => tokens[at - 1].End - start;

    private ExpressionSyntax? Property()
    {
        ExpressionSyntax? premise = Implication();
        if (premise is null || !Take("leads_to"))
        {
            return premise;
        }

        ExpressionSyntax? response = Implication();
        if (response is null)
        {
            return null;
        }

        if (!Take("within"))
        {
            return Expected("'within' and a duration");
        }

        ExpressionSyntax? duration = Sum();
        return duration is null
            ? null
            : new LeadsToSyntax(premise, response, duration, premise.Start, LengthFrom(premise.Start));
    }

    private ExpressionSyntax? Implication()
    {
        if (depth >= MaximumDepth)
        {
            bag.Report(
                DiagnosticCatalogue.ExpressionTooLarge, scalar.SpanOf(Current.Start, 1), MaximumLength, MaximumDepth);
            return null;
        }

        depth++;
        ExpressionSyntax? left = LeftAssociative(["or"], () => LeftAssociative(["and"], Negation));
        if (left is not null && Take("implies"))
        {
            ExpressionSyntax? right = Implication();
            left = right is null ? null : new BinarySyntax("implies", left, right, left.Start, LengthFrom(left.Start));
        }

        depth--;
        return left;
    }

    private ExpressionSyntax? LeftAssociative(string[] operators, Func<ExpressionSyntax?> operand)
    {
        ExpressionSyntax? left = operand();
        while (left is not null && Current.Kind != TokenKind.End && Array.IndexOf(operators, Current.Text) >= 0)
        {
            string sign = Current.Text;
            at++;
            ExpressionSyntax? right = operand();
            left = right is null ? null : new BinarySyntax(sign, left, right, left.Start, LengthFrom(left.Start));
        }

        return left;
    }

    private ExpressionSyntax? Negation()
    {
        int start = Current.Start;
        int count = 0;
        while (Take("not"))
        {
            count++;
        }

        ExpressionSyntax? operand = Comparison();
        for (; operand is not null && count > 0; count--)
        {
            operand = new UnarySyntax("not", operand, start, LengthFrom(start));
        }

        return operand;
    }

    private ExpressionSyntax? Comparison()
    {
        ExpressionSyntax? left = Sum();
        if (left is not null && Current.Kind == TokenKind.Sign && Array.IndexOf(Comparisons, Current.Text) >= 0)
        {
            string sign = Current.Text;
            at++;
            ExpressionSyntax? right = Sum();
            left = right is null ? null : new BinarySyntax(sign, left, right, left.Start, LengthFrom(left.Start));
        }
        else if (left is not null && Take("in"))
        {
            left = Members(left);
        }

        if (left is null || !Take("else"))
        {
            return left;
        }

        bool value = Is("true");
        if (!Take("true") && !Take("false"))
        {
            return Expected("'true' or 'false'");
        }

        return new ElseSyntax(left, value, left.Start, LengthFrom(left.Start));
    }

    private ExpressionSyntax? Members(ExpressionSyntax operand)
    {
        if (!Take("{"))
        {
            return Expected("'{' and a list of names");
        }

        List<NameSyntax> members = [];
        do
        {
            if (Current.Kind != TokenKind.Name)
            {
                return Expected("a name");
            }

            members.Add(new NameSyntax(Current.Text, Current.Start, Current.Text.Length));
            at++;
        }
        while (Take(","));
        return Take("}") ? new InSyntax(operand, members, operand.Start, LengthFrom(operand.Start))
            : Expected("',' or '}'");
    }

    private ExpressionSyntax? Sum() => LeftAssociative(["+", "-"], () => LeftAssociative(["*"], Minus));

    private ExpressionSyntax? Minus()
    {
        int start = Current.Start;
        int count = 0;
        while (Take("-"))
        {
            count++;
        }

        ExpressionSyntax? operand = Primary();
        for (; operand is not null && count > 0; count--)
        {
            operand = new UnarySyntax("-", operand, start, LengthFrom(start));
        }

        return operand;
    }

    private ExpressionSyntax? Primary()
    {
        Token token = Current;
        if (token.Kind == TokenKind.Number)
        {
            return Number();
        }

        if (Take("("))
        {
            ExpressionSyntax? inner = Implication();
            return inner is null || Take(")") ? inner : Expected("')'");
        }

        if (token.Kind != TokenKind.Name || (IsReserved(token.Text) && token.Text is not ("true" or "false")))
        {
            return Expected("a value");
        }

        at++;
        if (token.Text is "true" or "false")
        {
            return new BoolSyntax(token.Text == "true", token.Start, token.Text.Length);
        }

        if (Is("("))
        {
            return Call(token);
        }

        return Take(".") ? Field(token) : new NameSyntax(token.Text, token.Start, token.Text.Length);
    }

    private ExpressionSyntax? Field(Token owner)
    {
        if (Current.Kind != TokenKind.Name)
        {
            return Expected("a name");
        }

        string field = Current.Text;
        at++;
        return new FieldSyntax(owner.Text, field, owner.Start, LengthFrom(owner.Start));
    }

    private NumberSyntax? Number()
    {
        Token token = Current;
        at++;
        if (!decimal.TryParse(
            token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            bag.Report(DiagnosticCatalogue.NumberTooLarge, scalar.SpanOf(token.Start, token.Text.Length), token.Text);
            return null;
        }

        string unit = string.Empty;
        bool isWord = Current.Kind == TokenKind.Name && !IsReserved(Current.Text)
            && Current.Text is not ("within" or "samples");
        if (isWord || Is("%"))
        {
            unit = Current.Text;
            at++;
        }

        return new NumberSyntax(number, unit, token.Start, LengthFrom(token.Start));
    }
}
