using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Step (a) of a scan: timers, definitions and temporal calls, of a machine or of the monitors.</summary>
/// <param name="world">The slice.</param>
/// <param name="scope">Whose names they use.</param>
/// <param name="owner">Name before each of their own.</param>
internal sealed class StepTranslator(SliceWorld world, ISliceScope scope, string owner)
{
    private readonly ExpressionTranslator translator = world.Translator;

    /// <summary>A definition: its value in this scan.</summary>
    public Meaning Define(DefineStep define)
    {
        if (define.Value.Type.MayBeInvalid)
        {
            return new InlinedMeaning(define.Value, scope);
        }

        SliceNode? value = define.Value.Type.Kind == ValueKind.Bool
            ? translator.Bool(define.Value, scope) : translator.Int(define.Value, scope);
        if (value is null)
        {
            return new InlinedMeaning(define.Value, scope);
        }

        if (value is ConstantNode or ReadNode { Variable.Role: SliceRole.Verdict or SliceRole.Choice })
        {
            return new TrackedMeaning(value);
        }

        SliceVariable variable = world.Scratch(
            $"{owner}_{define.Name}", define.Value.Type.Min, define.Value.Type.Max, define.Text);
        world.Assign(variable, value);
        return new TrackedMeaning(new ReadNode(variable));
    }

    /// <summary>A temporal call: its result in this scan.</summary>
    /// <param name="detector">The call.</param>
    /// <param name="keepsClock">Whether its duration is counted; else it is free when it has passed.</param>
    public Meaning Detect(DetectorInfo detector, bool keepsClock) => detector.Kind switch
    {
        DetectorKind.Previous => Previous(detector),
        DetectorKind.Rising or DetectorKind.Falling => Edge(detector),
        DetectorKind.Since or DetectorKind.Once => Since(detector),
        DetectorKind.Confirmed => Confirmed(detector),
        _ when !keepsClock => new FreeMeaning($"{owner}.detector.{detector.Slot}", ExprType.Bool, SliceNode.True),
        DetectorKind.LeadsTo => LeadsTo(detector),
        _ => Duration(detector),
    };

    private Meaning Previous(DetectorInfo detector)
    {
        if (detector.Type.MayBeInvalid || detector.Type.Kind != ValueKind.Bool)
        {
            SliceNode? known = detector.Type.MayBeInvalid ? null : translator.Int(detector.Operand, scope);
            return known is null
                ? world.Free($"{owner}.detector.{detector.Slot}", detector.Type)
                : Remember(detector, known);
        }

        return Remember(detector, translator.Bool(detector.Operand, scope));
    }

    private TrackedMeaning Remember(DetectorInfo detector, SliceNode now)
    {
        SliceVariable memory = Memory(detector, detector.Type.Min, detector.Type.Max, detector.Initial);
        SliceVariable result = Result(detector, detector.Type.Min, detector.Type.Max);
        world.Assign(result, new ReadNode(memory));
        world.Assign(memory, now);
        return new TrackedMeaning(new ReadNode(result));
    }

    private TrackedMeaning Edge(DetectorInfo detector)
    {
        SliceNode now = translator.Bool(detector.Operand, scope);
        SliceVariable memory = Memory(detector, 0, 1, detector.Initial);
        SliceVariable result = Result(detector, 0, 1);
        ReadNode before = new(memory);
        world.Assign(result, detector.Kind == DetectorKind.Rising
            ? SliceNode.And(now, SliceNode.Not(before)) : SliceNode.And(SliceNode.Not(now), before));
        world.Assign(memory, now);
        return new TrackedMeaning(new ReadNode(result));
    }

    private TrackedMeaning Since(DetectorInfo detector)
    {
        SliceNode first = translator.Bool(detector.Operand, scope);
        SliceVariable memory = Memory(detector, 0, 1, 0);
        world.Assign(memory, detector.Kind == DetectorKind.Once
            ? SliceNode.Or(first, new ReadNode(memory))
            : SliceNode.Or(translator.Bool(detector.Second!, scope), SliceNode.And(new ReadNode(memory), first)));
        return new TrackedMeaning(new ReadNode(memory));
    }

    private Meaning Confirmed(DetectorInfo detector)
    {
        long samples = translator.Constant(detector.Amount!, scope);
        string input = scope.InputName(detector.Second!);
        if (input.Length == 0 || samples <= 0)
        {
            return new FreeMeaning($"{owner}.detector.{detector.Slot}", ExprType.Bool, SliceNode.True);
        }

        SliceVariable memory = Memory(detector, 0, samples, 0);
        SliceNode more = SliceNode.Combine(
            SliceOperator.Min,
            SliceNode.Combine(SliceOperator.Add, new ReadNode(memory), new ConstantNode(1)),
            new ConstantNode(samples));
        world.Assign(memory, SliceNode.Choose(
            world.Choices.NewSample(input),
            SliceNode.Choose(translator.Bool(detector.Operand, scope), more, new ConstantNode(0)),
            new ReadNode(memory)));
        return new TrackedMeaning(
            SliceNode.Combine(SliceOperator.LessOrEqual, new ConstantNode(samples), new ReadNode(memory)));
    }

    // held: samples in a row; within: scans since it was true. Both are a clock that becomes 0 or advances.
    private TrackedMeaning Duration(DetectorInfo detector)
    {
        long duration = translator.Constant(detector.Amount!, scope);
        SliceNode now = translator.Bool(detector.Operand, scope);
        bool isWithin = detector.Kind == DetectorKind.Within;
        long initial = detector.Kind == DetectorKind.Held ? 0 : duration + 1;
        SliceClock clock =
            world.Clock($"{owner}_{detector.Kind}_{detector.Slot}", initial, duration + 1, detector.Text);
        world.Assign(clock.Run, isWithin ? SliceNode.Not(now) : now);
        SliceNode reached = clock.AtLeast(duration + 1);
        return new TrackedMeaning(isWithin ? SliceNode.Not(reached) : reached);
    }

    private TrackedMeaning LeadsTo(DetectorInfo detector)
    {
        SliceNode cause = translator.Bool(detector.Operand, scope);
        SliceNode response = translator.Bool(detector.Second!, scope);
        long duration = translator.Constant(detector.Amount!, scope);
        SliceVariable open = Memory(detector, 0, 1, 0);
        SliceClock age = world.Clock($"{owner}_age_{detector.Slot}", 0, duration + 1, detector.Text);
        world.Assign(age.Run, SliceNode.And(new ReadNode(open), SliceNode.Not(response)));
        world.Assign(open, SliceNode.And(SliceNode.Not(response), SliceNode.Or(new ReadNode(open), cause)));
        return new TrackedMeaning(SliceNode.Not(SliceNode.And(new ReadNode(open), age.AtLeast(duration + 1))));
    }

    private SliceVariable Memory(DetectorInfo detector, long min, long max, long initial) => world.Memory(
        $"{owner}_{detector.Kind}_{detector.Slot}", min, max, initial, detector.Text);

    private SliceVariable Result(DetectorInfo detector, long min, long max) => world.Scratch(
        $"{owner}_now_{detector.Kind}_{detector.Slot}", min, max, detector.Text);
}
