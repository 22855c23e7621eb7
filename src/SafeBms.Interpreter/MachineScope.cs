using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>What the names inside one machine instance mean.</summary>
internal sealed class MachineScope(World world, MachineInfo machine, int instance, MachineMemory memory) : IScope
{
    private readonly Dictionary<string, UseInfo> uses = machine.Uses.ToDictionary(use => use.Alias);

    public Cursor? Member { get; } = machine.InstanceGroup.Length == 0 ? null : new Cursor { Index = instance };

    public string MemberGroup => machine.InstanceGroup;

    public Node Find(Expr reference) => reference switch
    {
        UseRef use => FindUse(uses[use.Alias]),
        UseInState other => new LeafIsOneOfNode(
            FindUse(uses[other.Alias]), [.. other.LeafIds.Select(id => (long)id)]),
        VariableRef variable => new SlotNode(memory.Variables[variable.Name]),
        TimerRef timer => new SlotNode(memory.Timers[timer.Name]),
        DefineRef define => new SlotNode(memory.Defines[define.Name]),
        OwnOutputRef output => new SlotNode(OwnOutput(output.Name)),
        PreviousOutputRef output => new LastSlotNode(OwnOutput(output.Name)),
        InState own => new LeafIsOneOfNode(new SlotNode(memory.State), LeafIdsWithin(own.StateIndex)),
        ElapsedRef elapsed => new SlotNode(memory.Elapsed[elapsed.StateIndex]),
        DetectorRef detector => new SlotNode(memory.DetectorResults[detector.Slot]),
        _ => throw new NotSupportedException($"{reference.Span}: a machine cannot read {reference.GetType().Name}"),
    };

    private Slot OwnOutput(string name) => world.MachineField(machine.Name, name)[instance];

    private Node FindUse(UseInfo use) => use.Kind switch
    {
        UseKind.Input => new ScalarInputNode(world.Input(use.Source)),
        UseKind.MachineOutput => new SlotNode(Single(use.Source, use.Output)),
        UseKind.PreviousMachineOutput => new LastSlotNode(Single(use.Source, use.Output)),
        UseKind.MachineState => new SlotNode(Single(use.Source, "state")),
        UseKind.PreviousMachineState => new LastSlotNode(Single(use.Source, "state")),
        UseKind.PreviousWritten => new LastSlotNode(world.Output(use.Source)),
        UseKind.Violation => new SlotNode(world.Violation),
        _ => throw new NotSupportedException($"{use.Span}: '{use.Alias}' can only be walked by a fold"),
    };

    // One machine an instance of the same group sees its own neighbour; else there is only one.
    private Slot Single(string name, string field)
    {
        Slot[] slots = world.MachineField(name, field);
        return slots.Length == 1 ? slots[0] : slots[instance];
    }

    private long[] LeafIdsWithin(int ancestor) =>
        [.. machine.States
            .Where(state => state.InitialChild < 0 && IsWithin(state.Index, ancestor))
            .Select(state => (long)state.Id)];

    private bool IsWithin(int state, int ancestor)
    {
        for (; state >= 0; state = machine.States[state].Parent)
        {
            if (state == ancestor)
            {
                return true;
            }
        }

        return false;
    }
}
