using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Walks bound expressions.</summary>
internal static class Expressions
{
    /// <summary>The expression and everything inside of it.</summary>
    public static IEnumerable<Expr> Walk(Expr expression) => Children(expression).SelectMany(Walk).Prepend(expression);

    private static IEnumerable<Expr> Children(Expr expression) => expression switch
    {
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Choose choose => [choose.Condition, choose.WhenTrue, choose.WhenFalse],
        ElseDefault other => [other.Operand],
        IsValid valid => [valid.Operand],
        IsNewSample sample => [sample.Input],
        AgeOf age => [age.Input],
        Fold fold => [fold.Body],
        _ => [],
    };
}
