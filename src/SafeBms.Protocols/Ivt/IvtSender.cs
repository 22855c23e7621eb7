using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>Sends what an IVT-S shunt would; a value that is not available is sent with its error bits set.</summary>
public sealed class IvtSender : FrameSender
{
    private const byte Errors = 0x60;

    private readonly bool _isBigEndian;
    private readonly IvtInput[] _inputs;
    private readonly byte[] _counters;

    /// <summary>A sender of the results that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public IvtSender(IvtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _isBigEndian = options.IsBigEndian;
        _inputs = [.. options.Inputs];
        _counters = new byte[_inputs.Length];
    }

    /// <inheritdoc/>
    public override int Frames => _inputs.Length;

    /// <inheritdoc/>
    public override int Period_ms(int index) => _inputs[index].Period_ms;

    /// <inheritdoc/>
    public override int Write(int index, MeasurementTable from, Span<byte> data8, out uint rawId)
    {
        IvtInput input = _inputs[index];
        rawId = input.UsedId;
        int value = ValueOr(from, input.Channel, int.MinValue);
        bool isAbsent = value == int.MinValue;
        data8[0] = (byte)input.Result;
        data8[1] = (byte)(_counters[index] | (isAbsent ? Errors : 0));
        _counters[index] = (byte)((_counters[index] + 1) & 15);
        int sent = isAbsent ? 0 : input.IsInverted ? -value : value;
        if (_isBigEndian)
        {
            BinaryPrimitives.WriteInt32BigEndian(data8[2..], sent);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(data8[2..], sent);
        }

        return IvtReceiver.Length;
    }
}
