using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>A temporal call of a property, seen for one alternative of what it waits for.</summary>
/// <param name="Call">The call; its slot is a negative number of its own.</param>
/// <param name="Whole">Slot of the call in the specification.</param>
/// <param name="Number">Which alternative, from 0.</param>
internal sealed record PartialCall(DetectorInfo Call, int Whole, int Number)
{
    /// <summary>Name of its memory.</summary>
    public string Memory => $"{PropertyNames.Owner}.detector.{Whole}.case.{Number}";
}

/// <summary>
/// The cases of a property. They may be shown one by one, because the property says the same as all of them together:
/// <list type="bullet">
/// <item>what is implied by several alternatives is implied by each, and each part of a conclusion by the rest;</item>
/// <item>in the last scan, once, within some time, or since something, one of several alternatives was true exactly if
/// that holds for one of them (no scan before the first counts as one in which an alternative was true);</item>
/// <item>the obligation of <c>p leads_to q within d</c> starts in a scan in which some alternative of p is true; the
/// obligation of that alternative is then open at least as long, and both end with q.</item>
/// </list>
/// With more than eight alternatives the conclusion stays whole; more than 64 are not taken apart.
/// </summary>
internal sealed class ClaimCases(MonitorBlock monitor)
{
    private const int WholeConclusionAbove = 8;
    private const int Alternatives_max = 64;

    private readonly Dictionary<string, Expr> defines = monitor.Steps.OfType<DefineStep>()
        .ToDictionary(define => define.Name, define => define.Value);

    private readonly Dictionary<int, PartialCall> partial = [];

    /// <summary>The calls of the cases that were asked for, by slot.</summary>
    public IReadOnlyDictionary<int, PartialCall> Calls => partial;

    /// <summary>The cases of what must always hold, in order.</summary>
    public IReadOnlyList<Expr> Of(Expr always)
    {
        if (always is DefineRef define)
        {
            return Of(defines[define.Name]);
        }

        if (always is Binary { Operator: BinaryOperator.And } pair)
        {
            return [.. Of(pair.Left), .. Of(pair.Right)];
        }

        if (always is Unary { Operator: UnaryOperator.Not } denied)
        {
            return [.. Alternatives(denied.Operand).Select(one => denied with { Operand = one })];
        }

        if (always is DetectorRef call && monitor.Detectors[call.Slot].Kind == DetectorKind.LeadsTo)
        {
            return Partial(call);
        }

        if (always is not Binary { Operator: BinaryOperator.Implies } rule)
        {
            return [always];
        }

        List<Expr> premises = Alternatives(rule.Left);
        IReadOnlyList<Expr> conclusions = premises.Count > WholeConclusionAbove ? [rule.Right] : Of(rule.Right);
        return [.. from premise in premises
                   from conclusion in conclusions
                   select rule with { Left = premise, Right = conclusion }];
    }

    private List<Expr> Alternatives(Expr condition)
    {
        List<Expr> all = [];
        switch (condition)
        {
            case DefineRef define:
                all.AddRange(Alternatives(defines[define.Name]));
                break;
            case Binary { Operator: BinaryOperator.Or } either:
                all.AddRange(Alternatives(either.Left));
                all.AddRange(Alternatives(either.Right));
                break;
            case Binary { Operator: BinaryOperator.And } both:
                List<Expr> others = Alternatives(both.Right);
                all.AddRange(Alternatives(both.Left).SelectMany(
                    left => others.Select(right => both with { Left = left, Right = right })));
                break;
            case DetectorRef { Slot: >= 0 } call:
                all.AddRange(Partial(call));
                break;
            default:
                all.Add(condition);
                break;
        }

        return all.Count <= Alternatives_max ? all : [condition];
    }

    private List<Expr> Partial(DetectorRef call)
    {
        DetectorInfo whole = monitor.Detectors[call.Slot];
        if (!Distributes(whole))
        {
            return [call];
        }

        bool isSince = whole.Kind == DetectorKind.Since;
        List<Expr> alternatives = Alternatives(isSince ? whole.Second! : whole.Operand);
        if (alternatives.Count == 1)
        {
            return [call];
        }

        List<Expr> cases = [];
        foreach (Expr one in alternatives)
        {
            int slot = -1 - ((Alternatives_max * call.Slot) + cases.Count);
            DetectorInfo info = isSince ? whole with { Second = one } : whole with { Operand = one };
            partial[slot] = new PartialCall(info with { Slot = slot }, call.Slot, cases.Count);
            cases.Add(call with { Slot = slot });
        }

        return cases;
    }

    private static bool Distributes(DetectorInfo call)
    {
        bool startsFalse = call.Initial == 0 && call.Operand.Type.Kind == ValueKind.Bool
            && !call.Operand.Type.MayBeInvalid;
        return call.Kind is DetectorKind.Once or DetectorKind.Within or DetectorKind.Since or DetectorKind.LeadsTo
            || (call.Kind == DetectorKind.Previous && startsFalse);
    }
}
