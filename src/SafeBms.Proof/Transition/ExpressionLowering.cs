using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Turns bound expressions into terms. The meaning is that of the language page, rule by rule.</summary>
internal sealed class ExpressionLowering(TermPool pool, SystemFrame frame, IScanScope scope)
{
    private readonly Stack<FoldVariable> foldVariables = new();

    private sealed record FoldVariable(string Name, FoldSource Source, FoldKind Kind);

    /// <summary>The value and validity of an expression.</summary>
    public ScanValue Lower(Expr expression) => expression switch
    {
        Literal literal => Always(literal.Type.Kind == ValueKind.Bool
            ? pool.Bool(literal.Value != 0) : pool.Int(literal.Value)),
        ParameterRef parameter => Always(frame.Parameter(parameter.Name)),
        MemberRef member => frame.Folds.Member(SourceOf(member), member.Field, member.Type).Value,
        Unary unary => LowerUnary(unary),
        Binary binary => LowerBinary(binary),
        Choose choose => LowerChoose(choose),
        ElseDefault otherwise => LowerElse(otherwise),
        IsValid valid => Always(Lower(valid.Operand).Valid),
        IsNewSample sample => Always(Input(sample.Input).IsNew),
        AgeOf age => Always(Input(age.Input).Age),
        Fold fold => LowerFold(fold),
        _ => scope.Find(expression),
    };

    /// <summary>A condition that is always valid.</summary>
    public Term Condition(Expr expression) => pool.ToBool(Lower(expression).Number);

    /// <summary>A number that is always valid.</summary>
    public Term Number(Expr expression) => pool.ToInt(Lower(expression).Number);

    /// <summary>The input that an expression names.</summary>
    public InputTerms Input(Expr expression) => expression is MemberRef member
        ? frame.Folds.Member(SourceOf(member), member.Field, member.Type)
        : scope.FindInput(expression);

    private ScanValue Always(Term number) => new(number, pool.True);

    private ScanValue LowerUnary(Unary unary)
    {
        ScanValue value = Lower(unary.Operand);
        Term number = unary.Operator switch
        {
            UnaryOperator.Not => pool.Not(pool.ToBool(value.Number)),
            UnaryOperator.Negate => pool.Negate(value.Number),
            UnaryOperator.Abs => pool.Abs(value.Number),
            _ => throw new NotSupportedException($"{unary.Span}: operator {unary.Operator}"),
        };
        return value with { Number = number };
    }

    private ScanValue LowerBinary(Binary binary)
    {
        ScanValue left = Lower(binary.Left);
        ScanValue right = Lower(binary.Right);
        return new ScanValue(Combine(binary, left.Number, right.Number), pool.And(left.Valid, right.Valid));
    }

    private Term Combine(Binary binary, Term a, Term b) => binary.Operator switch
    {
        BinaryOperator.And => pool.And(pool.ToBool(a), pool.ToBool(b)),
        BinaryOperator.Or => pool.Or(pool.ToBool(a), pool.ToBool(b)),
        BinaryOperator.Implies => pool.Implies(pool.ToBool(a), pool.ToBool(b)),
        BinaryOperator.Equal => pool.Equal(a, b),
        BinaryOperator.NotEqual => pool.Not(pool.Equal(a, b)),
        BinaryOperator.Less => pool.Less(a, b),
        BinaryOperator.LessOrEqual => pool.AtMost(a, b),
        BinaryOperator.Greater => pool.Greater(a, b),
        BinaryOperator.GreaterOrEqual => pool.AtLeast(a, b),
        BinaryOperator.Add => pool.Add(a, b),
        BinaryOperator.Subtract => pool.Subtract(a, b),
        BinaryOperator.Multiply => Multiply(a, b),
        BinaryOperator.Min => pool.Min(a, b),
        BinaryOperator.Max => pool.Max(a, b),
        _ => throw new NotSupportedException($"{binary.Span}: operator {binary.Operator}"),
    };

    // A choice between constants times something stays linear.
    private Term Multiply(Term a, Term b)
    {
        if (b.Operation == Operation.Choose)
        {
            (a, b) = (b, a);
        }

        return a.Operation == Operation.Choose && a.OperandArray[1].IsConstant && a.OperandArray[2].IsConstant
            ? pool.Choose(
                a.OperandArray[0], pool.Multiply(a.OperandArray[1], b), pool.Multiply(a.OperandArray[2], b))
            : pool.Multiply(a, b);
    }

    private ScanValue LowerChoose(Choose choose)
    {
        ScanValue condition = Lower(choose.Condition);
        ScanValue whenTrue = Lower(choose.WhenTrue);
        ScanValue whenFalse = Lower(choose.WhenFalse);
        return new ScanValue(
            pool.Choose(pool.ToBool(condition.Number), whenTrue.Number, whenFalse.Number),
            pool.And([condition.Valid, whenTrue.Valid, whenFalse.Valid]));
    }

    private ScanValue LowerElse(ElseDefault otherwise)
    {
        ScanValue value = Lower(otherwise.Operand);
        Term number = pool.ToBool(value.Number);
        return Always(otherwise.WhenInvalid
            ? pool.Or(pool.Not(value.Valid), number) : pool.And(value.Valid, number));
    }

    private FoldSource SourceOf(MemberRef member)
    {
        foreach (FoldVariable variable in foldVariables)
        {
            if (variable.Name == member.Variable)
            {
                return variable.Source;
            }
        }

        throw new NotSupportedException($"{member.Span}: '{member.Variable}' is no member of a fold");
    }

    private ScanValue LowerFold(Fold fold)
    {
        // A fold inside of a fold of the same kind runs over the pairs: any of any, largest of largest, all of
        // (something and all). The binder knows no members without inner members, so nothing is lost.
        bool flattened = foldVariables.Count > 0 && foldVariables.Peek().Kind == fold.Kind
            && fold.Kind is FoldKind.Any or FoldKind.All or FoldKind.Min or FoldKind.Max or FoldKind.Sum;
        if (foldVariables.Count > 0 && !flattened)
        {
            throw new NotSupportedException($"{fold.Span}: a fold inside of another kind of fold");
        }

        foldVariables.Push(new FoldVariable(fold.Variable, fold.Source, fold.Kind));
        ScanValue body = Lower(fold.Body);
        foldVariables.Pop();
        return flattened ? body : frame.Folds.Result(fold, body);
    }
}
