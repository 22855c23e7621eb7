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
        foreach (List<Fold> group in ByMembers(Independent(all).Where(fold => scope.Hoisted(fold) is null)))
        {
            if (group.Count > 1)
            {
                Write(group);
            }
        }
    }

    /// <summary>Writes loops for all of these folds, one for each set of members, and gives the locals with the
    /// results.</summary>
    public List<(Fold Fold, string Local)> WriteAll(IEnumerable<Fold> folds) =>
        [.. ByMembers(folds).SelectMany(group => group.Zip(Write(group), (fold, local) => (fold, local)))];

    /// <summary>The different outermost folds in expressions that read nothing but inputs and parameters.</summary>
    public static List<Fold> Independent(IEnumerable<Expr> all)
    {
        HashSet<Expr> known = [];
        return [.. all.SelectMany(Canonical.OutermostFolds).Where(Canonical.IsIndependent).Where(
            fold => known.Add(Canonical.Key(fold)))];
    }

    /// <summary>Whether a second local says if the result is valid.</summary>
    public static bool HasValidity(Fold fold) => fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum;

    /// <summary>C# type of a result.</summary>
    public static string TypeOf(Fold fold) =>
        fold.Kind is FoldKind.Any or FoldKind.All ? "bool" : CsType.Of(fold.Type);

    /// <summary>Writes a loop for folds over the same members and gives the locals that hold the results (and local +
    /// "Valid" for min, max and sum).</summary>
    public List<string> Write(List<Fold> folds)
    {
        if (folds.Count > 1)
        {
            output.Comment($"What is computed over the members of {folds[0].Source.Name}, in one pass.");
        }

        List<string> locals = Declare(folds);
        FoldSource source = folds[0].Source;
        (string range, string memberType) = scope.Walk(source);
        string variable = scope.EnterFold(folds[0].Variable, source);
        scope.EnterBlock();
        output.Open($"foreach (ref readonly {memberType} {variable} in {range})");
        Prepare(folds.Select(fold => fold.Body));
        Accumulate(folds, locals);
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

    /// <summary>Writes the locals of folds, with what holds for no members.</summary>
    public List<string> Declare(List<Fold> folds) => [.. folds.Select(Declare)];

    /// <summary>Writes what one member adds to the locals.</summary>
    public void Accumulate(List<Fold> folds, List<string> locals)
    {
        for (int index = 0; index < folds.Count; index++)
        {
            WriteBody(folds[index], locals[index], TypeOf(folds[index]));
        }
    }

    private static IEnumerable<List<Fold>> ByMembers(IEnumerable<Fold> folds) =>
        folds.GroupBy(fold => (fold.Source, fold.Variable)).Select(group => group.ToList());

    private string Declare(Fold fold)
    {
        string local = scope.FoldLocal(fold.Kind);
        output.Line($"{TypeOf(fold)} {local} = {Start(fold.Kind, TypeOf(fold))};");
        if (HasValidity(fold))
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
