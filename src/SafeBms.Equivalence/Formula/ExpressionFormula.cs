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
            BinaryOperator.Add => Word(binary, pool.Add(a, b), pool.And(left.Valid, right.Valid)),
            BinaryOperator.Subtract => Word(binary, pool.Subtract(a, b), pool.And(left.Valid, right.Valid)),
            BinaryOperator.Multiply => Word(binary, pool.Multiply(a, b), pool.And(left.Valid, right.Valid)),
            BinaryOperator.Min => facts.Min(a, b),
            BinaryOperator.Max => facts.Max(a, b),
            _ => throw new NotSupportedException($"{binary.Span}: operator {binary.Operator}"),
        };
        return new ModelValue(number, pool.And(left.Valid, right.Valid));
    }

    // Where it is valid, a result lies in its interval; the interval fits a word, so that the word is the result. That
    // it lies there is claimed wherever intervals do not show it.
    private Term Word(Binary binary, Term exact, Term valid)
    {
        ExprType[] types = [binary.Type, binary.Left.Type, binary.Right.Type];
        bool isInt = types.All(type => type.Min >= int.MinValue && type.Max <= int.MaxValue);
        (long min, long max) = isInt ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        if (facts.Fits(exact, min, max))
        {
            return exact;
        }

        facts.Claim($"{binary.Span}: interval", pool.Implies(valid, pool.And(
            facts.AtMost(pool.Int(min), exact), facts.AtMost(exact, pool.Int(max)))));
        return facts.Wrap(exact, min, max);
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
            _ => new ModelValue(pool.Int(Neutral(fold)), pool.False),
        };
        CheckSum(fold, members.Count);
        for (int index = 0; index < members.Count; index++)
        {
            Term exists = facts.Less(pool.Int(index), count);
            variables[fold.Variable] = (members[index], fold.Source);
            ModelValue one = Of(fold.Body);
            ModelValue next = Step(fold, result, one);
            result = new ModelValue(
                pool.Choose(exists, next.Number, result.Number), pool.Choose(exists, next.Valid, result.Valid));
            if (fold.Kind == FoldKind.Sum)
            {
                facts.Claim($"{fold.Span}: range of a member", pool.Implies(one.Valid, IsWithin(fold.Body.Type, one)));
            }
        }

        variables.Remove(fold.Variable);
        if (hadVariable)
        {
            variables[fold.Variable] = shadowed;
        }

        return result;
    }

    private ModelValue Step(Fold fold, ModelValue before, ModelValue one) => fold.Kind switch
    {
        FoldKind.Any => Always(pool.Or(before.Number, one.Number)),
        FoldKind.All => Always(pool.And(before.Number, one.Number)),
        FoldKind.Count => Always(pool.Add(before.Number, pool.ToInt(one.Number))),
        FoldKind.Sum => new ModelValue(
            Word(fold, pool.Add(before.Number, one.Number)), pool.And(before.Valid, one.Valid)),
        _ => Extreme(fold, before, one),
    };

    private static bool IsInt(Fold fold) => fold.Type.Min >= int.MinValue && fold.Type.Max <= int.MaxValue;

    private Term IsWithin(ExprType type, ModelValue value) => pool.And(
        facts.AtMost(pool.Int(type.Min), value.Number), facts.AtMost(value.Number, pool.Int(type.Max)));

    // While all members are valid their sum fits a word, so that the word is the sum; else the sum means nothing.
    private static void CheckSum(Fold fold, int capacity)
    {
        (Int128 min, Int128 max) = ((Int128)capacity * fold.Body.Type.Min, (Int128)capacity * fold.Body.Type.Max);
        bool fits = IsInt(fold)
            ? min >= int.MinValue && max <= int.MaxValue
            : min >= long.MinValue && max <= long.MaxValue;
        if (fold.Kind == FoldKind.Sum && !fits)
        {
            throw new NotSupportedException($"{fold.Span}: the sum of {capacity} members can leave a word");
        }
    }

    private Term Word(Fold fold, Term exact) => IsInt(fold)
        ? facts.Wrap(exact, int.MinValue, int.MaxValue)
        : facts.Wrap(exact, long.MinValue, long.MaxValue);

    /// <summary>What a fold starts with. Where no member is valid the value of <c>min</c> and <c>max</c> means nothing:
    /// it starts beyond every value that a member can have, so that the first valid one replaces it.</summary>
    public static long Neutral(Fold fold) => fold.Kind switch
    {
        FoldKind.Max => IsInt(fold) ? int.MinValue : long.MinValue,
        FoldKind.Min => IsInt(fold) ? int.MaxValue : long.MaxValue,
        _ => 0,
    };

    private ModelValue Extreme(Fold fold, ModelValue before, ModelValue one)
    {
        (long min, long max) = facts.Bounds(one.Number);
        long neutral = Neutral(fold);
        if (fold.Kind == FoldKind.Max ? min < neutral : max > neutral)
        {
            throw new NotSupportedException($"{fold.Span}: a member can lie beyond {neutral}");
        }

        Term better = fold.Kind == FoldKind.Min
            ? facts.Min(before.Number, one.Number)
            : facts.Max(before.Number, one.Number);
        return new ModelValue(
            pool.Choose(one.Valid, better, before.Number), pool.Or(before.Valid, one.Valid));
    }
}
