using SafeBms.Core;
using SafeBms.Protocols;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Controlling;

/// <summary>Makes the receivers that a configuration names.</summary>
internal static class Receivers
{
    /// <summary>The receiver of a source.</summary>
    public static FrameReceiver For(SourceConfiguration source, in ParameterSet parameters) => source.Kind switch
    {
        SourceKind.SafeBms => new SafeBmsReceiver(SafeBms(source, parameters)),
        _ => throw new NotSupportedException(source.Kind.ToString()),
    };

    /// <summary>Options of SafeBms frames, for receiver and sender alike.</summary>
    public static SafeBmsOptions SafeBms(SourceConfiguration source, in ParameterSet parameters)
    {
        bool isBattery = source.Feeds.Any(f => f is MeasuredQuantity.Cells or MeasuredQuantity.Temperatures);
        SystemChannels fields = source.Feeds.Aggregate(SystemChannels.None, (all, f) => all | ChannelOf(f));
        SafeBmsOptions options = new()
        {
            FirstBattery = source.FirstBattery,
            Batteries = isBattery ? source.Batteries : 0,
            CellsPerBattery = isBattery ? source.Cells : Cells.PerBattery(parameters),
            Measurements = fields != SystemChannels.None,
            MeasurementFields = fields,
        };
        options = source.BaseId is { } id ? options with { BaseId = id } : options;
        return isBattery
            ? options with { CellPeriod_ms = source.Period_ms }
            : options with { MeasurementPeriod_ms = source.Period_ms };
    }

    private static SystemChannels ChannelOf(MeasuredQuantity quantity) => quantity switch
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

    /// <summary>What of a value's age is forgiven because its source is slower than the core assumes.</summary>
    public static IEnumerable<(int Channel, int Offset_ms)> AgeOffsets(SourceConfiguration source) => [];
}
