using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>What one machine instance remembers, and the values of its definitions in this scan.</summary>
internal sealed class MachineMemory
{
    public MachineMemory(MachineInfo machine, World world, int instance)
    {
        State = machine.States.Count == 0 ? new Slot() : world.MachineField(machine.Name, "state")[instance];
        Variables = machine.Variables.ToDictionary(variable => variable.Name, _ => new Slot());
        Timers = machine.Timers.ToDictionary(timer => timer.Name, _ => new Slot());
        Defines = machine.Steps.OfType<DefineStep>().ToDictionary(define => define.Name, _ => new Slot());
        Outputs = machine.Outputs.ToDictionary(
            output => output.Name, output => world.MachineField(machine.Name, output.Name)[instance]);
        Elapsed = [.. machine.States.Select(_ => new Slot())];
        DetectorResults = [.. machine.Detectors.Select(_ => new Slot())];
        History = new int[machine.States.Count];
    }

    /// <summary>Id of the active leaf; an id that no leaf has is a corrupt state.</summary>
    public Slot State { get; }

    public Dictionary<string, Slot> Variables { get; }

    public Dictionary<string, Slot> Timers { get; }

    public Dictionary<string, Slot> Defines { get; }

    public Dictionary<string, Slot> Outputs { get; }

    /// <summary>Scans since entry, by state index; of meaning for active states only.</summary>
    public Slot[] Elapsed { get; }

    /// <summary>Results of the temporal calls, by slot.</summary>
    public Slot[] DetectorResults { get; }

    /// <summary>By state index: the child (shallow) or leaf (deep) active when the state was last left; -1
    /// never.</summary>
    public int[] History { get; }
}
