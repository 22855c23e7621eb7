namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// Precedence from weak to strong: implies, or, and, not, comparisons and "in {..}", + and -, the rest.
/// </summary>
internal sealed class ConditionParser
{
    private static readonly string[] Words =
        ["implies", "or", "and", "not", "in", "true", "false", "abs", "valid", "rising", "falling", "held", "within"];

    private readonly INameSpace _names;
    private readonly int _line;
    private readonly int _column;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    public ConditionParser(string text, INameSpace names, int line, int column)
    {
        _names = names;
        _line = line;
        _column = column;
        _tokens = Lexer.Cut(text, Fail);
    }

    private Token Here => _tokens[_at];

    public Node Parse()
    {
        Node root = Implies();
        return Here.Kind == TokenKind.End
            ? root
            : throw Fail(Here.Offset,
                $"'{Here.Text}' is not expected here; join conditions with 'and', 'or' or 'implies'.");
    }

    private Node Implies()
    {
        if (++_depth > 64)
        {
            throw Fail(Here.Offset, "The condition nests deeper than 64 levels.");
        }

        Node left = Or();
        Node result = Take("implies") ? new Binary(Operation.Implies, left, Implies()) : left;
        _depth--;
        return result;
    }

    private Node Or()
    {
        Node left = And();
        while (Take("or"))
        {
            left = new Binary(Operation.Or, left, And());
        }

        return left;
    }

    private Node And()
    {
        Node left = Negation();
        while (Take("and"))
        {
            left = new Binary(Operation.And, left, Negation());
        }

        return left;
    }

    private Node Negation()
    {
        bool negated = false;
        while (Take("not"))
        {
            negated = !negated;
        }

        Node inner = Comparison();
        return negated ? new Not(inner) : inner;
    }

    private Node Comparison()
    {
        Node left = Sum();
        if (Take("in"))
        {
            return Membership(left);
        }

        if (Here.Kind != TokenKind.Sign || OperationOf(Here.Text) is not { } operation)
        {
            return left;
        }

        _at++;
        int offset = Here.Offset;
        Node right = WordOf(left) ?? Sum();
        CheckUnits(left, right, offset);
        return new Binary(operation, left, right);
    }

    private Node Membership(Node left)
    {
        Expect("{");
        Node? any = null;
        do
        {
            int offset = Here.Offset;
            Node right = WordOf(left) ?? Sum();
            CheckUnits(left, right, offset);
            Node equal = new Binary(Operation.Equal, left, right);
            any = any is null ? equal : new Binary(Operation.Or, any, equal);
        }
        while (TakeSign(","));

        Expect("}");
        return any;
    }

    private Node Sum()
    {
        Node left = Term();
        while (Here.Kind == TokenKind.Sign && Here.Text is "+" or "-")
        {
            Operation operation = Here.Text == "+" ? Operation.Add : Operation.Subtract;
            int offset = Here.Offset;
            _at++;
            Node right = Term();
            CheckUnits(left, right, offset);
            left = new Binary(operation, left, right);
        }

        return left;
    }

    private Node Term()
    {
        Token token = Here;
        _at++;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number(token, 1);
            case TokenKind.Sign when token.Text == "-" && Here.Kind == TokenKind.Number:
                Token number = Here;
                _at++;
                return Number(number, -1);
            case TokenKind.Sign when token.Text == "-":
                return new Negative(Term());
            case TokenKind.Sign when token.Text == "(":
                Node inner = Implies();
                Expect(")");
                return inner;
            case TokenKind.Name:
                return Named(token);
            default:
                throw Fail(token.Offset, $"A name, a number or '(' is expected here, not {Quote(token)}.");
        }
    }

    private Constant Number(Token token, int sign)
    {
        string unit = "count";
        if (TakeSign("%"))
        {
            unit = "%";
        }
        else if (Here.Kind == TokenKind.Name && !Words.Contains(Here.Text))
        {
            unit = Here.Text;
            _at++;
        }

        return Quantity.TryMake(sign * token.Number, unit, token.Text + " " + unit, out Quantity quantity,
            out string problem)
            ? new Constant(quantity.Value, quantity.Unit)
            : throw Fail(token.Offset, problem);
    }

    private Node Named(Token token)
    {
        switch (token.Text)
        {
            case "true":
                return new Constant(1, "bool");
            case "false":
                return new Constant(0, "bool");
            case "abs" or "rising" or "falling" or "held" or "within" or "valid":
                return Call(token);
        }

        if (Words.Contains(token.Text))
        {
            throw Fail(token.Offset, $"A name or a number is expected here, not '{token.Text}'.");
        }

        return Resolve(token);
    }

    private Node Call(Token token)
    {
        Expect("(");
        if (token.Text == "valid")
        {
            Token name = Here;
            _at++;
            Reading reading = Resolve(name);
            Expect(")");
            return new ValidCall(reading);
        }

        Node inner = Implies();
        long duration_ms = 0;
        if (token.Text is "held" or "within")
        {
            Expect(",");
            int offset = Here.Offset;
            duration_ms = Sum() is Constant { Unit: "ms" } constant && constant.Step(_names) >= 0
                ? constant.Step(_names)
                : throw Fail(offset, "A duration is expected here, for example '500 ms'.");
        }

        Expect(")");
        return token.Text switch
        {
            "abs" => new Absolute(inner),
            "rising" => new Edge(inner, rising: true),
            "falling" => new Edge(inner, rising: false),
            "held" => new Held(inner, duration_ms),
            _ => new Recently(inner, duration_ms),
        };
    }

    private Reading Resolve(Token token)
    {
        if (token.Kind == TokenKind.Name && _names.TryResolve(token.Text, out NamedValue value))
        {
            return new Reading(token.Text, value);
        }

        string near = Suggest.Nearest(token.Text, _names.Names);
        throw Fail(token.Offset, $"There is no input, output, state or boat value '{token.Text}'.{near}");
    }

    // device_state == running: the word belongs to the enumeration on the left, unless it is a name of its own.
    private Constant? WordOf(Node left)
    {
        if (left is not Reading reading || Here.Kind != TokenKind.Name || Here.Text is "true" or "false")
        {
            return null;
        }

        if (_names.TryWord(reading.Value.Handle, Here.Text, out long value))
        {
            _at++;
            return new Constant(value, reading.Value.Unit);
        }

        return null;
    }

    private void CheckUnits(Node left, Node right, int offset)
    {
        string a = UnitOf(left);
        string b = UnitOf(right);
        if (a.Length > 0 && b.Length > 0 && a != b)
        {
            throw Fail(offset, $"The left side is in {a}, the right side in {b}; write the same unit on both.");
        }
    }

    private static string UnitOf(Node node) => node switch
    {
        Constant constant => constant.Unit,
        Reading reading => reading.Value.Unit,
        _ => "",
    };

    private static Operation? OperationOf(string sign) => sign switch
    {
        "==" => Operation.Equal,
        "!=" => Operation.NotEqual,
        "<" => Operation.Less,
        "<=" => Operation.LessOrEqual,
        ">" => Operation.Greater,
        ">=" => Operation.GreaterOrEqual,
        _ => null,
    };

    private bool Take(string word)
    {
        bool found = Here.Kind == TokenKind.Name && Here.Text == word;
        _at += found ? 1 : 0;
        return found;
    }

    private bool TakeSign(string sign)
    {
        bool found = Here.Kind == TokenKind.Sign && Here.Text == sign;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Fail(Here.Offset, $"'{sign}' is expected here, not {Quote(Here)}.");
        }
    }

    private static string Quote(Token token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Text}'";

    private ScenarioException Fail(int offset, string message) => new(_line, _column + offset, message);
}
