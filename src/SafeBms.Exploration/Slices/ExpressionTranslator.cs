using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Turns expressions of the language into those of a slice.</summary>
internal sealed class ExpressionTranslator(FreeChoices choices)
{
    private readonly LinearComparison comparison = new(choices);

    /// <summary>A boolean, as if everything that it reads were valid.</summary>
    public SliceNode Bool(Expr expression, ISliceScope scope) => expression switch
    {
        Literal literal => new ConstantNode(literal.Value),
        ParameterRef parameter => new ConstantNode(choices.Parameter(parameter.Name)),
        Unary { Operator: UnaryOperator.Not } unary => SliceNode.Not(Bool(unary.Operand, scope)),
        Binary binary => BoolOf(binary, scope),
        Choose choose => SliceNode.Choose(
            Bool(choose.Condition, scope), Bool(choose.WhenTrue, scope), Bool(choose.WhenFalse, scope)),
        ElseDefault other => Else(other, scope),
        IsValid valid => Valid(valid.Operand, scope),
        IsNewSample sample => scope.InputName(sample.Input) is { Length: > 0 } input
            ? choices.NewSample(input) : choices.Bool(ExprText.Of(sample, scope, choices), SliceNode.True),
        UseInState state => scope.InStateOf(state),
        Fold => choices.Bool(ExprText.Of(expression, scope, choices), SliceNode.True),
        _ => scope.Resolve(expression) switch
        {
            TrackedMeaning tracked => tracked.Node,
            InlinedMeaning inlined => Bool(inlined.Expression, inlined.Scope),
            FreeMeaning free => choices.Bool(free.Key, free.Valid),
            _ => throw new SliceException($"{expression.Span}: a duration stands where a condition is expected"),
        },
    };

    /// <summary>Whether everything that an expression reads is valid.</summary>
    public SliceNode Valid(Expr expression, ISliceScope scope) => expression switch
    {
        Literal or ParameterRef or ElseDefault or IsValid or IsNewSample or AgeOf or UseInState => SliceNode.True,
        Unary unary => Valid(unary.Operand, scope),
        Binary binary => SliceNode.And(Valid(binary.Left, scope), Valid(binary.Right, scope)),
        Choose choose => SliceNode.And(
            Valid(choose.Condition, scope),
            SliceNode.And(Valid(choose.WhenTrue, scope), Valid(choose.WhenFalse, scope))),
        Fold fold => fold.Kind is FoldKind.Any or FoldKind.All or FoldKind.Count
            ? SliceNode.True : choices.Valid(ExprText.Of(fold, scope, choices)),
        _ => scope.Resolve(expression) switch
        {
            InlinedMeaning inlined => Valid(inlined.Expression, inlined.Scope),
            FreeMeaning free => free.Valid,
            _ => SliceNode.True,
        },
    };

    /// <summary>An integer that the slice knows exactly, or null.</summary>
    public SliceNode? Int(Expr expression, ISliceScope scope)
    {
        switch (expression)
        {
            case Literal literal:
                return new ConstantNode(literal.Value);
            case ParameterRef parameter:
                return new ConstantNode(choices.Parameter(parameter.Name));
            case Unary { Operator: UnaryOperator.Negate } unary:
                return Int(unary.Operand, scope) is { } operand
                    ? SliceNode.Combine(SliceOperator.Subtract, new ConstantNode(0), operand) : null;
            case Unary { Operator: UnaryOperator.Abs } unary:
                return Int(unary.Operand, scope) is { } size
                    ? SliceNode.Combine(SliceOperator.Absolute, size, new ConstantNode(0)) : null;
            case Binary binary when Arithmetic(binary.Operator) is { } operation:
                return Int(binary.Left, scope) is { } left && Int(binary.Right, scope) is { } right
                    ? SliceNode.Combine(operation, left, right) : null;
            case Choose choose:
                return Int(choose.WhenTrue, scope) is { } whenTrue && Int(choose.WhenFalse, scope) is { } whenFalse
                    ? SliceNode.Choose(Bool(choose.Condition, scope), whenTrue, whenFalse) : null;
            case Binary or Unary or Fold or AgeOf or ElseDefault:
                return null;
            default:
                return scope.Resolve(expression) switch
                {
                    TrackedMeaning tracked => tracked.Node,
                    InlinedMeaning inlined => Int(inlined.Expression, inlined.Scope),
                    _ => null,
                };
        }
    }

    /// <summary>A constant, such as the duration of a temporal call.</summary>
    public long Constant(Expr expression, ISliceScope scope) =>
        Int(expression, scope) is ConstantNode constant
            ? constant.Value
            : throw new SliceException($"{expression.Span}: this duration is not a constant");

    private SliceNode Else(ElseDefault other, ISliceScope scope)
    {
        SliceNode valid = Valid(other.Operand, scope);
        SliceNode value = Bool(other.Operand, scope);
        return other.WhenInvalid ? SliceNode.Or(SliceNode.Not(valid), value) : SliceNode.And(valid, value);
    }

    private SliceNode BoolOf(Binary binary, ISliceScope scope) => binary.Operator switch
    {
        BinaryOperator.And => SliceNode.And(Bool(binary.Left, scope), Bool(binary.Right, scope)),
        BinaryOperator.Or => SliceNode.Or(Bool(binary.Left, scope), Bool(binary.Right, scope)),
        BinaryOperator.Implies => SliceNode.Or(SliceNode.Not(Bool(binary.Left, scope)), Bool(binary.Right, scope)),
        _ when binary.Left.Type.Kind == ValueKind.Bool => SliceNode.Combine(
            binary.Operator == BinaryOperator.Equal ? SliceOperator.Equal : SliceOperator.NotEqual,
            Bool(binary.Left, scope),
            Bool(binary.Right, scope)),
        _ => Compare(binary.Operator, (binary.Left, scope), (binary.Right, scope)),
    };

    private SliceNode Compare(
        BinaryOperator operation, (Expr Expr, ISliceScope Scope) left, (Expr Expr, ISliceScope Scope) right)
    {
        left = Peel(left);
        right = Peel(right);
        if (Int(left.Expr, left.Scope) is { } a && Int(right.Expr, right.Scope) is { } b)
        {
            return CompareKnown(operation, a, b);
        }

        if (left.Expr is Choose choose)
        {
            return SliceNode.Choose(
                Bool(choose.Condition, left.Scope),
                Compare(operation, (choose.WhenTrue, left.Scope), right),
                Compare(operation, (choose.WhenFalse, left.Scope), right));
        }

        if (right.Expr is Choose)
        {
            return Compare(Mirror(operation), right, left);
        }

        return comparison.Translate(operation, left, right, Valid);
    }

    // A name that stands for an expression is replaced by it.
    private static (Expr Expr, ISliceScope Scope) Peel((Expr Expr, ISliceScope Scope) side)
    {
        while (side.Expr is UseRef or DefineRef or OwnOutputRef or OutputRef
            && side.Scope.Resolve(side.Expr) is InlinedMeaning inlined)
        {
            side = (inlined.Expression, inlined.Scope);
        }

        return side;
    }

    private static SliceNode CompareKnown(BinaryOperator operation, SliceNode a, SliceNode b) => operation switch
    {
        BinaryOperator.Equal => SliceNode.Combine(SliceOperator.Equal, a, b),
        BinaryOperator.NotEqual => SliceNode.Combine(SliceOperator.NotEqual, a, b),
        BinaryOperator.Less => SliceNode.Combine(SliceOperator.Less, a, b),
        BinaryOperator.LessOrEqual => SliceNode.Combine(SliceOperator.LessOrEqual, a, b),
        BinaryOperator.Greater => SliceNode.Combine(SliceOperator.Less, b, a),
        _ => SliceNode.Combine(SliceOperator.LessOrEqual, b, a),
    };

    private static SliceOperator? Arithmetic(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => SliceOperator.Add,
        BinaryOperator.Subtract => SliceOperator.Subtract,
        BinaryOperator.Multiply => SliceOperator.Multiply,
        BinaryOperator.Min => SliceOperator.Min,
        BinaryOperator.Max => SliceOperator.Max,
        _ => null,
    };

    private static BinaryOperator Mirror(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => operation,
    };
}
