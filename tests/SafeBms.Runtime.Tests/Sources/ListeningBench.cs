using SafeBms.Core;
using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;
using SafeBms.Runtime.Batteries;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;
using SafeBms.Runtime.Scanning;
using SafeBms.Runtime.Tests.Configuration;

namespace SafeBms.Runtime.Tests.Sources;

/// <summary>
/// The receiving side of a controller, made from a configuration with these sources, and batteries that send to it
/// over a simulated bus. No clock decides anything here.
/// </summary>
internal sealed class ListeningBench : IDisposable
{
    /// <summary>What flows, within 10 mA.</summary>
    public const int Current_mA = -20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-listen-").FullName;
    private readonly Buses _buses;
    private readonly ICanBus _far;
    private readonly BatterySimulation _simulation;
    private readonly BusReader _reader;
    private readonly InputBorder _border;
    private readonly InputWiring _wiring = new(0, 0, []);
    private long _tick;

    public ListeningBench(string sources, Func<SourceOptions, SourceOptions>? spoil = null)
    {
        string text = BuiltIn.Text();
        int start = text.IndexOf("sources:", StringComparison.Ordinal);
        int end = text.IndexOf("guard:", StringComparison.Ordinal);
        ConfigurationResult read = Examples.Read(text[..start] + sources + "\n" + text[end..]);
        Assert.True(read.Installation is not null, string.Join('\n', read.Findings.Select(f => f.Format("sources"))));
        Installation = read.Installation.InRunDirectory(_folder);
        Hardware.MakeSimulatedBuses(Installation);
        _buses = Buses.Open(Installation);
        _far = Hardware.OpenBoatBus(Installation, Installation.Buses[0], null);
        MeasurementTable table = new();
        ParameterSet parameters = Installation.CoreParameters;
        _reader = new BusReader(_buses.Listened, table);
        _border = new InputBorder(_wiring, table, parameters.BatteryCount, parameters.CellsPerBattery);
        _buses.ForgiveSlowSources(_border);
        Core = new ScanCore(parameters, default, retainedValid: true);
        IEnumerable<SourceOptions> sent = Installation.Sources.List.Select(SourceMapping.Options);
        BatteryValues values = new() { Batteries = parameters.BatteryCount, Current_mA = Current_mA };
        _simulation = new BatterySimulation(
            [.. sent.Select(s => SenderOf(spoil?.Invoke(s) ?? s))], values, new FrameFaults(), _far);
    }

    public Installation Installation { get; }

    public ScanCore Core { get; }

    public BusReader Reader => _reader;

    /// <summary>Names of the measured inputs that the core believes now.</summary>
    public IReadOnlyList<string> Believed => [.. Measured().Where(i => InputTable.IsValid(Core.State.Inputs, i))
        .Select(InputTable.Name)];

    /// <summary>Names of all measured inputs of this bank.</summary>
    public IReadOnlyList<string> All => [.. Measured().Select(InputTable.Name)];

    /// <summary>Batteries and controller for so many ms; silent batteries live on without sending.</summary>
    public void Step(int ticks, bool silent = false)
    {
        for (int i = 0; i < ticks; i++)
        {
            if (!silent)
            {
                _simulation.Step(_tick);
            }

            _reader.Receive(_tick);
            _border.Take(LineStatus.Ok, 0, LineStatus.Ok, 0);
            _border.Fill(_tick, default, 0, false, ref Core.Inputs);
            Core.Scan();
            _tick++;
        }
    }

    public void Dispose()
    {
        _far.Dispose();
        _buses.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static FrameSender SenderOf(SourceOptions options) => options switch
    {
        SafeBmsOptions modules => new SafeBmsSender(modules, session: 1),
        CanBmsOptions battery => new CanBmsSender(battery),
        FoxBmsOptions cells => new FoxBmsSender(cells),
        _ => new IvtSender((IvtOptions)options),
    };

    private IEnumerable<int> Measured()
    {
        ParameterSet parameters = Installation.CoreParameters;
        string[] system = ["pack_current", "pack_current_redundant", "battery_voltage", "bus_voltage",
            "precharge_current", "internal_temperature", "state_of_charge"];
        foreach (string name in system)
        {
            yield return InputTable.IndexOf(name);
        }

        for (int b = 0; b < parameters.BatteryCount; b++)
        {
            yield return InputTable.IndexOf($"battery[{b}].temperature");
            for (int c = 0; c < parameters.CellsPerBattery; c++)
            {
                yield return InputTable.IndexOf($"battery[{b}].cell[{c}].voltage");
            }
        }
    }
}
