using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>One scan of properties or witnesses (docs/language/properties.md), on any inputs and outputs.</summary>
internal sealed class PropertyFormula : IReadings
{
    private readonly TermPool pool;
    private readonly IReadings signals;
    private readonly ExpressionFormula expressions;
    private readonly DetectorFormula detectors;
    private readonly Dictionary<string, ModelValue> defines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ModelValue> results = [];

    public PropertyFormula(Facts facts, Border border, IReadings signals)
    {
        pool = facts.Pool;
        this.signals = signals;
        expressions = new ExpressionFormula(facts, border, this);
        detectors = new DetectorFormula(facts, border, expressions);
    }

    /// <summary>Takes every step and gives the memory of the temporal calls after it, by slot.</summary>
    public Dictionary<int, ModelValue> Advance(MonitorBlock block, IReadOnlyDictionary<int, ModelValue> before)
    {
        Dictionary<int, ModelValue> after = new(before);
        foreach (StepInfo step in block.Steps)
        {
            switch (step)
            {
                case DefineStep define:
                    defines[define.Name] = expressions.Of(define.Value);
                    break;
                case DetectorStep { Detector: { } detector }:
                    (results[detector.Slot], after[detector.Slot]) =
                        detectors.Step(detector, before[detector.Slot]);
                    break;
                default:
                    throw new NotSupportedException($"{step.GetType().Name} among the properties");
            }
        }

        return after;
    }

    /// <summary>Whether a condition holds, after <see cref="Advance"/>.</summary>
    public Term Holds(Expr condition) => expressions.Value(condition);

    /// <inheritdoc/>
    public ModelValue Find(Expr reference) => reference switch
    {
        DefineRef define => defines[define.Name],
        DetectorRef detector => results[detector.Slot],
        _ => signals.Find(reference),
    };

    /// <inheritdoc/>
    public InputView Input(Expr reference) => signals.Input(reference);

    /// <inheritdoc/>
    public IReadOnlyList<Member> Members(FoldSource source) => signals.Members(source);
}
