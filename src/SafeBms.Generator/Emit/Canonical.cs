using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>When two expressions at different places are the same computation.</summary>
internal static class Canonical
{
    /// <summary>
    /// Key under which the result of an expression may be used again in the same scan: without places if its value
    /// cannot change between two statements, else the occurrence itself.
    /// </summary>
    public static Expr Key(Expr expression) =>
        UsedReferences.Walk(expression).Any(part => part is VariableRef or TimerRef or OwnOutputRef or ElapsedRef)
            ? expression
            : WithoutPlaces(expression);

    /// <summary>Whether an expression reads nothing but inputs, members and parameters, so that it may be computed
    /// early.</summary>
    public static bool IsIndependent(Expr expression) => UsedReferences.Walk(expression).All(part =>
        part is MemberRef or ParameterRef or Literal or UseRef or InputRef or Fold or Unary or Binary or Choose
            or ElseDefault or IsValid or IsNewSample or AgeOf);

    /// <summary>The folds in an expression that are not inside of another fold.</summary>
    public static IEnumerable<Fold> OutermostFolds(Expr expression) =>
        expression is Fold fold ? [fold] : UsedReferences.Children(expression).SelectMany(OutermostFolds);

    /// <summary>The same expression with another name for a fold variable.</summary>
    public static Expr Rename(Expr expression, string from, string to) => Map(expression, part =>
        part is MemberRef member && member.Variable == from ? member with { Variable = to } : part);

    /// <summary>The expression without places, so that equal computations are equal values.</summary>
    public static Expr WithoutPlaces(Expr expression) => Map(expression, part => part with { Span = default });

    private static Expr Map(Expr expression, Func<Expr, Expr> change) => change(expression) switch
    {
        Unary unary => unary with { Operand = Map(unary.Operand, change) },
        Binary binary => binary with { Left = Map(binary.Left, change), Right = Map(binary.Right, change) },
        Choose choose => choose with
        {
            Condition = Map(choose.Condition, change),
            WhenTrue = Map(choose.WhenTrue, change),
            WhenFalse = Map(choose.WhenFalse, change),
        },
        ElseDefault otherwise => otherwise with { Operand = Map(otherwise.Operand, change) },
        IsValid valid => valid with { Operand = Map(valid.Operand, change) },
        IsNewSample sample => sample with { Input = Map(sample.Input, change) },
        AgeOf age => age with { Input = Map(age.Input, change) },
        Fold fold => fold with { Body = Map(fold.Body, change) },
        Expr leaf => leaf,
    };
}
