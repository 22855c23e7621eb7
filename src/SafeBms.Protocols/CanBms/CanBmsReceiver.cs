using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>
/// Receives the CAN-bus BMS protocol. It has neither a sequence nor a checksum: a repeated or recorded frame refreshes
/// like a true one. Cell 0 is the lowest, cell 1 the highest, and all others share what is left of the voltage, so that
/// extremes and sum hold.
/// </summary>
public sealed class CanBmsReceiver : FrameReceiver
{
    internal const uint Limits = 0x351;
    internal const uint Charge = 0x355;
    internal const uint Pack = 0x356;
    internal const uint Alarms = 0x35A;
    internal const uint Name = 0x35E;
    internal const uint Extremes = 0x373;
    internal const int Kelvin = 273;

    private readonly CanBmsOptions _options;
    private readonly int _stale_scans;
    private CanBmsStatus _status = CanBmsStatus.None;
    private int _voltage_mV;
    private long _voltageScan = long.MinValue / 2;

    /// <summary>A receiver of the battery that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public CanBmsReceiver(CanBmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _options = options;
        _stale_scans = SourceBudget.Stale_ms(options.Period_ms);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<uint> Identifiers { get; } = [Limits, Charge, Pack, Alarms, Name, Extremes];

    /// <summary>What the battery wants and reports besides its measurements.</summary>
    public CanBmsStatus Status => _status;

    /// <inheritdoc/>
    protected override FrameVerdict Check(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (!FrameFlags.IsStandard(rawId, out uint id, out bool isRemote) || ShortestOf(id) == 0)
        {
            return FrameVerdict.NotMine;
        }

        if (isRemote || data.Length < ShortestOf(id) || data.Length > 8)
        {
            return FrameVerdict.WrongLength;
        }

        return id switch
        {
            Limits => TakeLimits(data, scan),
            Charge => TakeCharge(data, scan, into),
            Pack => TakePack(data, scan, into),
            Alarms => TakeAlarms(data, scan),
            Name => TakeName(data),
            _ => TakeExtremes(data, scan, into),
        };
    }

    // 0x351 without the discharge voltage, 0x355 without the fine value and 0x356 without padding are in use.
    private static int ShortestOf(uint id) => id switch
    {
        Limits or Pack => 6,
        Charge => 4,
        Alarms or Extremes => 8,
        Name => 1,
        _ => 0,
    };

    private static int Unsigned(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    private static int Signed(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16LittleEndian(data[at..]);

    private FrameVerdict TakeLimits(ReadOnlySpan<byte> data, long scan)
    {
        int voltage = Unsigned(data, 0);
        int charge = Signed(data, 2);
        int discharge = Signed(data, 4);
        if (voltage == 0xFFFF || charge < 0 || discharge < 0)
        {
            return FrameVerdict.OutOfRange;
        }

        _status.ChargeVoltage_mV = voltage * 100;
        _status.ChargeCurrent_mA = charge * 100;
        _status.DischargeCurrent_mA = discharge * 100;
        _status.LimitsScan = scan;
        return FrameVerdict.Accepted;
    }

    private FrameVerdict TakeCharge(ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        int charge_permille = Unsigned(data, 0) * 10;
        if (charge_permille > 1000)
        {
            return FrameVerdict.OutOfRange;
        }

        // The fine value is missing or something else in some batteries: it counts only if it says the same.
        int fine = data.Length >= 6 ? Unsigned(data, 4) : 0xFFFF;
        bool isFine = fine <= 10_000 && Math.Abs(fine - (charge_permille * 10)) <= 100;
        if (_options.IsFed(MeasurementChannel.StateOfCharge))
        {
            into.Accept(MeasurementChannel.StateOfCharge, isFine ? fine / 10 : charge_permille, scan);
        }

        return FrameVerdict.Accepted;
    }

    private FrameVerdict TakePack(ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        // Read as signed, both markers for "not available" (0x8000 and 0xFFFF) are below zero.
        int voltage_mV = Signed(data, 0) * 10;
        int current = Signed(data, 2);
        int temperature_dC = Signed(data, 4);
        bool usesTemperature = _options.UsesTemperatures && _options.UsesPackTemperature;
        bool usesCurrent = _options.IsFed(MeasurementChannel.PackCurrent)
            || _options.IsFed(MeasurementChannel.RedundantCurrent);
        if (!MeasurementRange.Holds(MeasurementChannel.BatteryVoltage, voltage_mV)
            || (usesCurrent && current == short.MinValue)
            || (usesTemperature && !MeasurementRange.Holds(MeasurementChannel.Temperature(0), temperature_dC)))
        {
            return FrameVerdict.OutOfRange;
        }

        _voltage_mV = voltage_mV;
        _voltageScan = scan;
        Feed(MeasurementChannel.BatteryVoltage, voltage_mV, scan, into);
        Feed(MeasurementChannel.PackCurrent, current * 100, scan, into);
        Feed(MeasurementChannel.RedundantCurrent, current * 100, scan, into);
        if (usesTemperature)
        {
            AcceptTemperature(temperature_dC, scan, into);
        }

        return FrameVerdict.Accepted;
    }

    private FrameVerdict TakeExtremes(ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        int lowest_mV = Unsigned(data, 0);
        int highest_mV = Unsigned(data, 2);
        int lowest_dC = (Unsigned(data, 4) - Kelvin) * 10;
        int highest_dC = (Unsigned(data, 6) - Kelvin) * 10;
        bool usesTemperatures = _options.UsesTemperatures && !_options.UsesPackTemperature;
        bool isGood = !_options.UsesCells
            || (lowest_mV >= MeasurementRange.Cell_min_mV && highest_mV <= MeasurementRange.Cell_max_mV
                && lowest_mV <= highest_mV);
        isGood &= !usesTemperatures
            || (lowest_dC >= MeasurementRange.Temperature_min_dC && highest_dC <= MeasurementRange.Temperature_max_dC
                && lowest_dC <= highest_dC);
        if (!isGood)
        {
            return FrameVerdict.OutOfRange;
        }

        if (_options.UsesCells)
        {
            into.Accept(_options.CellChannel(0), lowest_mV, scan);
            into.Accept(_options.CellChannel(1), highest_mV, scan);
            AcceptOthers(lowest_mV, highest_mV, scan, into);
        }

        if (usesTemperatures)
        {
            AcceptTemperature(MeasurementRange.MostDeviating_dC(lowest_dC, highest_dC), scan, into);
        }

        return FrameVerdict.Accepted;
    }

    // Without a fresh voltage the others become stale, and with them the battery.
    private void AcceptOthers(int lowest_mV, int highest_mV, long scan, MeasurementTable into)
    {
        int others = _options.Cells - 2;
        if (others == 0 || scan - _voltageScan > _stale_scans)
        {
            return;
        }

        int rest_mV = Math.Clamp(_voltage_mV - lowest_mV - highest_mV, others * lowest_mV, others * highest_mV);
        int ceilings = rest_mV % others;
        for (int i = 0; i < others; i++)
        {
            into.Accept(_options.CellChannel(2 + i), (rest_mV / others) + (i < ceilings ? 1 : 0), scan);
        }
    }

    private FrameVerdict TakeAlarms(ReadOnlySpan<byte> data, long scan)
    {
        _status.Alarms = Active(BinaryPrimitives.ReadUInt32LittleEndian(data));
        _status.Warnings = Active(BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
        _status.AlarmsScan = scan;
        return FrameVerdict.Accepted;
    }

    // A pair is 01 when active, 10 when not; 00 and 11 say that the battery does not know it.
    private static uint Active(uint pairs)
    {
        uint active = 0;
        for (int pair = 0; pair < 16; pair++)
        {
            active |= ((pairs >> (2 * pair)) & 3) == 1 ? 1u << pair : 0;
        }

        return active;
    }

    private FrameVerdict TakeName(ReadOnlySpan<byte> data)
    {
        ulong name = 0;
        for (int i = data.Length - 1; i >= 0; i--)
        {
            name = (name << 8) | data[i];
        }

        _status.Manufacturer = name;
        return FrameVerdict.Accepted;
    }

    private void AcceptTemperature(int value_dC, long scan, MeasurementTable into)
    {
        for (int battery = 0; battery < _options.Batteries; battery++)
        {
            into.Accept(MeasurementChannel.Temperature(_options.FirstBattery + battery), value_dC, scan);
        }
    }

    private void Feed(int channel, int value, long scan, MeasurementTable into)
    {
        if (_options.IsFed(channel))
        {
            into.Accept(channel, value, scan);
        }
    }
}
