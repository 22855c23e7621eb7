namespace SafeBms.Protocols.Tests;

/// <summary>The IVT-S shunt.</summary>
public sealed class IvtTests
{
    private static readonly IvtOptions Default = new();
    private static readonly IvtOptions LittleEndian = new() { IsBigEndian = false };
    private readonly MeasurementTable _into = new();

    [Theory]
    [InlineData(true, "522#01 05 00 00 88 B8", MeasurementChannel.BatteryVoltage, 35_000)] // of the datasheet
    [InlineData(false, "522#01 05 B8 88 00 00", MeasurementChannel.BatteryVoltage, 35_000)]
    [InlineData(true, "521#00 00 FF FF FC 18", MeasurementChannel.PackCurrent, -1000)]
    [InlineData(true, "521#00 1F 00 5B 8D 80", MeasurementChannel.PackCurrent, 6_000_000)] // over-current is a value
    [InlineData(true, "523#02 00 00 00 00 00", MeasurementChannel.BusVoltage, 0)]
    public void A_result_is_read_in_the_byte_order_of_the_device(bool isBig, string frame, int channel, int expected)
    {
        IvtReceiver receiver = new(isBig ? Default : LittleEndian);

        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Bus.Parse(frame), 1, _into));
        Assert.Equal(expected, _into[channel].Value);
    }

    [Theory]
    [InlineData("521#00 20 00 00 03 E8", FrameVerdict.OutOfRange)] // error of this result
    [InlineData("521#00 40 00 00 03 E8", FrameVerdict.OutOfRange)] // error of any
    [InlineData("521#00 80 00 00 03 E8", FrameVerdict.OutOfRange)] // system error
    [InlineData("521#01 00 00 00 03 E8", FrameVerdict.OutOfRange)] // multiplexer of another result
    [InlineData("521#00 00 00 5B 8D 81", FrameVerdict.OutOfRange)]
    [InlineData("521#00 00 80 00 00 00", FrameVerdict.OutOfRange)]
    [InlineData("522#01 00 FF FF FF FF", FrameVerdict.OutOfRange)]
    [InlineData("521#00 00 00 00 03", FrameVerdict.WrongLength)]
    [InlineData("521#00 00 00 00 03 E8 00", FrameVerdict.WrongLength)]
    [InlineData("521#00 00 00 00 03 E8 00 00", FrameVerdict.WrongLength)]
    [InlineData("521#", FrameVerdict.WrongLength)]
    [InlineData("40000521#00 00 00 00 03 E8", FrameVerdict.WrongLength)]
    [InlineData("80000521#00 00 00 00 03 E8", FrameVerdict.NotMine)]
    [InlineData("524#03 00 00 00 03 E8", FrameVerdict.NotMine)]
    [InlineData("511#B0 00 00 00 03 E8", FrameVerdict.NotMine)]
    public void What_is_invalid_changes_nothing(string frame, FrameVerdict expected)
    {
        Assert.Equal(expected, new IvtReceiver(Default).Take(Bus.Parse(frame), 1, _into));
        Assert.Equal(new MeasurementTable().Content(), _into.Content());
    }

    [Fact]
    public void An_error_of_another_result_can_be_ignored_but_not_ones_own()
    {
        IvtReceiver receiver = new(Default with { IgnoresErrorsOfOthers = true });

        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Bus.Parse("521#00 40 00 00 03 E8"), 1, _into));
        Assert.Equal(FrameVerdict.OutOfRange, receiver.Take(Bus.Parse("521#00 61 00 00 03 E8"), 1, _into));
    }

    [Fact]
    public void The_wrong_byte_order_is_found_unless_the_low_byte_is_zero()
    {
        for (int value_mA = -400_000; value_mA <= 400_000; value_mA += 101)
        {
            MeasurementTable source = new();
            source.Accept(MeasurementChannel.PackCurrent, value_mA, 0);
            FrameVerdict verdict = new IvtReceiver(LittleEndian).Take(new IvtSender(Default).One(0, source), 0, _into);
            Assert.True(verdict == FrameVerdict.OutOfRange || (value_mA & 0xFF) is 0 or 0xFF, $"{value_mA} mA");
        }
    }

    [Theory]
    [InlineData(0, FrameVerdict.WrongSequence)]
    [InlineData(1, FrameVerdict.Accepted)]
    [InlineData(2, FrameVerdict.Accepted)]
    [InlineData(3, FrameVerdict.Accepted)]
    [InlineData(4, FrameVerdict.WrongSequence)]
    [InlineData(15, FrameVerdict.WrongSequence)]
    [Requirement("P44")]
    public void Up_to_two_lost_frames_are_tolerated_and_no_repetition(int step, FrameVerdict expected)
    {
        for (int first = 0; first < 16; first++)
        {
            IvtReceiver receiver = new(Default);
            receiver.Take(Result(first), 0, _into);
            Assert.Equal(expected, receiver.Take(Result((first + step) & 15), 10, _into));
        }
    }

    [Fact]
    public void After_staleness_the_first_frame_only_synchronises()
    {
        IvtReceiver receiver = new(Default);
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Result(3), 0, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(Result(3), 25, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(Result(3), 26, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(Result(3), 36, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Result(4), 46, _into));
        Assert.Equal(FrameVerdict.WrongSequence, receiver.Take(Result(5), 72, _into));
        Assert.Equal(FrameVerdict.Accepted, receiver.Take(Result(6), 82, _into));
    }

    [Fact]
    public void A_device_that_repeats_one_frame_for_ever_becomes_stale()
    {
        IvtReceiver receiver = new(Default);
        for (int scan = 0; scan < 10_000; scan += 10)
        {
            receiver.Take(Result(7), scan, _into);
        }

        Assert.Equal(0, _into[MeasurementChannel.PackCurrent].AcceptedScan);
    }

    [Fact]
    public void Any_result_can_feed_any_channel_of_its_unit()
    {
        IvtOptions options = new()
        {
            Inputs =
            [
                new(IvtResult.Current, MeasurementChannel.RedundantCurrent) { IsInverted = true, Period_ms = 20 },
                new(IvtResult.Voltage3, MeasurementChannel.BusVoltage) { Id = 0x321, Highest = 60_000 },
                new(IvtResult.Temperature, MeasurementChannel.InternalTemperature) { Period_ms = 1000 },
            ],
        };
        for (int seed = 0; seed < 100; seed++)
        {
            MeasurementTable source = Bus.RandomTable(new Random(seed));
            source.Accept(MeasurementChannel.BusVoltage, new Random(seed).Next(60_001), 0);
            IvtReceiver receiver = new(options);
            IvtSender sender = new(options);

            Assert.All(receiver.TakeAll(sender.Period(source), 2, _into), v => Assert.Equal(FrameVerdict.Accepted, v));
            Assert.All(options.Channels(), fed => Assert.Equal(source[fed.Channel].Value, _into[fed.Channel].Value));
        }

        Assert.Equal([0x521u, 0x321, 0x525], new IvtReceiver(options).Identifiers);
        Assert.Equal(FrameVerdict.OutOfRange, new IvtReceiver(options).Take(Bus.Parse("321#03 00 0000EA61"), 2, _into));
        Assert.All(
            new IvtSender(options).Period(new MeasurementTable()),
            frame => Assert.Equal(FrameVerdict.OutOfRange, new IvtReceiver(options).Take(frame, 0, _into)));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("inputs are empty", Problem());
        Assert.Contains("not the same unit", Problem(new IvtInput(IvtResult.Voltage1, MeasurementChannel.PackCurrent)));
        Assert.Contains("not the same unit", Problem(new IvtInput((IvtResult)6, MeasurementChannel.PackCurrent)));
        IvtInput good = new(IvtResult.Current, MeasurementChannel.PackCurrent);
        Assert.Contains("identifier 0x521 is used twice", Problem(good, good));
        Assert.Contains("is 2048, but must be 1 to 2047", Problem(good with { Id = 0x800 }));
        Assert.Contains("period of Current in ms is 0", Problem(good with { Period_ms = 0 }));
        Assert.Contains("lowest of Current is -6000001", Problem(good with { Lowest = -6_000_001 }));
        Assert.Contains("highest of Current is 4, but must be 5", Problem(good with { Lowest = 5, Highest = 4 }));

        static string Problem(params IvtInput[] inputs) =>
            Assert.Throws<ArgumentException>(new IvtOptions { Inputs = inputs }.CreateReceiver).Message;
    }

    private static SentFrame Result(int counter) => new(0x521, [0, (byte)counter, 0, 0, 3, 0xE8]);
}
