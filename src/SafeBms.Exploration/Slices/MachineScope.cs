using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>A machine of the slice: its memory and what the names inside of it mean.</summary>
internal sealed class MachineScope : ISliceScope
{
    // A variable with more values than this is cut: it would multiply the states.
    private const long TrackedValues_max = 64;

    private readonly SliceWorld world;
    private readonly Dictionary<string, UseInfo> uses;
    private readonly Dictionary<string, SliceVariable> outputs = [];

    public MachineScope(SliceWorld world, MachineInfo machine)
    {
        this.world = world;
        Machine = machine;
        uses = machine.Uses.ToDictionary(use => use.Alias);
        if (machine.InstanceGroup.Length > 0)
        {
            throw new SliceException($"'{machine.Name}' has instances; a slice holds single machines only");
        }

        if (machine.States.Count > 0)
        {
            IEnumerable<int> ids = machine.States.Where(state => state.InitialChild < 0).Select(state => state.Id);
            State = world.Memory(
                machine.Name + "_state", 0, ids.Max(), machine.States[machine.InitialLeaf].Id, StateComment());
        }

        foreach (VariableInfo variable in machine.Variables.Where(IsTracked))
        {
            Variables.Add(variable.Name, world.Memory(
                $"{machine.Name}_{variable.Name}", variable.Type.Min, variable.Type.Max, variable.Initial,
                $"variable of {machine.Name}", variable.Retain));
        }

        foreach (MachineOutputInfo output in machine.Outputs.Where(IsTracked))
        {
            outputs.Add(output.Name, world.Memory(
                $"{machine.Name}_{output.Name}", output.Type.Min, output.Type.Max, output.Initial,
                $"output of {machine.Name}"));
        }
    }

    public MachineInfo Machine { get; }

    /// <summary>Id of the active leaf; null for a block.</summary>
    public SliceVariable? State { get; }

    public Dictionary<string, SliceVariable> Variables { get; } = [];

    public Dictionary<string, SliceClock> Timers { get; } = [];

    public Dictionary<int, SliceClock> Elapsed { get; } = [];

    public Dictionary<string, Meaning> Defines { get; } = [];

    public Dictionary<int, Meaning> Detectors { get; } = [];

    public SliceVariable? Output(string name) => outputs.GetValueOrDefault(name);

    /// <summary>The output that drives a signal, if it is known exactly.</summary>
    public SliceVariable? Drives(string signal) =>
        Machine.Outputs.FirstOrDefault(output => output.Drives == signal) is { } output ? Output(output.Name) : null;

    /// <summary>Whether a clock or variable of this machine is kept.</summary>
    public bool Keeps(string name) => world.Definition.Kept.Contains($"{Machine.Name}.{name}")
        || world.Definition.Kept.Contains($"{Machine.Name}.*");

    /// <summary>Whether a definition, an output or the transitions of a state are free.</summary>
    public bool IsFreed(string name) => world.Definition.Freed.Contains($"{Machine.Name}.{name}");

    public SliceNode IsIn(int state) => Leaves(state)
        .Select(leaf => SliceNode.Combine(SliceOperator.Equal, new ReadNode(State!), new ConstantNode(leaf.Id)))
        .Aggregate(SliceNode.False, SliceNode.Or);

    public IEnumerable<StateInfo> Leaves(int ancestor) =>
        Machine.States.Where(state => state.InitialChild < 0 && Path(state.Index).Contains(ancestor));

    /// <summary>From the root to the state.</summary>
    public IReadOnlyList<int> Path(int state)
    {
        List<int> path = [];
        for (int index = state; index >= 0; index = Machine.States[index].Parent)
        {
            path.Insert(0, index);
        }

        return path;
    }

    public Meaning Resolve(Expr reference) => reference switch
    {
        UseRef use => ResolveUse(uses[use.Alias]),
        VariableRef variable => Variables.TryGetValue(variable.Name, out SliceVariable? kept)
            ? new TrackedMeaning(new ReadNode(kept)) : world.Free($"{Machine.Name}.{variable.Name}", variable.Type),
        TimerRef timer => Timers.TryGetValue(timer.Name, out SliceClock? clock)
            ? new ClockMeaning(clock) : world.Free($"{Machine.Name}.{timer.Name}", timer.Type),
        ElapsedRef elapsed => Elapsed.TryGetValue(elapsed.StateIndex, out SliceClock? clock)
            ? new ClockMeaning(clock)
            : world.Free($"{Machine.Name}.elapsed.{Machine.States[elapsed.StateIndex].Name}", elapsed.Type),
        DefineRef define => Defines[define.Name],
        DetectorRef detector => Detectors[detector.Slot],
        OwnOutputRef output => OutputMeaning(output.Name, previous: false),
        PreviousOutputRef output => OutputMeaning(output.Name, previous: true),
        InState own => new TrackedMeaning(IsIn(own.StateIndex)),
        _ => world.Free($"{Machine.Name}: {reference.Span}", reference.Type),
    };

    public SliceNode InStateOf(UseInState reference)
    {
        UseInfo use = uses[reference.Alias];
        bool isPrevious = use.Kind == UseKind.PreviousMachineState;
        if (world.Machine(use.Source)?.State is { } state)
        {
            SliceNode value = isPrevious ? world.Before(state) : new ReadNode(state);
            return reference.LeafIds
                .Select(id => SliceNode.Combine(SliceOperator.Equal, value, new ConstantNode(id)))
                .Aggregate(SliceNode.False, SliceNode.Or);
        }

        string key = $"{(isPrevious ? "previous " : string.Empty)}{use.Source}.state";
        return reference.LeafIds
            .Select(id => SliceNode.And(
                world.Choices.AtLeast(key, SliceNode.True, id),
                SliceNode.Not(world.Choices.AtLeast(key, SliceNode.True, id + 1))))
            .Aggregate(SliceNode.False, SliceNode.Or);
    }

    public string InputName(Expr reference) =>
        reference is UseRef use && uses[use.Alias].Kind == UseKind.Input ? uses[use.Alias].Source : string.Empty;

    /// <summary>What an output means to a reader; a combinational one that is not known exactly stands for its
    /// expression.</summary>
    public Meaning OutputMeaning(string name, bool previous)
    {
        if (outputs.TryGetValue(name, out SliceVariable? variable))
        {
            return new TrackedMeaning(previous ? world.Before(variable) : new ReadNode(variable));
        }

        MachineOutputInfo output = Machine.Outputs.First(one => one.Name == name);
        return output.Is is { } expression && !previous && !IsFreed(name)
            ? new InlinedMeaning(expression, this)
            : world.Free($"{(previous ? "previous " : string.Empty)}{Machine.Name}.{name}", output.Type);
    }

    private Meaning ResolveUse(UseInfo use)
    {
        switch (use.Kind)
        {
            case UseKind.Input:
                return world.Input(use.Source);
            case UseKind.PreviousWritten:
                return world.Signal(use.Source, previous: true);
            case UseKind.MachineOutput or UseKind.PreviousMachineOutput:
                bool isPrevious = use.Kind == UseKind.PreviousMachineOutput;
                return world.Machine(use.Source)?.OutputMeaning(use.Output, isPrevious)
                    ?? world.Free($"{(isPrevious ? "previous " : string.Empty)}{use.Source}.{use.Output}", use.Type);
            default:
                // The shutdown machine is at rest: it would only start after a violation.
                return new TrackedMeaning(SliceNode.False);
        }
    }

    private bool IsTracked(VariableInfo variable) =>
        Keeps(variable.Name) && variable.Type.Max - variable.Type.Min < TrackedValues_max;

    private bool IsTracked(MachineOutputInfo output)
    {
        if (output.Type.MayBeInvalid || IsFreed(output.Name))
        {
            return false;
        }

        return output.Type.Kind == ValueKind.Bool || Machine.States
            .SelectMany(state => state.Outputs)
            .Where(assignment => assignment.Output == output.Name)
            .Select(assignment => assignment.Value)
            .Concat(output.Is is null ? [] : [output.Is])
            .All(IsPlain);
    }

    // An integer that needs no analogue value.
    private bool IsPlain(Expr value) => value switch
    {
        Literal or ParameterRef => true,
        VariableRef variable => IsTracked(Machine.Variables.First(one => one.Name == variable.Name)),
        Choose choose => IsPlain(choose.WhenTrue) && IsPlain(choose.WhenFalse),
        Unary unary => IsPlain(unary.Operand),
        Binary binary => IsPlain(binary.Left) && IsPlain(binary.Right),
        _ => false,
    };

    private string StateComment() => "state: " + string.Join(
        ", ", Machine.States.Where(state => state.InitialChild < 0).Select(state => $"{state.Id} {state.Name}"));
}
