using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <content>Operators, comparisons and <c>else</c>.</content>
internal sealed partial class ExpressionBinder
{
    private Expr BindUnary(UnarySyntax unary)
    {
        SourceSpan span = SpanOf(unary);
        if (unary.Operator == "not")
        {
            Expr condition = RequireCondition(BindAny(unary.Operand, ExprType.Bool), SpanOf(unary.Operand));
            return condition.IsError()
                ? Types.ErrorAt(span)
                : new Unary(UnaryOperator.Not, condition, ExprType.Bool, span);
        }

        Expr operand = RequireNumber(BindAny(unary.Operand, null));
        if (operand.IsError())
        {
            return Types.ErrorAt(span);
        }

        ExprType type = operand.Type with { Min = -operand.Type.Max, Max = -operand.Type.Min };
        return operand is Literal literal
            ? new Literal(-literal.Value, type, span)
            : new Unary(UnaryOperator.Negate, operand, type, span);
    }

    private Expr BindBinary(BinarySyntax binary) => binary.Operator switch
    {
        "and" => BindLogic(binary, BinaryOperator.And),
        "or" => BindLogic(binary, BinaryOperator.Or),
        "implies" => BindLogic(binary, BinaryOperator.Implies),
        "+" => BindArithmetic(binary, BinaryOperator.Add),
        "-" => BindArithmetic(binary, BinaryOperator.Subtract),
        "*" => BindArithmetic(binary, BinaryOperator.Multiply),
        _ => BindComparison(binary, hasElse: false),
    };

    private Expr BindLogic(BinarySyntax binary, BinaryOperator sign)
    {
        Expr left = RequireCondition(BindAny(binary.Left, ExprType.Bool), SpanOf(binary.Left));
        Expr right = RequireCondition(BindAny(binary.Right, ExprType.Bool), SpanOf(binary.Right));
        return left.IsError() || right.IsError()
            ? Types.ErrorAt(SpanOf(binary))
            : new Binary(sign, left, right, ExprType.Bool, SpanOf(binary));
    }

    private Expr BindArithmetic(BinarySyntax binary, BinaryOperator sign)
    {
        Expr left = RequireNumber(BindAny(binary.Left, null));
        Expr right = RequireNumber(BindAny(binary.Right, null));
        return Combine(binary, sign, left, right);
    }

    private Expr Combine(ExpressionSyntax syntax, BinaryOperator sign, Expr left, Expr right)
    {
        if (left.IsError() || right.IsError())
        {
            return Types.ErrorAt(SpanOf(syntax));
        }

        string? unit = sign == BinaryOperator.Multiply
            ? Units.Product(left.Type.Unit, right.Type.Unit)
            : left.Type.Unit == right.Type.Unit ? left.Type.Unit : null;
        if (unit is null)
        {
            return sign == BinaryOperator.Multiply
                ? Fail(UnitsNotMultipliable, syntax, left.Type.Unit, right.Type.Unit)
                : Fail(UnitMismatch, syntax, left.Type.Unit, right.Type.Unit, UnitHint(left, right));
        }

        if (Types.Arithmetic(sign, left.Type, right.Type) is not { } range)
        {
            return Fail(ArithmeticOverflow, syntax);
        }

        bool mayBeInvalid = left.Type.MayBeInvalid || right.Type.MayBeInvalid;
        ExprType type = ExprType.Int(unit, range.Min, range.Max).WithValidity(mayBeInvalid);
        return new Binary(sign, left, right, type, SpanOf(syntax));
    }

    private static string UnitHint(Expr left, Expr right)
    {
        Literal? bare = left is Literal { Type.Unit: "count" } first ? first : right as Literal;
        string unit = ReferenceEquals(bare, left) ? right.Type.Unit : left.Type.Unit;
        return bare is { Type.Unit: "count" } ? $"; write '{bare.Value} {unit}'" : string.Empty;
    }

    private Expr BindElse(ElseSyntax choice)
    {
        SourceSpan span = SpanOf(choice);
        Expr operand = choice.Operand switch
        {
            BinarySyntax { Operator: "==" or "!=" or "<" or "<=" or ">" or ">=" } comparison =>
                BindComparison(comparison, hasElse: true),
            InSyntax membership => BindMembership(membership, hasElse: true),
            _ => BindAny(choice.Operand, ExprType.Bool),
        };
        if (operand.IsError())
        {
            return Types.ErrorAt(span);
        }

        if (operand.Type.Kind != ValueKind.Bool)
        {
            return Fail(TypeMismatch, choice.Operand, "a comparison or a bool before 'else'", operand.Type.Describe());
        }

        if (!operand.Type.MayBeInvalid)
        {
            return Fail(UselessElse, choice);
        }

        return new ElseDefault(operand, choice.Value, ExprType.Bool, span);
    }

    private Expr BindComparison(BinarySyntax binary, bool hasElse)
    {
        if (binary.Operator is "==" or "!=" && StateTarget(binary.Left) is { } target)
        {
            Expr inside = BindStateTest(binary.Left, target, [binary.Right]);
            return binary.Operator == "!=" && !inside.IsError()
                ? new Unary(UnaryOperator.Not, inside, ExprType.Bool, SpanOf(binary))
                : inside;
        }

        ExprType? hint = EnumHint(binary.Left) ?? EnumHint(binary.Right);
        Expr left = BindAny(binary.Left, hint);
        Expr right = BindAny(binary.Right, hint);
        if (left.IsError() || right.IsError())
        {
            return Types.ErrorAt(SpanOf(binary));
        }

        BinaryOperator sign = Comparison(binary.Operator);
        if (!Types.IsCompatible(left.Type, right.Type))
        {
            return left.Type.Kind == ValueKind.Int && right.Type.Kind == ValueKind.Int
                ? Fail(UnitMismatch, binary, left.Type.Unit, right.Type.Unit, UnitHint(left, right))
                : Fail(TypeMismatch, binary.Right, left.Type.Describe(), right.Type.Describe());
        }

        bool isOrder = sign is not (BinaryOperator.Equal or BinaryOperator.NotEqual);
        if (isOrder && left.Type.Kind != ValueKind.Int)
        {
            return Fail(OrderOfUnordered, binary, binary.Operator, left.Type.Describe());
        }

        return Compared(new Binary(sign, left, right, ExprType.Bool, SpanOf(binary)), hasElse);
    }

    // A comparison over what may be invalid must be followed by its 'else' at once.
    private Expr Compared(Binary comparison, bool hasElse)
    {
        bool mayBeInvalid = comparison.Left.Type.MayBeInvalid || comparison.Right.Type.MayBeInvalid;
        if (mayBeInvalid && !hasElse)
        {
            bag.Report(MissingElse, comparison.Span);
            return Types.ErrorAt(comparison.Span);
        }

        return comparison with { Type = ExprType.Bool.WithValidity(mayBeInvalid) };
    }

    private static BinaryOperator Comparison(string sign) => sign switch
    {
        "==" => BinaryOperator.Equal,
        "!=" => BinaryOperator.NotEqual,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        _ => BinaryOperator.GreaterOrEqual,
    };

    private Expr BindIn(InSyntax membership) => BindMembership(membership, hasElse: false);

    private Expr BindMembership(InSyntax membership, bool hasElse)
    {
        if (StateTarget(membership.Operand) is { } target)
        {
            return BindStateTest(membership.Operand, target, membership.Members);
        }

        Expr operand = BindAny(membership.Operand, EnumHint(membership.Operand));
        if (operand.IsError())
        {
            return operand;
        }

        if (operand.Type.Kind != ValueKind.Enum)
        {
            return Fail(TypeMismatch, membership.Operand, "an enumeration before 'in'", operand.Type.Describe());
        }

        Expr? result = null;
        bool failed = false;
        foreach (NameSyntax name in membership.Members)
        {
            Expr member = BindMember(name, operand.Type);
            failed |= member.IsError();
            ExprType type = ExprType.Bool.WithValidity(operand.Type.MayBeInvalid);
            Expr equal = new Binary(BinaryOperator.Equal, operand, member, type, SpanOf(membership));
            result = result is null ? equal : new Binary(BinaryOperator.Or, result, equal, type, SpanOf(membership));
        }

        if (failed || result is null)
        {
            return Types.ErrorAt(SpanOf(membership));
        }

        if (operand.Type.MayBeInvalid && !hasElse)
        {
            return Fail(MissingElse, membership);
        }

        return result;
    }

    // In the braces stand members and nothing else, whatever else bears the name.
    private Expr BindMember(NameSyntax name, ExprType type)
    {
        EnumInfo info = context.Enums[type.EnumName];
        EnumMember? member = info.Members.FirstOrDefault(item => item.Name == name.Name);
        if (member is null)
        {
            return Fail(
                UnknownMember, name, name.Name, info.Name,
                Suggestion.For(name.Name, info.Members.Select(item => item.Name)));
        }

        ExprType only = type with { Min = member.Id, Max = member.Id, MayBeInvalid = false };
        return new Literal(member.Id, only, SpanOf(name));
    }

    // The enumeration that an operand has, looked up without findings; gives the other operand its meaning.
    private ExprType? EnumHint(ExpressionSyntax syntax)
    {
        ExprType? type = syntax switch
        {
            NameSyntax name => scope.Find(name.Name)?.Type,
            FieldSyntax field => FieldType(field),
            CallSyntax { Function: "previous", Arguments.Count: 1 } call => EnumHint(call.Arguments[0]),
            CallSyntax { Function: "choose", Arguments.Count: 3 } call =>
                EnumHint(call.Arguments[1]) ?? EnumHint(call.Arguments[2]),
            _ => null,
        };
        return type is { Kind: ValueKind.Enum } ? type : null;
    }

    private ExprType? FieldType(FieldSyntax field)
    {
        Symbol? owner = scope.Find(field.Owner);
        return owner?.Machine is not null
            ? owner.Machine.Output(field.Field)?.Type
            : owner?.Group?.Inputs.FirstOrDefault(input => input.Name == field.Field)?.Type;
    }
}
