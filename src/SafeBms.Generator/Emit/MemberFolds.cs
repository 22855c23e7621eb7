using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>
/// Folds over a group inside of a group (the cells of a battery) that read nothing but its inputs and parameters, such
/// as the highest cell voltage of a battery. The border computes each once a scan, in the loop that checks the inputs;
/// machines and monitors read the result as a field of the outer member. They share only these facts about checked
/// inputs, as they share the checked inputs themselves: no monitor reads what a machine has concluded.
/// </summary>
internal static class MemberFolds
{
    // The fold variable that stands for the outer member in the common form.
    private const string Owner = "member";

    /// <summary>The folds of this kind in everything that runs in each scan, each once, in the common form.</summary>
    public static IEnumerable<Fold> Of(SpecificationModel model) =>
        model.Machines.Append(model.ShutdownMachine).SelectMany(UsedReferences.AllOf)
            .Concat(model.Properties.Monitor.Steps.SelectMany(UsedReferences.OfStep))
            .Concat(model.Properties.Properties.Select(property => property.Always).OfType<Expr>())
            .SelectMany(UsedReferences.Walk)
            .OfType<Fold>()
            .Select(Common)
            .OfType<Fold>()
            .Distinct();

    /// <summary>The fold without places and with names of its own; null if it is not of this kind.</summary>
    public static Fold? Common(Fold fold)
    {
        if (fold.Source.Kind != FoldSourceKind.Group || fold.Source.Outer.Length == 0 || !ReadsOnlyMembers(fold))
        {
            return null;
        }

        Fold common = (Fold)Canonical.Rename(Canonical.Key(fold), fold.Variable, Variable(fold));
        return common with { Variable = Variable(fold), Source = fold.Source with { Outer = Owner } };
    }

    /// <summary>Field of the outer member that holds the result (and field + "Valid" for min, max and sum).</summary>
    public static string? Field(EmitContext context, Fold fold)
    {
        if (context.MemberFolds.Count == 0 || Common(fold) is not Fold common)
        {
            return null;
        }

        int index = context.MemberFolds.ToList().IndexOf(common);
        return index < 0 ? null : $"{Naming.Pascal(Variable(fold))}{fold.Kind}{index + 1}";
    }

    /// <summary>The folds over a group, each with its field.</summary>
    public static List<(Fold Fold, string Field)> Over(EmitContext context, GroupInfo group) =>
    [
        .. context.MemberFolds.Where(fold => fold.Source.Name == group.Path).Select(
            fold => (fold, Field(context, fold)!)),
    ];

    /// <summary>The fold as a reader writes it.</summary>
    public static string Text(EmitContext context, Fold fold) =>
        new ExpressionText(context.Enums.ToDictionary(e => e.Name)).Print(fold, []);

    private static string Variable(Fold fold) => fold.Source.Name.Substring(fold.Source.Name.LastIndexOf('.') + 1);

    private static bool ReadsOnlyMembers(Fold fold) => UsedReferences.Walk(fold.Body).All(part => part switch
    {
        Fold => false,
        MemberRef member => member.Variable == fold.Variable,
        IsNewSample sample => sample.Input is MemberRef member && member.Variable == fold.Variable,
        AgeOf age => age.Input is MemberRef member && member.Variable == fold.Variable,
        UseRef or InputRef => false,
        _ => Canonical.IsIndependent(part),
    });
}
