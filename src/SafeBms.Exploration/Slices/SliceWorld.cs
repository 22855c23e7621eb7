using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>What the scopes of one slice share: its variables, its assignments, its clocks.</summary>
internal sealed class SliceWorld
{
    private readonly Dictionary<string, SliceVariable> remembered = [];
    private readonly Dictionary<string, SliceVariable> outputs = [];
    private readonly List<SliceAssignment> prologue = [];
    private readonly List<SliceAssignment> body = [];
    private readonly List<SliceAssignment> epilogue = [];
    private readonly List<SliceClock> clocks = [];
    private readonly Dictionary<string, MachineScope> machines = [];
    private readonly Dictionary<string, InputInfo> inputs;

    public SliceWorld(
        SpecificationModel model, SliceDefinition definition, IReadOnlyDictionary<string, long> parameters)
    {
        Model = model;
        Definition = definition;
        Choices = new FreeChoices(parameters);
        Translator = new ExpressionTranslator(Choices);
        inputs = model.Signals.Inputs.ToDictionary(input => input.Name);
        foreach (MachineInfo machine in model.Machines.Where(one => definition.Machines.Contains(one.Name)))
        {
            machines.Add(machine.Name, new MachineScope(this, machine));
        }
    }

    public SpecificationModel Model { get; }

    public SliceDefinition Definition { get; }

    public FreeChoices Choices { get; }

    public ExpressionTranslator Translator { get; }

    /// <summary>Heading of what is assigned from now on.</summary>
    public string Section { get; set; } = string.Empty;

    /// <summary>The machines of the slice in scan order.</summary>
    public IEnumerable<MachineScope> Machines => machines.Values;

    public SliceParts Parts => new([.. prologue, .. body, .. epilogue], Choices.All, clocks);

    public MachineScope? Machine(string name) => machines.GetValueOrDefault(name);

    public SliceVariable Memory(string name, long min, long max, long initial, string comment, bool anywhere = false) =>
        new(Choices.NameOf(name), SliceRole.Memory, min, max, comment) { Initial = initial, StartsAnywhere = anywhere };

    public SliceVariable Scratch(string name, long min, long max, string comment) =>
        new(Choices.NameOf(name), SliceRole.Scratch, min, max, comment);

    public void Assign(SliceVariable target, SliceNode value) => body.Add(new SliceAssignment(target, value, Section));

    /// <summary>A clock; how it runs is assigned where the machine or monitor says so.</summary>
    public SliceClock Clock(string name, long initial, long cap, string comment, bool isLowerBound = false)
    {
        string unique = Choices.NameOf(name);
        SliceVariable run = Scratch("run_" + unique, 0, 1, "advances, else 0: " + comment);
        SliceClock clock = new(unique, 0, run, comment)
        {
            Initial = initial, Cap = cap, IsLowerBound = isLowerBound,
        };
        clocks.Add(clock);
        return clock;
    }

    /// <summary>The value of a memory at the end of the last scan, whatever is assigned to it in this one.</summary>
    public SliceNode Before(SliceVariable memory)
    {
        if (!remembered.TryGetValue(memory.Name, out SliceVariable? before))
        {
            before = Scratch("was_" + memory.Name, memory.Min, memory.Max, "before this scan: " + memory.Comment);
            remembered.Add(memory.Name, before);
            prologue.Add(new SliceAssignment(before, new ReadNode(memory), "what was written in the last scan"));
        }

        return new ReadNode(before);
    }

    public Meaning Input(string name)
    {
        InputInfo input = inputs[name];
        return new FreeMeaning(name, input.Type, Choices.Valid(name));
    }

    /// <summary>The output of a machine that is not in the slice.</summary>
    public Meaning Free(string key, ExprType type) =>
        new FreeMeaning(key, type, type.MayBeInvalid ? Choices.Valid(key) : SliceNode.True);

    /// <summary>An output signal of this scan or, as written, of the last one; free if its driver is not in the
    /// slice.</summary>
    public Meaning Signal(string name, bool previous)
    {
        OutputSignalInfo signal = Model.Signals.Outputs.First(output => output.Name == name);
        if (outputs.TryGetValue(name, out SliceVariable? variable))
        {
            return new TrackedMeaning(previous ? Before(variable) : new ReadNode(variable));
        }

        return previous && signal.Type.Kind == ValueKind.Bool && Definition.IsStep
            ? new TrackedMeaning(new ReadNode(LastOf(signal)))
            : Free(previous ? $"previous {name}" : name, signal.Type);
    }

    // A free signal, remembered: what is read in the next scan is what was chosen in this one.
    private SliceVariable LastOf(OutputSignalInfo signal)
    {
        string name = "last " + signal.Name;
        if (!remembered.TryGetValue(name, out SliceVariable? last))
        {
            last = Memory(name, 0, 1, signal.Safe, "output " + signal.Name + " in the last scan");
            remembered.Add(name, last);
            epilogue.Add(new SliceAssignment(
                last, Choices.Bool(signal.Name, SliceNode.True), "what is written in this scan"));
        }

        return last;
    }

    /// <summary>Gives each output signal that the slice's machines drive and that is known exactly a memory.</summary>
    public void DeclareSignals()
    {
        foreach (OutputSignalInfo signal in Model.Signals.Outputs)
        {
            if (machines.Values.Any(machine => machine.Drives(signal.Name) is not null))
            {
                outputs.Add(signal.Name, Memory(
                    signal.Name, signal.Type.Min, signal.Type.Max, signal.Safe, "output " + signal.Name));
            }
        }
    }

    /// <summary>Writes the output signals that a machine drives.</summary>
    public void WriteSignals(MachineScope machine)
    {
        foreach ((string name, SliceVariable variable) in outputs)
        {
            if (machine.Drives(name) is { } value)
            {
                Assign(variable, new ReadNode(value));
            }
        }
    }
}
