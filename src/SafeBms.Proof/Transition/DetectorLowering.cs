using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>The temporal calls as variables and what becomes of them: the saturating counters of the language
/// page.</summary>
internal sealed class DetectorLowering(
    TermPool pool, SystemFrame frame, StateRegister states, ExpressionLowering lowering, string owner, string prefix)
{
    private const long Never = -1;

    /// <summary>Advances one call and returns its result in this scan.</summary>
    public ScanValue Lower(DetectorInfo info) => Lower(info, $"{prefix}.detector.{info.Slot}");

    /// <summary>Advances one call, whose memory has a name of its own.</summary>
    public ScanValue Lower(DetectorInfo info, string name) => info.Kind switch
    {
        DetectorKind.Previous => Previous(info, name),
        DetectorKind.Rising => Always(Edge(info, name, rising: true)),
        DetectorKind.Falling => Always(Edge(info, name, rising: false)),
        DetectorKind.Held => Always(Held(info, name, trueBefore: false)),
        DetectorKind.HeldOrInitially => Always(Held(info, name, trueBefore: true)),
        DetectorKind.Within => Always(Within(info, name)),
        DetectorKind.Since => Always(Since(name, lowering.Condition(info.Operand), lowering.Condition(info.Second!))),
        DetectorKind.Once => Always(Since(name, pool.True, lowering.Condition(info.Operand))),
        DetectorKind.Confirmed => Always(Confirmed(info, name)),
        DetectorKind.LeadsTo => Always(LeadsTo(info, name)),
        _ => throw new NotSupportedException($"{info.Span}: temporal call {info.Kind}"),
    };

    private ScanValue Always(Term number) => new(number, pool.True);

    private Term Remember(string name, string suffix, ExprType type, Term initial, Func<Term> next) =>
        states.Declare(name + suffix, owner, type, frame.MembersOf(type), initial, next);

    private Term Truth(string name, bool initial, Func<Term> next) =>
        Remember(name, string.Empty, ExprType.Bool, pool.Bool(initial), next);

    private Term Counter(DetectorInfo info, string name, Term initial, long min, Func<Term> next)
    {
        ExprType type = ExprType.Int("ms", min, (info.Amount?.Type.Max ?? 0) + 1);
        return Remember(name, string.Empty, type, initial, next);
    }

    private ScanValue Previous(DetectorInfo info, string name)
    {
        ScanValue now = lowering.Lower(info.Operand);
        ExprType type = info.Operand.Type with { MayBeInvalid = false };
        Term initial = frame.Constant(type, info.Initial);
        Term before = Remember(name, string.Empty, type, initial, () => now.Number);
        Term valid = info.Operand.Type.MayBeInvalid
            ? Remember(name, ".valid", ExprType.Bool, pool.Bool(info.InitiallyValid), () => now.Valid)
            : pool.True;
        return new ScanValue(before, valid);
    }

    private Term Edge(DetectorInfo info, string name, bool rising)
    {
        Term now = lowering.Condition(info.Operand);
        Term before = Truth(name, info.Initial != 0, () => now);
        return rising ? pool.And(now, pool.Not(before)) : pool.And(before, pool.Not(now));
    }

    private Term Held(DetectorInfo info, string name, bool trueBefore)
    {
        Term enough = pool.Add(lowering.Number(info.Amount!), 1);
        Term now = lowering.Condition(info.Operand);
        Term? after = null;
        Term samples = Counter(info, name, trueBefore ? enough : pool.Int(0), 0, () => after!);
        after = pool.Choose(now, pool.Min(pool.Add(samples, 1), enough), pool.Int(0));
        return pool.AtLeast(after, enough);
    }

    private Term Within(DetectorInfo info, string name)
    {
        Term duration = lowering.Number(info.Amount!);
        Term tooLong = pool.Add(duration, 1);
        Term now = lowering.Condition(info.Operand);
        Term? after = null;
        Term scans = Counter(info, name, tooLong, 0, () => after!);
        after = pool.Choose(now, pool.Int(0), pool.Min(pool.Add(scans, 1), tooLong));
        return pool.AtMost(after, duration);
    }

    private Term Since(string name, Term holds, Term happened)
    {
        Term? after = null;
        Term before = Truth(name, initial: false, () => after!);
        after = pool.Or(happened, pool.And(before, holds));
        return after;
    }

    private Term Confirmed(DetectorInfo info, string name)
    {
        Term enough = lowering.Number(info.Amount!);
        Term isNew = lowering.Input(info.Second!).IsNew;
        Term now = lowering.Condition(info.Operand);
        Term? after = null;
        Term samples = Counter(info, name, pool.Int(0), 0, () => after!);
        Term counted = pool.Choose(now, pool.Min(pool.Add(samples, 1), enough), pool.Int(0));
        after = pool.Choose(isNew, counted, samples);
        return pool.AtLeast(after, enough);
    }

    private Term LeadsTo(DetectorInfo info, string name)
    {
        Term duration = lowering.Number(info.Amount!);
        Term cause = lowering.Condition(info.Operand);
        Term response = lowering.Condition(info.Second!);
        Term? after = null;
        Term age = Counter(info, name, pool.Int(Never), Never, () => after!);
        Term open = pool.AtLeast(age, pool.Int(0));
        Term older = pool.Min(pool.Add(age, 1), pool.Add(duration, 1));
        after = pool.Choose(
            response, pool.Int(Never),
            pool.Choose(open, older, pool.Choose(cause, pool.Int(0), pool.Int(Never))));
        return pool.AtMost(after, duration);
    }
}
