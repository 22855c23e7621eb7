using SafeBms.Core;
using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;
using SafeBms.Runtime.Boat;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Tests;

/// <summary>
/// Controller and boat in one thread and in step with each other, over the same virtual lines and the same virtual bus
/// as the processes use. No clock decides anything here.
/// </summary>
internal sealed class BenchInstallation : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-bench-").FullName;
    private readonly VirtualChip _chip;
    private readonly VirtualChip _farSide;
    private readonly VirtualCanBus _bus;
    private readonly VirtualCanBus _farBus;
    private readonly RunBlock _block;
    private long _now_ns;
    private readonly IDisposable _ownership;

    public BenchInstallation(bool tripsOnOverrun = false, bool dryRun = false, OwnHealth? health = null)
    {
        PlantOptions options = new() { ParallelStrings = 2 };
        Plant plant = new(options);
        plant.Inputs.RemoteBridged = true;
        Parameters = ProductParameters.For(new PlacedText("lynx-smart-bms-500", 1, 1), options, []);
        SafeBmsOptions frames = new()
        {
            Batteries = options.BatteryCount,
            CellsPerBattery = options.CellsPerBattery,
            Measurements = true,
        };
        _chip = VirtualChip.Create(Path.Combine(_folder, "chip"));
        _farSide = VirtualChip.Open(Path.Combine(_folder, "chip"));
        _bus = VirtualCanBus.Create(Path.Combine(_folder, "can"), "can");
        _farBus = VirtualCanBus.Open(Path.Combine(_folder, "can"), "can");
        RunDirectory = new RunDirectory(Path.Combine(_folder, "run"));
        (_block, _ownership) = RunDirectory.Own(Published.Count, Published.Hash, "lynx-smart-bms-500");
        Boat = new BoatRunner(plant, new FarSide(_farSide), _farBus, [new SafeBmsSender(frames, session: 7)]);
        MeasurementTable table = new();
        InputWiring wiring = new(_chip.WiredInputs, 0, []);
        Core = new ScanCore(Parameters, default, retainedValid: true);
        Buses = new BusReader([new ListenedBus(_bus, [new SafeBmsReceiver(frames)])], table);
        Controller = new Controller(new ControllerParts
        {
            Core = Core,
            Lines = _chip,
            Border = new InputBorder(wiring, table, options.BatteryCount, options.CellsPerBattery),
            Buses = Buses,
            Block = _block,
            TripsOnOverrun = tripsOnOverrun,
            Time = () => _now_ns,
            IsDryRun = dryRun,
            Health = health ?? new OwnHealth
            {
                SelfTestPassed = true,
                ConfigurationValid = true,
                RetainedValid = true,
            },
        });
    }

    public ParameterSet Parameters { get; }

    public ScanCore Core { get; }

    public BusReader Buses { get; }

    public BoatRunner Boat { get; }

    public Controller Controller { get; }

    public VirtualChip Chip => _farSide;

    public VirtualCanBus Bus => _farBus;

    public RunBlock Block => _block;

    public RunDirectory RunDirectory { get; }

    /// <summary>Steps boat and controller; each scan begins late by so much.</summary>
    public void Step(int scans, long late_ns = 0)
    {
        for (int i = 0; i < scans; i++)
        {
            Boat.Step();
            _now_ns += Pacing.Period_ns;
            Controller.ScanOnce(_now_ns - late_ns);
        }
    }

    public void Dispose()
    {
        _ownership.Dispose();
        _block.Dispose();
        _farBus.Dispose();
        _bus.Dispose();
        _farSide.Dispose();
        _chip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FarSide(VirtualChip chip) : IBoatLines
    {
        public ulong Outputs() => chip.ReadBack(out ulong outputs) == LineStatus.Ok ? outputs : 0;

        public void Drive(ulong inputs) => chip.DriveInputs(inputs);

        public void Dispose()
        {
        }
    }
}
