using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>One thing that happens in step (a) of a scan, in every state.</summary>
internal abstract class Step
{
    /// <summary>As before step 0.</summary>
    public abstract void Reset();

    public abstract void Advance();

    /// <summary>Turns the steps of a machine or of the properties into what runs.</summary>
    public static Step[] Create(
        IEnumerable<StepInfo> steps, Resolver resolver, Slot[] results, IReadOnlyDictionary<string, Slot> defines,
        IReadOnlyDictionary<string, Slot> timers) =>
        [.. steps.Select<StepInfo, Step>(step => step switch
        {
            TimerStep { Timer: TimerInfo timer } => new TimerAdvance(timer, timers[timer.Name], resolver),
            DefineStep define => new Definition(defines[define.Name], resolver.Resolve(define.Value)),
            DetectorStep { Detector: DetectorInfo detector } =>
                new DetectorAdvance(resolver.ResolveDetector(detector, results[detector.Slot])),
            _ => throw new NotSupportedException($"unknown step {step.GetType().Name}"),
        })];
}

internal sealed class TimerAdvance(TimerInfo info, Slot timer, Resolver resolver) : Step
{
    private readonly Node runs = resolver.Resolve(info.Runs);
    private readonly Node resets = resolver.Resolve(info.Resets);
    private readonly Node limit = resolver.Resolve(info.Limit);

    public override void Reset() => timer.Now = Value.Of(info.StartsAtLimit ? limit.Evaluate().Number : 0);

    public override void Advance()
    {
        if (resets.IsTrue())
        {
            timer.Now = Value.Of(0);
        }
        else if (runs.IsTrue())
        {
            timer.Now = Value.Of(Math.Min(timer.Now.Number + 1, limit.Evaluate().Number));
        }
    }
}

internal sealed class Definition(Slot define, Node value) : Step
{
    public override void Reset() => define.Now = default;

    public override void Advance() => define.Now = value.Evaluate();
}

internal sealed class DetectorAdvance(Detector detector) : Step
{
    public Detector Detector => detector;

    public override void Reset() => detector.Reset();

    public override void Advance() => detector.Advance();
}
