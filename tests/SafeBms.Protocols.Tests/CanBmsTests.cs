namespace SafeBms.Protocols.Tests;

/// <summary>The CAN-bus BMS protocol, with frames that real batteries sent.</summary>
public sealed class CanBmsTests
{
    private const SystemChannels Everything =
        SystemChannels.PackCurrent | SystemChannels.BatteryVoltage | SystemChannels.StateOfCharge;

    private static readonly CanBmsOptions Sixteen = new() { Batteries = 2, CellsPerBattery = 8, Feeds = Everything };
    private readonly MeasurementTable _into = new();

    [Fact]
    public void A_captured_Seplos_pack_is_read()
    {
        CanBmsReceiver receiver = new(Sixteen);

        Take(receiver, "351#43 02 E8 03 9E 07 D0 01");
        Take(receiver, "355#3C 00 64 00 84 17 00 00");
        Take(receiver, "356#61 14 D3 FE EB 00 1A 00");
        Take(receiver, "373#B9 0C C2 0C 27 01 28 01");
        Take(receiver, "35A#AA AA AA 02 AA AA AA 02");
        Assert.Equal(FrameVerdict.NotMine, receiver.Take(Bus.Parse("35F#00 00 10 04 30 01 00 00"), 5, _into));
        Assert.Equal(FrameVerdict.NotMine, receiver.Take(Bus.Parse("372#01 00 00 00 00 00 00 00"), 5, _into));

        Assert.Equal(602, _into[MeasurementChannel.StateOfCharge].Value);
        Assert.Equal(52_170, _into[MeasurementChannel.BatteryVoltage].Value);
        Assert.Equal(-30_100, _into[MeasurementChannel.PackCurrent].Value);
        Assert.Equal(220, _into[MeasurementChannel.Temperature(0)].Value);
        Assert.Equal(220, _into[MeasurementChannel.Temperature(1)].Value);
        Assert.Equal(3257, _into[MeasurementChannel.Cell(0, 0)].Value);
        Assert.Equal(3266, _into[MeasurementChannel.Cell(0, 1)].Value);
        Assert.Equal(52_170, Cells(16).Sum());
        Assert.Equal(57_900, receiver.Status.ChargeVoltage_mV);
        Assert.Equal(100_000, receiver.Status.ChargeCurrent_mA);
        Assert.Equal(195_000, receiver.Status.DischargeCurrent_mA);
        Assert.Equal(0u, receiver.Status.Alarms | receiver.Status.Warnings);
    }

    [Fact]
    public void A_captured_BYD_battery_with_short_frames_is_read()
    {
        CanBmsReceiver receiver = new(Sixteen);

        Take(receiver, "351#48 02 00 05 00 05 AE 01");
        Take(receiver, "356#BE 14 F9 FF 8C 00");
        Take(receiver, "373#EA 0C 01 0D 1F 01 22 01");
        Take(receiver, "35E#42 59 44 20 20 20 20 20");

        Assert.Equal(53_100, _into[MeasurementChannel.BatteryVoltage].Value);
        Assert.Equal(-700, _into[MeasurementChannel.PackCurrent].Value);
        Assert.Equal(140, _into[MeasurementChannel.Temperature(0)].Value);
        Assert.Equal(3306, Cells(16).Min());
        Assert.Equal(3329, Cells(16).Max());
        Assert.Equal(53_100, Cells(16).Sum());
        Assert.Equal(58_400, receiver.Status.ChargeVoltage_mV);
        Assert.Equal(128_000, receiver.Status.ChargeCurrent_mA);
        Assert.Equal(0x2020202020445942UL, receiver.Status.Manufacturer);
    }

    [Theory]
    [InlineData("355#3C00 6400 8417", 602)] // 60.20 %
    [InlineData("355#3C00 6400", 600)] // PYLON: no fine value
    [InlineData("355#3C00 6400 FFFF", 600)]
    [InlineData("355#3C00 6400 5802", 600)] // ten times the charge instead of a hundred times
    [InlineData("355#3C00 6400 0000", 600)]
    [InlineData("355#6400 6400 1027", 1000)]
    [InlineData("355#0000 6400 0000", 0)]
    public void A_fine_state_of_charge_counts_only_if_it_agrees_with_the_coarse_one(string frame, int expected)
    {
        Take(new CanBmsReceiver(Sixteen), frame);

        Assert.Equal(expected, _into[MeasurementChannel.StateOfCharge].Value);
    }

    [Theory]
    [InlineData("355#FFFF 6400", FrameVerdict.OutOfRange)]
    [InlineData("355#6500 6400", FrameVerdict.OutOfRange)]
    [InlineData("355#5802 6400", FrameVerdict.OutOfRange)]
    [InlineData("355#3C00 64", FrameVerdict.WrongLength)]
    [InlineData("356#0080 0000 EB00", FrameVerdict.OutOfRange)]
    [InlineData("356#FFFF 0000 EB00", FrameVerdict.OutOfRange)]
    [InlineData("356#6114 0080 EB00", FrameVerdict.OutOfRange)]
    [InlineData("356#1127 0000 EB00", FrameVerdict.OutOfRange)] // 100.01 V
    [InlineData("356#6114 0000", FrameVerdict.WrongLength)]
    [InlineData("373#C20C B90C 2701 2801", FrameVerdict.OutOfRange)] // lowest above highest
    [InlineData("373#B90C C20C 2801 2701", FrameVerdict.OutOfRange)]
    [InlineData("373#FFFF FFFF 2701 2801", FrameVerdict.OutOfRange)]
    [InlineData("373#B90C C20C FFFF FFFF", FrameVerdict.OutOfRange)]
    [InlineData("373#B90C C20C 0000 0000", FrameVerdict.OutOfRange)]
    [InlineData("373#0000 C20C 2701 2801", FrameVerdict.OutOfRange)]
    [InlineData("373#B90C 8913 2701 2801", FrameVerdict.OutOfRange)] // 5001 mV
    [InlineData("373#B90C C20C 2701 28", FrameVerdict.WrongLength)]
    [InlineData("373#", FrameVerdict.WrongLength)]
    [InlineData("40000373#B90C C20C 2701 2801", FrameVerdict.WrongLength)]
    [InlineData("80000373#B90C C20C 2701 2801", FrameVerdict.NotMine)]
    [InlineData("35A#AAAAAA", FrameVerdict.WrongLength)]
    [InlineData("351#4302 E803", FrameVerdict.WrongLength)]
    [InlineData("351#FFFF E803 9E07", FrameVerdict.OutOfRange)]
    [InlineData("351#4302 0080 9E07", FrameVerdict.OutOfRange)]
    [InlineData("35E#", FrameVerdict.WrongLength)]
    [InlineData("350#0000", FrameVerdict.NotMine)]
    public void What_is_invalid_or_too_short_changes_nothing(string frame, FrameVerdict expected)
    {
        Assert.Equal(expected, new CanBmsReceiver(Sixteen).Take(Bus.Parse(frame), 1, _into));
        Assert.Equal(new MeasurementTable().Content(), _into.Content());
    }

    [Theory]
    [InlineData("35A#55 55 55 01 AA AA AA 02", 0x1FFFu, 0u)]
    [InlineData("35A#04 00 00 00 00 00 00 00", 0x0002u, 0u)] // high voltage
    [InlineData("35A#AA AA AA 02 A6 AA AA 02", 0u, 0x0002u)]
    [InlineData("35A#FF FF FF FF 00 00 00 00", 0u, 0u)]
    public void A_pair_of_01_is_active_and_no_other(string frame, uint alarms, uint warnings)
    {
        CanBmsReceiver receiver = new(Sixteen);
        Take(receiver, frame);

        Assert.Equal(alarms, receiver.Status.Alarms);
        Assert.Equal(warnings, receiver.Status.Warnings);
    }

    [Fact]
    public void Without_a_fresh_voltage_only_the_two_known_cells_are_refreshed()
    {
        CanBmsReceiver receiver = new(new CanBmsOptions { CellsPerBattery = 4 });
        SentFrame pack = Bus.Parse("356#2805 0000 EB00"); // 13.20 V
        SentFrame extremes = Bus.Parse("373#E40C E50C 2701 2801"); // 3300, 3301

        receiver.Take(extremes, 0, _into);
        Assert.Equal([0L, 0, -1, -1], Scans());
        receiver.Take(pack, 100, _into);
        Assert.Equal([0L, 0, -1, -1], Scans());
        receiver.Take(extremes, 350, _into);
        Assert.Equal([350L, 350, 350, 350], Scans());
        receiver.Take(extremes, 351, _into);
        Assert.Equal([351L, 351, 350, 350], Scans());
    }

    [Theory]
    [InlineData(1320, new[] { 3300, 3301, 3300, 3300 })] // 13200 - 6601 = 6599, held to 3300 each
    [InlineData(1321, new[] { 3300, 3301, 3301, 3301 })]
    [InlineData(0, new[] { 3300, 3301, 3300, 3300 })]
    [InlineData(9000, new[] { 3300, 3301, 3301, 3301 })]
    public void The_unknown_cells_stay_between_the_known_ones(int voltage_cV, int[] expected_mV)
    {
        CanBmsReceiver receiver = new(new CanBmsOptions { CellsPerBattery = 4 });
        receiver.Take(Bus.Parse($"356#{voltage_cV & 0xFF:X2}{voltage_cV >> 8:X2} 0000 EB00"), 0, _into);
        receiver.Take(Bus.Parse("373#E40C E50C 2701 2801"), 0, _into);

        Assert.Equal(expected_mV, Cells(4));
    }

    [Fact]
    public void The_temperature_of_the_pack_is_taken_where_the_battery_knows_no_other()
    {
        CanBmsReceiver receiver = new(new CanBmsOptions { UsesPackTemperature = true });
        Take(receiver, "356#2805 0000 EB00");
        Take(receiver, "373#E40C E50C FFFF FFFF");

        Assert.Equal(235, _into[MeasurementChannel.Temperature(0)].Value);
        Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(Bus.Parse("356#2805 0000 0080"), 2, _into));
    }

    [Fact]
    public void What_is_sent_arrives_with_extremes_and_sum()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            MeasurementTable source = Bus.RandomTable(random);
            for (int cell = 0; cell < 16; cell++)
            {
                source.Accept(MeasurementChannel.Cell(cell / 8, cell % 8), random.Next(3000, 3600), 0);
            }

            source.Accept(MeasurementChannel.PackCurrent, random.Next(-3_000_000, 3_000_000), 0);
            MeasurementTable into = new();
            CanBmsReceiver receiver = new(Sixteen);
            CanBmsSender sender = new(Sixteen);

            Assert.All(receiver.TakeAll(sender.Period(source), 3, into), v => Assert.Equal(FrameVerdict.Accepted, v));

            int[] sent = Cells(16, source);
            int[] received = Cells(16, into);
            Assert.Equal(sent.Min(), received.Min());
            Assert.Equal(sent.Max(), received.Max());
            Assert.InRange(received.Sum() - sent.Sum(), -5, 5);
            Assert.InRange(Difference(MeasurementChannel.PackCurrent), -50, 50);
            Assert.Equal(0, Difference(MeasurementChannel.StateOfCharge));

            int Difference(int channel) => into[channel].Value - source[channel].Value;
        }
    }

    [Fact]
    public void What_the_table_does_not_know_is_sent_as_not_available()
    {
        CanBmsReceiver receiver = new(Sixteen);
        SentFrame[] sent = new CanBmsSender(Sixteen).Period(new MeasurementTable());
        foreach (SentFrame frame in sent.Where(frame => frame.Id is 0x355 or 0x356 or 0x373))
        {
            Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(frame, 0, _into));
        }
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    public void Cells_and_temperatures_can_be_used_one_without_the_other(bool cells, bool temperatures, bool ofPack)
    {
        CanBmsOptions options = new()
        {
            UsesCells = cells, UsesTemperatures = temperatures, UsesPackTemperature = ofPack,
        };
        CanBmsReceiver receiver = new(options);
        Take(receiver, cells || ofPack ? "356#2805 0000 EB00" : "356#2805 0000 0080");
        Take(receiver, cells ? "373#E40C E50C FFFF FFFF" : ofPack ? "373#FFFF FFFF FFFF FFFF" : "373#FFFF FFFF 2701 2801");

        int fed = Enumerable.Range(0, MeasurementChannel.Count).Count(channel => _into[channel].AcceptedScan == 1);
        Assert.Equal(options.Channels().Count, fed);
        Assert.All(options.Channels(), channel => Assert.Equal(1, _into[channel.Channel].AcceptedScan));
        Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(Bus.Parse(ofPack ? "356#2805 0000 0080" : "373#FFFF FFFF FFFF FFFF"), 1, _into));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("feeds names BusVoltage", Problem(new() { Feeds = SystemChannels.BusVoltage }));
        Assert.Contains(
            "one measurement is not two",
            Problem(new() { Feeds = SystemChannels.PackCurrent | SystemChannels.RedundantCurrent }));
        Assert.Contains("cells in all is 1, but must be 2 to 24", Problem(new() { CellsPerBattery = 1 }));
        Assert.Contains("cells in all is 32", Problem(new() { Batteries = 4, CellsPerBattery = 8 }));
        Assert.Contains("period in ms is 5", Problem(new() { Period_ms = 5 }));

        static string Problem(CanBmsOptions options) =>
            Assert.Throws<ArgumentException>(options.CreateReceiver).Message;
    }

    private void Take(CanBmsReceiver receiver, string frame) =>
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Bus.Parse(frame), 1, _into));

    private int[] Cells(int count) => Cells(count, _into);

    private static int[] Cells(int count, MeasurementTable table) =>
        [.. Enumerable.Range(0, count).Select(cell => table[MeasurementChannel.Cell(cell / 8, cell % 8)].Value)];

    private long[] Scans() =>
        [.. Enumerable.Range(0, 4).Select(cell => _into[MeasurementChannel.Cell(0, cell)].AcceptedScan)];
}
