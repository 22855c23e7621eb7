using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Expressions as C#: branch-free booleans, integers as wide as their intervals need, folds as loops before
/// the statement.</summary>
internal sealed class ExpressionWriter(Scope scope, CodeWriter output)
{
    private readonly EmitContext context = scope.Context;

    /// <summary>An expression as a whole right-hand side; loops for its folds are written first.</summary>
    public string Text(Expr expression) => Write(expression).Text;

    /// <summary>An expression as a right-hand side of this C# type.</summary>
    public string Text(Expr expression, string type) => As(expression, type).Text;

    /// <summary>An expression converted to a C# type where needed.</summary>
    public Code As(Expr expression, string type)
    {
        Code code = Write(expression);
        return type == "int" && TypeOf(expression) == "long" ? Cast("int", code) : code;
    }

    /// <summary>An expression as what a memory field of its type stores.</summary>
    public string Stored(Expr expression, ExprType type)
    {
        if (!type.MayBeInvalid)
        {
            return Text(expression, CsType.Of(type));
        }

        string container = CsType.Stored(type);
        Code value = As(expression, CsType.Of(type));
        string valid = ValidityText(expression);
        return $"{container}.From({CsType.ToInt(type, value.Text)}, {valid})";
    }

    /// <summary>Computes folds over the same members in one loop, before the statements that use them.</summary>
    public void PrepareFolds(IEnumerable<Expr> expressions) => new FoldWriter(scope, output, this).Prepare(expressions);

    /// <summary>The validity of an expression; <c>true</c> where it is always valid.</summary>
    public string ValidityText(Expr expression)
    {
        List<string> conditions = Validity(expression);
        return conditions.Count == 0 ? "true" : string.Join(" & ", conditions);
    }

    /// <summary>C# type of an expression.</summary>
    public string TypeOf(Expr expression) =>
        expression is ParameterRef parameter ? context.ParameterType(parameter.Name) : CsType.Of(expression.Type);

    /// <summary>An expression with its binding strength.</summary>
    public Code Write(Expr expression) => expression switch
    {
        Literal literal => WriteLiteral(literal),
        Unary unary => WriteUnary(unary),
        Binary binary => WriteBinary(binary),
        Choose choose => WriteChoose(choose),
        ElseDefault otherwise => WriteElse(otherwise),
        IsValid valid => Conjunction(Validity(valid.Operand)),
        IsNewSample sample => Code.Of(scope.Input(sample.Input) + ".IsNew"),
        AgeOf age => Code.Of(scope.Input(age.Input) + ".Age_ms"),
        Fold fold => Code.Of(FoldLocal(fold)),
        _ => scope.Value(expression),
    };

    /// <summary>What must hold for everything that the expression reads to be valid.</summary>
    public List<string> Validity(Expr expression)
    {
        List<string> conditions = expression switch
        {
            Unary unary => Validity(unary.Operand),
            Binary binary => [.. Validity(binary.Left), .. Validity(binary.Right)],
            Choose choose =>
                [.. Validity(choose.Condition), .. Validity(choose.WhenTrue), .. Validity(choose.WhenFalse)],
            Fold { Kind: FoldKind.Min or FoldKind.Max or FoldKind.Sum } fold => [FoldLocal(fold) + "Valid"],
            Fold or Literal or ElseDefault or IsValid or IsNewSample or AgeOf => [],
            _ => scope.Validity(expression) is string condition ? [condition] : [],
        };
        return [.. conditions.Distinct()];
    }

    private static Code Conjunction(List<string> conditions) => conditions.Count switch
    {
        0 => Code.Of("true"),
        1 => Code.Of(conditions[0]),
        _ => new Code(string.Join(" & ", conditions), Code.And),
    };

    private static Code Cast(string type, Code code) => new($"({type}){code.At(Code.Unary)}", Code.Unary);

    private Code WriteLiteral(Literal literal) =>
        new(CsType.Literal(context, literal.Type, literal.Value), literal.Value < 0 ? Code.Unary : Code.Primary);

    private Code WriteUnary(Unary unary)
    {
        Code operand = Write(unary.Operand);
        ExprType type = unary.Operand.Type;
        // The negative of the smallest 32-bit number does not exist; 64 bits hold it.
        bool wide = unary.Operator != UnaryOperator.Not && type.Min <= int.MinValue && TypeOf(unary.Operand) == "int";
        operand = wide ? Cast("long", operand) : operand;
        Code result = unary.Operator switch
        {
            UnaryOperator.Not => new Code("!" + operand.At(Code.Unary), Code.Unary),
            UnaryOperator.Negate => new Code("-" + operand.At(Code.Primary), Code.Unary),
            _ => Code.Of($"Math.Abs({operand.Text})"),
        };
        bool isLong = wide || TypeOf(unary.Operand) == "long";
        return isLong && CsType.Of(unary.Type) == "int" ? Cast("int", result) : result;
    }

    private Code WriteBinary(Binary binary) => binary.Operator switch
    {
        BinaryOperator.And => Infix(binary, "&", Code.And),
        BinaryOperator.Or => Infix(binary, "|", Code.Or),
        BinaryOperator.Implies => Implies(binary),
        BinaryOperator.Equal => Infix(binary, "==", Code.Equality),
        BinaryOperator.NotEqual => Infix(binary, "!=", Code.Equality),
        BinaryOperator.Less => Infix(binary, "<", Code.Relational),
        BinaryOperator.LessOrEqual => Infix(binary, "<=", Code.Relational),
        BinaryOperator.Greater => Infix(binary, ">", Code.Relational),
        BinaryOperator.GreaterOrEqual => Infix(binary, ">=", Code.Relational),
        BinaryOperator.Add => Arithmetic(binary, "+", Code.Additive),
        BinaryOperator.Subtract => Arithmetic(binary, "-", Code.Additive),
        BinaryOperator.Multiply => Arithmetic(binary, "*", Code.Multiplicative),
        BinaryOperator.Min => Call(binary, "Math.Min"),
        _ => Call(binary, "Math.Max"),
    };

    private Code Infix(Binary binary, string sign, int level)
    {
        Code left = Write(binary.Left);
        Code right = Write(binary.Right);
        // And/Or associate either way; a comparison's operands must bind more strongly on both sides.
        int side = level <= Code.And ? level : level + 1;
        return new Code($"{left.At(side)} {sign} {right.At(side)}", level);
    }

    private Code Implies(Binary binary)
    {
        Code left = Write(binary.Left);
        Code right = Write(binary.Right);
        return new Code($"!{left.At(Code.Unary)} | {right.At(Code.Or)}", Code.Or);
    }

    private Code Call(Binary binary, string method)
    {
        Code code = Code.Of($"{method}({Write(binary.Left).Text}, {Write(binary.Right).Text})");
        bool isLong = TypeOf(binary.Left) == "long" || TypeOf(binary.Right) == "long";
        return isLong && CsType.Of(binary.Type) == "int" ? Cast("int", code) : code;
    }

    private Code Arithmetic(Binary binary, string sign, int level)
    {
        Code left = Write(binary.Left);
        Code right = Write(binary.Right);
        bool anyLong = TypeOf(binary.Left) == "long" || TypeOf(binary.Right) == "long";
        bool wide = anyLong || !Intervals.FitsInt(binary);
        if (wide && !anyLong)
        {
            left = Cast("long", left);
        }

        Code code = new($"{left.At(level)} {sign} {right.At(level + 1)}", level);
        return wide && CsType.Of(binary.Type) == "int" ? Cast("int", code) : code;
    }

    private Code WriteChoose(Choose choose)
    {
        Code condition = Write(choose.Condition);
        Code yes = Write(choose.WhenTrue);
        Code no = Write(choose.WhenFalse);
        return new Code($"{condition.At(Code.Or)} ? {yes.At(Code.Or)} : {no.At(Code.Or)}", Code.Conditional);
    }

    private Code WriteElse(ElseDefault otherwise)
    {
        Code operand = Write(otherwise.Operand);
        List<string> conditions = Validity(otherwise.Operand);
        if (conditions.Count == 0)
        {
            return operand;
        }

        Code valid = Conjunction(conditions);
        return otherwise.WhenInvalid
            ? new Code($"!{valid.At(Code.Unary)} | {operand.At(Code.Or)}", Code.Or)
            : new Code($"{valid.At(Code.And)} & {operand.At(Code.And)}", Code.And);
    }

    private string FoldLocal(Fold fold)
    {
        if (scope.Hoisted(fold) is string known)
        {
            return known;
        }

        return new FoldWriter(scope, output, this).Write([fold])[0];
    }
}
