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

    private static Expr WithoutPlaces(Expr expression) => (expression with { Span = default }) switch
    {
        Unary unary => unary with { Operand = WithoutPlaces(unary.Operand) },
        Binary binary => binary with { Left = WithoutPlaces(binary.Left), Right = WithoutPlaces(binary.Right) },
        Choose choose => choose with
        {
            Condition = WithoutPlaces(choose.Condition),
            WhenTrue = WithoutPlaces(choose.WhenTrue),
            WhenFalse = WithoutPlaces(choose.WhenFalse),
        },
        ElseDefault otherwise => otherwise with { Operand = WithoutPlaces(otherwise.Operand) },
        IsValid valid => valid with { Operand = WithoutPlaces(valid.Operand) },
        IsNewSample sample => sample with { Input = WithoutPlaces(sample.Input) },
        AgeOf age => age with { Input = WithoutPlaces(age.Input) },
        Fold fold => fold with { Body = WithoutPlaces(fold.Body) },
        Expr leaf => leaf,
    };
}
