using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>
/// The reference meaning of a specification: walks the bound model scan by scan. It is what the generated code is
/// compared with, so it shares nothing with the generator, and it prefers the words of the language page to speed.
/// </summary>
public sealed class ReferenceCore
{
    private static readonly Dictionary<string, long> Nothing = [];

    private readonly SpecificationModel model;
    private readonly World world;
    private readonly Configuration configuration;
    private readonly List<MachineGroup> groups = [];
    private readonly MachineGroup shutdown;
    private readonly Slot shutdownActive;
    private readonly MonitorBank monitors;
    private readonly PropertyRunner witnesses;
    private readonly bool[] seen;
    private readonly Slot[] outputs;
    private readonly Slot?[] proposedBy;
    private readonly Slot?[] shutdownDrives;
    private bool started;

    /// <summary>Looks every name up.</summary>
    /// <param name="model">The bound specification.</param>
    public ReferenceCore(SpecificationModel model)
    {
        this.model = model;
        world = new World(model);
        configuration = new Configuration(model, world);
        foreach (MachineInfo machine in model.Machines)
        {
            groups.Add(new MachineGroup(machine, world));
        }

        shutdown = new MachineGroup(model.ShutdownMachine, world);
        shutdownActive = world.MachineField(model.ShutdownMachine.Name, "active")[0];
        monitors = new MonitorBank(world, model.Properties);
        witnesses = new PropertyRunner(
            world, model.Properties.Witness, model.Properties.Witnesses.Select(witness => witness.Condition));
        seen = new bool[model.Properties.Witnesses.Count];
        outputs = [.. model.Signals.Outputs.Select(output => world.Output(output.Name))];
        proposedBy = [.. model.Signals.Outputs.Select(output => DriverOf(output.Name, model.Machines))];
        shutdownDrives = [.. model.Signals.Outputs.Select(output => DriverOf(output.Name, [model.ShutdownMachine]))];
        Machines = [.. groups, shutdown];
        Values = StateTable.Create(Machines);
        Inputs = new InputTable(world.Inputs);
    }

    /// <summary>All inputs; set their readings before a scan.</summary>
    public InputTable Inputs { get; }

    /// <summary>States, variables, timers and outputs of all machines.</summary>
    public StateTable Values { get; }

    /// <summary>All machines in scan order, the shutdown machine last.</summary>
    public IReadOnlyList<MachineGroup> Machines { get; }

    /// <summary>Scans since the start.</summary>
    public long Scans { get; private set; }

    /// <summary>Whether the shutdown machine has taken over.</summary>
    public bool IsShutdown => shutdownActive.Now.IsTrue;

    /// <summary>Goes to before step 0.</summary>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <param name="retained">Retained variables by flat name (<c>machine.variable</c>), or null if lost.</param>
    /// <returns>What is wrong with the parameters, or null.</returns>
    public string? Start(
        IReadOnlyDictionary<string, long>? parameters = null, IReadOnlyDictionary<string, long>? retained = null)
    {
        string? problem = configuration.Apply(parameters ?? Nothing);
        if (problem is not null)
        {
            return problem;
        }

        foreach (MachineGroup group in Machines)
        {
            group.Reset(retained);
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            outputs[index].Now = Value.Of(model.Signals.Outputs[index].Safe);
        }

        foreach (InputSlot input in world.Inputs)
        {
            input.Reading = default;
        }

        world.Violation.Now = Value.Of(false);
        monitors.Reset();
        witnesses.Reset();
        Array.Clear(seen);
        Scans = 0;
        started = true;
        return null;
    }

    /// <summary>One scan: section 7 of the language page.</summary>
    public void Scan()
    {
        if (!started)
        {
            throw new InvalidOperationException("Start has not been called, or has returned a problem");
        }

        foreach (InputSlot input in world.Inputs)
        {
            input.Check();
        }

        world.KeepLast();
        foreach (MachineGroup group in groups)
        {
            group.Scan();
        }

        WriteFrom(proposedBy);
        world.Violation.Now = Value.Of(monitors.StepOnProposed());
        bool wasActive = IsShutdown;
        shutdown.Scan();
        if (IsShutdown)
        {
            WriteFrom(shutdownDrives);
            monitors.StepAgainOnWritten();
        }

        monitors.Count(wasActive);
        SeeWitnesses();
        Scans++;
    }

    /// <summary>A scan of the properties and witnesses alone, over outputs that something else wrote: the machines
    /// stand still.</summary>
    /// <param name="written">A value for each output, in the order of the dictionary.</param>
    public void Judge(IReadOnlyList<long> written)
    {
        if (!started)
        {
            throw new InvalidOperationException("Start has not been called, or has returned a problem");
        }

        foreach (InputSlot input in world.Inputs)
        {
            input.Check();
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            outputs[index].Now = Value.Of(written[index]);
        }

        monitors.StepOnProposed();
        monitors.Count(wasActive: false);
        SeeWitnesses();
        Scans++;
    }

    /// <summary>An output as written in the last scan, by its position in the dictionary.</summary>
    public long Output(int index) => outputs[index].Now.Number;

    /// <summary>An output as written in the last scan, by name.</summary>
    public long Output(string name) => world.Output(name).Now.Number;

    /// <summary>Whether a property counted as violated in the last scan, by its position in the model.</summary>
    public bool IsViolated(int property) => monitors.IsViolated(property);

    /// <summary>Scans in which a property counted as violated.</summary>
    public long Violations(int property) => monitors.Violations(property);

    /// <summary>Whether a <c>must_see</c> condition has been seen since the start, by its position in the
    /// model.</summary>
    public bool WasSeen(int witness) => seen[witness];

    /// <summary>What survives a loss of power, by flat name.</summary>
    public IReadOnlyDictionary<string, long> Retain()
    {
        Dictionary<string, long> retained = [];
        foreach (MachineGroup group in Machines)
        {
            group.Retain(retained);
        }

        return retained;
    }

    internal static long? Find(IReadOnlyDictionary<string, long>? values, string name) =>
        values is not null && values.TryGetValue(name, out long value) ? value : null;

    private void WriteFrom(Slot?[] drivers)
    {
        for (int index = 0; index < outputs.Length; index++)
        {
            Value driven = drivers[index]?.Now ?? default;
            outputs[index].Now = driven.IsValid ? driven : Value.Of(model.Signals.Outputs[index].Safe);
        }
    }

    private void SeeWitnesses()
    {
        witnesses.Advance();
        for (int index = 0; index < seen.Length; index++)
        {
            seen[index] |= witnesses.Holds[index];
        }
    }

    private Slot? DriverOf(string signal, IEnumerable<MachineInfo> machines)
    {
        foreach (MachineInfo machine in machines)
        {
            foreach (MachineOutputInfo output in machine.Outputs)
            {
                if (output.Drives == signal)
                {
                    return world.MachineField(machine.Name, output.Name)[0];
                }
            }
        }

        return null;
    }
}
