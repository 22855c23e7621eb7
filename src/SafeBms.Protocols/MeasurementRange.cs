namespace SafeBms.Protocols;

/// <summary>
/// What a channel may carry at all, as in spec/signals.yaml. A value outside of it never reaches the table, whatever
/// the protocol.
/// </summary>
public static class MeasurementRange
{
    /// <summary>Lowest believable cell voltage in mV.</summary>
    public const int Cell_min_mV = 500;

    /// <summary>Highest believable cell voltage in mV.</summary>
    public const int Cell_max_mV = 5000;

    /// <summary>Lowest believable temperature in 0.1 degC.</summary>
    public const int Temperature_min_dC = -500;

    /// <summary>Highest believable temperature in 0.1 degC.</summary>
    public const int Temperature_max_dC = 1500;

    /// <summary>The temperature from which deviations are counted, in 0.1 degC.</summary>
    public const int Temperature_reference_dC = 250;

    /// <summary>Largest current in either direction in mA.</summary>
    public const int Current_max_mA = 6_000_000;

    /// <summary>Lowest value of a channel in its unit.</summary>
    public static int Lowest(int channel) => channel switch
    {
        MeasurementChannel.PackCurrent or MeasurementChannel.RedundantCurrent => -Current_max_mA,
        MeasurementChannel.InternalTemperature => Temperature_min_dC,
        < 8 => 0,
        < 8 + MeasurementChannel.MaxBatteries => Temperature_min_dC,
        _ => Cell_min_mV,
    };

    /// <summary>Highest value of a channel in its unit.</summary>
    public static int Highest(int channel) => channel switch
    {
        MeasurementChannel.PackCurrent or MeasurementChannel.RedundantCurrent => Current_max_mA,
        MeasurementChannel.BatteryVoltage => 100_000,
        MeasurementChannel.BusVoltage => 200_000,
        MeasurementChannel.PrechargeCurrent => 50_000,
        MeasurementChannel.InternalTemperature => Temperature_max_dC,
        MeasurementChannel.StateOfCharge => 1000,
        < 8 => 0,
        < 8 + MeasurementChannel.MaxBatteries => Temperature_max_dC,
        _ => Cell_max_mV,
    };

    /// <summary>Whether a channel may carry this value.</summary>
    public static bool Holds(int channel, long value) => value >= Lowest(channel) && value <= Highest(channel);

    /// <summary>
    /// The one of two temperatures that deviates most from 25 degC; the colder one if they deviate equally, because
    /// the limit for charging a cold cell lies nearer to 25 degC than those for hot ones.
    /// </summary>
    public static int MostDeviating_dC(int lowest_dC, int highest_dC) =>
        Math.Abs(highest_dC - Temperature_reference_dC) > Math.Abs(lowest_dC - Temperature_reference_dC)
            ? highest_dC
            : lowest_dC;
}
