using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;
using SafeBms.Runtime.Boat;
using SafeBms.Runtime.Commands;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Controlling;

/// <summary>The process <c>safebms plant</c>: the boat of an installation in real time.</summary>
internal static class PlantProcess
{
    /// <summary>Runs until it is killed; it holds nothing that must be put away.</summary>
    /// <param name="installation">The installation whose boat it is.</param>
    /// <param name="canInterface">Interface to send on, if another than the controller listens to.</param>
    public static int Run(Installation installation, string? canInterface)
    {
        SimulationConfiguration simulation = installation.Simulation
            ?? throw new UsageException("A real installation has a boat of its own; there is nothing to simulate.");
        Plant plant = new(simulation.Options);
        Keys.Prepare(plant);
        BoatControls controls = new(plant, new OperatorRequests());
        foreach (Setting setting in simulation.Set)
        {
            controls.Bind(setting.Name, setting.Value)();
        }

        using IBoatLines lines = BoatLines(installation);
        Dictionary<string, ICanBus> buses = installation.Buses.ToDictionary(
            bus => bus.Name, bus => Hardware.OpenBoatBus(installation, bus, canInterface));
        (RunBlock block, IDisposable ownership) = new RunDirectory(installation.RunDirectory, BoatProcess.MailboxName)
            .Own(BoatProcess.ValueCount, Published.Hash, installation.Product);
        using (ownership)
        using (block)
        {
            BoatRunner runner = new(plant, lines,
                [.. installation.Sources.List.Select(s => new BoatSender(buses[s.Bus], Sender(s)))]);
            new BoatProcess(runner, block).Run(() => false);
        }

        foreach (ICanBus bus in buses.Values)
        {
            bus.Dispose();
        }

        return Exit.Success;
    }

    private static FrameSender Sender(SourceConfiguration source) => SourceMapping.Options(source) switch
    {
        SafeBmsOptions modules => new SafeBmsSender(modules),
        CanBmsOptions battery => new CanBmsSender(battery),
        FoxBmsOptions cells => new FoxBmsSender(cells),
        IvtOptions shunt => new IvtSender(shunt),
        SourceOptions other => throw new UsageException($"The simulated boat cannot send {other.Kind}."),
    };

    private static IBoatLines BoatLines(Installation installation) => installation.Lines.Driver == LineDriver.Virtual
        ? new VirtualBoatLines(VirtualChip.Open(Hardware.ChipPath(installation)))
        : new SimulatedChipLines(installation.Lines);
}
