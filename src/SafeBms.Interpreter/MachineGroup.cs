using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>A machine: one instance, or one for each configured member of its group.</summary>
public sealed class MachineGroup
{
    private readonly Slot? configured;

    internal MachineGroup(MachineInfo info, World world)
    {
        Info = info;
        Runners = [.. Enumerable.Range(0, world.Instances(info))
            .Select(index => new MachineRunner(info, world, index))];
        configured = info.InstanceGroup.Length == 0
            ? null
            : world.Parameter(world.Group(info.InstanceGroup).ConfiguredParameter);
    }

    /// <summary>The machine as bound.</summary>
    public MachineInfo Info { get; }

    /// <summary>Instances that exist under the present parameters.</summary>
    public int Instances => configured is null ? 1 : (int)configured.Now.Number;

    internal MachineRunner[] Runners { get; }

    /// <summary>Which transition fired in the last scan, counted over the machine's states in document order; -1 for
    /// none.</summary>
    public int Fired(int instance) => Runners[instance].Fired;

    /// <summary>Id of the active leaf.</summary>
    public long LeafId(int instance) => Runners[instance].Memory.State.Now.Number;

    internal string NameOf(int instance) => configured is null ? Info.Name : $"{Info.Name}[{instance}]";

    internal void Reset(IReadOnlyDictionary<string, long>? retained)
    {
        for (int index = 0; index < Runners.Length; index++)
        {
            string prefix = NameOf(index);
            Runners[index].Reset(name => ReferenceCore.Find(retained, $"{prefix}.{name}"));
        }
    }

    internal void Scan()
    {
        for (int index = 0; index < Instances; index++)
        {
            Runners[index].Scan();
        }
    }

    internal void Retain(Dictionary<string, long> retained)
    {
        for (int index = 0; index < Runners.Length; index++)
        {
            foreach (VariableInfo variable in Info.Variables.Where(variable => variable.Retain))
            {
                Slot slot = Runners[index].Memory.Variables[variable.Name];
                retained.Add($"{NameOf(index)}.{variable.Name}", slot.Now.Number);
            }
        }
    }
}
