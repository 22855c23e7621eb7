namespace SafeBms.Protocols.Tests;

/// <summary>SafeBms module frames: what arrives, and every reason for which nothing arrives.</summary>
public sealed class SafeBmsTests
{
    private const int Life = 0;
    private const int Cells = 2;
    private const int Stale_scans = 200;

    private static readonly SafeBmsOptions Small = new() { Batteries = 1, CellsPerBattery = 4 };
    private readonly MeasurementTable _source = Bus.RandomTable(new Random(1));
    private readonly MeasurementTable _into = new();

    [Fact]
    public void The_checksum_is_that_of_SAE_J1850() => Assert.Equal(0x4B, Bus.J1850("123456789"u8));

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(20, 8, true)]
    [InlineData(3, 5, true)]
    [InlineData(7, 1, false)]
    [InlineData(0, 4, true)]
    public void Everything_that_is_sent_arrives_and_nothing_else(int batteries, int cells, bool measurements)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            SafeBmsOptions options = new()
            {
                Batteries = batteries, CellsPerBattery = cells, Measurements = measurements,
            };
            MeasurementTable source = Bus.RandomTable(new Random(seed));
            MeasurementTable into = new();
            SafeBmsReceiver receiver = new(options);

            FrameVerdict[] verdicts = receiver.TakeAll(new SafeBmsSender(options).Cycle(source), 7, into);

            Assert.All(verdicts, verdict => Assert.Equal(FrameVerdict.Accepted, verdict));
            HashSet<int> fed = [.. options.Channels().Select(channel => channel.Channel)];
            for (int channel = 0; channel < MeasurementChannel.Count; channel++)
            {
                Assert.True(
                    fed.Contains(channel)
                        ? into[channel].Value == source[channel].Value && into[channel].AcceptedScan == 7
                        : into[channel].AcceptedScan == Measurement.Never,
                    $"seed {seed}, channel {channel}: {into[channel].Value} of scan {into[channel].AcceptedScan}");
            }
        }
    }

    [Fact]
    public void The_receiver_wants_exactly_the_identifiers_that_are_sent()
    {
        SafeBmsOptions options = new()
        {
            FirstBattery = 2, Batteries = 2, CellsPerBattery = 8, Measurements = true, BaseId = 0x500,
        };
        SafeBmsSender sender = new(options);

        Assert.Equal(sender.Cycle(_source).Select(frame => frame.Id), new SafeBmsReceiver(options).Identifiers);
        Assert.Equal(
            [
                0x510u, 0x511, 0x512, 0x513, 0x514, 0x518, 0x519, 0x51A, 0x51B, 0x51C,
                0x5A0, 0x5A1, 0x5A2, 0x5A3, 0x5A8, 0x5A9,
            ],
            new SafeBmsReceiver(options).Identifiers);
        Assert.Equal(80, sender.Period_ms(0));
        Assert.Equal(10, sender.Period_ms(sender.Frames - 1));
    }

    [Fact]
    public void The_bytes_are_those_of_the_published_layout()
    {
        SafeBmsOptions options = new() { Batteries = 1, CellsPerBattery = 4, Measurements = true };
        MeasurementTable source = new();
        source.Accept(MeasurementChannel.Cell(0, 0), 3301, 0);
        source.Accept(MeasurementChannel.Cell(0, 1), 3302, 0);
        source.Accept(MeasurementChannel.Cell(0, 2), 3303, 0);
        source.Accept(MeasurementChannel.Cell(0, 3), 3304, 0);
        source.Accept(MeasurementChannel.Temperature(0), -123, 0);
        source.Accept(MeasurementChannel.PackCurrent, -6_000_000, 0);
        source.Accept(MeasurementChannel.BatteryVoltage, 100_000, 0);
        SafeBmsSender sender = new(options, session: 0xBEEF);

        SentFrame[] sent = sender.Cycle(source);

        Same(Bus.HandMadeLife(0x400, 0xBEEF, 0), sent[0]);
        Same(Bus.HandMade(0x401, 0xF85UL | (0xF85UL << 12), 0xBEEF, 0), sent[1]);
        Same(Bus.HandMade(0x402, 3301UL | (3302UL << 13) | (3303UL << 26), 0xBEEF, 0), sent[2]);
        Same(Bus.HandMade(0x403, 3304UL | (0x1FFFUL << 13) | (0x1FFFUL << 26), 0xBEEF, 0), sent[3]);
        Same(Bus.HandMadeLife(0x4A0, 0xBEEF, 0), sent[4]);
        Same(Bus.HandMade(0x4A1, (0x100_0000UL - 6_000_000) | (0x800UL << 24), 0xBEEF, 0), sent[5]);
        Same(Bus.HandMade(0x4A2, 100_000UL | (0x3_FFFFUL << 17), 0xBEEF, 0), sent[6]);
        Same(Bus.HandMade(0x4A3, 0xFFFFUL | (0x3FFUL << 16), 0xBEEF, 0), sent[7]);
        Same(Bus.HandMade(0x4A9, 0x80_0000UL, 0xBEEF, 0), sent[9]);
        for (uint i = 1; i < 70_000; i++)
        {
            sent = [sender.Frame(0, source), sender.Frame(1, source)];
            Same(Bus.HandMadeLife(0x400, 0xBEEF, i), sent[0]);
            Same(Bus.HandMade(0x401, 0xF85UL | (0xF85UL << 12), 0xBEEF, i), sent[1]);
        }
    }

    [Fact]
    [Requirement("P44")]
    public void A_repeated_frame_refreshes_nothing()
    {
        (SafeBmsReceiver receiver, SafeBmsSender sender) = Synchronised();
        SentFrame frame = sender.Frame(Cells, _source);
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(frame, 10, _into));

        for (int scan = 11; scan < 500; scan++)
        {
            Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(frame, scan, _into));
        }

        Assert.Equal(10, _into[MeasurementChannel.Cell(0, 0)].AcceptedScan);
        Assert.Equal(489, receiver.Count(FrameVerdict.WrongSequence));
    }

    [Theory]
    [InlineData(0, FrameVerdict.Accepted)]
    [InlineData(1, FrameVerdict.Accepted)]
    [InlineData(2, FrameVerdict.Accepted)]
    [InlineData(3, FrameVerdict.WrongSequence)]
    [InlineData(40, FrameVerdict.WrongSequence)]
    public void Two_lost_cycles_are_tolerated_and_more_wait_for_the_life_frame(int lost, FrameVerdict expected)
    {
        (SafeBmsReceiver receiver, SafeBmsSender sender) = Synchronised();
        for (int i = 0; i < lost; i++)
        {
            sender.Cycle(_source);
        }

        SentFrame[] next = sender.Cycle(_source);
        Assert.Equal(expected, receiver.Take(next[Cells], 20, _into));
        Assert.Equal(
            expected == FrameVerdict.Accepted ? FrameVerdict.Accepted : FrameVerdict.WrongSequence,
            receiver.Take(next[Life], 20, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(sender.Cycle(_source)[Life], 21 + Stale_scans, _into));
    }

    [Fact]
    public void Frames_of_a_cycle_may_overtake_each_other_but_not_be_a_cycle_late()
    {
        SafeBmsOptions options = Small with { CellsPerBattery = 8 };
        SafeBmsReceiver receiver = new(options);
        SafeBmsSender sender = new(options);
        receiver.TakeAll(sender.Cycle(_source), 0, _into);
        SentFrame[] first = sender.Cycle(_source);
        SentFrame[] second = sender.Cycle(_source);
        SentFrame[] third = sender.Cycle(_source);

        Assert.Equal(FrameVerdict.Accepted, receiver.Take(first[Life], 80, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(second[Life], 160, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(first[2], 161, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(second[2], 162, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(first[2], 163, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(third[Life], 240, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(first[3], 241, _into));
    }

    [Fact]
    public void Every_flipped_bit_and_every_wrong_identifier_is_found()
    {
        SafeBmsOptions options = new() { Batteries = 20, CellsPerBattery = 8, Measurements = true };
        for (int bit = 0; bit < 64; bit++)
        {
            SafeBmsReceiver receiver = new(options);
            SafeBmsSender sender = new(options, 77);
            receiver.TakeAll(sender.Cycle(_source), 0, _into);
            (int, long)[] before = _into.Content();
            foreach (SentFrame frame in sender.Cycle(_source))
            {
                byte[] flipped = [.. frame.Data];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(FrameVerdict.WrongChecksum, receiver.Take(frame.Id, flipped, 1, _into));
                Assert.NotEqual(FrameVerdict.Accepted, receiver.Take(frame.Id ^ (1u << (bit % 7)), frame.Data, 1, _into));
            }

            Assert.Equal(before, _into.Content());
        }
    }

    [Theory]
    [InlineData(0x403u, 7, FrameVerdict.WrongLength)]
    [InlineData(0x403u, 0, FrameVerdict.WrongLength)]
    [InlineData(0x4000_0403u, 8, FrameVerdict.WrongLength)]
    [InlineData(0x8000_0403u, 8, FrameVerdict.NotMine)]
    [InlineData(0x2000_0403u, 8, FrameVerdict.NotMine)]
    [InlineData(0x405u, 8, FrameVerdict.NotMine)]
    [InlineData(0x408u, 8, FrameVerdict.NotMine)]
    [InlineData(0x3FFu, 8, FrameVerdict.NotMine)]
    [InlineData(0x4B0u, 8, FrameVerdict.NotMine)]
    [InlineData(0x0u, 8, FrameVerdict.NotMine)]
    [InlineData(0xFFFF_FFFFu, 8, FrameVerdict.NotMine)]
    public void What_is_no_data_frame_of_this_source_is_told_apart(uint rawId, int length, FrameVerdict expected)
    {
        (SafeBmsReceiver receiver, SafeBmsSender sender) = Synchronised();
        byte[] data = sender.Cycle(_source)[3].Data;

        Assert.Equal(expected, receiver.Take(rawId, data.AsSpan(0, length), 1, _into));
        Assert.Equal(1, receiver.Count(expected));
    }

    [Fact]
    public void A_data_frame_without_a_life_frame_counts_for_nothing()
    {
        SafeBmsReceiver receiver = new(Small);
        SafeBmsSender sender = new(Small);

        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(sender.Cycle(_source)[Cells], 0, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(sender.Cycle(_source)[Life], 0, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(sender.Cycle(_source)[Cells], 0, _into));
    }

    [Theory]
    [InlineData(0x1FFF)]
    [InlineData(499)]
    [InlineData(5001)]
    [InlineData(0)]
    public void A_cell_outside_of_its_range_keeps_the_whole_frame_out(int cell_mV)
    {
        SafeBmsReceiver receiver = new(Small);
        receiver.Take(Bus.HandMadeLife(0x400, 1, 0), 0, _into);
        ulong good = 3300UL | (3300UL << 13) | (3300UL << 26);
        ulong bad = 3300UL | (3300UL << 13) | ((ulong)cell_mV << 26);

        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Bus.HandMade(0x402, good, 1, 0), 1, _into));
        Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(Bus.HandMade(0x402, bad, 1, 1), 2, _into));
        Assert.Equal(1, _into[MeasurementChannel.Cell(0, 0)].AcceptedScan);
    }

    [Fact]
    public void A_battery_with_another_number_of_cells_than_configured_is_not_believed()
    {
        SafeBmsOptions five = Small with { CellsPerBattery = 5 };
        SafeBmsOptions six = Small with { CellsPerBattery = 6 };

        Assert.Contains(
            FrameVerdict.OutOfRange, new SafeBmsReceiver(five).TakeAll(new SafeBmsSender(six).Cycle(_source), 0, _into));
        Assert.Contains(
            FrameVerdict.OutOfRange, new SafeBmsReceiver(six).TakeAll(new SafeBmsSender(five).Cycle(_source), 0, _into));
    }

    [Theory]
    [InlineData(250, 250, FrameVerdict.Accepted, 250)]
    [InlineData(100, 350, FrameVerdict.Accepted, 100)]
    [InlineData(150, 350, FrameVerdict.Accepted, 150)]
    [InlineData(150, 351, FrameVerdict.Accepted, 351)]
    [InlineData(-500, 1500, FrameVerdict.Accepted, 1500)]
    [InlineData(-501, 250, FrameVerdict.OutOfRange, 0)]
    [InlineData(250, 1501, FrameVerdict.OutOfRange, 0)]
    [InlineData(-2048, -2048, FrameVerdict.OutOfRange, 0)]
    [InlineData(251, 250, FrameVerdict.OutOfRange, 0)]
    public void The_temperature_that_matters_is_the_one_farthest_from_25_degC(
        int lowest_dC, int highest_dC, FrameVerdict expected, int value_dC)
    {
        SafeBmsReceiver receiver = new(Small);
        receiver.Take(Bus.HandMadeLife(0x400, 1, 0), 0, _into);
        ulong payload = ((ulong)lowest_dC & 0xFFF) | (((ulong)highest_dC & 0xFFF) << 12);

        Assert.Equal(expected, receiver.Take(Bus.HandMade(0x401, payload, 1, 0), 1, _into));
        Assert.Equal(value_dC, _into[MeasurementChannel.Temperature(0)].Value);
    }

    [Fact]
    public void A_field_that_is_not_used_is_neither_judged_nor_taken()
    {
        SafeBmsOptions options = new()
        {
            Batteries = 0, Measurements = true, MeasurementFields = SystemChannels.BusVoltage,
        };
        MeasurementTable source = new();
        source.Accept(MeasurementChannel.BusVoltage, 27_000, 0);
        SafeBmsReceiver receiver = new(options);

        Assert.Equal([0x4A0u, 0x4A2], receiver.Identifiers);
        receiver.TakeAll(new SafeBmsSender(options with { MeasurementFields = SystemChannels.All }).Cycle(source), 3, _into);
        Assert.Equal(27_000, _into[MeasurementChannel.BusVoltage].Value);
        Assert.Equal(2, receiver.Count(FrameVerdict.Accepted));
    }

    [Theory]
    [InlineData(true, false, new uint[] { 0x400, 0x402, 0x403 })]
    [InlineData(false, true, new uint[] { 0x400, 0x401 })]
    public void Cells_and_temperatures_can_be_used_one_without_the_other(bool cells, bool temperatures, uint[] wanted)
    {
        SafeBmsOptions options = Small with { UsesCells = cells, UsesTemperatures = temperatures };
        SafeBmsReceiver receiver = new(options);

        Assert.Equal(wanted, receiver.Identifiers);
        receiver.TakeAll(new SafeBmsSender(Small).Cycle(_source), 5, _into);

        int fed = Enumerable.Range(0, MeasurementChannel.Count).Count(channel => _into[channel].AcceptedScan == 5);
        Assert.Equal(options.Channels().Count, fed);
        Assert.All(options.Channels(), channel => Assert.Equal(5, _into[channel.Channel].AcceptedScan));
    }

    [Fact]
    public void A_life_frame_of_another_layout_is_refused() =>
        Assert.Equal(
            FrameVerdict.OutOfRange,
            new SafeBmsReceiver(Small).Take(Bus.HandMadeLife(0x400, 1, 0, version: 2), 0, _into));

    [Theory]
    [InlineData(0x758u, 0, 1, 4, "base id is 1880, but must be 0 to 1872")]
    [InlineData(0x401u, 0, 1, 4, "base id is 0x401, but must be a multiple of 8")]
    [InlineData(0x400u, 0, 21, 4, "batteries is 21, but must be 0 to 20")]
    [InlineData(0x400u, 19, 2, 4, "first battery + batteries is 21, but must be 0 to 20")]
    [InlineData(0x400u, -1, 1, 4, "first battery is -1, but must be 0 to 19")]
    [InlineData(0x400u, 0, 1, 9, "cells per battery is 9, but must be 1 to 8")]
    [InlineData(0x400u, 0, 0, 4, "nothing of it is used")]
    public void Wrong_options_are_named_with_value_and_range(uint baseId, int first, int count, int cells, string expected)
    {
        SafeBmsOptions options = new()
        {
            BaseId = baseId, FirstBattery = first, Batteries = count, CellsPerBattery = cells,
        };

        Assert.Contains(options.Problems(), problem => problem.Contains(expected, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<ArgumentException>(options.CreateReceiver).Message);
        Assert.Throws<ArgumentException>(() => new SafeBmsSender(options));
    }

    private static void Same(SentFrame expected, SentFrame actual)
    {
        if (expected.Id == actual.Id && expected.Data.AsSpan().SequenceEqual(actual.Data))
        {
            return;
        }

        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(Convert.ToHexString(expected.Data), Convert.ToHexString(actual.Data));
    }

    private (SafeBmsReceiver Receiver, SafeBmsSender Sender) Synchronised()
    {
        SafeBmsReceiver receiver = new(Small);
        SafeBmsSender sender = new(Small, 1234);
        receiver.TakeAll(sender.Cycle(_source), 0, _into);
        return (receiver, sender);
    }
}
