namespace SafeBms.Specification.Model;

/// <summary>A bound, typed expression. Temporal calls have been replaced by <see cref="DetectorRef"/>.</summary>
public abstract record Expr(ExprType Type, SourceSpan Span);

/// <summary>A constant: an integer in its base unit, 0/1 for bool, or the id of an enumeration member.</summary>
public sealed record Literal(long Value, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A parameter by name.</summary>
public sealed record ParameterRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>What a machine reads from outside, by the alias of its <c>uses</c> (see <see cref="UseInfo"/>).</summary>
public sealed record UseRef(string Alias, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A scalar input signal by name; only in properties.</summary>
public sealed record InputRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>The proposed value of an output signal in this scan; only in properties.</summary>
public sealed record OutputRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A field of a fold variable: an input of a group's member, or an output of an instanced machine
/// (<c>state</c> for its state).
/// In an instanced machine the variable <c>member</c> is the machine's own group member.</summary>
public sealed record MemberRef(string Variable, string Field, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A variable of the machine.</summary>
public sealed record VariableRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A named timer of the machine, in ms.</summary>
public sealed record TimerRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>A <c>define</c> of the machine or of the properties.</summary>
public sealed record DefineRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>An own output that was computed earlier in step (e) of this scan; only in combinational outputs.</summary>
public sealed record OwnOutputRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>An own output as it was at the end of the last scan: <c>previous(relay)</c>.</summary>
public sealed record PreviousOutputRef(string Name, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>The own state: whether the leaf that is active now (before step (b)) is this state or inside of it.
/// Written <c>state == Open</c>.</summary>
public sealed record InState(int StateIndex, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Another machine's state, by alias: whether its active leaf is <paramref name="StateName"/> or inside of
/// it.</summary>
/// <param name="LeafIds">Ids of the leaves for which this is true.</param>
public sealed record UseInState(
    string Alias, string StateName, EquatableArray<int> LeafIds, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Scans since the entry of a state of the machine, in ms.</summary>
public sealed record ElapsedRef(int StateIndex, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>The present result of a temporal call, see <see cref="DetectorInfo"/>.</summary>
public sealed record DetectorRef(int Slot, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Operators of one operand.</summary>
public enum UnaryOperator
{
    /// <summary>Boolean negation.</summary>
    Not,

    /// <summary>Arithmetic negation.</summary>
    Negate,

    /// <summary>Absolute value.</summary>
    Abs,
}

/// <summary>An operator with one operand.</summary>
public sealed record Unary(UnaryOperator Operator, Expr Operand, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Operators of two operands.</summary>
public enum BinaryOperator
{
    /// <summary>Both.</summary>
    And,

    /// <summary>At least one.</summary>
    Or,

    /// <summary>Not the left, or the right.</summary>
    Implies,

    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,

    /// <summary>Sum.</summary>
    Add,

    /// <summary>Difference.</summary>
    Subtract,

    /// <summary>Product.</summary>
    Multiply,

    /// <summary>The smaller of two.</summary>
    Min,

    /// <summary>The larger of two.</summary>
    Max,
}

/// <summary>An operator with two operands; both are always evaluated.</summary>
public sealed record Binary(
    BinaryOperator Operator, Expr Left, Expr Right, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary><c>choose(condition, a, b)</c>.</summary>
public sealed record Choose(
    Expr Condition, Expr WhenTrue, Expr WhenFalse, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary><c>operand else value</c>: the operand if everything it reads is valid, else the constant.</summary>
public sealed record ElseDefault(Expr Operand, bool WhenInvalid, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Whether an expression that may be invalid is valid in this scan.</summary>
public sealed record IsValid(Expr Operand, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Whether an input (<see cref="UseRef"/>, <see cref="InputRef"/> or <see cref="MemberRef"/>) is valid and
/// of age 0.</summary>
public sealed record IsNewSample(Expr Input, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>Scans since an input (<see cref="UseRef"/>, <see cref="InputRef"/> or <see cref="MemberRef"/>) was last
/// accepted, in ms.</summary>
public sealed record AgeOf(Expr Input, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>The folds over the configured members of a group.</summary>
public enum FoldKind
{
    /// <summary>True for at least one member.</summary>
    Any,

    /// <summary>True for every member.</summary>
    All,

    /// <summary>Number of members for which the body is true.</summary>
    Count,

    /// <summary>Smallest valid value; invalid if no member is valid.</summary>
    Min,

    /// <summary>Largest valid value; invalid if no member is valid.</summary>
    Max,

    /// <summary>Sum; invalid if any member is invalid.</summary>
    Sum,
}

/// <summary>A fold. <paramref name="Source"/> says over what.</summary>
public sealed record Fold(
    FoldKind Kind, string Variable, FoldSource Source, Expr Body, ExprType Type, SourceSpan Span) : Expr(Type, Span);

/// <summary>The domain of a fold.</summary>
/// <param name="Kind">What is walked.</param>
/// <param name="Name">Group path (<c>battery</c>, <c>battery.cell</c>) or machine name.</param>
/// <param name="Outer">Fold variable that a nested group belongs to (<c>b</c> in <c>b.cell</c>, or <c>member</c>);
/// empty at the top.</param>
public sealed record FoldSource(FoldSourceKind Kind, string Name, string Outer);

/// <summary>What a fold walks over.</summary>
public enum FoldSourceKind
{
    /// <summary>Members of an input group.</summary>
    Group,

    /// <summary>Instances of a machine, values of this scan.</summary>
    Machine,

    /// <summary>Instances of a machine, values of the last scan.</summary>
    PreviousMachine,
}
