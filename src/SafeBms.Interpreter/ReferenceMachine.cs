using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>One machine alone, with everything that it reads set from outside; of an instanced machine the first
/// instance.</summary>
public sealed class ReferenceMachine
{
    private readonly World world;
    private readonly Configuration configuration;
    private readonly MachineGroup group;
    private readonly MachineInfo machine;
    private readonly Dictionary<Slot, Value> now = [];
    private readonly Dictionary<Slot, Value> last = [];
    private readonly Slot[] own;
    private readonly Detector[] detectors;
    private readonly HashSet<InputSlot> delivered = [];
    private readonly Dictionary<string, InputSlot> inputs;

    /// <summary>Looks every name up.</summary>
    /// <param name="model">The bound specification.</param>
    /// <param name="machine">A machine of it, which may be the shutdown machine.</param>
    public ReferenceMachine(SpecificationModel model, string machine)
    {
        ArgumentNullException.ThrowIfNull(model);
        world = new World(model);
        configuration = new Configuration(model, world);
        this.machine = model.Machines.Append(model.ShutdownMachine).First(candidate => candidate.Name == machine);
        group = new MachineGroup(this.machine, world);
        Values = StateTable.Create([group]);
        inputs = world.Inputs.ToDictionary(input => input.Name);
        detectors = group.Runners[0].Detectors;
        own = [.. this.machine.Outputs.Select(output => world.MachineField(machine, output.Name)[0])];
    }

    /// <summary>State, variables, timers and outputs of the machine.</summary>
    public StateTable Values { get; }

    /// <summary>Goes to before step 0.</summary>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <param name="retained">Retained variables by flat name (<c>machine.variable</c>), or null if lost.</param>
    /// <returns>What is wrong with the parameters, or null.</returns>
    public string? Start(
        IReadOnlyDictionary<string, long> parameters, IReadOnlyDictionary<string, long>? retained = null)
    {
        string? problem = configuration.Apply(parameters);
        if (problem is null)
        {
            group.Reset(retained);
            now.Clear();
            last.Clear();
            world.Violation.Now = Value.Of(false);
            delivered.Clear();
            foreach (InputSlot input in world.Inputs)
            {
                input.Reading = default;
                input.Check();
            }
        }

        return problem;
    }

    /// <summary>Delivers an input by flat name; it stays, with its age, until it is delivered again.</summary>
    public void Deliver(string input, InputReading reading)
    {
        inputs[input].Reading = reading;
        delivered.Add(inputs[input]);
    }

    /// <summary>Sets what an entry of <c>uses</c> reads, other than input signals; it stays until it is set again.
    /// </summary>
    /// <param name="alias">The entry.</param>
    /// <param name="member">Instance, where an instanced machine is read; else 0.</param>
    /// <param name="field">Output of the instanced machine, or <c>state</c>; else anything.</param>
    /// <param name="value">Base unit; enumerations and states by id, bool as 0 or 1.</param>
    /// <param name="isValid">Validity, where the value may be invalid.</param>
    public void Set(string alias, int member, string field, long value, bool isValid)
    {
        UseInfo use = machine.Uses.First(candidate => candidate.Alias == alias);
        Value set = new(value, isValid);
        switch (use.Kind)
        {
            case UseKind.MachineOutput:
                now[world.MachineField(use.Source, use.Output)[0]] = set;
                break;
            case UseKind.PreviousMachineOutput:
                last[world.MachineField(use.Source, use.Output)[0]] = set;
                break;
            case UseKind.MachineState:
                now[world.MachineField(use.Source, "state")[0]] = set;
                break;
            case UseKind.PreviousMachineState:
                last[world.MachineField(use.Source, "state")[0]] = set;
                break;
            case UseKind.Machine:
                now[world.MachineField(use.Source, field)[member]] = set;
                break;
            case UseKind.PreviousMachine:
                last[world.MachineField(use.Source, field)[member]] = set;
                break;
            case UseKind.PreviousWritten:
                last[world.Output(use.Source)] = set;
                break;
            case UseKind.Violation:
                now[world.Violation] = set;
                break;
            default:
                throw new ArgumentException($"'{alias}' is an input: deliver it", nameof(alias));
        }
    }

    /// <summary>Which transition fired in the last scan, counted over the machine's states in document order; -1 for
    /// none.</summary>
    public int Fired => group.Fired(0);

    /// <summary>Scans since a state was entered; of meaning while it is active. Set to begin anywhere.</summary>
    /// <param name="state">Index of the state.</param>
    public long Elapsed(int state) => group.Runners[0].Memory.Elapsed[state].Now.Number;

    /// <summary>Sets <see cref="Elapsed"/>.</summary>
    public void SetElapsed(int state, long scans) =>
        group.Runners[0].Memory.Elapsed[state].Now = new Value(scans, true);

    /// <summary>What a temporal call remembers: the operand of the last scan; consecutive true scans or samples (not
    /// saturated); scans since it was true, or since the obligation is open, invalid for never and for none.</summary>
    /// <param name="slot">Slot of the call.</param>
    public Value Detector(int slot) => detectors[slot].Remembered;

    /// <summary>Sets <see cref="Detector"/>.</summary>
    public void SetDetector(int slot, Value memory) => detectors[slot].Remembered = memory;

    /// <summary>One scan of the machine.</summary>
    public void Scan()
    {
        foreach (InputSlot input in delivered)
        {
            input.Check();
        }

        // Its own outputs become those of the last scan; all else is what was set.
        foreach (Slot slot in own)
        {
            slot.Last = slot.Now;
        }

        foreach ((Slot slot, Value value) in now)
        {
            slot.Now = value;
        }

        foreach ((Slot slot, Value value) in last)
        {
            slot.Last = value;
        }

        group.Runners[0].Scan();
    }
}
