using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>
/// The counters as docs/language/temporal.md writes them - they stop one above the largest duration D that a call can
/// have - against the form in which they are kept, for every duration and every D. The two memories belong together by
/// a function; it holds before step 0, every scan keeps it, and the results are the same.
/// </summary>
internal static class TemporalUnit
{
    private const long LargestOfAll = int.MaxValue - 2;

    private static readonly DetectorKind[] Counters =
    [
        DetectorKind.Held, DetectorKind.HeldOrInitially, DetectorKind.Within, DetectorKind.Confirmed,
        DetectorKind.LeadsTo,
    ];

    /// <summary>The claims for every counter.</summary>
    public static Unit Of()
    {
        Facts facts = new(new TermPool());
        TermPool pool = facts.Pool;
        Unit unit = new("temporal", facts);
        Term largest = facts.Number("D", 0, LargestOfAll);
        Term amount = facts.Number("d", 0, LargestOfAll);
        Term now = facts.Truth("now");
        Term second = facts.Truth("second");
        facts.Assume(pool.AtMost(amount, largest));
        foreach (DetectorKind kind in Counters)
        {
            Term before = facts.Number($"{kind}", -1, LargestOfAll + 1);
            facts.Assume(pool.AtMost(before, pool.Add(largest, 1)));
            if (kind != DetectorKind.LeadsTo)
            {
                facts.Assume(pool.AtLeast(before, pool.Int(0)));
            }

            (Term result, Term after) = Documented(facts, kind, before, now, second, (amount, largest));
            (Term kept, Term memory) =
                DetectorFormula.Count(facts, kind, Kept(facts, kind, before, amount), now, second, amount);
            unit.Equal($"{kind}: result", kept, result);
            unit.Equal($"{kind}: memory", memory, Kept(facts, kind, after, amount));
            unit.Equal(
                $"{kind}: before step 0", kind == DetectorKind.HeldOrInitially ? pool.Add(amount, 1) : pool.Int(0),
                Kept(facts, kind, Initial(pool, kind, largest), amount));
        }

        return unit;
    }

    private static Term Initial(TermPool pool, DetectorKind kind, Term largest) => kind switch
    {
        DetectorKind.HeldOrInitially or DetectorKind.Within => pool.Add(largest, 1),
        DetectorKind.LeadsTo => pool.Int(-1),
        _ => pool.Int(0),
    };

    // How the documented memory is kept.
    private static Term Kept(Facts facts, DetectorKind kind, Term memory, Term amount)
    {
        TermPool pool = facts.Pool;
        Term above = pool.Add(amount, 1);
        return kind switch
        {
            DetectorKind.Confirmed => facts.Min(memory, amount),
            DetectorKind.Within => pool.Subtract(above, facts.Min(memory, above)),
            DetectorKind.LeadsTo => pool.Add(facts.Min(memory, above), 1),
            _ => facts.Min(memory, above),
        };
    }

    private static (Term Result, Term Memory) Documented(
        Facts facts, DetectorKind kind, Term before, Term now, Term second, (Term Amount, Term Largest) duration)
    {
        TermPool pool = facts.Pool;
        Term zero = pool.Int(0);
        Term later = facts.Min(pool.Add(before, 1), pool.Add(duration.Largest, 1));
        switch (kind)
        {
            case DetectorKind.Held or DetectorKind.HeldOrInitially:
                Term held = pool.Choose(now, later, zero);
                return (pool.AtLeast(held, pool.Add(duration.Amount, 1)), held);
            case DetectorKind.Within:
                Term ago = pool.Choose(now, zero, later);
                return (pool.AtMost(ago, duration.Amount), ago);
            case DetectorKind.Confirmed:
                Term counted = pool.Choose(now, facts.Min(pool.Add(before, 1), duration.Largest), zero);
                Term samples = pool.Choose(second, counted, before);
                return (pool.AtLeast(samples, duration.Amount), samples);
            default:
                Term none = pool.Int(-1);
                Term open = pool.Choose(pool.AtLeast(before, zero), later, pool.Choose(now, zero, none));
                Term age = pool.Choose(second, none, open);
                return (pool.AtMost(age, duration.Amount), age);
        }
    }
}
