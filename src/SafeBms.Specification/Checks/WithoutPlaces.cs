using SafeBms.Specification.Binding;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Compares expressions wherever they stand.</summary>
internal static class WithoutPlaces
{
    /// <summary>Whether two expressions of one machine mean the same, by their form.</summary>
    public static bool Equals(Expr left, Expr right)
    {
        if (left.GetType() != right.GetType() || !SameHead(left, right))
        {
            return false;
        }

        List<Expr> first = [.. ExprWalker.Children(left)];
        List<Expr> second = [.. ExprWalker.Children(right)];
        return first.Count == second.Count && first.Zip(second, Equals).All(same => same);
    }

    private static bool SameHead(Expr left, Expr right) => (left, right) switch
    {
        (Unary a, Unary b) => a.Operator == b.Operator,
        (Binary a, Binary b) => a.Operator == b.Operator,
        (ElseDefault a, ElseDefault b) => a.WhenInvalid == b.WhenInvalid,
        (Fold a, Fold b) => a.Kind == b.Kind && a.Variable == b.Variable && a.Source == b.Source,
        (Choose, Choose) or (IsValid, IsValid) or (IsNewSample, IsNewSample) or (AgeOf, AgeOf) => true,

        // What remains has no parts: equal but for the place.
        _ => left == right with { Span = left.Span },
    };
}
