using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>
/// Temporal calls. The counters are those of docs/language/temporal.md, kept in the form in which the memory of a
/// controller holds them: they stop at what the call asks for now (not at the largest value that it could ask for),
/// <c>within</c> counts down, <c>leads_to</c> counts from 1. That this is the same for every duration is shown by
/// <c>TemporalUnit</c>, once and for all.
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
        DetectorKind.Since or DetectorKind.Once => Always(pool.False),
        DetectorKind.HeldOrInitially => Always(pool.Add(expressions.Value(info.Amount!), 1)),
        _ => Always(pool.Int(0)),
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
                return Always(facts.Number(name, 0, Largest(info) + 2));
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
        Term second = info.Kind switch
        {
            DetectorKind.Confirmed => expressions.Input(info.Second!).IsNew,
            DetectorKind.LeadsTo => expressions.Value(info.Second!),
            _ => pool.False,
        };
        (Term result, Term memory) = Count(facts, info.Kind, before, now, second, amount);
        return (Always(result), Always(memory));
    }

    /// <summary>A counter: the result in this scan and the memory after it.</summary>
    /// <param name="facts">The pool.</param>
    /// <param name="kind">Which call.</param>
    /// <param name="before">The memory before.</param>
    /// <param name="now">The operand.</param>
    /// <param name="second">Of <c>confirmed</c>: there is a new sample; of <c>leads_to</c>: the response.</param>
    /// <param name="amount">Duration, or number of samples.</param>
    public static (Term Result, Term Memory) Count(
        Facts facts, DetectorKind kind, Term before, Term now, Term second, Term amount)
    {
        TermPool pool = facts.Pool;
        Term zero = pool.Int(0);
        Term more = pool.Add(before, 1);
        Term enough = pool.Add(amount, 1);
        switch (kind)
        {
            case DetectorKind.Held or DetectorKind.HeldOrInitially:
                Term held = pool.Choose(now, facts.Min(more, enough), zero);
                return (facts.Less(amount, held), held);
            case DetectorKind.Within:
                Term left = pool.Choose(now, enough, facts.Max(pool.Add(before, -1), zero));
                return (facts.Less(zero, left), left);
            case DetectorKind.Confirmed:
                Term samples = pool.Choose(second, pool.Choose(now, facts.Min(more, amount), zero), before);
                return (facts.AtMost(amount, samples), samples);
            case DetectorKind.LeadsTo:
                Term open = pool.And(pool.Not(second), pool.Or(now, facts.Less(zero, before)));
                Term age = pool.Choose(open, facts.Min(more, pool.Add(amount, 2)), zero);
                return (facts.AtMost(age, enough), age);
            default:
                throw new NotSupportedException($"{kind} is no counter");
        }
    }

    private ModelValue Always(Term number) => new(number, pool.True);

    private (ModelValue Result, ModelValue Memory) Both(Term now) => (Always(now), Always(now));
}
