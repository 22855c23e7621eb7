using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>Expressions of the language as terms, rule by rule of docs/language; folds member by member.</summary>
internal sealed class ExpressionFormula(Facts facts, Border border, IReadings readings)
{
    private readonly TermPool pool = facts.Pool;
    private readonly Dictionary<string, (Member Member, FoldSource Source)> variables = new(StringComparer.Ordinal);

    /// <summary>Makes a fold variable (<c>member</c> of an instanced machine) known.</summary>
    public void Bind(string variable, Member member, FoldSource source) => variables[variable] = (member, source);

    /// <summary>Value and validity.</summary>
    public ModelValue Of(Expr expression) => expression switch
    {
        Literal literal => Always(Constant(literal.Type, literal.Value)),
        ParameterRef parameter => Always(border.Parameter(parameter.Name)),
        MemberRef member => OfMember(member),
        Unary unary => OfUnary(unary),
        Binary binary => OfBinary(binary),
        Choose choose => OfChoose(choose),
        ElseDefault otherwise => OfElse(otherwise),
        IsValid valid => Always(Of(valid.Operand).Valid),
        IsNewSample sample => Always(Input(sample.Input).IsNew),
        AgeOf age => Always(Input(age.Input).Age),
        Fold fold => OfFold(fold),
        _ => readings.Find(expression),
    };

    /// <summary>Something that is always valid.</summary>
    public Term Value(Expr expression) => Of(expression).Number;

    /// <summary>An input by its reference.</summary>
    public InputView Input(Expr expression) => expression is MemberRef member
        ? variables[member.Variable].Member.Inputs[member.Field]
        : readings.Input(expression);

    /// <summary>A value of a type as a term.</summary>
    public Term Constant(ExprType type, long value) =>
        type.Kind == ValueKind.Bool ? pool.Bool(value != 0) : pool.Int(value);

    /// <summary>An input as a value of its type.</summary>
    public ModelValue Typed(InputView input, ExprType type) => new(
        type.Kind == ValueKind.Bool ? pool.Not(pool.Equal(input.Value, pool.Int(0))) : input.Value, input.Valid);

    private ModelValue Always(Term number) => new(number, pool.True);

    private ModelValue OfMember(MemberRef reference)
    {
        (Member member, FoldSource source) = variables[reference.Variable];
        return source.Kind == FoldSourceKind.Group
            ? Typed(member.Inputs[reference.Field], reference.Type)
            : member.Outputs[reference.Field];
    }

    private ModelValue OfUnary(Unary unary)
    {
        ModelValue operand = Of(unary.Operand);
        Term number = unary.Operator switch
        {
            UnaryOperator.Not => pool.Not(operand.Number),
            UnaryOperator.Negate => pool.Negate(operand.Number),
            _ => facts.Abs(operand.Number),
        };
        return operand with { Number = number };
    }

    private ModelValue OfBinary(Binary binary)
    {
        ModelValue left = Of(binary.Left);
        ModelValue right = Of(binary.Right);
        (Term a, Term b) = (left.Number, right.Number);
        Term number = binary.Operator switch
        {
            BinaryOperator.And => pool.And(a, b),
            BinaryOperator.Or => pool.Or(a, b),
            BinaryOperator.Implies => pool.Implies(a, b),
            BinaryOperator.Equal => facts.Equal(a, b),
            BinaryOperator.NotEqual => pool.Not(facts.Equal(a, b)),
            BinaryOperator.Less => facts.Less(a, b),
            BinaryOperator.LessOrEqual => facts.AtMost(a, b),
            BinaryOperator.Greater => facts.Less(b, a),
            BinaryOperator.GreaterOrEqual => facts.AtMost(b, a),
            BinaryOperator.Add => pool.Add(a, b),
            BinaryOperator.Subtract => pool.Subtract(a, b),
            BinaryOperator.Multiply => pool.Multiply(a, b),
            BinaryOperator.Min => facts.Min(a, b),
            BinaryOperator.Max => facts.Max(a, b),
            _ => throw new NotSupportedException($"{binary.Span}: operator {binary.Operator}"),
        };
        return new ModelValue(number, pool.And(left.Valid, right.Valid));
    }

    // ok(choose) asks for everything that it reads, whichever branch is taken.
    private ModelValue OfChoose(Choose choose)
    {
        ModelValue condition = Of(choose.Condition);
        ModelValue yes = Of(choose.WhenTrue);
        ModelValue no = Of(choose.WhenFalse);
        return new ModelValue(
            pool.Choose(condition.Number, yes.Number, no.Number),
            pool.And([condition.Valid, yes.Valid, no.Valid]));
    }

    private ModelValue OfElse(ElseDefault otherwise)
    {
        ModelValue operand = Of(otherwise.Operand);
        return Always(pool.Choose(operand.Valid, operand.Number, pool.Bool(otherwise.WhenInvalid)));
    }

    private ModelValue OfFold(Fold fold)
    {
        IReadOnlyList<Member> members;
        if (fold.Source.Outer.Length > 0)
        {
            Member owner = variables[fold.Source.Outer].Member;
            if (owner.Folds.TryGetValue(FoldKey.Of(fold), out ModelValue known))
            {
                return known;
            }

            members = owner.Groups[fold.Source.Name];
        }
        else
        {
            members = readings.Members(fold.Source);
        }

        return Over(fold, members);
    }

    /// <summary>A fold over these members, of which the configured ones count.</summary>
    public ModelValue Over(Fold fold, IReadOnlyList<Member> members)
    {
        Term count = border.Configured(fold.Source);
        bool hadVariable = variables.TryGetValue(fold.Variable, out (Member, FoldSource) shadowed);
        ModelValue result = fold.Kind switch
        {
            FoldKind.Any => Always(pool.False),
            FoldKind.All or FoldKind.Sum => new ModelValue(
                fold.Kind == FoldKind.All ? pool.True : pool.Int(0), pool.True),
            FoldKind.Count => Always(pool.Int(0)),
            _ => new ModelValue(pool.Int(0), pool.False),
        };
        for (int index = 0; index < members.Count; index++)
        {
            Term exists = facts.Less(pool.Int(index), count);
            variables[fold.Variable] = (members[index], fold.Source);
            ModelValue next = Step(fold.Kind, result, Of(fold.Body));
            result = new ModelValue(
                pool.Choose(exists, next.Number, result.Number), pool.Choose(exists, next.Valid, result.Valid));
        }

        variables.Remove(fold.Variable);
        if (hadVariable)
        {
            variables[fold.Variable] = shadowed;
        }

        return result;
    }

    private ModelValue Step(FoldKind kind, ModelValue before, ModelValue one) => kind switch
    {
        FoldKind.Any => Always(pool.Or(before.Number, one.Number)),
        FoldKind.All => Always(pool.And(before.Number, one.Number)),
        FoldKind.Count => Always(pool.Add(before.Number, pool.ToInt(one.Number))),
        FoldKind.Sum => new ModelValue(pool.Add(before.Number, one.Number), pool.And(before.Valid, one.Valid)),
        _ => Extreme(kind, before, one),
    };

    private ModelValue Extreme(FoldKind kind, ModelValue before, ModelValue one)
    {
        Term better = kind == FoldKind.Min
            ? facts.Min(before.Number, one.Number)
            : facts.Max(before.Number, one.Number);
        Term first = pool.Choose(before.Valid, better, one.Number);
        return new ModelValue(
            pool.Choose(one.Valid, first, before.Number), pool.Or(before.Valid, one.Valid));
    }
}
