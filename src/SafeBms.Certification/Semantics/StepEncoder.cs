using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>Step (a) of a scan: timers, definitions and temporal calls in document order. The same for machines and
/// for the properties.</summary>
/// <param name="context">The system.</param>
/// <param name="owner">Machine, or <c>monitor</c>.</param>
/// <param name="encoder">Expressions in the scope of the owner.</param>
internal sealed class StepEncoder(SystemContext context, string owner, ExpressionEncoder encoder)
{
    private readonly Dictionary<string, Meaning> defines = [];
    private readonly Dictionary<string, Term> timers = [];
    private readonly Dictionary<int, Meaning> detectors = [];

    /// <summary>The value of a definition that was evaluated in this scan.</summary>
    public Meaning Define(string name) => defines[name];

    /// <summary>The value of a timer after its step, before it that of the last scan.</summary>
    public Term Timer(string name) => timers.GetValueOrDefault(name) ?? Smt.Name($"{owner}.timer.{name}", Sort.Int);

    /// <summary>The result of a temporal call in this scan.</summary>
    public Meaning Detector(int slot) => detectors[slot];

    /// <summary>The result of a call for one alternative; it advances when it is asked for first.</summary>
    public Meaning Detector(PartialCall part)
    {
        if (!detectors.TryGetValue(part.Call.Slot, out Meaning result))
        {
            result = Advance(part.Call, part.Memory);
            detectors.Add(part.Call.Slot, result);
        }

        return result;
    }

    public void Encode(IEnumerable<StepInfo> steps)
    {
        foreach (StepInfo step in steps)
        {
            switch (step)
            {
                case TimerStep { Timer: var timer }: Advance(timer); break;
                case DefineStep define: defines[define.Name] = Share(encoder.Encode(define.Value)); break;
                case DetectorStep { Detector: var call }:
                    detectors[call.Slot] = Advance(call, $"{owner}.detector.{call.Slot}");
                    break;
                default: throw new NotSupportedException($"unknown step {step.GetType().Name}");
            }
        }
    }

    private Term Share(Term term) => context.Builder.Share(owner, term);

    private Meaning Share(Meaning meaning) => context.Builder.Share(owner, meaning);

    private void Advance(TimerInfo timer)
    {
        string name = $"{owner}.timer.{timer.Name}";
        Term before = Smt.Name(name, Sort.Int);
        Term limit = Share(encoder.Encode(timer.Limit).Number);
        Term after = Share(Smt.Ite(
            encoder.Condition(timer.Resets), Smt.Zero,
            Smt.Ite(encoder.Condition(timer.Runs), CountedUp(before, limit), before)));
        timers[timer.Name] = after;
        context.Remember(name, timer.StartsAtLimit ? limit : Smt.Zero, after);
    }

    private Meaning Advance(DetectorInfo call, string name) => call.Kind switch
    {
        DetectorKind.Previous => Previous(call, name),
        DetectorKind.Rising or DetectorKind.Falling => Meaning.Of(Edge(call, name)),
        DetectorKind.Held => Meaning.Of(Held(call, name, trueBefore: false)),
        DetectorKind.HeldOrInitially => Meaning.Of(Held(call, name, trueBefore: true)),
        DetectorKind.Within => Meaning.Of(Within(call, name)),
        DetectorKind.Since => Meaning.Of(Since(name, encoder.Condition(call.Operand), call.Second!)),
        DetectorKind.Once => Meaning.Of(Since(name, Smt.True, call.Operand)),
        DetectorKind.Confirmed => Meaning.Of(Confirmed(call, name)),
        DetectorKind.LeadsTo => Meaning.Of(LeadsTo(call, name)),
        _ => throw new NotSupportedException($"{call.Span}: unknown temporal call {call.Kind}"),
    };

    private Meaning Previous(DetectorInfo call, string name)
    {
        Meaning operand = Share(encoder.Encode(call.Operand));
        ExprType type = call.Operand.Type;
        context.Remember(name, Ranges.Constant(call.Initial, type), operand.Number);
        Term number = Smt.Name(name, Ranges.SortOf(type));
        if (!type.MayBeInvalid)
        {
            return Meaning.Of(number);
        }

        context.Remember($"{name}.valid", Smt.Truth(call.InitiallyValid), operand.Valid);
        return new Meaning(number, Smt.Name($"{name}.valid", Sort.Bool));
    }

    private Term Edge(DetectorInfo call, string name)
    {
        Term now = Share(encoder.Condition(call.Operand));
        Term before = Smt.Name(name, Sort.Bool);
        context.Remember(name, Smt.Truth(call.Initial != 0), now);
        return Share(call.Kind == DetectorKind.Rising
            ? Smt.And(now, Smt.Not(before))
            : Smt.And(Smt.Not(now), before));
    }

    // d ms from the first true sample to the last are d + 1 samples.
    private Term Held(DetectorInfo call, string name, bool trueBefore)
    {
        Term enough = AmountAndOne(call);
        Term before = Smt.Name(name, Sort.Int);
        Term samples = Share(Smt.Ite(encoder.Condition(call.Operand), CountedUp(before, enough), Smt.Zero));
        context.Remember(name, trueBefore ? enough : Smt.Zero, samples);
        return Share(Smt.LessOrEqual(enough, samples));
    }

    private Term Within(DetectorInfo call, string name)
    {
        Term never = AmountAndOne(call);
        Term before = Smt.Name(name, Sort.Int);
        Term since = Share(Smt.Ite(encoder.Condition(call.Operand), Smt.Zero, CountedUp(before, never)));
        context.Remember(name, never, since);
        return Share(Smt.Less(since, never));
    }

    private Term Since(string name, Term holds, Expr happened)
    {
        Term before = Smt.Name(name, Sort.Bool);
        Term now = Share(Smt.Or(encoder.Condition(happened), Smt.And(before, holds)));
        context.Remember(name, Smt.False, now);
        return now;
    }

    private Term Confirmed(DetectorInfo call, string name)
    {
        Term enough = Share(encoder.Encode(call.Amount!).Number);
        Term before = Smt.Name(name, Sort.Int);
        Term isNew = encoder.Encode(new IsNewSample(call.Second!, ExprType.Bool, call.Span)).Number;
        Term samples = Share(Smt.Ite(
            isNew,
            Smt.Ite(encoder.Condition(call.Operand), CountedUp(before, enough), Smt.Zero),
            before));
        context.Remember(name, Smt.Zero, samples);
        return Share(Smt.LessOrEqual(enough, samples));
    }

    private Term LeadsTo(DetectorInfo call, string name)
    {
        Term tooLong = AmountAndOne(call);
        Term none = Smt.Number(-1);
        Term before = Smt.Name(name, Sort.Int);
        Term open = Smt.LessOrEqual(Smt.Zero, before);
        Term age = Share(Smt.Ite(
            encoder.Condition(call.Second!), none,
            Smt.Ite(open, CountedUp(before, tooLong), Smt.Ite(encoder.Condition(call.Operand), Smt.Zero, none))));
        context.Remember(name, none, age);
        return Share(Smt.Less(age, tooLong));
    }

    private Term AmountAndOne(DetectorInfo call) => Share(Smt.Add(encoder.Encode(call.Amount!).Number, Smt.One));

    /// <summary>min(before + 1, cap).</summary>
    internal static Term CountedUp(Term before, Term cap)
    {
        Term more = Smt.Add(before, Smt.One);
        return Smt.Ite(Smt.LessOrEqual(more, cap), more, cap);
    }
}
