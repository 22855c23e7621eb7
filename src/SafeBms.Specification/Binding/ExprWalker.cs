using SafeBms.Specification.Model;

namespace SafeBms.Specification.Binding;

/// <summary>Shortens the making of lists.</summary>
internal static class EquatableArrayExtensions
{
    /// <summary>The items as a list with value equality.</summary>
    public static EquatableArray<T> ToEquatable<T>(this IEnumerable<T> items)
        where T : IEquatable<T> => new(items);
}

/// <summary>Walks bound expressions.</summary>
internal static class ExprWalker
{
    /// <summary>Direct parts of an expression; a temporal call's operands belong to its detector and are not among
    /// them.</summary>
    public static IEnumerable<Expr> Children(Expr expression) => expression switch
    {
        Unary item => [item.Operand],
        Binary item => [item.Left, item.Right],
        Choose item => [item.Condition, item.WhenTrue, item.WhenFalse],
        ElseDefault item => [item.Operand],
        IsValid item => [item.Operand],
        IsNewSample item => [item.Input],
        AgeOf item => [item.Input],
        Fold item => [item.Body],
        _ => [],
    };

    /// <summary>The expression and everything in it.</summary>
    public static IEnumerable<Expr> All(Expr expression)
    {
        yield return expression;
        foreach (Expr child in Children(expression))
        {
            foreach (Expr inner in All(child))
            {
                yield return inner;
            }
        }
    }
}
