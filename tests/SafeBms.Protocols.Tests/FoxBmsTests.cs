namespace SafeBms.Protocols.Tests;

/// <summary>Cell frames of foxBMS 2.</summary>
public sealed class FoxBmsTests
{
    private readonly MeasurementTable _into = new();

    [Fact]
    public void The_bits_lie_where_the_DBC_of_foxBMS_says()
    {
        // Start bits 11, 30, 33, 52 in Motorola counting, written out: 13 bits each from bit 51 down.
        (int Start, int Cell)[] places = [(11, 0), (30, 1), (33, 2), (52, 3)];
        foreach ((int start, int cell) in places)
        {
            for (int value_mV = 500; value_mV <= 5000; value_mV += 7)
            {
                byte[] data = new byte[8];
                data[1] = 0xF0;
                SetMotorola(data, start, value_mV);
                data[1] &= (byte)~(0x10 << cell);
                Assert.Equal(
                    FrameVerdict.Accepted,
                    new FoxBmsReceiver(new FoxBmsOptions()).Take(new SentFrame(0x250, data), 1, _into));
                Assert.Equal(value_mV, _into[MeasurementChannel.Cell(0, cell)].Value);
            }
        }
    }

    [Theory]
    [InlineData(1, 4, 1, 0x250u)]
    [InlineData(3, 6, 2, 0x270u)]
    [InlineData(20, 8, 6, 0x250u)]
    [InlineData(5, 5, 3, 0x250u)]
    public void Everything_that_is_sent_arrives(int batteries, int cells, int sensors, uint id)
    {
        FoxBmsOptions options = new()
        {
            Batteries = batteries, CellsPerBattery = cells, SensorsPerBattery = sensors, CellId = id,
        };
        for (int seed = 0; seed < 20; seed++)
        {
            MeasurementTable source = Bus.RandomTable(new Random(seed));
            for (int battery = 0; battery < 20; battery++)
            {
                source.Accept(MeasurementChannel.Temperature(battery), new Random(seed).Next(-50, 127) * 10, 0);
            }

            MeasurementTable into = new();
            FoxBmsReceiver receiver = new(options);
            FoxBmsSender sender = new(options);

            Assert.All(receiver.TakeAll(sender.Period(source), 9, into), v => Assert.Equal(FrameVerdict.Accepted, v));
            Assert.All(options.Channels(), fed =>
            {
                Assert.Equal(source[fed.Channel].Value, into[fed.Channel].Value);
                Assert.Equal(9, into[fed.Channel].AcceptedScan);
            });
        }
    }

    [Fact]
    public void Each_cell_is_refreshed_by_itself_and_an_invalid_one_not_at_all()
    {
        FoxBmsReceiver receiver = new(new FoxBmsOptions());
        FoxBmsSender sender = new(new FoxBmsOptions());
        MeasurementTable source = new();
        source.Accept(MeasurementChannel.Cell(0, 0), 3300, 0);
        source.Accept(MeasurementChannel.Cell(0, 2), 3302, 0);

        Assert.Equal(FrameVerdict.Accepted, receiver.Take(sender.One(0, source), 4, _into));
        Assert.Equal([4L, -1, 4, -1], Scans());
        Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(sender.One(0, new MeasurementTable()), 5, _into));
        Assert.Equal([4L, -1, 4, -1], Scans());
    }

    [Fact]
    public void A_part_of_the_multiplex_cycle_refreshes_its_cells_only()
    {
        FoxBmsOptions options = new() { Batteries = 2 };
        MeasurementTable source = Bus.RandomTable(new Random(1));
        FoxBmsReceiver receiver = new(options);
        FoxBmsSender sender = new(options);

        receiver.Take(sender.One(1, source), 4, _into);

        Assert.Equal(Measurement.Never, _into[MeasurementChannel.Cell(0, 3)].AcceptedScan);
        Assert.Equal(4, _into[MeasurementChannel.Cell(1, 0)].AcceptedScan);
    }

    [Fact]
    public void A_battery_with_more_cells_than_configured_is_not_believed()
    {
        FoxBmsSender eight = new(new FoxBmsOptions { CellsPerBattery = 8 });
        FoxBmsReceiver four = new(new FoxBmsOptions { CellsPerBattery = 4 });
        MeasurementTable source = Bus.RandomTable(new Random(1));

        Assert.Equal(FrameVerdict.Accepted, four.Take(eight.One(0, source), 0, _into));
        Assert.Equal(FrameVerdict.OutOfRange, four.Take(eight.One(1, source), 1, _into));
        Assert.Equal(FrameVerdict.OutOfRange, four.Take(eight.One(0, source), 201, _into));
        Assert.Equal(FrameVerdict.Accepted, four.Take(eight.One(0, source), 202, _into));
    }

    [Theory]
    [InlineData("260#00 00 19 19 19 19 19 19", 250)]
    [InlineData("260#00 00 D8 00 00 00 00 00", -400)]
    [InlineData("260#00 3E 7F 00 00 00 00 00", 1270)]
    public void A_temperature_is_signed_and_in_whole_degrees(string frame, int expected_dC)
    {
        Assert.Equal(
            FrameVerdict.Accepted, new FoxBmsReceiver(new FoxBmsOptions()).Take(Bus.Parse(frame), 1, _into));
        Assert.Equal(expected_dC, _into[MeasurementChannel.Temperature(0)].Value);
    }

    [Theory]
    [InlineData("260#00 00 19 02 30 19 19 19", 0x3, 20)] // 2 degC deviates by 23 K, 48 degC by 23 K: the colder
    [InlineData("260#00 00 19 02 31 19 19 19", 0x3, 490)]
    public void Of_several_sensors_the_one_farthest_from_25_degC_counts(string frame, int battery, int expected_dC)
    {
        FoxBmsOptions options = new() { FirstBattery = battery, SensorsPerBattery = 3 };
        new FoxBmsReceiver(options).Take(Bus.Parse(frame), 1, _into);

        Assert.Equal(expected_dC, _into[MeasurementChannel.Temperature(battery)].Value);
    }

    [Theory]
    [InlineData("260#00 01 19 19 19 19 19 19", FrameVerdict.OutOfRange)]
    [InlineData("260#00 04 19 19 19 19 19 19", FrameVerdict.OutOfRange)]
    [InlineData("260#00 00 CD 19 19 19 19 19", FrameVerdict.OutOfRange)] // -51 degC
    [InlineData("260#01 00 19 19 19 19 19 19", FrameVerdict.OutOfRange)]
    [InlineData("260#FF 00 19 19 19 19 19 19", FrameVerdict.OutOfRange)]
    [InlineData("260#00 00 19 19 19 19 19", FrameVerdict.WrongLength)]
    [InlineData("250#00 F0 00 00 00 00 00 00", FrameVerdict.OutOfRange)]
    [InlineData("250#00 00 00 00 00 00 00 00", FrameVerdict.OutOfRange)]
    [InlineData("250#00 0F FF FF FF FF FF FF", FrameVerdict.OutOfRange)]
    [InlineData("250#FF 00 00 00 00 00 00 00", FrameVerdict.OutOfRange)]
    [InlineData("250#", FrameVerdict.WrongLength)]
    [InlineData("40000250#00 06 72 33 91 9C 8C E4", FrameVerdict.WrongLength)]
    [InlineData("80000250#00 06 72 33 91 9C 8C E4", FrameVerdict.NotMine)]
    [InlineData("270#00 06 72 33 91 9C 8C E4", FrameVerdict.NotMine)]
    public void What_is_invalid_changes_nothing(string frame, FrameVerdict expected)
    {
        FoxBmsOptions options = new() { SensorsPerBattery = 3 };
        Assert.Equal(expected, new FoxBmsReceiver(options).Take(Bus.Parse(frame), 1, _into));
        Assert.Equal(new MeasurementTable().Content(), _into.Content());
    }

    [Theory]
    [InlineData(true, false, new uint[] { 0x250 })]
    [InlineData(false, true, new uint[] { 0x260 })]
    public void Cells_and_temperatures_can_be_used_one_without_the_other(bool cells, bool temperatures, uint[] wanted)
    {
        FoxBmsOptions options = new() { UsesCells = cells, UsesTemperatures = temperatures };
        FoxBmsReceiver receiver = new(options);
        Assert.Equal(wanted, receiver.Identifiers);
        Assert.Equal(wanted, new FoxBmsSender(options).Period(new MeasurementTable()).Select(frame => frame.Id));

        receiver.TakeAll([Bus.Parse("250#00 06 72 33 91 9C 8C E4"), Bus.Parse("260#00 00 19 19 19 19 19 19")], 5, _into);

        int fed = Enumerable.Range(0, MeasurementChannel.Count).Count(channel => _into[channel].AcceptedScan == 5);
        Assert.Equal(options.Channels().Count, fed);
        Assert.All(options.Channels(), channel => Assert.Equal(5, _into[channel.Channel].AcceptedScan));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("0x240, but must be 0x250 or 0x270", Problem(new() { CellId = 0x240 }));
        Assert.Contains("sensors per battery are 4, but must be 1, 2, 3 or 6", Problem(new() { SensorsPerBattery = 4 }));
        Assert.Contains("batteries is 0, but must be 1 to 20", Problem(new() { Batteries = 0 }));

        static string Problem(FoxBmsOptions options) =>
            Assert.Throws<ArgumentException>(options.CreateReceiver).Message;
    }

    // Motorola: from the start bit down to bit 0 of its byte, then on with bit 7 of the next.
    private static void SetMotorola(byte[] data, int start, int value)
    {
        int at = start;
        for (int bit = 12; bit >= 0; bit--)
        {
            data[at / 8] |= (byte)(((value >> bit) & 1) << (at % 8));
            at = at % 8 == 0 ? at + 15 : at - 1;
        }
    }

    private long[] Scans() =>
        [.. Enumerable.Range(0, 4).Select(cell => _into[MeasurementChannel.Cell(0, cell)].AcceptedScan)];
}
