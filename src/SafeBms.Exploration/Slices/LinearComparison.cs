using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Comparisons over analogue values and clocks: a linear expression against a constant.</summary>
internal sealed class LinearComparison(FreeChoices choices)
{
    private delegate SliceNode Threshold(long threshold);

    /// <summary>Translates <c>left operation right</c>. What is not linear becomes one free boolean: its own key keeps
    /// equal ones equal.</summary>
    public SliceNode Translate(
        BinaryOperator operation,
        (Expr Expr, ISliceScope Scope) left,
        (Expr Expr, ISliceScope Scope) right,
        Func<Expr, ISliceScope, SliceNode> valid)
    {
        SliceNode isValid = SliceNode.And(valid(left.Expr, left.Scope), valid(right.Expr, right.Scope));
        Linear rightSide = Read(right.Expr, right.Scope);
        if (left.Expr is Unary { Operator: UnaryOperator.Abs } size && rightSide.Parts.Count == 0)
        {
            Linear inner = Read(size.Operand, left.Scope);
            return CompareSize(operation, inner, rightSide.Constant, isValid);
        }

        Linear difference = Read(left.Expr, left.Scope).Plus(rightSide, -1);
        return Compare(operation, difference, isValid);
    }

    // |x| >= k is x >= k or -x >= k; the others follow.
    private SliceNode CompareSize(BinaryOperator operation, Linear inner, long constant, SliceNode valid)
    {
        SliceNode AtLeast(long k) => k <= 0
            ? SliceNode.True
            : SliceNode.Or(
                Compare(BinaryOperator.GreaterOrEqual, inner.PlusConstant(-k), valid),
                Compare(BinaryOperator.LessOrEqual, inner.PlusConstant(k), valid));
        return ByThreshold(operation, constant, AtLeast);
    }

    private SliceNode Compare(BinaryOperator operation, Linear difference, SliceNode valid)
    {
        if (difference.Parts.Count == 0)
        {
            return ByThreshold(operation, 0, threshold => difference.Constant >= threshold ? SliceNode.True
                : SliceNode.False);
        }

        if (difference.Parts.Values.Any(part => part.Meaning is ClockMeaning))
        {
            return CompareClock(operation, difference);
        }

        long divisor = difference.Parts.Values.Select(part => Math.Abs(part.Factor)).Aggregate(Gcd);
        if (difference.Parts.Values.First().Factor < 0)
        {
            divisor = -divisor;
            operation = Mirror(operation);
        }

        // factor * x + constant >= 0 with factor > 0 after division: x >= ceil(-constant / divisor).
        Linear term = difference.DividedBy(divisor);
        long size = Math.Abs(divisor);
        long bound = divisor > 0 ? -difference.Constant : difference.Constant;
        return ByRational(operation, bound, size, threshold => OnTerm(term, threshold, valid));
    }

    private SliceNode OnTerm(Linear term, long threshold, SliceNode valid)
    {
        if (term.Parts.Count == 1 && term.Parts.Values.First().Meaning is FreeMeaning single)
        {
            if (threshold <= single.Type.Min || threshold > single.Type.Max)
            {
                return threshold <= single.Type.Min ? SliceNode.True : SliceNode.False;
            }
        }

        return choices.AtLeast(term.Text, valid, threshold);
    }

    private SliceNode CompareClock(BinaryOperator operation, Linear difference)
    {
        LinearPart part = difference.Parts.Values.First();
        if (difference.Parts.Count > 1 || Math.Abs(part.Factor) != 1 || part.Meaning is not ClockMeaning clock)
        {
            // A relation between clocks is left free.
            return choices.Bool($"{difference.Text} {operation} {difference.Constant}", SliceNode.True);
        }

        BinaryOperator seen = part.Factor < 0 ? Mirror(operation) : operation;
        return ByThreshold(seen, part.Factor < 0 ? difference.Constant : -difference.Constant, AtLeast);

        SliceNode AtLeast(long threshold)
        {
            SliceNode reached = clock.Clock.AtLeast(threshold);
            return clock.Clock.IsLowerBound && reached is not ConstantNode
                ? SliceNode.Or(reached, choices.Bool($"{clock.Clock.Name} stood at {threshold}", SliceNode.True))
                : reached;
        }
    }

    private static SliceNode ByThreshold(BinaryOperator operation, long bound, Threshold atLeast) =>
        ByRational(operation, bound, 1, atLeast);

    // x operation bound / size, for whole x and size > 0.
    private static SliceNode ByRational(BinaryOperator operation, long bound, long size, Threshold atLeast)
    {
        long ceiling = -FloorDivide(-bound, size);
        long above = FloorDivide(bound, size) + 1;
        return operation switch
        {
            BinaryOperator.GreaterOrEqual => atLeast(ceiling),
            BinaryOperator.Greater => atLeast(above),
            BinaryOperator.Less => SliceNode.Not(atLeast(ceiling)),
            BinaryOperator.LessOrEqual => SliceNode.Not(atLeast(above)),
            BinaryOperator.Equal => SliceNode.And(atLeast(ceiling), SliceNode.Not(atLeast(above))),
            _ => SliceNode.Or(SliceNode.Not(atLeast(ceiling)), atLeast(above)),
        };
    }

    private static long FloorDivide(long value, long divisor) =>
        (value / divisor) - (value % divisor != 0 && (value < 0) != (divisor < 0) ? 1 : 0);

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);

    private static BinaryOperator Mirror(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => operation,
    };

    private Linear Read(Expr expression, ISliceScope scope)
    {
        switch (expression)
        {
            case Literal literal:
                return Linear.Of(literal.Value);
            case ParameterRef parameter:
                return Linear.Of(choices.Parameter(parameter.Name));
            case Unary { Operator: UnaryOperator.Negate } unary:
                return Linear.Of(0).Plus(Read(unary.Operand, scope), -1);
            case Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum:
                int sign = sum.Operator == BinaryOperator.Add ? 1 : -1;
                return Read(sum.Left, scope).Plus(Read(sum.Right, scope), sign);
            case Binary { Operator: BinaryOperator.Multiply } product:
                Linear a = Read(product.Left, scope);
                Linear b = Read(product.Right, scope);
                return b.Parts.Count == 0 ? Linear.Of(0).Plus(a, b.Constant)
                    : a.Parts.Count == 0 ? Linear.Of(0).Plus(b, a.Constant)
                    : Whole(expression, scope);
            case Choose choose when choose.Condition is not null && Fixed(choose.Condition, scope) is { } condition:
                return Read(condition ? choose.WhenTrue : choose.WhenFalse, scope);
            case Unary or Binary or Choose or Fold or AgeOf:
                return Whole(expression, scope);
        }

        return scope.Resolve(expression) switch
        {
            InlinedMeaning inlined => Read(inlined.Expression, inlined.Scope),
            TrackedMeaning { Node: ConstantNode constant } => Linear.Of(constant.Value),
            FreeMeaning free => Linear.Of(free.Key, free),
            ClockMeaning clock => Linear.Of(clock.Clock.Name, clock),
            _ => Whole(expression, scope),
        };
    }

    // choose(series_cells == 4, ...) is decided by parameters.
    private bool? Fixed(Expr condition, ISliceScope scope) => condition is Binary
        { Left: ParameterRef or Literal, Right: ParameterRef or Literal }
        && new ExpressionTranslator(choices).Bool(condition, scope) is ConstantNode constant
            ? constant.Value != 0 : null;

    private Linear Whole(Expr expression, ISliceScope scope)
    {
        string text = ExprText.Of(expression, scope, choices);
        return Linear.Of(text, new FreeMeaning(text, expression.Type, SliceNode.True));
    }

    private sealed record LinearPart(long Factor, Meaning Meaning);

    /// <summary>Sum of factors times free values, plus a constant.</summary>
    private sealed class Linear
    {
        public long Constant { get; private init; }

        public SortedDictionary<string, LinearPart> Parts { get; } = new(StringComparer.Ordinal);

        public string Text => string.Join(" + ", Parts.Select(part => part.Value.Factor == 1
            ? part.Key : string.Create(CultureInfo.InvariantCulture, $"{part.Value.Factor} * {part.Key}")));

        public static Linear Of(long constant) => new() { Constant = constant };

        public static Linear Of(string key, Meaning meaning)
        {
            Linear linear = new();
            linear.Parts.Add(key, new LinearPart(1, meaning));
            return linear;
        }

        public Linear PlusConstant(long constant) => Plus(Of(constant), 1);

        public Linear Plus(Linear other, long factor)
        {
            Linear sum = new() { Constant = Constant + (other.Constant * factor) };
            foreach ((string key, LinearPart part) in Parts)
            {
                sum.Parts.Add(key, part);
            }

            foreach ((string key, LinearPart part) in other.Parts)
            {
                long total = (sum.Parts.GetValueOrDefault(key)?.Factor ?? 0) + (part.Factor * factor);
                sum.Parts.Remove(key);
                if (total != 0)
                {
                    sum.Parts.Add(key, part with { Factor = total });
                }
            }

            return sum;
        }

        public Linear DividedBy(long divisor)
        {
            Linear result = new();
            foreach ((string key, LinearPart part) in Parts)
            {
                result.Parts.Add(key, part with { Factor = part.Factor / divisor });
            }

            return result;
        }
    }
}
