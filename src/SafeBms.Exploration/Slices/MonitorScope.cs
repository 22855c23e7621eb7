using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>The properties' definitions and temporal calls, as far as one property needs them.</summary>
/// <param name="world">The slice.</param>
/// <param name="definition">What stands for <c>open_demand</c>, and where a step begins or ends.</param>
internal sealed class MonitorScope(SliceWorld world, SliceDefinition definition) : ISliceScope
{
    private const string ByCause = "open_demand";

    // No slot of the specification.
    private const int Already = -1;

    private readonly Dictionary<string, Meaning> defines = [];
    private readonly Dictionary<int, Meaning> detectors = [];
    private readonly MonitorBlock block = world.Model.Properties.Monitor;

    /// <summary>Steps that <paramref name="property"/> depends on.</summary>
    public void Advance(Expr property)
    {
        HashSet<StepInfo> needed = Needed(property);
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
                detectors.Add(detector.Slot, steps.Detect(StepOf(detector, steps), keepsClock: true));
            }
        }
    }

    public Meaning Resolve(Expr reference) => reference switch
    {
        InputRef input => world.Input(input.Name),
        OutputRef output => world.Signal(output.Name, previous: false),
        DefineRef define => Definition(Substitute(define.Name)),
        DetectorRef detector => detectors[detector.Slot],
        _ => world.Free($"monitor: {reference.Span}", reference.Type),
    };

    public SliceNode InStateOf(UseInState reference) =>
        throw new SliceException($"{reference.Span}: a property cannot read a machine's state");

    public string InputName(Expr reference) => reference is InputRef input ? input.Name : string.Empty;

    private string Substitute(string define) =>
        define == ByCause && definition.Cause.Length > 0 ? definition.Cause : define;

    private Meaning Definition(string name) => IsOutput(name) ? OutputOf(name)
        : AlternativeOf(name) is { } alternative ? new InlinedMeaning(alternative, this) : defines[name];

    // Definitions have no dot in their names.
    private static bool IsOutput(string name) => name.Contains('.', StringComparison.Ordinal);

    private Meaning OutputOf(string name)
    {
        string[] parts = name.Split('.');
        return world.Machine(parts[0])?.OutputMeaning(parts[1], previous: false) ?? world.Free(name, ExprType.Bool);
    }

    // "c leads_to r within d" in two steps that meet at an output o: "o leads_to r within d - h"; and "c leads_to o or
    // r within h", if o has not been there already since the last r: else the second step has begun before.
    private DetectorInfo StepOf(DetectorInfo detector, StepTranslator steps)
    {
        if (detector.Kind != DetectorKind.LeadsTo || !definition.IsStep)
        {
            return detector;
        }

        Expr handover = new Literal(SliceDefinition.Handover_ms, detector.Amount!.Type, detector.Span);
        if (definition.From.Length > 0)
        {
            Expr rest = new Binary(
                BinaryOperator.Subtract, detector.Amount, handover, detector.Amount.Type, detector.Span);
            return detector with { Amount = rest };
        }

        Expr response = detector.Second!;
        Expr output = new DefineRef(definition.Until, ExprType.Bool, detector.Span);
        Expr pending = Not(response);
        detectors.Add(Already, steps.Detect(
            detector with
            {
                Slot = Already, Kind = DetectorKind.Since, Operand = pending, Second = Both(pending, output),
                Amount = null, Text = "the output since the last response",
            },
            keepsClock: true));
        return detector with
        {
            Operand = Both(detector.Operand, Not(new DetectorRef(Already, ExprType.Bool, detector.Span))),
            Second = Joined(BinaryOperator.Or, response, output),
            Amount = handover,
        };
    }

    private static Binary Both(Expr left, Expr right) => Joined(BinaryOperator.And, left, right);

    private static Binary Joined(BinaryOperator operation, Expr left, Expr right) =>
        new(operation, left, right, ExprType.Bool, left.Span);

    private static Unary Not(Expr operand) => new(UnaryOperator.Not, operand, ExprType.Bool, operand.Span);

    // "NAME#2": the second alternative of a definition.
    private Expr? AlternativeOf(string name)
    {
        string[] parts = name.Split('#');
        if (parts.Length != 2)
        {
            return null;
        }

        Expr whole = block.Steps.OfType<DefineStep>().FirstOrDefault(step => step.Name == parts[0])?.Value
            ?? throw new SliceException($"there is no definition '{parts[0]}'");
        return SliceParting.Disjuncts(whole).ElementAtOrDefault(int.Parse(parts[1], CultureInfo.InvariantCulture) - 1)
            ?? throw new SliceException($"'{parts[0]}' has no alternative number {parts[1]}");
    }

    private HashSet<StepInfo> Needed(Expr property)
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
                if (part is DefineRef output && IsOutput(Substitute(output.Name)))
                {
                    continue;
                }

                if (part is DefineRef whole && AlternativeOf(Substitute(whole.Name)) is { } alternative)
                {
                    waiting.Push(alternative);
                    continue;
                }

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
