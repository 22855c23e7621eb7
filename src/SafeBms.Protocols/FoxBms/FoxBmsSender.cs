using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>Sends the cell frames of a foxBMS 2: all cells, then all sensors, once a period.</summary>
public sealed class FoxBmsSender : FrameSender
{
    private readonly FoxBmsOptions _options;
    private readonly int _cellFrames;

    /// <summary>A sender of the cells that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public FoxBmsSender(FoxBmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _options = options;
        _cellFrames = options.UsesCells ? FramesFor(options.Cells, FoxBmsReceiver.CellsPerFrame) : 0;
        Frames = _cellFrames
            + (options.UsesTemperatures ? FramesFor(options.Sensors, FoxBmsReceiver.SensorsPerFrame) : 0);
    }

    /// <inheritdoc/>
    public override int Frames { get; }

    /// <inheritdoc/>
    public override int Period_ms(int index) =>
        index < _cellFrames ? _options.CellPeriod_ms : _options.TemperaturePeriod_ms;

    /// <inheritdoc/>
    public override int Write(int index, MeasurementTable from, Span<byte> data8, out uint rawId)
    {
        data8[..8].Clear();
        if (index < _cellFrames)
        {
            rawId = _options.CellId;
            Cells(index, from, data8);
        }
        else
        {
            rawId = FoxBmsOptions.TemperatureId;
            Temperatures(index - _cellFrames, from, data8);
        }

        return 8;
    }

    private static int FramesFor(int values, int perFrame) => (values + perFrame - 1) / perFrame;

    private void Cells(int multiplexer, MeasurementTable from, Span<byte> data8)
    {
        ulong word = (ulong)multiplexer << 56;
        for (int place = 0; place < FoxBmsReceiver.CellsPerFrame; place++)
        {
            int cell = (multiplexer * FoxBmsReceiver.CellsPerFrame) + place;
            int value_mV = cell < _options.Cells ? ValueOr(from, _options.CellChannel(cell), -1) : -1;
            word |= value_mV < 0
                ? 1UL << (52 + place)
                : (ulong)value_mV << FoxBmsReceiver.CellShift(place);
        }

        BinaryPrimitives.WriteUInt64BigEndian(data8, word);
    }

    private void Temperatures(int multiplexer, MeasurementTable from, Span<byte> data8)
    {
        data8[0] = (byte)multiplexer;
        for (int place = 0; place < FoxBmsReceiver.SensorsPerFrame; place++)
        {
            int sensor = (multiplexer * FoxBmsReceiver.SensorsPerFrame) + place;
            int value_dC = sensor < _options.Sensors
                ? ValueOr(
                    from, MeasurementChannel.Temperature(_options.FirstBattery + (sensor / _options.SensorsPerBattery)),
                    int.MaxValue)
                : int.MaxValue;
            int value_C = value_dC == int.MaxValue ? int.MaxValue : Rounded(value_dC, 10);
            if (value_C > sbyte.MaxValue)
            {
                data8[1] |= (byte)(1 << place);
            }
            else
            {
                data8[2 + place] = (byte)(sbyte)value_C;
            }
        }
    }
}
