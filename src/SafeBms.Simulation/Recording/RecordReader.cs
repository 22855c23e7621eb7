using System.Buffers.Binary;
using System.Text;
using SafeBms.Core;

namespace SafeBms.Simulation.Recording;

/// <summary>Reads a record scan by scan. Whatever the file holds, it ends in a <see cref="RecordException"/> at
/// worst.</summary>
public sealed class RecordReader
{
    private readonly Stream _stream;
    private readonly InputSignal[] _inputs;
    private readonly long[] _outputs;
    private byte[] _block = [];
    private int _at;
    private int _end;
    private int _left;
    private ulong _blockHash;
    private ulong _hash = RecordFormat.HashSeed;
    private bool _ended;

    /// <summary>Reads the header.</summary>
    /// <exception cref="RecordException">This is no record, or its header is damaged.</exception>
    public RecordReader(Stream stream)
    {
        _stream = stream;
        Header = ReadHeader();
        _inputs = new InputSignal[Header.Inputs];
        _outputs = new long[Header.Outputs];
        Array.Fill(_inputs, new InputSignal { Age_ms = int.MaxValue });
    }

    /// <summary>What the record was made with.</summary>
    public RecordHeader Header { get; }

    /// <summary>Number of scans read so far.</summary>
    public long Scan { get; private set; }

    /// <summary>Inputs of the scan that was read last.</summary>
    public ReadOnlySpan<InputSignal> Inputs => _inputs;

    /// <summary>Outputs of the scan that was read last.</summary>
    public ReadOnlySpan<long> Outputs => _outputs;

    /// <summary>Reads the next scan; false after the last one.</summary>
    /// <exception cref="RecordException">The record is damaged or cut off here.</exception>
    public bool Next()
    {
        if (_left == 0)
        {
            if (_ended || !ReadBlock())
            {
                return false;
            }
        }

        ReadInputs();
        ReadOutputs();
        Scan++;
        _left--;
        if (_left == 0 && (_hash != _blockHash || _at != _end))
        {
            throw Damaged("the scans of a block do not give its sum");
        }

        return true;
    }

    private RecordHeader ReadHeader()
    {
        byte[] head = new byte[14];
        Fill(head, "this is no record of safebms");
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != RecordFormat.Magic)
        {
            throw new RecordException("This is no record of safebms: it does not begin with its mark.");
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8));
        if (version != RecordFormat.Version)
        {
            throw new RecordException(
                $"The record has format version {version}, this safebms reads version {RecordFormat.Version}; "
                + "use the one that wrote it.");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(10));
        if (length is < 16 or > 1_000_000)
        {
            throw new RecordException("The record's header is damaged: its length is impossible.");
        }

        byte[] all = new byte[head.Length + length + 4];
        head.CopyTo(all, 0);
        Fill(all.AsSpan(head.Length), "the header is cut off");
        if (!RecordFormat.IsWhole(all))
        {
            throw new RecordException("The record's header is damaged: its check sum does not fit.");
        }

        return ParseHeader(all, head.Length);
    }

    private static RecordHeader ParseHeader(byte[] all, int start)
    {
        try
        {
            using BinaryReader reader = new(new MemoryStream(all, start, all.Length - start - 4), Encoding.UTF8);
            ulong hash = reader.ReadUInt64();
            string product = reader.ReadString();
            int inputs = reader.ReadInt32();
            int outputs = reader.ReadInt32();
            bool retainedValid = reader.ReadBoolean();
            int count = reader.ReadInt32();
            if (inputs is < 0 or > 100_000 || outputs is < 0 or > 10_000 || count is < 0 or > 10_000)
            {
                throw new RecordException("The record's header is damaged: its counts are impossible.");
            }

            long[] parameters = new long[count];
            for (int i = 0; i < count; i++)
            {
                parameters[i] = reader.ReadInt64();
            }

            return new RecordHeader
            {
                SpecificationHash = hash,
                Product = product,
                Parameters = parameters,
                Inputs = inputs,
                Outputs = outputs,
                RetainedValid = retainedValid,
            };
        }
        catch (Exception problem) when (problem is EndOfStreamException or FormatException)
        {
            throw new RecordException("The record's header is damaged: it ends too early.", problem);
        }
    }

    private bool ReadBlock()
    {
        byte[] head = new byte[RecordFormat.BlockHead];
        Fill(head.AsSpan(0, 4), "it has no end mark, so it was cut off");
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) == RecordFormat.EndMark)
        {
            ReadEnd();
            return false;
        }

        Fill(head.AsSpan(4), "a block is cut off");
        int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
        int scans = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != RecordFormat.BlockMark
            || length is < 1 or > RecordFormat.MaxBlockBytes || scans is < 1 or > RecordFormat.ScansPerBlock)
        {
            throw Damaged("a block does not begin with its mark and a possible length");
        }

        byte[] all = new byte[head.Length + length + 4];
        head.CopyTo(all, 0);
        Fill(all.AsSpan(head.Length), "a block is cut off");
        if (!RecordFormat.IsWhole(all))
        {
            throw Damaged("the check sum of a block does not fit");
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(12)) != Scan)
        {
            throw Damaged("a block is missing or stands twice");
        }

        _block = all;
        _at = head.Length;
        _end = all.Length - 4;
        _left = scans;
        _blockHash = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(20));
        return true;
    }

    private void ReadEnd()
    {
        Span<byte> end = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(end, RecordFormat.EndMark);
        Fill(end[4..], "the end mark is cut off");
        if (RecordFormat.Crc(end[..12]) != BinaryPrimitives.ReadUInt32LittleEndian(end[12..])
            || BinaryPrimitives.ReadInt64LittleEndian(end[4..]) != Scan)
        {
            throw Damaged("the end mark does not fit");
        }

        _ended = true;
    }

    private void ReadInputs()
    {
        int count = Byte() | (Byte() << 8);
        int next = count == 0 ? int.MaxValue : NextIndex(-1);
        for (int i = 0; i < _inputs.Length; i++)
        {
            ref InputSignal signal = ref _inputs[i];
            int guess_ms = RecordEncoder.GuessAge(signal, signal.Accepted && signal.Age_ms == 0);
            if (i != next)
            {
                signal.Age_ms = guess_ms;
                continue;
            }

            int flags = Byte();
            signal.Accepted = (flags & 1) != 0;
            signal.Value = (flags & 2) != 0 ? (int)(signal.Value + RecordFormat.Unzigzag(Varint())) : signal.Value;
            signal.Age_ms = (flags & 8) != 0 ? (int)RecordFormat.Unzigzag(Varint()) : (flags & 4) != 0 ? 0 : guess_ms;
            count--;
            next = count == 0 ? int.MaxValue : NextIndex(i);
        }

        if (count != 0)
        {
            throw Damaged("a scan names inputs that do not exist");
        }
    }

    private int NextIndex(int from)
    {
        ulong step = Varint();
        return step is 0 or > 100_000 ? throw Damaged("inputs stand out of order") : from + (int)step;
    }

    private void ReadOutputs()
    {
        for (int count = Byte(); count > 0; count--)
        {
            ulong index = Varint();
            long change = RecordFormat.Unzigzag(Varint());
            if (index >= (ulong)_outputs.Length)
            {
                throw Damaged("a scan names an output that does not exist");
            }

            _outputs[index] += change;
        }

        foreach (long value in _outputs)
        {
            _hash = RecordFormat.Mix(_hash, value);
        }
    }

    private int Byte() => _at < _end ? _block[_at++] : throw Damaged("a scan is longer than its block");

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number is too long");
    }

    private void Fill(Span<byte> into, string problem)
    {
        if (_stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
        {
            throw Scan == 0 && Header is null
                ? new RecordException($"The record cannot be used: {problem}.")
                : Damaged(problem);
        }
    }

    private RecordException Damaged(string problem) => new($"The record is damaged after scan {Scan}: {problem}.");
}
