using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>
/// Temporal calls by docs/language/temporal.md: counters that stop one above the largest duration that the call can
/// have (D + 1), whatever the parameter says now. The generated code may stop earlier and may count down:
/// <c>CodeRelation</c> says how the two memories belong together.
/// </summary>
internal sealed class DetectorFormula(Facts facts, Border border, ExpressionFormula expressions)
{
    private readonly TermPool pool = facts.Pool;

    /// <summary>Memory before step 0.</summary>
    public ModelValue Initial(DetectorInfo info) => info.Kind switch
    {
        DetectorKind.Previous => new ModelValue(
            expressions.Constant(info.Type, info.Initial), pool.Bool(info.InitiallyValid || !info.Type.MayBeInvalid)),
        DetectorKind.Rising or DetectorKind.Falling => Always(pool.Bool(info.Initial != 0)),
        DetectorKind.Held or DetectorKind.Confirmed => Always(pool.Int(0)),
        DetectorKind.HeldOrInitially or DetectorKind.Within => Always(pool.Int(Largest(info) + 1)),
        DetectorKind.LeadsTo => Always(pool.Int(-1)),
        _ => Always(pool.False),
    };

    /// <summary>A memory of which nothing is known.</summary>
    public ModelValue Any(DetectorInfo info, string name)
    {
        switch (info.Kind)
        {
            case DetectorKind.Previous:
                return border.Any(info.Type, name);
            case DetectorKind.Rising or DetectorKind.Falling or DetectorKind.Since or DetectorKind.Once:
                return Always(facts.Truth(name));
            default:
                long least = info.Kind == DetectorKind.LeadsTo ? -1 : 0;
                long most = Largest(info) + (info.Kind == DetectorKind.Confirmed ? 0 : 1);
                return Always(facts.Number(name, least, most));
        }
    }

    /// <summary>The largest duration or number of samples that the call can have.</summary>
    public static long Largest(DetectorInfo info) => info.Amount?.Type.Max ?? 0;

    /// <summary>Result in this scan, and memory after it.</summary>
    public (ModelValue Result, ModelValue Memory) Step(DetectorInfo info, ModelValue before)
    {
        if (info.Kind == DetectorKind.Previous)
        {
            return (before, expressions.Of(info.Operand));
        }

        Term now = expressions.Value(info.Operand);
        switch (info.Kind)
        {
            case DetectorKind.Rising:
                return (Always(pool.And(now, pool.Not(before.Number))), Always(now));
            case DetectorKind.Falling:
                return (Always(pool.And(pool.Not(now), before.Number)), Always(now));
            case DetectorKind.Once:
                return Both(pool.Or(now, before.Number));
            case DetectorKind.Since:
                return Both(pool.Or(expressions.Value(info.Second!), pool.And(now, before.Number)));
            default:
                return Count(info, before.Number, now);
        }
    }

    private (ModelValue Result, ModelValue Memory) Count(DetectorInfo info, Term before, Term now)
    {
        Term amount = expressions.Value(info.Amount!);
        long largest = Largest(info);
        Term later = facts.Min(pool.Add(before, 1), pool.Int(largest + 1));
        Term zero = pool.Int(0);
        switch (info.Kind)
        {
            case DetectorKind.Held or DetectorKind.HeldOrInitially:
                Term held = pool.Choose(now, later, zero);
                return (Always(facts.AtMost(pool.Add(amount, 1), held)), Always(held));
            case DetectorKind.Within:
                Term ago = pool.Choose(now, zero, later);
                return (Always(facts.AtMost(ago, amount)), Always(ago));
            case DetectorKind.Confirmed:
                Term counted = pool.Choose(now, facts.Min(pool.Add(before, 1), pool.Int(largest)), zero);
                Term samples = pool.Choose(expressions.Input(info.Second!).IsNew, counted, before);
                return (Always(facts.AtMost(amount, samples)), Always(samples));
            case DetectorKind.LeadsTo:
                Term none = pool.Int(-1);
                Term open = pool.Choose(
                    facts.AtMost(zero, before), later, pool.Choose(now, zero, none));
                Term age = pool.Choose(expressions.Value(info.Second!), none, open);
                return (Always(facts.AtMost(age, amount)), Always(age));
            default:
                throw new NotSupportedException($"{info.Span}: temporal call {info.Kind}");
        }
    }

    private ModelValue Always(Term number) => new(number, pool.True);

    private (ModelValue Result, ModelValue Memory) Both(Term now) => (Always(now), Always(now));
}
