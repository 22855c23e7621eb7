using SafeBms.Protocols;
using SafeBms.Runtime.Batteries;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>A configured source feeds exactly the channels that it names, by whichever protocol.</summary>
public sealed class SourceMappingTests
{
    [Theory]
    [InlineData(SourceKind.SafeBms)]
    [InlineData(SourceKind.LiFePo4)]
    [InlineData(SourceKind.FoxBms)]
    [InlineData(SourceKind.IvtS)]
    public void What_a_source_sends_feeds_what_the_configuration_names_and_nothing_else(SourceKind kind)
    {
        foreach (MeasuredQuantity quantity in SourcesReader.CarriedBy(kind))
        {
            SourceOptions options = SourceMapping.Options(Source(kind, quantity));
            MeasurementTable values = new();
            new BatteryValues { Batteries = 4 }.Write(values, 0);
            MeasurementTable received = new();
            FrameReceiver receiver = options.CreateReceiver();
            FrameSender sender = Sender(options);
            byte[] data = new byte[8];
            for (int index = 0; index < 2 * sender.Frames; index++)
            {
                int length = sender.Write(index % sender.Frames, values, data, out uint id);
                receiver.Take(id, data.AsSpan(0, length), 3, received);
            }

            HashSet<int> expected = [.. Channels(quantity)];
            Assert.Equal(expected.Order(), options.Channels().Select(c => c.Channel).Order());
            for (int channel = 0; channel < MeasurementChannel.Count; channel++)
            {
                Assert.True(
                    expected.Contains(channel) == (received[channel].AcceptedScan == 3),
                    $"{kind} {quantity}: channel {channel}");
            }
        }
    }

    [Fact]
    public void A_source_that_is_slower_than_the_core_assumes_is_forgiven_exactly_that()
    {
        SourceConfiguration slow = Source(SourceKind.LiFePo4, MeasuredQuantity.Cells) with { Period_ms = 100 };

        Assert.Equal(
            Channels(MeasuredQuantity.Cells).Select(channel => (channel, 50)).Order(),
            SourceMapping.AgeOffsets(slow).Order());
        Assert.Empty(SourceMapping.AgeOffsets(slow with { Period_ms = 80 }));
        Assert.Empty(SourceMapping.AgeOffsets(slow with { Period_ms = 500 }));
    }

    private static SourceConfiguration Source(SourceKind kind, MeasuredQuantity quantity) => new()
    {
        Kind = kind,
        Bus = "b",
        Period_ms = 10,
        Feeds = [quantity],
        FirstBattery = 1,
        Batteries = quantity is MeasuredQuantity.Cells or MeasuredQuantity.Temperatures ? 2 : 0,
        Cells = quantity is MeasuredQuantity.Cells or MeasuredQuantity.Temperatures ? 4 : 0,
    };

    private static FrameSender Sender(SourceOptions options) => options switch
    {
        SafeBmsOptions modules => new SafeBmsSender(modules, 1),
        CanBmsOptions battery => new CanBmsSender(battery),
        FoxBmsOptions cells => new FoxBmsSender(cells),
        _ => new IvtSender((IvtOptions)options),
    };

    private static IEnumerable<int> Channels(MeasuredQuantity quantity) => quantity switch
    {
        MeasuredQuantity.Cells => Enumerable.Range(0, 8).Select(i => MeasurementChannel.Cell(1 + (i / 4), i % 4)),
        MeasuredQuantity.Temperatures => [MeasurementChannel.Temperature(1), MeasurementChannel.Temperature(2)],
        MeasuredQuantity.PackCurrent => [MeasurementChannel.PackCurrent],
        MeasuredQuantity.PackCurrentRedundant => [MeasurementChannel.RedundantCurrent],
        MeasuredQuantity.BatteryVoltage => [MeasurementChannel.BatteryVoltage],
        MeasuredQuantity.BusVoltage => [MeasurementChannel.BusVoltage],
        MeasuredQuantity.PrechargeCurrent => [MeasurementChannel.PrechargeCurrent],
        MeasuredQuantity.InternalTemperature => [MeasurementChannel.InternalTemperature],
        _ => [MeasurementChannel.StateOfCharge],
    };
}
