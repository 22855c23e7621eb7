namespace SafeBms.Specification.Expressions;

/// <summary>An expression as written; positions are offsets in the text of its scalar.</summary>
internal abstract record ExpressionSyntax(int Start, int Length);

/// <summary>A bare name.</summary>
internal sealed record NameSyntax(string Name, int Start, int Length) : ExpressionSyntax(Start, Length);

/// <summary><c>owner.field</c>.</summary>
internal sealed record FieldSyntax(string Owner, string Field, int Start, int Length) : ExpressionSyntax(Start, Length);

/// <summary>A number with or without a unit.</summary>
internal sealed record NumberSyntax(decimal Number, string Unit, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record BoolSyntax(bool Value, int Start, int Length) : ExpressionSyntax(Start, Length);

/// <summary><c>not x</c> or <c>-x</c>.</summary>
internal sealed record UnarySyntax(string Operator, ExpressionSyntax Operand, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary>An operator between two operands.</summary>
internal sealed record BinarySyntax(
    string Operator, ExpressionSyntax Left, ExpressionSyntax Right, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>x in {A, B}</c>.</summary>
internal sealed record InSyntax(ExpressionSyntax Operand, IReadOnlyList<NameSyntax> Members, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>x else true</c>.</summary>
internal sealed record ElseSyntax(ExpressionSyntax Operand, bool Value, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary>A call.</summary>
internal sealed record CallSyntax(string Function, IReadOnlyList<ExpressionSyntax> Arguments, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>any(v in G: body)</c>.</summary>
internal sealed record FoldSyntax(
    string Function, NameSyntax Variable, ExpressionSyntax Source, ExpressionSyntax Body, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>confirmed(b, n samples of x)</c>.</summary>
internal sealed record ConfirmedSyntax(
    ExpressionSyntax Condition, ExpressionSyntax Amount, ExpressionSyntax Input, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>p leads_to q within d</c>.</summary>
internal sealed record LeadsToSyntax(
    ExpressionSyntax Premise, ExpressionSyntax Response, ExpressionSyntax Duration, int Start, int Length)
    : ExpressionSyntax(Start, Length);

/// <summary><c>variable := value</c>.</summary>
internal sealed record AssignmentSyntax(NameSyntax Variable, ExpressionSyntax Value);
