using SafeBms.Protocols;

namespace SafeBms.Runtime.Configuration;

/// <summary>Says in the words of the configuration what <see cref="SourceBudget"/> judges.</summary>
internal static class PeriodBudget
{
    /// <summary>Why a period is too long for a quantity; null if it fits.</summary>
    public static string? Problem(MeasuredQuantity quantity, int period_ms)
    {
        int channel = FirstChannel(quantity);
        if (SourceBudget.Refusal(channel, period_ms, out _) is null)
        {
            return null;
        }

        string budget = SourceBudget.Tightest(channel) is { } chain
            ? $"\"{chain.Name}\" adds {chain.Rest_ms} ms, together more than the {chain.Tolerated_ms} ms of "
                + chain.Hazard
            : $"the specification believes it for {SourceBudget.MaxAge_ms(channel)} ms";
        return $"A period of {period_ms} ms is too long for '{ConfigurationKeys.Quantities.Of(quantity)}': stale after "
            + $"{SourceBudget.Stale_ms(period_ms)} ms, and {budget}. Set the sender to at most "
            + $"{SourceBudget.LongestPeriod_ms(channel)} ms.";
    }

    // All cells are judged alike, and so are all temperatures.
    private static int FirstChannel(MeasuredQuantity quantity) => quantity switch
    {
        MeasuredQuantity.Cells => MeasurementChannel.Cell(0, 0),
        MeasuredQuantity.Temperatures => MeasurementChannel.Temperature(0),
        MeasuredQuantity.PackCurrent => MeasurementChannel.PackCurrent,
        MeasuredQuantity.PackCurrentRedundant => MeasurementChannel.RedundantCurrent,
        MeasuredQuantity.BatteryVoltage => MeasurementChannel.BatteryVoltage,
        MeasuredQuantity.BusVoltage => MeasurementChannel.BusVoltage,
        MeasuredQuantity.PrechargeCurrent => MeasurementChannel.PrechargeCurrent,
        MeasuredQuantity.InternalTemperature => MeasurementChannel.InternalTemperature,
        _ => MeasurementChannel.StateOfCharge,
    };
}
