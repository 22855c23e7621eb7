using SafeBms.Protocols;

namespace SafeBms.Runtime.Batteries;

/// <summary>What simulated batteries and shunts measure: constant values with a little movement.</summary>
public sealed record BatteryValues
{
    /// <summary>Number of the first battery, from 0.</summary>
    public int FirstBattery { get; init; }

    /// <summary>Batteries, 1 to 20.</summary>
    public int Batteries { get; init; } = 1;

    /// <summary>Cells of each, 1 to 8.</summary>
    public int Cells { get; init; } = 4;

    /// <summary>Mean voltage of a cell in mV.</summary>
    public int Cell_mV { get; init; } = 3300;

    /// <summary>Temperature of the batteries in 0.1 degC.</summary>
    public int Temperature_dC { get; init; } = 230;

    /// <summary>Battery current in mA, positive when charging.</summary>
    public int Current_mA { get; init; }

    /// <summary>State of charge in permille.</summary>
    public int Charge_permille { get; init; } = 600;

    /// <summary>
    /// Writes the values of one ms. Cells differ by some mV, and all move by 1 mV in a second, because data that do not
    /// move at all are suspect.
    /// </summary>
    public void Write(MeasurementTable into, long time_ms)
    {
        ArgumentNullException.ThrowIfNull(into);
        int ripple_mV = (int)(time_ms / 500 % 3) - 1;
        int battery_mV = 0;
        for (int battery = FirstBattery; battery < FirstBattery + Batteries; battery++)
        {
            battery_mV = 0;
            into.Accept(MeasurementChannel.Temperature(battery), Temperature_dC, time_ms);
            for (int cell = 0; cell < Cells; cell++)
            {
                int spread_mV = (((battery * 5) + (cell * 3)) % 7) - 3;
                int cell_mV = Cell_mV + spread_mV + ripple_mV;
                battery_mV += cell_mV;
                into.Accept(MeasurementChannel.Cell(battery, cell), cell_mV, time_ms);
            }
        }

        into.Accept(MeasurementChannel.PackCurrent, Current_mA + (ripple_mV * 10), time_ms);
        into.Accept(MeasurementChannel.RedundantCurrent, Current_mA + (ripple_mV * 10), time_ms);
        into.Accept(MeasurementChannel.BatteryVoltage, battery_mV, time_ms);
        into.Accept(MeasurementChannel.BusVoltage, battery_mV, time_ms);
        into.Accept(MeasurementChannel.PrechargeCurrent, 0, time_ms);
        into.Accept(MeasurementChannel.InternalTemperature, Temperature_dC + 50, time_ms);
        into.Accept(MeasurementChannel.StateOfCharge, Charge_permille, time_ms);
    }
}

/// <summary>What goes wrong on the way, in permille of the frames.</summary>
public sealed record FrameFaults
{
    /// <summary>Frames that are lost.</summary>
    public int Lost_permille { get; init; }

    /// <summary>Frames of which one bit is turned over.</summary>
    public int Spoiled_permille { get; init; }

    /// <summary>Frames after which some earlier one of the last 256 is sent again.</summary>
    public int Repeated_permille { get; init; }

    /// <summary>Seed of the dice.</summary>
    public int Seed { get; init; } = 1;
}
