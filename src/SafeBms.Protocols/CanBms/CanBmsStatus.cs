namespace SafeBms.Protocols;

/// <summary>What a battery wants and reports besides its measurements. Shown, never believed for safety.</summary>
public struct CanBmsStatus
{
    /// <summary>Wanted charge voltage in mV.</summary>
    public int ChargeVoltage_mV { get; set; }

    /// <summary>Allowed charge current in mA.</summary>
    public int ChargeCurrent_mA { get; set; }

    /// <summary>Allowed discharge current in mA.</summary>
    public int DischargeCurrent_mA { get; set; }

    /// <summary>Scan of the last 0x351, or <see cref="Measurement.Never"/>.</summary>
    public long LimitsScan { get; set; }

    /// <summary>
    /// Alarms, bit n for pair n of 0x35A: 0 general, 1 high voltage, 2 low voltage, 3 high temperature ...
    /// </summary>
    public uint Alarms { get; set; }

    /// <summary>Warnings, in the same order.</summary>
    public uint Warnings { get; set; }

    /// <summary>Scan of the last 0x35A, or <see cref="Measurement.Never"/>.</summary>
    public long AlarmsScan { get; set; }

    /// <summary>Eight characters of the manufacturer's name as they came in 0x35E, the first in the low byte.</summary>
    public ulong Manufacturer { get; set; }

    /// <summary>Nothing was received.</summary>
    public static CanBmsStatus None { get; } =
        new() { LimitsScan = Measurement.Never, AlarmsScan = Measurement.Never };
}
