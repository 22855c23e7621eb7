using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>
/// The cases of a property <c>p leads_to q within d</c>, one for each alternative of p. They may be shown one by one:
/// the whole obligation starts in a scan in which some alternative is true, the obligation of that case is then open at
/// least as long, and both end with q; so the whole is violated only if a case is.
/// </summary>
internal static class LeadsToCases
{
    // Alternatives of conjunctions multiply; nobody proves more than this one by one.
    private const int Cases_max = 500;

    /// <summary>The calls of the cases, in order; null where the property is not of that form.</summary>
    public static IReadOnlyList<DetectorInfo>? Of(PropertyInfo property, MonitorBlock monitor)
    {
        if (property.Always is not DetectorRef call || monitor.Detectors[call.Slot] is not
            {
                Kind: DetectorKind.LeadsTo,
            } whole)
        {
            return null;
        }

        Dictionary<string, Expr> defines = monitor.Steps.OfType<DefineStep>()
            .ToDictionary(define => define.Name, define => define.Value);
        List<Expr> alternatives = [.. Alternatives(whole.Operand, defines).Take(Cases_max + 1)];
        return alternatives.Count <= Cases_max
            ? [.. alternatives.Select(alternative => whole with { Operand = alternative })]
            : null;
    }

    private static IEnumerable<Expr> Alternatives(Expr condition, Dictionary<string, Expr> defines) => condition switch
    {
        DefineRef define => Alternatives(defines[define.Name], defines),
        Binary { Operator: BinaryOperator.Or } either =>
            Alternatives(either.Left, defines).Concat(Alternatives(either.Right, defines)),
        Binary { Operator: BinaryOperator.And } both => Alternatives(both.Left, defines).SelectMany(
            left => Alternatives(both.Right, defines).Select(right => both with { Left = left, Right = right })),
        _ => [condition],
    };
}
