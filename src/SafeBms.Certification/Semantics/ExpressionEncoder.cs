using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>What the names of a machine, or of the properties, mean at one point of a scan.</summary>
internal interface INames
{
    /// <summary>First part of the names of shared terms.</summary>
    string Purpose { get; }

    /// <summary>The value of a reference by name.</summary>
    Meaning Find(Expr reference);

    /// <summary>The input that a reference leads to; null if it is something else.</summary>
    InputNames? FindInput(Expr reference);
}

/// <summary>Turns bound expressions into terms: sections 3 of the language page and its pages on validity and
/// folds.</summary>
internal sealed partial class ExpressionEncoder(SystemContext context, INames names)
{
    private ScanBuilder Builder => context.Builder;

    /// <summary>A name for the term, except in the body of a fold, which is instantiated as a whole.</summary>
    private Term Shared(Term term) => IsInFold ? term : Builder.Share(names.Purpose, term);

    /// <summary>The term and its validity.</summary>
    /// <exception cref="NotSupportedException">The expression holds what this place does not allow.</exception>
    public Meaning Encode(Expr expression) => expression switch
    {
        Literal literal => Meaning.Of(Ranges.Constant(literal.Value, literal.Type)),
        ParameterRef parameter => Meaning.Of(context.Parameters.Find(parameter.Name)),
        MemberRef member => EncodeMember(member),
        Unary unary => EncodeUnary(unary),
        Binary binary => EncodeBinary(binary),
        Choose choose => EncodeChoose(choose),
        ElseDefault otherwise => EncodeElse(otherwise),
        IsValid valid => Meaning.Of(Encode(valid.Operand).Valid),
        IsNewSample sample => Meaning.Of(Smt.Name(InputOf(sample.Input).IsNew, Sort.Bool)),
        AgeOf age => Meaning.Of(Smt.Name(InputOf(age.Input).Age, Sort.Int)),
        Fold fold => EncodeFold(fold),
        _ => names.Find(expression),
    };

    /// <summary>The truth value of a condition; one that is invalid is false.</summary>
    public Term Condition(Expr expression) => Encode(expression).IsTrue;

    private InputNames InputOf(Expr input) => input is MemberRef member
        ? MemberInput(member)
        : names.FindInput(input)
            ?? throw new NotSupportedException($"{input.Span}: age and new_sample need an input");

    private Meaning EncodeElse(ElseDefault otherwise)
    {
        Meaning operand = Encode(otherwise.Operand);
        return Meaning.Of(Smt.Ite(operand.Valid, operand.Number, Smt.Truth(otherwise.WhenInvalid)));
    }

    private Meaning EncodeChoose(Choose choose)
    {
        Meaning condition = Encode(choose.Condition);
        Meaning first = Encode(choose.WhenTrue);
        Meaning second = Encode(choose.WhenFalse);
        return new Meaning(
            Smt.Ite(condition.Number, first.Number, second.Number),
            Smt.And(condition.Valid, first.Valid, second.Valid));
    }

    private Meaning EncodeUnary(Unary unary)
    {
        Meaning operand = Encode(unary.Operand);
        Term number = unary.Operator switch
        {
            UnaryOperator.Not => Smt.Not(operand.Number),
            UnaryOperator.Negate => Smt.Negate(operand.Number),
            UnaryOperator.Abs => Absolute(operand.Number),
            _ => throw new NotSupportedException($"{unary.Span}: unknown operator {unary.Operator}"),
        };
        return operand with { Number = number };
    }

    private Meaning EncodeBinary(Binary binary)
    {
        Meaning left = Encode(binary.Left);
        Meaning right = Encode(binary.Right);
        Term a = left.Number;
        Term b = right.Number;
        Term number = binary.Operator switch
        {
            BinaryOperator.And => Smt.And(a, b),
            BinaryOperator.Or => Smt.Or(a, b),
            BinaryOperator.Implies => Smt.Implies(a, b),
            BinaryOperator.Equal => Smt.Equal(a, b),
            BinaryOperator.NotEqual => Smt.Not(Smt.Equal(a, b)),
            BinaryOperator.Less => Smt.Less(a, b),
            BinaryOperator.LessOrEqual => Smt.LessOrEqual(a, b),
            BinaryOperator.Greater => Smt.Less(b, a),
            BinaryOperator.GreaterOrEqual => Smt.LessOrEqual(b, a),
            BinaryOperator.Add => Smt.Add(a, b),
            BinaryOperator.Subtract => Smt.Subtract(a, b),
            BinaryOperator.Multiply => Product(a, b, binary.Type),
            BinaryOperator.Min => Smaller(a, b),
            BinaryOperator.Max => Larger(a, b),
            _ => throw new NotSupportedException($"{binary.Span}: unknown operator {binary.Operator}"),
        };
        return new Meaning(number, Smt.And(left.Valid, right.Valid));
    }

    private Term Absolute(Term operand)
    {
        if (operand is NumberTerm number)
        {
            return Smt.Number(Math.Abs(number.Value));
        }

        Term shared = Shared(operand);
        return Smt.Ite(Smt.Less(shared, Smt.Zero), Smt.Negate(shared), shared);
    }

    private Term Smaller(Term a, Term b)
    {
        Term left = Shared(a);
        Term right = Shared(b);
        return Smt.Ite(Smt.LessOrEqual(left, right), left, right);
    }

    private Term Larger(Term a, Term b)
    {
        Term left = Shared(a);
        Term right = Shared(b);
        return Smt.Ite(Smt.LessOrEqual(left, right), right, left);
    }

    /// <summary>Exact and linear where one side is a number, a choice between numbers, or a parameter with few values;
    /// else any function of both sides within the range of the product, which proves less and never more.</summary>
    private Term Product(Term a, Term b, ExprType type)
    {
        if (Scaled(a, b) is { } left)
        {
            return left;
        }

        if (Scaled(b, a) is { } right)
        {
            return right;
        }

        Term first = Shared(a);
        Term second = Shared(b);
        bool inOrder = string.CompareOrdinal(first.ToString(), second.ToString()) <= 0;
        Term product = Smt.Int(Smt.AnyProduct, inOrder ? [first, second] : [second, first]);
        Term shared = Shared(product);
        return Smt.Ite(
            Smt.Less(shared, Smt.Number(type.Min)), Smt.Number(type.Min),
            Smt.Ite(Smt.Less(Smt.Number(type.Max), shared), Smt.Number(type.Max), shared));
    }

    private Term? Scaled(Term factor, Term operand)
    {
        Term unfolded = Builder.Unfold(factor);
        if (unfolded is NumberTerm number)
        {
            return Smt.Times(number.Value, operand);
        }

        if (IsChoiceOfNumbers(unfolded))
        {
            Term shared = Shared(operand);
            return ScaledByChoice(unfolded, shared);
        }

        if (context.Parameters.FewValuesOf(unfolded) is not { } values)
        {
            return null;
        }

        Term common = Shared(operand);
        Term product = Smt.Times(values[^1], common);
        foreach (long value in values.SkipLast(1))
        {
            product = Smt.Ite(Smt.Equal(unfolded, Smt.Number(value)), Smt.Times(value, common), product);
        }

        return product;
    }

    private bool IsChoiceOfNumbers(Term term) => Builder.Unfold(term) switch
    {
        NumberTerm => true,
        CallTerm { Operation: "ite" } choice =>
            IsChoiceOfNumbers(choice.Operands[1]) && IsChoiceOfNumbers(choice.Operands[2]),
        _ => false,
    };

    private Term ScaledByChoice(Term factor, Term operand) => Builder.Unfold(factor) switch
    {
        NumberTerm number => Smt.Times(number.Value, operand),
        CallTerm choice => Smt.Ite(
            choice.Operands[0],
            ScaledByChoice(choice.Operands[1], operand),
            ScaledByChoice(choice.Operands[2], operand)),
        _ => throw new NotSupportedException($"'{factor}' is no choice of numbers"),
    };
}
