using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>The inputs by flat name: <c>pack_current</c>, <c>battery[3].cell[7].voltage</c>.</summary>
public sealed class InputTable
{
    private readonly InputSlot[] slots;

    internal InputTable(InputSlot[] slots) => this.slots = slots;

    /// <summary>Number of inputs.</summary>
    public int Count => slots.Length;

    /// <summary>Flat name.</summary>
    public string Name(int index) => slots[index].Name;

    /// <summary>Declaration.</summary>
    public InputInfo Info(int index) => slots[index].Info;

    /// <summary>Position of a flat name; -1 if there is none.</summary>
    public int IndexOf(string name) => Array.FindIndex(slots, slot => slot.Name == name);

    /// <summary>The reading that the next scan will see.</summary>
    public InputReading this[int index]
    {
        get => slots[index].Reading;
        set => slots[index].Reading = value;
    }
}

/// <summary>Everything that the machines remember and say, by flat name: <c>contactor.state</c>,
/// <c>battery-link[3].lost</c>; the validity of an optional output is <c>machine.output.valid</c>.</summary>
public sealed class StateTable
{
    private readonly List<(string Name, Slot Slot, bool Validity)> rows = [];

    private StateTable()
    {
    }

    /// <summary>Number of entries.</summary>
    public int Count => rows.Count;

    /// <summary>Flat name.</summary>
    public string Name(int index) => rows[index].Name;

    /// <summary>Position of a flat name; -1 if there is none.</summary>
    public int IndexOf(string name) => rows.FindIndex(row => row.Name == name);

    /// <summary>The value in the last scan: states by the id of the active leaf, bool and validity as 0/1.</summary>
    public long Get(int index)
    {
        (_, Slot slot, bool validity) = rows[index];
        return !validity ? slot.Now.Number : slot.Now.IsValid ? 1 : 0;
    }

    /// <summary>Whether the value means anything: false for an optional output that is invalid in this scan.</summary>
    public bool IsMeaningful(int index) => rows[index].Validity || rows[index].Slot.Now.IsValid;

    /// <summary>The value of a flat name.</summary>
    public long this[string name] => Get(IndexOf(name) is int index and >= 0
        ? index
        : throw new KeyNotFoundException($"no machine has '{name}'"));

    /// <summary>Overwrites a stored value, as a flipped bit in memory would; for states any id, existing or
    /// not.</summary>
    public void Poke(string name, long value) => Poke(IndexOf(name), value);

    /// <summary>The same by position.</summary>
    public void Poke(int index, long value) => rows[index].Slot.Now = Value.Of(value);

    internal static StateTable Create(IEnumerable<MachineGroup> groups)
    {
        StateTable table = new();
        foreach (MachineGroup group in groups)
        {
            for (int index = 0; index < group.Runners.Length; index++)
            {
                table.Add(group.Info, group.NameOf(index), group.Runners[index].Memory);
            }
        }

        return table;
    }

    private void Add(MachineInfo machine, string prefix, MachineMemory memory)
    {
        if (machine.States.Count > 0)
        {
            rows.Add(($"{prefix}.state", memory.State, false));
        }

        rows.AddRange(memory.Variables.Select(pair => ($"{prefix}.{pair.Key}", pair.Value, false)));
        rows.AddRange(memory.Timers.Select(pair => ($"{prefix}.{pair.Key}", pair.Value, false)));
        foreach (MachineOutputInfo output in machine.Outputs)
        {
            rows.Add(($"{prefix}.{output.Name}", memory.Outputs[output.Name], false));
            if (output.Type.MayBeInvalid)
            {
                rows.Add(($"{prefix}.{output.Name}.valid", memory.Outputs[output.Name], true));
            }
        }
    }
}
