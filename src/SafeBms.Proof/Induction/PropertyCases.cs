using SafeBms.Specification.Model;

namespace SafeBms.Proof.Induction;

/// <summary>One part of a property: all parts together are the property.</summary>
/// <param name="Always">What must always hold; null where it is a response.</param>
/// <param name="Response">One cause of a response of which the property lists several; its memory is a
/// variable of its own.</param>
/// <param name="Number">Number of the cause.</param>
public sealed record PropertyCase(Expr? Always, DetectorInfo? Response, int Number)
{
    /// <summary>Name of the memory of a response.</summary>
    public string Memory => $"monitor.detector.{Response!.Slot}.case.{Number}";
}

/// <summary>
/// Takes properties apart. "A or B implies C and D" is four smaller claims. "A or B leads to Q within d" is one claim a
/// cause: the obligation of the whole begins with some cause, and from then on the obligation of that cause is open
/// exactly as long.
/// </summary>
public sealed class PropertyCases(SpecificationModel model)
{
    private const int CasesAtMost = 64;

    private readonly Dictionary<string, Expr> definitions = model.Properties.Monitor.Steps.OfType<DefineStep>()
        .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);

    /// <summary>The parts of a property; itself if it has none.</summary>
    public IReadOnlyList<PropertyCase> Of(PropertyInfo property)
    {
        Expr always = property.Always!;
        if (always is DetectorRef detector
            && model.Properties.Monitor.Detectors[detector.Slot] is { Kind: DetectorKind.LeadsTo } info)
        {
            List<Expr> causes = Alternatives(info.Operand);
            return causes.Count is > 1 and <= CasesAtMost
                ? [.. causes.Select((cause, number) => new PropertyCase(null, info with { Operand = cause }, number))]
                : [new PropertyCase(always, null, 0)];
        }

        List<Expr> claims = Claims(always);
        return claims.Count <= CasesAtMost
            ? [.. claims.Select((claim, number) => new PropertyCase(claim, null, number))]
            : [new PropertyCase(always, null, 0)];
    }

    private List<Expr> Claims(Expr expression) => expression switch
    {
        DefineRef define => Claims(definitions[define.Name]),
        Binary { Operator: BinaryOperator.And } both => [.. Claims(both.Left), .. Claims(both.Right)],
        Binary { Operator: BinaryOperator.Implies } implies =>
        [
            .. Alternatives(implies.Left).SelectMany(
                cause => Claims(implies.Right).Select(claim => (Expr)(implies with { Left = cause, Right = claim }))),
        ],
        _ => [expression],
    };

    private List<Expr> Alternatives(Expr expression) => expression switch
    {
        DefineRef define => Opened(define),
        Binary { Operator: BinaryOperator.Or } either => [.. Alternatives(either.Left), .. Alternatives(either.Right)],
        Binary { Operator: BinaryOperator.And } both =>
        [
            .. Alternatives(both.Left).SelectMany(
                left => Alternatives(both.Right).Select(right => (Expr)(both with { Left = left, Right = right }))),
        ],
        _ => [expression],
    };

    private List<Expr> Opened(DefineRef define) => Alternatives(definitions[define.Name]);
}
