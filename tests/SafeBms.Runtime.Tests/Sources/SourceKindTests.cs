using SafeBms.Core;
using SafeBms.Devices.Can;
using SafeBms.Protocols;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Tests.Sources;

/// <summary>Each protocol, configured, reaches the core as inputs that it believes.</summary>
public sealed class SourceKindTests
{
    private const string Measured = "pack_current, pack_current_redundant, battery_voltage, bus_voltage, "
        + "precharge_current, internal_temperature, state_of_charge";

    private const string Modules = $$"""
        sources:
          - { kind: safebms, bus: virtual, period: 80 ms, feeds: [cells, temperatures] }
          - { kind: safebms, bus: virtual, period: 10 ms, feeds: [{{Measured}}] }
        """;

    private const string LiFePo4 = """
        sources:
          - { kind: lifepo4, bus: virtual, period: 100 ms, feeds: [cells, temperatures, state_of_charge] }
          - { kind: safebms, bus: virtual, period: 10 ms, feeds: [pack_current, pack_current_redundant,
              battery_voltage, bus_voltage, precharge_current, internal_temperature] }
        """;

    private const string FoxBms = $$"""
        sources:
          - { kind: foxbms, bus: virtual, period: 80 ms, feeds: [cells, temperatures] }
          - { kind: safebms, bus: virtual, period: 10 ms, feeds: [{{Measured}}] }
        """;

    private const string CellsAndShunt = """
        sources:
          - { kind: lifepo4, bus: virtual, period: 100 ms, feeds: [cells, temperatures, state_of_charge] }
          - { kind: ivt_s, bus: virtual, period: 10 ms, feeds: [pack_current, battery_voltage, bus_voltage,
              internal_temperature] }
          - { kind: ivt_s, bus: virtual, period: 10 ms, base_id: 0x541, endian: little,
              feeds: [pack_current_redundant] }
          - { kind: ivt_s, bus: virtual, period: 10 ms, base_id: 0x561, feeds: [precharge_current] }
        """;

    [Theory]
    [InlineData(Modules)]
    [InlineData(LiFePo4)]
    [InlineData(FoxBms)]
    [InlineData(CellsAndShunt)]
    public void Every_measured_input_becomes_valid_stays_so_and_carries_the_value_of_its_sender(string sources)
    {
        using ListeningBench bench = new(sources);
        bench.Step(1000);
        long atFirst = bench.Reader.Rejected;
        for (int i = 0; i < 500; i++)
        {
            bench.Step(1);
            Assert.Empty(bench.All.Except(bench.Believed));
        }

        Assert.Equal(atFirst, bench.Reader.Rejected);
        InputImage image = bench.Core.Inputs;
        for (int b = 0; b < bench.Installation.CoreParameters.BatteryCount; b++)
        {
            Assert.InRange(image.Battery[b].Temperature_dC.Value, 225, 235);
            for (int c = 0; c < bench.Installation.CoreParameters.CellsPerBattery; c++)
            {
                Assert.InRange(image.Battery[b].Cell[c].Voltage_mV.Value, 3290, 3310);
            }
        }

        Assert.InRange(image.PackCurrent_mA.Value, -20_100, -19_900);
        Assert.InRange(image.PackCurrentRedundant_mA.Value, -20_100, -19_900);
        Assert.Equal(600, image.StateOfCharge_permille.Value);
    }

    [Fact]
    public void Silence_makes_every_measured_input_invalid()
    {
        using ListeningBench bench = new(CellsAndShunt);
        bench.Step(1000);
        Assert.Empty(bench.All.Except(bench.Believed));
        bench.Step(2600, silent: true);
        Assert.Empty(bench.Believed);
    }

    [Fact]
    public void A_slow_source_is_believed_for_two_and_a_half_of_its_periods_and_no_longer()
    {
        using ListeningBench bench = new(FoxBms.Replace(
            "period: 80 ms, feeds: [cells, temperatures] }",
            "period: 150 ms, feeds: [cells, temperatures] }", StringComparison.Ordinal));
        bench.Step(1000);
        for (int i = 0; i < 500; i++)
        {
            bench.Step(1);
            Assert.Empty(bench.All.Except(bench.Believed));
        }

        string[] cells = [.. bench.All.Where(n => n.Contains("cell", StringComparison.Ordinal))];
        bench.Step(220, silent: true);
        Assert.Empty(cells.Except(bench.Believed));
        bench.Step(160, silent: true);
        Assert.Empty(cells.Intersect(bench.Believed));
    }

    [Fact]
    public void A_shunt_in_the_other_byte_order_is_not_believed()
    {
        using ListeningBench bench = new(CellsAndShunt, sent => sent is IvtOptions { IsBigEndian: true } shunt
            && shunt.Inputs.Any(i => i.Channel == MeasurementChannel.PackCurrent)
                ? shunt with { IsBigEndian = false }
                : sent);
        bench.Step(1000);
        Assert.DoesNotContain("pack_current", bench.Believed);
        Assert.DoesNotContain("battery_voltage", bench.Believed);
        Assert.Contains("pack_current_redundant", bench.Believed);
        Assert.True(bench.Reader.Rejected > 0);
    }
}

/// <summary>The battery simulator, as its user calls it, feeds receivers over a simulated bus.</summary>
[Collection("console")]
public sealed class SimulatedSourceTests : IDisposable
{
    // More than the ring of a simulated bus holds.
    private const int Reads = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-send-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Cells_from_one_protocol_and_current_from_another_arrive_together()
    {
        string path = Path.Combine(_folder, "bus");
        using VirtualCanBus bus = VirtualCanBus.Create(path, "bus");
        MeasurementTable table = new();
        SourceOptions[] sources = [new CanBmsOptions { Batteries = 3 }, new IvtOptions()];
        BusReader reader = new([new ListenedBus(bus, [.. sources.Select(s => s.CreateReceiver())])], table);
        (int code, _, string error) = ConsoleRun.Run("simulate-batteries", "--virtual", path, "--protocol",
            "lifepo4,ivt-s", "--batteries", "3", "--current", "-15000", "--seconds", "1");
        Assert.True(code == 0, error);
        for (int i = 0; i < Reads; i++)
        {
            reader.Receive(i);
        }

        Assert.Equal((0L, 0L), (reader.Rejected, reader.Foreign));
        Assert.InRange(table[MeasurementChannel.PackCurrent].Value, -15_100, -14_900);
        for (int i = 0; i < 12; i++)
        {
            Assert.InRange(table[MeasurementChannel.Cell(i / 4, i % 4)].Value, 3290, 3310);
        }

        Assert.Equal(2, ConsoleRun.Run("simulate-batteries", "--virtual", path, "--can", "can0").Code);
    }
}
