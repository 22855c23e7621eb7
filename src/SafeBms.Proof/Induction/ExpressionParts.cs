using SafeBms.Specification.Model;

namespace SafeBms.Proof.Induction;

/// <summary>Walks bound expressions.</summary>
public static class ExpressionParts
{
    /// <summary>The expression and everything inside of it.</summary>
    public static IEnumerable<Expr> Of(Expr expression)
    {
        yield return expression;
        foreach (Expr part in Children(expression).SelectMany(Of))
        {
            yield return part;
        }
    }

    private static IEnumerable<Expr> Children(Expr expression) => expression switch
    {
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Choose choose => [choose.Condition, choose.WhenTrue, choose.WhenFalse],
        ElseDefault otherwise => [otherwise.Operand],
        IsValid valid => [valid.Operand],
        IsNewSample sample => [sample.Input],
        AgeOf age => [age.Input],
        Fold fold => [fold.Body],
        _ => [],
    };
}
