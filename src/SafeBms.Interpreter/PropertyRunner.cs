using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>The names of the properties: raw inputs, output signals, parameters and definitions.</summary>
internal sealed class PropertyScope(World world, IReadOnlyDictionary<string, Slot> defines, Slot[] results) : IScope
{
    public Cursor? Member => null;

    public string MemberGroup => string.Empty;

    public Node Find(Expr reference) => reference switch
    {
        InputRef input => new ScalarInputNode(world.Input(input.Name)),
        OutputRef output => new SlotNode(world.Output(output.Name)),
        DefineRef define => new SlotNode(defines[define.Name]),
        DetectorRef detector => new SlotNode(results[detector.Slot]),
        _ => throw new NotSupportedException($"{reference.Span}: a property cannot read {reference.GetType().Name}"),
    };
}

/// <summary>A block of definitions and temporal calls over inputs and outputs, with conditions read after
/// them.</summary>
internal sealed class PropertyRunner
{
    private readonly Step[] steps;
    private readonly Detector[] detectors;
    private readonly Node?[] conditions;
    private readonly bool[] holds;

    public PropertyRunner(World world, MonitorBlock block, IEnumerable<Expr?> conditions)
    {
        Dictionary<string, Slot> defines = block.Steps.OfType<DefineStep>()
            .ToDictionary(define => define.Name, _ => new Slot());
        Slot[] results = [.. block.Detectors.Select(_ => new Slot())];
        Resolver resolver = new(world, new PropertyScope(world, defines, results));
        steps = Step.Create(block.Steps, resolver, results, defines, new Dictionary<string, Slot>());
        detectors = [.. steps.OfType<DetectorAdvance>().Select(step => step.Detector)];
        this.conditions = [.. conditions.Select(resolver.ResolveOptional)];
        holds = new bool[this.conditions.Length];
    }

    /// <summary>Whether each condition held when <see cref="Advance"/> ran last; one without expression always
    /// holds.</summary>
    public IReadOnlyList<bool> Holds => holds;

    public void Reset()
    {
        foreach (Step step in steps)
        {
            step.Reset();
        }
    }

    public void Advance()
    {
        foreach (Step step in steps)
        {
            step.Advance();
        }

        for (int index = 0; index < conditions.Length; index++)
        {
            holds[index] = conditions[index]?.IsTrue() ?? true;
        }
    }

    public void Save()
    {
        foreach (Detector detector in detectors)
        {
            detector.Save();
        }
    }

    public void Restore()
    {
        foreach (Detector detector in detectors)
        {
            detector.Restore();
        }
    }
}
