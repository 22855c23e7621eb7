using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>The properties' definitions and temporal calls, as far as one property needs them.</summary>
/// <param name="world">The slice.</param>
/// <param name="cause">The definition that stands for <c>open_demand</c>; empty for itself.</param>
internal sealed class MonitorScope(SliceWorld world, string cause) : ISliceScope
{
    private const string ByCause = "open_demand";

    private readonly Dictionary<string, Meaning> defines = [];
    private readonly Dictionary<int, Meaning> detectors = [];

    /// <summary>Steps that <paramref name="property"/> depends on.</summary>
    public void Advance(MonitorBlock block, Expr property)
    {
        HashSet<StepInfo> needed = Needed(block, property);
        StepTranslator steps = new(world, this, "monitor");
        world.Section = "monitor";
        foreach (StepInfo step in block.Steps.Where(needed.Contains))
        {
            if (step is DefineStep define)
            {
                defines.Add(define.Name, steps.Define(define));
            }
            else if (step is DetectorStep { Detector: { } detector })
            {
                detectors.Add(detector.Slot, steps.Detect(detector, keepsClock: true));
            }
        }
    }

    public Meaning Resolve(Expr reference) => reference switch
    {
        InputRef input => world.Input(input.Name),
        OutputRef output => world.Signal(output.Name, previous: false),
        DefineRef define => defines[Substitute(define.Name)],
        DetectorRef detector => detectors[detector.Slot],
        _ => world.Free($"monitor: {reference.Span}", reference.Type),
    };

    public SliceNode InStateOf(UseInState reference) =>
        throw new SliceException($"{reference.Span}: a property cannot read a machine's state");

    public string InputName(Expr reference) => reference is InputRef input ? input.Name : string.Empty;

    private string Substitute(string define) => define == ByCause && cause.Length > 0 ? cause : define;

    private HashSet<StepInfo> Needed(MonitorBlock block, Expr property)
    {
        Dictionary<string, DefineStep> byName = block.Steps.OfType<DefineStep>().ToDictionary(step => step.Name);
        Dictionary<int, DetectorStep> bySlot = block.Steps.OfType<DetectorStep>()
            .ToDictionary(step => step.Detector.Slot);
        HashSet<StepInfo> needed = [];
        Stack<Expr> waiting = new([property]);
        while (waiting.TryPop(out Expr? expression))
        {
            foreach (Expr part in Expressions.Walk(expression))
            {
                if (part is DefineRef define && !byName.ContainsKey(Substitute(define.Name)))
                {
                    throw new SliceException($"there is no definition '{Substitute(define.Name)}'");
                }

                StepInfo? step = part switch
                {
                    DefineRef name => byName[Substitute(name.Name)],
                    DetectorRef slot => bySlot[slot.Slot],
                    _ => null,
                };
                if (step is not null && needed.Add(step))
                {
                    Push(step, waiting);
                }
            }
        }

        return needed;
    }

    private static void Push(StepInfo step, Stack<Expr> waiting)
    {
        if (step is DefineStep define)
        {
            waiting.Push(define.Value);
        }
        else if (step is DetectorStep { Detector: { } detector })
        {
            waiting.Push(detector.Operand);
            if (detector.Second is { } second)
            {
                waiting.Push(second);
            }
        }
    }
}
