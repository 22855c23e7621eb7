using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit.Probes;

/// <summary>A boolean expression of a machine whose conditions are watched.</summary>
/// <param name="Id">Number over all machines.</param>
/// <param name="Place">Where it stands, in the words of the specification: <c>Open -> Check #1</c>,
/// <c>lead_done</c>.</param>
/// <param name="Expression">The expression; an element of its machine.</param>
/// <param name="Conditions">What it is made of, without boolean operators; bit i of a mask. The same condition at two
/// places is one. The validity that an <c>else</c> asks for is a condition.</param>
/// <param name="Function">The outcome as a function of the conditions.</param>
public sealed record Decision(
    int Id, string Place, Expr Expression, EquatableArray<Expr> Conditions, Logic Function)
{
    /// <summary>More conditions than this do not fit into a mask with the outcome.</summary>
    internal const int Conditions_max = 62;

    /// <summary>The decision that an expression is.</summary>
    public static Decision Of(int id, string place, Expr expression)
    {
        List<Expr> conditions = [];
        Logic function = Build(expression, conditions);
        return conditions.Count <= Conditions_max
            ? new Decision(id, place, expression, new(conditions), function)
            : throw new NotSupportedException(
                $"{expression.Span}: more than {Conditions_max} conditions in one expression cannot be watched");
    }

    private static Logic Build(Expr expression, List<Expr> conditions) => expression switch
    {
        Literal literal => new Always(literal.Value != 0),
        Unary { Operator: UnaryOperator.Not } not => new Not(Build(not.Operand, conditions)),
        Binary { Operator: BinaryOperator.And } and =>
            new Both(Build(and.Left, conditions), Build(and.Right, conditions)),
        Binary { Operator: BinaryOperator.Or } or =>
            new Either(Build(or.Left, conditions), Build(or.Right, conditions)),
        Binary { Operator: BinaryOperator.Implies } implies =>
            new Either(new Not(Build(implies.Left, conditions)), Build(implies.Right, conditions)),
        Choose choose => Chosen(choose, conditions),
        ElseDefault otherwise => new Guarded(
            Valid(otherwise, conditions), Build(otherwise.Operand, conditions), otherwise.WhenInvalid),
        _ => new Atom(Condition(expression, conditions)),
    };

    private static Either Chosen(Choose choose, List<Expr> conditions)
    {
        Logic condition = Build(choose.Condition, conditions);
        return new Either(
            new Both(condition, Build(choose.WhenTrue, conditions)),
            new Both(new Not(condition), Build(choose.WhenFalse, conditions)));
    }

    // What reads the same values is valid together, whatever it does with them.
    private static int Valid(ElseDefault otherwise, List<Expr> conditions)
    {
        List<Expr> reads = Reads(otherwise.Operand);
        int known = conditions.FindIndex(other => other is IsValid valid && Reads(valid.Operand).SequenceEqual(reads));
        Expr operand = otherwise.Operand;
        return known >= 0 ? known : Condition(new IsValid(operand, ExprType.Bool, operand.Span), conditions);
    }

    private static List<Expr> Reads(Expr expression) => [.. UsedReferences.Walk(expression)
        .Where(part => part is UseRef or MemberRef or DefineRef or DetectorRef or OwnOutputRef or PreviousOutputRef)
        .Select(Canonical.WithoutPlaces).Distinct().OrderBy(part => part.ToString(), StringComparer.Ordinal)];

    private static int Condition(Expr expression, List<Expr> conditions)
    {
        Expr plain = Canonical.WithoutPlaces(expression);
        int known = conditions.FindIndex(other => Canonical.WithoutPlaces(other).Equals(plain));
        if (known < 0)
        {
            known = conditions.Count;
            conditions.Add(expression);
        }

        return known;
    }
}
