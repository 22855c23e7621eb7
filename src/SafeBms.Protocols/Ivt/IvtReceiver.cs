using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>
/// Receives the results of an IVT-S shunt. A device that sends in the other byte order is found by the range: 1 A read
/// the wrong way round is -402 kA. Only values whose low byte is zero could pass, so the channel is stale all the same.
/// </summary>
public sealed class IvtReceiver : FrameReceiver
{
    /// <summary>Bytes of a result.</summary>
    public const int Length = 6;

    // Bit 4 says over-current: that is a good value, and the last one to be thrown away.
    private const int ErrorOfThis = 0x20;
    private const int ErrorOfAny = 0x40;
    private const int SystemError = 0x80;

    private readonly bool _isBigEndian;
    private readonly int _errors;
    private readonly Input[] _inputs;
    private readonly uint[] _identifiers;

    /// <summary>A receiver of the results that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public IvtReceiver(IvtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _isBigEndian = options.IsBigEndian;
        _errors = ErrorOfThis | SystemError | (options.IgnoresErrorsOfOthers ? 0 : ErrorOfAny);
        _inputs =
        [
            .. options.Inputs.Select(input => new Input
            {
                Id = input.UsedId,
                Multiplexer = (byte)input.Result,
                Channel = input.Channel,
                Lowest = input.UsedLowest,
                Highest = input.UsedHighest,
                Sign = input.IsInverted ? -1 : 1,
                Stale_scans = SourceBudget.Stale_ms(input.Period_ms),
            }),
        ];
        _identifiers = [.. _inputs.Select(input => input.Id)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<uint> Identifiers => _identifiers;

    /// <inheritdoc/>
    protected override FrameVerdict Check(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (!FrameFlags.IsStandard(rawId, out uint id, out bool isRemote))
        {
            return FrameVerdict.NotMine;
        }

        foreach (ref Input input in _inputs.AsSpan())
        {
            if (input.Id == id)
            {
                return isRemote || data.Length != Length
                    ? FrameVerdict.WrongLength
                    : Take(data, scan, into, ref input);
            }
        }

        return FrameVerdict.NotMine;
    }

    private FrameVerdict Take(ReadOnlySpan<byte> data, long scan, MeasurementTable into, ref Input input)
    {
        if (data[0] != input.Multiplexer)
        {
            return FrameVerdict.OutOfRange;
        }

        if (!input.Sequence.Take(data[1] & 15, scan, input.Stale_scans))
        {
            return FrameVerdict.WrongSequence;
        }

        long value = input.Sign * (long)(_isBigEndian
            ? BinaryPrimitives.ReadInt32BigEndian(data[2..])
            : BinaryPrimitives.ReadInt32LittleEndian(data[2..]));
        if ((data[1] & _errors) != 0 || value < input.Lowest || value > input.Highest)
        {
            return FrameVerdict.OutOfRange;
        }

        into.Accept(input.Channel, (int)value, scan);
        return FrameVerdict.Accepted;
    }

    private struct Input
    {
        public uint Id;
        public byte Multiplexer;
        public int Channel;
        public int Lowest;
        public int Highest;
        public int Sign;
        public int Stale_scans;
        public SequenceOf4Bits Sequence;
    }
}
