using SafeBms.Bench;
using SafeBms.Devices.Can;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;
using SafeBms.Runtime.Boat;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using SafeBms.Simulation;

namespace SafeBms.Jitter.Loops;

/// <summary>
/// The product's scan: the controller's own class over virtual lines and a virtual bus, with 20 batteries of 8 cells, all
/// monitors, snapshots and events; contactor closed. Only guard and disk are left out. The boat moves between the scans,
/// which is not part of their duration.
/// </summary>
internal sealed class ControllerWork : IScanWork, IDisposable
{
    private const int Settle_scans = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-jitter-").FullName;
    private readonly VirtualChip _chip;
    private readonly FarSide _farSide;
    private readonly VirtualCanBus _bus;
    private readonly VirtualCanBus _farBus;
    private readonly RunBlock _block;
    private readonly IDisposable _ownership;
    private readonly BoatRunner _boat;
    private readonly ScanCore _core;
    private readonly Controller _controller;

    public ControllerWork()
    {
        PlantOptions options = new() { SystemVoltage_V = 24, CellsPerBattery = 8, ParallelStrings = 20 };
        Plant plant = new(options);
        plant.Inputs.RemoteBridged = true;
        SafeBmsOptions frames = new()
        {
            Batteries = options.BatteryCount, CellsPerBattery = options.CellsPerBattery, Measurements = true,
        };
        _chip = VirtualChip.Create(Path.Combine(_folder, "chip"));
        _farSide = new FarSide(VirtualChip.Open(Path.Combine(_folder, "chip")));
        _bus = VirtualCanBus.Create(Path.Combine(_folder, "can"), "can");
        _farBus = VirtualCanBus.Open(Path.Combine(_folder, "can"), "can");
        (_block, _ownership) = new RunDirectory(Path.Combine(_folder, "run")).Own(Published.Count, Published.Hash, "lynx-smart-bms-500");
        _boat = new BoatRunner(plant, _farSide, _farBus, [new SafeBmsSender(frames, session: 7)]);
        MeasurementTable table = new();
        _core = new ScanCore(LynxBoat.Parameters(), default, retainedValid: true);
        _controller = new Controller(new ControllerParts
        {
            Core = _core,
            Lines = _chip,
            Border = new InputBorder(new InputWiring(_chip.WiredInputs, 0, []), table, options.BatteryCount, options.CellsPerBattery),
            Buses = new BusReader([new ListenedBus(_bus, [new SafeBmsReceiver(frames)])], table),
            Block = _block,
            Health = new OwnHealth { SelfTestPassed = true, ConfigurationValid = true, RetainedValid = true },
        });
        for (int scan = 0; scan < Settle_scans; scan++)
        {
            Between();
            Scan(MonotonicClock.Now_ns);
        }

        if (!_core.Outputs.ContactorCoil || !_core.Outputs.AllowToCharge || _core.AnyViolation)
        {
            throw new InvalidOperationException("The benchmark's boat does not run: contactor or permit is off after 60 s.");
        }
    }

    public long Checksum => _core.Outputs.ContactorCoil ? _core.Scans : -1;

    public void Scan(long deadline_ns) => _controller.ScanOnce(deadline_ns);

    public void Between() => _boat.Step();

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

        public void Dispose() => chip.Dispose();
    }
}
