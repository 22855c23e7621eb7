using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>All places that more than one machine can see: parameters, inputs, outputs, and the machines'
/// faces.</summary>
internal sealed class World
{
    private readonly Dictionary<string, Slot> parameters = [];
    private readonly Dictionary<string, InputSlot> scalars = [];
    private readonly Dictionary<(string Group, string Input), InputSlot[]> members = [];
    private readonly Dictionary<string, GroupInfo> groups = [];
    private readonly Dictionary<string, Slot> outputs = [];
    private readonly Dictionary<(string Machine, string Field), Slot[]> faces = [];
    private readonly Dictionary<string, string> instanceGroups = [];
    private readonly Slot[] remembered;

    public World(SpecificationModel model)
    {
        List<InputSlot> inputs = [];
        foreach (ParameterInfo parameter in model.Parameters.Parameters)
        {
            parameters.Add(parameter.Name, new Slot());
        }

        foreach (InputInfo input in model.Signals.Inputs)
        {
            InputSlot slot = new(input.Name, input, model.Signals);
            scalars.Add(input.Name, slot);
            inputs.Add(slot);
        }

        foreach (GroupInfo group in model.Signals.Groups)
        {
            AddGroup(group, [string.Empty], model.Signals, inputs);
        }

        Inputs = [.. inputs];
        foreach (OutputSignalInfo output in model.Signals.Outputs)
        {
            outputs.Add(output.Name, new Slot());
        }

        foreach (MachineInfo machine in model.Machines.Append(model.ShutdownMachine))
        {
            AddFace(machine);
        }

        remembered = [.. faces.Values.SelectMany(slots => slots), .. outputs.Values];
    }

    /// <summary>Every input, in the order of the dictionary; groups after the scalars.</summary>
    public InputSlot[] Inputs { get; }

    /// <summary>Whether a property that demands the shutdown failed in this scan on the proposed outputs.</summary>
    public Slot Violation { get; } = new();

    public Slot Parameter(string name) => parameters[name];

    public InputSlot Input(string name) => scalars[name];

    /// <summary>An input of all members of a group, flat over outer groups.</summary>
    public InputSlot[] GroupInput(string path, string input) => members[(path, input)];

    public GroupInfo Group(string path) => groups[path];

    /// <summary>An output signal: <c>Now</c> is proposed (after the scan: written), <c>Last</c> written
    /// before.</summary>
    public Slot Output(string name) => outputs[name];

    /// <summary>An output, or <c>state</c>, of all instances of a machine; one where it is not instanced.</summary>
    public Slot[] MachineField(string machine, string field) => faces[(machine, field)];

    public string InstanceGroup(string machine) => instanceGroups[machine];

    /// <summary>Number of machines: the capacity of the group, or one.</summary>
    public int Instances(MachineInfo machine) =>
        machine.InstanceGroup.Length == 0 ? 1 : groups[machine.InstanceGroup].Capacity;

    /// <summary>What is now becomes what was.</summary>
    public void KeepLast()
    {
        foreach (Slot slot in remembered)
        {
            slot.Last = slot.Now;
        }
    }

    private static Slot[] NewSlots(int count) => [.. Enumerable.Range(0, count).Select(_ => new Slot())];

    private void AddGroup(GroupInfo group, string[] prefixes, SignalsModel signals, List<InputSlot> inputs)
    {
        groups.Add(group.Path, group);
        string[] names = [.. prefixes.SelectMany(
            prefix => Enumerable.Range(0, group.Capacity).Select(index => $"{prefix}{group.Name}[{index}]."))];
        foreach (InputInfo input in group.Inputs)
        {
            InputSlot[] slots = [.. names.Select(name => new InputSlot(name + input.Name, input, signals))];
            members.Add((group.Path, input.Name), slots);
            inputs.AddRange(slots);
        }

        foreach (GroupInfo nested in group.Groups)
        {
            AddGroup(nested, names, signals, inputs);
        }
    }

    private void AddFace(MachineInfo machine)
    {
        instanceGroups.Add(machine.Name, machine.InstanceGroup);
        int count = Instances(machine);
        if (machine.States.Count > 0)
        {
            faces.Add((machine.Name, "state"), NewSlots(count));
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            faces.Add((machine.Name, output.Name), NewSlots(count));
        }
    }
}
