using SafeBms.Proof.Induction;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Properties and their definitions, worked out only as far as they are asked for.</summary>
internal sealed class PropertyLowering : IScanScope
{
    private readonly TermPool pool;
    private readonly SystemFrame frame;
    private readonly Composition composition;
    private readonly ExpressionLowering lowering;
    private readonly DetectorLowering detectorLowering;
    private readonly Dictionary<string, DefineStep> definitions;
    private readonly MonitorBlock block;
    private readonly Dictionary<string, ScanValue> defines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ScanValue> detectors = [];
    private readonly IReadOnlyDictionary<int, CaseCall> cases;

    public PropertyLowering(
        SystemFrame frame, StateRegister states, Composition composition, MonitorBlock block, string prefix,
        IReadOnlyDictionary<int, CaseCall>? cases = null)
    {
        this.cases = cases ?? new Dictionary<int, CaseCall>();
        pool = frame.Pool;
        this.frame = frame;
        this.composition = composition;
        this.block = block;
        lowering = new ExpressionLowering(pool, frame, this);
        detectorLowering = new DetectorLowering(pool, frame, states, lowering, "monitor", prefix);
        definitions = block.Steps.OfType<DefineStep>().ToDictionary(define => define.Name, StringComparer.Ordinal);
    }

    /// <summary>A condition in this scan.</summary>
    public Term Condition(Expr expression) => lowering.Condition(expression);

    /// <inheritdoc/>
    public ScanValue Find(Expr reference) => reference switch
    {
        InputRef input => frame.Input(input.Name).Value,
        OutputRef output => new ScanValue(composition.Signal(output.Name), pool.True),
        DefineRef define => Define(define.Name),
        DetectorRef detector => Detector(detector.Slot),
        _ => throw new NotSupportedException($"{reference.Span}: a property cannot read {reference.GetType().Name}"),
    };

    /// <inheritdoc/>
    public InputTerms FindInput(Expr reference) => reference is InputRef input
        ? frame.Input(input.Name)
        : throw new NotSupportedException($"{reference.Span}: age and new_sample need an input");

    private ScanValue Define(string name)
    {
        if (!defines.TryGetValue(name, out ScanValue value))
        {
            value = lowering.Lower(definitions[name].Value);
            defines.Add(name, value);
        }

        return value;
    }

    private ScanValue Detector(int slot)
    {
        if (!detectors.TryGetValue(slot, out ScanValue value))
        {
            value = slot < 0
                ? detectorLowering.Lower(cases[slot].Info, cases[slot].Memory)
                : detectorLowering.Lower(block.Detectors[slot]);
            detectors.Add(slot, value);
        }

        return value;
    }
}
