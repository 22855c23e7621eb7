using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>Folds over a group inside of a group in the form in which equal ones are equal records.</summary>
internal static class FoldKey
{
    private const string Owner = "member";

    /// <summary>Without places and with fixed names of the fold variables.</summary>
    public static Fold Of(Fold fold)
    {
        string variable = fold.Source.Name[(fold.Source.Name.LastIndexOf('.') + 1)..];
        return (Fold)Rename(fold, fold.Variable, variable) with
        {
            Variable = variable,
            Source = fold.Source with { Outer = Owner },
        };
    }

    private static Expr Rename(Expr expression, string from, string to)
    {
        Expr Inside(Expr part) => Rename(part, from, to);
        Expr renamed = expression switch
        {
            MemberRef member when member.Variable == from => member with { Variable = to },
            Unary unary => unary with { Operand = Inside(unary.Operand) },
            Binary binary => binary with { Left = Inside(binary.Left), Right = Inside(binary.Right) },
            Choose choose => choose with
            {
                Condition = Inside(choose.Condition),
                WhenTrue = Inside(choose.WhenTrue),
                WhenFalse = Inside(choose.WhenFalse),
            },
            ElseDefault otherwise => otherwise with { Operand = Inside(otherwise.Operand) },
            IsValid valid => valid with { Operand = Inside(valid.Operand) },
            IsNewSample sample => sample with { Input = Inside(sample.Input) },
            AgeOf age => age with { Input = Inside(age.Input) },
            Fold fold => fold with { Body = Inside(fold.Body) },
            _ => expression,
        };
        return renamed with { Span = default };
    }
}
