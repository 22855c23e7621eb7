using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>
/// Receives cell voltages and temperatures of a foxBMS 2. A frame carries four cells or six sensors; its first byte
/// says which. Each cell is refreshed by itself, so one with its invalid flag set becomes stale alone. While more
/// cells are sent than are configured, none is believed: the configuration is of another battery.
/// </summary>
public sealed class FoxBmsReceiver : FrameReceiver
{
    internal const int CellsPerFrame = 4;
    internal const int SensorsPerFrame = 6;

    private readonly FoxBmsOptions _options;
    private readonly uint[] _identifiers;
    private long _surplusScan = long.MinValue / 2;

    /// <summary>A receiver of the cells that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public FoxBmsReceiver(FoxBmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _options = options;
        _identifiers =
        [
            .. options.UsesCells ? [options.CellId] : Array.Empty<uint>(),
            .. options.UsesTemperatures ? [FoxBmsOptions.TemperatureId] : Array.Empty<uint>(),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<uint> Identifiers => _identifiers;

    /// <summary>Lowest bit of a cell in the big-endian word: start bits 11, 30, 33 and 52 of the DBC.</summary>
    internal static int CellShift(int place) => 13 * (CellsPerFrame - 1 - place);

    /// <inheritdoc/>
    protected override FrameVerdict Check(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        ArgumentNullException.ThrowIfNull(into);
        bool isStandard = FrameFlags.IsStandard(rawId, out uint id, out bool isRemote);
        bool isCells = _options.UsesCells && id == _options.CellId;
        if (!isStandard || !(isCells || (_options.UsesTemperatures && id == FoxBmsOptions.TemperatureId)))
        {
            return FrameVerdict.NotMine;
        }

        if (isRemote || data.Length != 8)
        {
            return FrameVerdict.WrongLength;
        }

        return isCells ? Cells(data, scan, into) : Temperatures(data, scan, into);
    }

    private FrameVerdict Cells(ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        ulong word = BinaryPrimitives.ReadUInt64BigEndian(data);
        int first = data[0] * CellsPerFrame;
        for (int place = 0; place < CellsPerFrame; place++)
        {
            _surplusScan = first + place >= _options.Cells && IsGood(word, place) ? scan : _surplusScan;
        }

        FrameVerdict verdict = FrameVerdict.OutOfRange;
        bool isSurplus = scan - _surplusScan <= SourceBudget.Stale_ms(_options.CellPeriod_ms);
        for (int place = 0; place < CellsPerFrame && !isSurplus; place++)
        {
            if (first + place < _options.Cells && IsGood(word, place))
            {
                into.Accept(_options.CellChannel(first + place), Cell_mV(word, place), scan);
                verdict = FrameVerdict.Accepted;
            }
        }

        return verdict;
    }

    private static int Cell_mV(ulong word, int place) => (int)(word >> CellShift(place)) & 0x1FFF;

    private static bool IsGood(ulong word, int place) => (word & (1UL << (52 + place))) == 0
        && Cell_mV(word, place) is >= MeasurementRange.Cell_min_mV and <= MeasurementRange.Cell_max_mV;

    private FrameVerdict Temperatures(ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        FrameVerdict verdict = FrameVerdict.OutOfRange;
        int sensors = _options.SensorsPerBattery;
        for (int place = 0; place < SensorsPerFrame; place += sensors)
        {
            int battery = ((data[0] * SensorsPerFrame) + place) / sensors;
            if (battery < _options.Batteries && Extremes(data, place, sensors, out int lowest_dC, out int highest_dC))
            {
                into.Accept(
                    MeasurementChannel.Temperature(_options.FirstBattery + battery),
                    MeasurementRange.MostDeviating_dC(lowest_dC, highest_dC), scan);
                verdict = FrameVerdict.Accepted;
            }
        }

        return verdict;
    }

    // A battery with one bad sensor is not known: the bad one might be the one that matters.
    private static bool Extremes(
        ReadOnlySpan<byte> data, int first, int count, out int lowest_dC, out int highest_dC)
    {
        lowest_dC = int.MaxValue;
        highest_dC = int.MinValue;
        bool isGood = true;
        for (int place = first; place < first + count; place++)
        {
            int value_dC = (sbyte)data[2 + place] * 10;
            lowest_dC = Math.Min(lowest_dC, value_dC);
            highest_dC = Math.Max(highest_dC, value_dC);
            isGood &= (data[1] & (1 << place)) == 0;
        }

        return isGood && lowest_dC >= MeasurementRange.Temperature_min_dC
            && highest_dC <= MeasurementRange.Temperature_max_dC;
    }
}
