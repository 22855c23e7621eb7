using SafeBms.Devices.Can;
using SafeBms.Protocols;
using SafeBms.Runtime.Batteries;

namespace SafeBms.Runtime.Tests.Batteries;

/// <summary>Simulated batteries feed the receivers of a controller, and what goes wrong on the way does not.</summary>
public sealed class BatterySimulationTests
{
    private const int Duration_ms = 3000;

    private static readonly SafeBmsOptions Modules = new() { Batteries = 3, CellsPerBattery = 8, Measurements = true };

    public static TheoryData<string> Kinds() => ["safebms", "can-bms", "foxbms", "ivt"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_channel_stays_fresh(string kind)
    {
        (SourceOptions options, FrameSender sender) = Pair(kind);
        Listener bus = new(options.CreateReceiver());
        BatterySimulation simulation = Simulation(sender, bus);

        for (int time_ms = 0; time_ms < Duration_ms; time_ms++)
        {
            bus.Time_ms = time_ms;
            simulation.Step(time_ms);
            Assert.All(options.Channels(), fed => Assert.True(
                time_ms < 200 || time_ms - bus.Table[fed.Channel].AcceptedScan <= fed.Period_ms,
                $"channel {fed.Channel} at {time_ms} ms"));
        }

        Assert.Equal(simulation.Sent, bus.Receiver.Count(FrameVerdict.Accepted));
        Assert.Equal(0, simulation.Refused);
    }

    [Fact]
    public void No_ms_carries_more_frames_than_a_driver_queues()
    {
        SafeBmsOptions largest = new() { Batteries = 20, CellsPerBattery = 8, Measurements = true };
        Listener bus = new(new SafeBmsReceiver(largest));
        BatterySimulation simulation = Simulation(
            new SafeBmsSender(largest, 1), bus, new BatteryValues { Batteries = 20, Cells = 8 });
        long before = 0;
        for (int time_ms = 0; time_ms < 800; time_ms++)
        {
            simulation.Step(time_ms);
            Assert.InRange(simulation.Sent - before, 0, 10);
            before = simulation.Sent;
        }

        Assert.Equal(800 / 80 * 100 + (800 / 10 * 6), simulation.Sent);
    }

    [Fact]
    [Requirement("P44")]
    public void Spoiled_and_repeated_module_frames_are_refused_and_good_ones_still_arrive()
    {
        Listener bus = new(Modules.CreateReceiver());
        BatterySimulation simulation = Simulation(new SafeBmsSender(Modules, 1), bus, faults: new FrameFaults
        {
            Lost_permille = 50, Spoiled_permille = 50, Repeated_permille = 200, Seed = 7,
        });
        for (int time_ms = 0; time_ms < Duration_ms; time_ms++)
        {
            bus.Time_ms = time_ms;
            simulation.Step(time_ms);
        }

        // A repeated frame is accepted only where its original was spoiled on the way.
        long good = simulation.Sent - simulation.Spoiled - simulation.Repeated;
        Assert.True(simulation is { Lost: > 50, Spoiled: > 50, Repeated: > 200 });
        Assert.InRange(bus.Receiver.Count(FrameVerdict.Accepted), good * 9 / 10, good + simulation.Spoiled);
        Assert.True(bus.Receiver.Count(FrameVerdict.WrongChecksum) >= simulation.Spoiled / 2);
        Assert.All(Modules.Channels(), fed => Assert.InRange(
            bus.Table[fed.Channel].AcceptedScan, Duration_ms - (5 * fed.Period_ms), Duration_ms));
    }

    [Fact]
    public void With_all_frames_spoiled_nothing_arrives()
    {
        Listener bus = new(Modules.CreateReceiver());
        BatterySimulation simulation = Simulation(
            new SafeBmsSender(Modules, 1), bus, faults: new FrameFaults { Spoiled_permille = 1000 });
        for (int time_ms = 0; time_ms < Duration_ms; time_ms++)
        {
            simulation.Step(time_ms);
        }

        Assert.Equal(0, bus.Receiver.Count(FrameVerdict.Accepted));
    }

    [Fact]
    public void A_printed_frame_is_a_line_of_candump()
    {
        StringWriter text = new() { NewLine = "\n" };
        CandumpBus bus = new(text, "can7") { Time_ms = 12_034 };
        bus.Send(CanFrame.From(0x41, [0, 0xAB]));
        bus.Send(CanFrame.From(0x521, []));

        Assert.Equal("(12.034000) can7 041#00AB\n(12.034000) can7 521#\n", text.ToString());
    }

    private static BatterySimulation Simulation(
        FrameSender sender, Listener bus, BatteryValues? values = null, FrameFaults? faults = null) =>
        new([sender], values ?? new BatteryValues { Batteries = 3, Cells = 8 }, faults ?? new FrameFaults(), bus);

    private static (SourceOptions Options, FrameSender Sender) Pair(string kind)
    {
        CanBmsOptions battery = new() { Batteries = 3, CellsPerBattery = 8, Feeds = SystemChannels.StateOfCharge };
        FoxBmsOptions cells = new() { Batteries = 3, CellsPerBattery = 8 };
        IvtOptions shunt = new() { IsBigEndian = false };
        return kind switch
        {
            "safebms" => (Modules, new SafeBmsSender(Modules, 1)),
            "can-bms" => (battery, new CanBmsSender(battery)),
            "foxbms" => (cells, new FoxBmsSender(cells)),
            _ => (shunt, new IvtSender(shunt)),
        };
    }

    private sealed class Listener(FrameReceiver receiver) : ICanBus
    {
        public FrameReceiver Receiver => receiver;

        public MeasurementTable Table { get; } = new();

        public long Time_ms { get; set; }

        public string Name => "test";

        public CanHealth Health => CanHealth.Up;

        public CanCounters Counters => default;

        public int Receive(Span<CanFrame> into) => 0;

        public bool Send(in CanFrame frame)
        {
            receiver.Take(frame.RawId, frame.Bytes, Time_ms, Table);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
