using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>
/// Sends what a battery with the CAN-bus BMS protocol would: limits, state of charge, voltage and current, alarms (all
/// cleared), name, and the extremes of its cells and temperatures.
/// </summary>
public sealed class CanBmsSender : FrameSender
{
    private const uint AllCleared = 0xAAAA_AAAA;
    private const short AbsentSigned = short.MinValue;
    private const ushort AbsentUnsigned = ushort.MaxValue;

    private readonly CanBmsOptions _options;

    /// <summary>A sender of the battery that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public CanBmsSender(CanBmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _options = options;
    }

    /// <summary>Charge voltage that it asks for, in mV, per cell; 3.55 V unless set.</summary>
    public int ChargeVoltagePerCell_mV { get; set; } = 3550;

    /// <summary>Charge current that it allows, in mA.</summary>
    public int ChargeCurrent_mA { get; set; } = 100_000;

    /// <summary>Discharge current that it allows, in mA.</summary>
    public int DischargeCurrent_mA { get; set; } = 200_000;

    /// <inheritdoc/>
    public override int Frames => 6;

    /// <inheritdoc/>
    public override int Period_ms(int index) => _options.Period_ms;

    /// <inheritdoc/>
    public override int Write(int index, MeasurementTable from, Span<byte> data8, out uint rawId)
    {
        data8[..8].Clear();
        switch (index)
        {
            case 0:
                rawId = CanBmsReceiver.Limits;
                return Limits(data8);
            case 1:
                rawId = CanBmsReceiver.Charge;
                return Charge(from, data8);
            case 2:
                rawId = CanBmsReceiver.Pack;
                return Pack(from, data8);
            case 3:
                rawId = CanBmsReceiver.Alarms;
                BinaryPrimitives.WriteUInt32LittleEndian(data8, AllCleared);
                BinaryPrimitives.WriteUInt32LittleEndian(data8[4..], AllCleared);
                return 8;
            case 4:
                rawId = CanBmsReceiver.Name;
                "SAFEBMS "u8.CopyTo(data8);
                return 8;
            default:
                rawId = CanBmsReceiver.Extremes;
                return Extremes(from, data8);
        }
    }

    private static void Write(Span<byte> data, int at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(data[at..], (ushort)value);

    private int Limits(Span<byte> data)
    {
        Write(data, 0, Math.Min(_options.Cells * ChargeVoltagePerCell_mV / 100, 0xFFFE));
        Write(data, 2, Math.Clamp(ChargeCurrent_mA / 100, 0, short.MaxValue));
        Write(data, 4, Math.Clamp(DischargeCurrent_mA / 100, 0, short.MaxValue));
        return 6;
    }

    private static int Charge(MeasurementTable from, Span<byte> data)
    {
        int charge_permille = ValueOr(from, MeasurementChannel.StateOfCharge, -1);
        Write(data, 0, charge_permille < 0 ? AbsentUnsigned : Rounded(charge_permille, 10));
        Write(data, 2, 100);
        Write(data, 4, charge_permille < 0 ? AbsentUnsigned : charge_permille * 10);
        return 6;
    }

    private int Pack(MeasurementTable from, Span<byte> data)
    {
        long sum_mV = 0;
        bool isKnown = true;
        for (int cell = 0; cell < _options.Cells; cell++)
        {
            int value_mV = ValueOr(from, _options.CellChannel(cell), -1);
            isKnown &= value_mV >= 0;
            sum_mV += value_mV;
        }

        isKnown &= MeasurementRange.Holds(MeasurementChannel.BatteryVoltage, sum_mV);
        int current_mA = ValueOr(from, MeasurementChannel.PackCurrent, int.MaxValue);
        bool isCurrent = Math.Abs((long)current_mA) <= short.MaxValue * 100;
        int temperature_dC = TemperatureExtreme(from, isHighest: true);
        Write(data, 0, isKnown ? Rounded((int)sum_mV, 10) : AbsentSigned);
        Write(data, 2, isCurrent ? Rounded(current_mA, 100) : AbsentSigned);
        Write(data, 4, temperature_dC == int.MaxValue ? AbsentSigned : temperature_dC);
        return 6;
    }

    private int Extremes(MeasurementTable from, Span<byte> data)
    {
        int lowest_mV = int.MaxValue;
        int highest_mV = int.MinValue;
        bool isKnown = true;
        for (int cell = 0; cell < _options.Cells; cell++)
        {
            int value_mV = ValueOr(from, _options.CellChannel(cell), -1);
            isKnown &= value_mV >= 0;
            lowest_mV = Math.Min(lowest_mV, value_mV);
            highest_mV = Math.Max(highest_mV, value_mV);
        }

        Write(data, 0, isKnown ? lowest_mV : AbsentUnsigned);
        Write(data, 2, isKnown ? highest_mV : AbsentUnsigned);
        Write(data, 4, Kelvin(TemperatureExtreme(from, isHighest: false)));
        Write(data, 6, Kelvin(TemperatureExtreme(from, isHighest: true)));
        return 8;
    }

    private int TemperatureExtreme(MeasurementTable from, bool isHighest)
    {
        int extreme_dC = ValueOr(from, MeasurementChannel.Temperature(_options.FirstBattery), int.MaxValue);
        for (int battery = 1; battery < _options.Batteries; battery++)
        {
            int value_dC =
                ValueOr(from, MeasurementChannel.Temperature(_options.FirstBattery + battery), int.MaxValue);
            bool isUnknown = value_dC == int.MaxValue || extreme_dC == int.MaxValue;
            extreme_dC = isUnknown ? int.MaxValue
                : isHighest ? Math.Max(extreme_dC, value_dC)
                : Math.Min(extreme_dC, value_dC);
        }

        return extreme_dC;
    }

    private static int Kelvin(int value_dC) =>
        value_dC == int.MaxValue ? AbsentUnsigned : Rounded(value_dC, 10) + CanBmsReceiver.Kelvin;
}
