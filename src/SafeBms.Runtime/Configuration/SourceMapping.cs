using SafeBms.Protocols;

namespace SafeBms.Runtime.Configuration;

/// <summary>What a configured source means to its protocol.</summary>
public static class SourceMapping
{
    /// <summary>
    /// Options of the protocol. They may have <see cref="SourceOptions.Problems"/>; those of a checked
    /// <see cref="Installation"/> have none.
    /// </summary>
    public static SourceOptions Options(SourceConfiguration source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Kind switch
        {
            SourceKind.SafeBms => SafeBms(source),
            SourceKind.LiFePo4 => LiFePo4(source),
            SourceKind.FoxBms => FoxBms(source),
            _ => Ivt(source),
        };
    }

    /// <summary>Options of SafeBms module frames, for receiver and sender alike.</summary>
    public static SafeBmsOptions SafeBms(SourceConfiguration source)
    {
        ArgumentNullException.ThrowIfNull(source);
        SystemChannels fields = Channels(source);
        SafeBmsOptions options = new()
        {
            FirstBattery = source.FirstBattery,
            Batteries = IsCellwise(source) ? source.Batteries : 0,
            CellsPerBattery = IsCellwise(source) ? source.Cells : 1,
            UsesCells = source.Feeds.Contains(MeasuredQuantity.Cells),
            UsesTemperatures = source.Feeds.Contains(MeasuredQuantity.Temperatures),
            Measurements = fields != SystemChannels.None,
            MeasurementFields = fields,
        };
        options = source.BaseId is { } id ? options with { BaseId = id } : options;
        options = IsCellwise(source) ? options with { CellPeriod_ms = source.Period_ms } : options;
        return options.Measurements ? options with { MeasurementPeriod_ms = source.Period_ms } : options;
    }

    /// <summary>
    /// What is taken off the ages of a source that is slower than the specification assumes, channel by channel; only
    /// of a source that <see cref="SourceBudget"/> allows.
    /// </summary>
    public static IEnumerable<(int Channel, int Offset_ms)> AgeOffsets(SourceConfiguration source)
    {
        foreach (SourceChannel fed in Options(source).Channels())
        {
            if (SourceBudget.Refusal(fed.Channel, fed.Period_ms, out int offset_ms) is null && offset_ms > 0)
            {
                yield return (fed.Channel, offset_ms);
            }
        }
    }

    internal static SystemChannels ChannelOf(MeasuredQuantity quantity) => quantity switch
    {
        MeasuredQuantity.PackCurrent => SystemChannels.PackCurrent,
        MeasuredQuantity.PackCurrentRedundant => SystemChannels.RedundantCurrent,
        MeasuredQuantity.BatteryVoltage => SystemChannels.BatteryVoltage,
        MeasuredQuantity.BusVoltage => SystemChannels.BusVoltage,
        MeasuredQuantity.PrechargeCurrent => SystemChannels.PrechargeCurrent,
        MeasuredQuantity.InternalTemperature => SystemChannels.InternalTemperature,
        MeasuredQuantity.StateOfCharge => SystemChannels.StateOfCharge,
        _ => SystemChannels.None,
    };

    private static CanBmsOptions LiFePo4(SourceConfiguration source) => new()
    {
        FirstBattery = source.FirstBattery,
        Batteries = Math.Max(1, source.Batteries),
        CellsPerBattery = IsCellwise(source) ? source.Cells : 4,
        UsesCells = source.Feeds.Contains(MeasuredQuantity.Cells),
        UsesTemperatures = source.Feeds.Contains(MeasuredQuantity.Temperatures),
        Feeds = Channels(source),
        Period_ms = source.Period_ms,
    };

    private static FoxBmsOptions FoxBms(SourceConfiguration source) => new()
    {
        FirstBattery = source.FirstBattery,
        Batteries = Math.Max(1, source.Batteries),
        CellsPerBattery = source.Cells,
        UsesCells = source.Feeds.Contains(MeasuredQuantity.Cells),
        UsesTemperatures = source.Feeds.Contains(MeasuredQuantity.Temperatures),
        CellPeriod_ms = source.Period_ms,
        TemperaturePeriod_ms = source.Period_ms,
    };

    private static IvtOptions Ivt(SourceConfiguration source) => new()
    {
        IsBigEndian = source.Endian == ByteOrder.Big,
        Inputs = [.. source.Feeds.Select(ResultOf).Where(f => f is not null).Select(f =>
            new IvtInput(f!.Value.Result, f.Value.Channel)
            {
                Id = source.BaseId is { } id ? id + (uint)f.Value.Result : 0,
                Period_ms = source.Period_ms,
            })],
    };

    // U1 is on the battery side of the contactor and U2 on the system side.
    private static (IvtResult Result, int Channel)? ResultOf(MeasuredQuantity quantity) => quantity switch
    {
        MeasuredQuantity.PackCurrent => (IvtResult.Current, MeasurementChannel.PackCurrent),
        MeasuredQuantity.PackCurrentRedundant => (IvtResult.Current, MeasurementChannel.RedundantCurrent),
        MeasuredQuantity.PrechargeCurrent => (IvtResult.Current, MeasurementChannel.PrechargeCurrent),
        MeasuredQuantity.BatteryVoltage => (IvtResult.Voltage1, MeasurementChannel.BatteryVoltage),
        MeasuredQuantity.BusVoltage => (IvtResult.Voltage2, MeasurementChannel.BusVoltage),
        MeasuredQuantity.InternalTemperature => (IvtResult.Temperature, MeasurementChannel.InternalTemperature),
        _ => null,
    };

    private static SystemChannels Channels(SourceConfiguration source) =>
        source.Feeds.Aggregate(SystemChannels.None, (all, feed) => all | ChannelOf(feed));

    private static bool IsCellwise(SourceConfiguration source) =>
        source.Feeds.Contains(MeasuredQuantity.Cells) || source.Feeds.Contains(MeasuredQuantity.Temperatures);
}
