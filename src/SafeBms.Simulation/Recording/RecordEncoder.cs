using System.Buffers.Binary;
using SafeBms.Core;

namespace SafeBms.Simulation.Recording;

/// <summary>
/// Turns scans into blocks in a buffer of its own. After construction nothing is allocated, so the scan itself may
/// call it; a full block is handed out and must be stored before the next call.
/// </summary>
public sealed class RecordEncoder
{
    private readonly InputSignal[] _inputs;
    private readonly long[] _outputs;
    private readonly byte[] _buffer;
    private readonly int _worst;
    private int _at = RecordFormat.BlockHead;
    private int _scans;
    private long _firstScan;
    private ulong _hash = RecordFormat.HashSeed;

    /// <summary>Creates an encoder.</summary>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    public RecordEncoder(int inputs, int outputs)
    {
        _inputs = new InputSignal[inputs];
        _outputs = new long[outputs];
        _worst = WorstScan(inputs, outputs);
        _buffer = new byte[BlockCapacity(inputs, outputs)];
        Array.Fill(_inputs, new InputSignal { Age_ms = int.MaxValue });
    }

    /// <summary>Largest block in bytes.</summary>
    public static int BlockCapacity(int inputs, int outputs) => Math.Max(64 * 1024, WorstScan(inputs, outputs) * 4);

    /// <summary>Adds one scan. Returns a full block, or nothing while there is room.</summary>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<InputSignal> inputs, ReadOnlySpan<long> outputs)
    {
        AddInputs(inputs);
        AddOutputs(outputs);
        _scans++;
        return _scans == RecordFormat.ScansPerBlock || _buffer.Length - _at < _worst + 4 ? Close() : default;
    }

    /// <summary>Closes the block that is open; nothing if no scan is in it.</summary>
    public ReadOnlySpan<byte> Close()
    {
        if (_scans == 0)
        {
            return default;
        }

        Span<byte> head = _buffer;
        BinaryPrimitives.WriteUInt32LittleEndian(head, RecordFormat.BlockMark);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], _at - RecordFormat.BlockHead);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], _scans);
        BinaryPrimitives.WriteInt64LittleEndian(head[12..], _firstScan);
        BinaryPrimitives.WriteUInt64LittleEndian(head[20..], _hash);
        BinaryPrimitives.WriteUInt32LittleEndian(head[_at..], RecordFormat.Crc(head[.._at]));
        ReadOnlySpan<byte> block = _buffer.AsSpan(0, _at + 4);
        _firstScan += _scans;
        _scans = 0;
        _at = RecordFormat.BlockHead;
        return block;
    }

    /// <summary>Number of scans so far.</summary>
    public long Count => _firstScan + _scans;

    // The guess: a value stays and gets older; one that was new in the last scan is new again if its source is sampled
    // in every scan; one that was never accepted has no age that could move.
    internal static int GuessAge(in InputSignal before, bool everyScan) =>
        everyScan ? 0
        : !before.Accepted || before.Age_ms == int.MaxValue ? before.Age_ms
        : before.Age_ms + 1;

    private static int WorstScan(int inputs, int outputs) => ((inputs + 1) * 16) + ((outputs + 1) * 15);

    private void AddInputs(ReadOnlySpan<InputSignal> inputs)
    {
        int countAt = _at;
        _at += 2;
        int count = 0;
        int last = -1;
        for (int i = 0; i < _inputs.Length; i++)
        {
            ref InputSignal before = ref _inputs[i];
            ref readonly InputSignal now = ref inputs[i];
            bool sameAge = now.Age_ms == GuessAge(before, before.Accepted && before.Age_ms == 0);
            if (now.Value == before.Value && sameAge && now.Accepted == before.Accepted)
            {
                before.Age_ms = now.Age_ms;
                continue;
            }

            bool explicitAge = !sameAge && now.Age_ms != 0;
            bool newAge = !sameAge && now.Age_ms == 0;
            bool newValue = now.Value != before.Value;
            Write((ulong)(i - last));
            int flags = (now.Accepted ? 1 : 0) | (newValue ? 2 : 0) | (newAge ? 4 : 0) | (explicitAge ? 8 : 0);
            _buffer[_at++] = (byte)flags;
            if (newValue)
            {
                Write(RecordFormat.Zigzag((long)now.Value - before.Value));
            }

            if (explicitAge)
            {
                Write(RecordFormat.Zigzag(now.Age_ms));
            }

            before = now;
            last = i;
            count++;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(countAt), (ushort)count);
    }

    private void AddOutputs(ReadOnlySpan<long> outputs)
    {
        int countAt = _at++;
        int count = 0;
        for (int i = 0; i < _outputs.Length; i++)
        {
            _hash = RecordFormat.Mix(_hash, outputs[i]);
            if (outputs[i] == _outputs[i])
            {
                continue;
            }

            Write((ulong)i);
            Write(RecordFormat.Zigzag(outputs[i] - _outputs[i]));
            _outputs[i] = outputs[i];
            count++;
        }

        _buffer[countAt] = (byte)count;
    }

    private void Write(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[_at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_at++] = (byte)value;
    }
}
