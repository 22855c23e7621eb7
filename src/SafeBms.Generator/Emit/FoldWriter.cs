using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>A fold as a loop over the configured members, without an early end: every scan takes the same
/// path.</summary>
internal sealed class FoldWriter(Scope scope, CodeWriter output, ExpressionWriter expressions)
{
    /// <summary>Writes the loop and gives the local that holds the result (and local + "Valid" for min, max and
    /// sum).</summary>
    public string Write(Fold fold)
    {
        string local = scope.FoldLocal(fold.Kind);
        string type = fold.Kind is FoldKind.Any or FoldKind.All ? "bool" : CsType.Of(fold.Type);
        output.Line($"{type} {local} = {Start(fold.Kind, type)};");
        if (fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum)
        {
            output.Line($"bool {local}Valid = {(fold.Kind == FoldKind.Sum ? "true" : "false")};");
        }

        (string range, string memberType) = scope.Walk(fold.Source);
        string variable = scope.EnterFold(fold.Variable, fold.Source);
        scope.EnterBlock();
        output.Open($"foreach (ref readonly {memberType} {variable} in {range})");
        WriteBody(fold, local, type);
        output.Close();
        scope.LeaveBlock();
        scope.LeaveFold(fold.Variable);
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
