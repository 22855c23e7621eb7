using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>Opens what an installation names: lines and buses, real or simulated.</summary>
internal static class Hardware
{
    /// <summary>Guard: requests the output lines, driven to the safe levels in the same step.</summary>
    /// <exception cref="LineException">They cannot be had.</exception>
    public static IDigitalIo OpenOutputs(Installation installation) => installation.Lines.Driver == LineDriver.Virtual
        ? VirtualChip.Create(ChipPath(installation))
        : GpioLines.OpenOutputs(installation.Lines.ToGpioSettings());

    /// <summary>Controller: takes over the output lines that it inherited, and opens the inputs.</summary>
    /// <exception cref="LineException">They cannot be had.</exception>
    public static IDigitalIo AdoptLines(Installation installation, int descriptor) =>
        installation.Lines.Driver == LineDriver.Virtual
            ? VirtualChip.Adopt(descriptor)
            : GpioLines.Adopt(descriptor, installation.Lines.ToGpioSettings());

    /// <summary>Guard: makes the simulated buses, before anybody opens one.</summary>
    public static void MakeSimulatedBuses(Installation installation)
    {
        foreach (BusConfiguration bus in installation.Buses.Where(b => b.Driver == BusDriver.Virtual))
        {
            VirtualCanBus.Create(BusPath(installation, bus), bus.Name).Dispose();
        }
    }

    /// <summary>Opens a bus for these identifiers; none means all.</summary>
    public static ICanBus OpenBus(Installation installation, BusConfiguration bus, IReadOnlyList<uint> identifiers) =>
        bus.Driver == BusDriver.Virtual
            ? VirtualCanBus.Open(BusPath(installation, bus), bus.Name)
            : SocketCanBus.Open(new SocketCanSettings
            {
                Interface = bus.Interface,
                Filters = [.. identifiers.Select(CanFilter.Exactly)],
            });

    /// <summary>
    /// Opens the bus from the boat's side: the same virtual bus, or another interface that is wired to the same bus.
    /// </summary>
    public static ICanBus OpenBoatBus(Installation installation, BusConfiguration bus, string? otherInterface) =>
        bus.Driver == BusDriver.Virtual
            ? VirtualCanBus.Open(BusPath(installation, bus), bus.Name)
            : SocketCanBus.Open(new SocketCanSettings { Interface = otherInterface ?? bus.Interface, Filters = [] });

    /// <summary>The line for an external safety relay, or null if there is none.</summary>
    /// <exception cref="LineException">It cannot be had.</exception>
    public static HeartbeatLine? OpenHeartbeat(Installation installation) =>
        installation.Lines is { Driver: LineDriver.Gpio, Heartbeat: { } line }
            ? HeartbeatLine.Open(installation.Lines.OutputsChip, line)
            : null;

    /// <summary>Where the simulated chip lies.</summary>
    public static string ChipPath(Installation installation) => Path.Combine(installation.RunDirectory, "virtual-chip");

    /// <summary>How words of lines become inputs.</summary>
    public static InputWiring Wiring(LinesConfiguration lines) => new(
        lines.WiredInputs,
        lines.ConstantOnInputs,
        [.. lines.Inputs.Where(i => i.Follows is not null).Select(i => (i.Line, i.Follows!.Value))]);

    private static string BusPath(Installation installation, BusConfiguration bus) =>
        Path.Combine(installation.RunDirectory, "virtual-can-" + bus.Name);
}
