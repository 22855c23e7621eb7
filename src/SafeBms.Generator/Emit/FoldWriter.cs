using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>A fold as a loop over the configured members, without an early end: every scan takes the same
/// path.</summary>
internal sealed class FoldWriter(Scope scope, CodeWriter output, ExpressionWriter expressions)
{
    /// <summary>
    /// Writes one loop for each set of two or more folds that walk the same members; their results are then at hand.
    /// Only folds over inputs and parameters are taken, so that it does not matter that they are computed early.
    /// </summary>
    public void Prepare(IEnumerable<Expr> all)
    {
        Dictionary<Expr, Fold> distinct = [];
        foreach (Fold fold in all.SelectMany(Canonical.OutermostFolds).Where(Canonical.IsIndependent))
        {
            if (scope.Hoisted(fold) is null && !distinct.ContainsKey(Canonical.Key(fold)))
            {
                distinct[Canonical.Key(fold)] = fold;
            }
        }

        foreach (IGrouping<(FoldSource, string),
            Fold> group in distinct.Values.GroupBy(fold => (fold.Source, fold.Variable)))
        {
            if (group.Count() > 1)
            {
                Write([.. group]);
            }
        }
    }

    /// <summary>Writes a loop for folds over the same members and gives the locals that hold the results (and local +
    /// "Valid" for min, max and sum).</summary>
    public List<string> Write(List<Fold> folds)
    {
        if (folds.Count > 1)
        {
            output.Comment($"What is computed over the members of {folds[0].Source.Name}, in one pass.");
        }

        List<string> locals = [.. folds.Select(Declare)];
        FoldSource source = folds[0].Source;
        (string range, string memberType) = scope.Walk(source);
        string variable = scope.EnterFold(folds[0].Variable, source);
        scope.EnterBlock();
        output.Open($"foreach (ref readonly {memberType} {variable} in {range})");
        Prepare(folds.Select(fold => fold.Body));
        for (int index = 0; index < folds.Count; index++)
        {
            WriteBody(folds[index], locals[index], TypeOf(folds[index]));
        }

        output.Close();
        output.Blank();
        scope.LeaveBlock();
        scope.LeaveFold(folds[0].Variable);
        for (int index = 0; index < folds.Count; index++)
        {
            scope.Hoist(folds[index], locals[index]);
        }

        return locals;
    }

    private static string TypeOf(Fold fold) =>
        fold.Kind is FoldKind.Any or FoldKind.All ? "bool" : CsType.Of(fold.Type);

    private string Declare(Fold fold)
    {
        string local = scope.FoldLocal(fold.Kind);
        output.Line($"{TypeOf(fold)} {local} = {Start(fold.Kind, TypeOf(fold))};");
        if (fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum)
        {
            output.Line($"bool {local}Valid = {(fold.Kind == FoldKind.Sum ? "true" : "false")};");
        }

        return local;
    }

    private static string Start(FoldKind kind, string type) => kind switch
    {
        FoldKind.Any => "false",
        FoldKind.All => "true",
        FoldKind.Min => type + ".MaxValue",
        FoldKind.Max => type + ".MinValue",
        _ => "0",
    };

    private void WriteBody(Fold fold, string local, string type)
    {
        Code body = fold.Kind is FoldKind.Any or FoldKind.All or FoldKind.Count
            ? expressions.Write(fold.Body)
            : expressions.As(fold.Body, type);
        string valid = expressions.ValidityText(fold.Body);
        switch (fold.Kind)
        {
            case FoldKind.Any:
                output.Line($"{local} |= {body.Text};");
                break;
            case FoldKind.All:
                output.Line($"{local} &= {body.Text};");
                break;
            case FoldKind.Count:
                output.Line($"{local} += {body.At(Code.Or)} ? 1 : 0;");
                break;
            case FoldKind.Sum:
                output.Line($"{local} += {body.Text};");
                output.Line($"{local}Valid &= {valid};");
                break;
            default:
                output.Line($"bool {local}Here = {valid};");
                output.Line($"{local} = {local}Here ? Math.{fold.Kind}({local}, {body.Text}) : {local};");
                output.Line($"{local}Valid |= {local}Here;");
                break;
        }
    }
}
