using SafeBms.Core;
using SafeBms.Simulation.Recording;

namespace SafeBms.Runtime.Scanning;

/// <summary>
/// Records while the scan runs: the scan thread encodes into memory that exists already, another thread writes it to
/// the file. If that one cannot keep up, recording stops and says so; the scan never waits.
/// </summary>
public sealed class LiveRecorder : IDisposable
{
    private const int Slots = 16;
    private readonly RecordEncoder _encoder = new(InputTable.Count, OutputTable.Count);
    private readonly InputSignal[] _inputs = new InputSignal[InputTable.Count];
    private readonly long[] _outputs = new long[OutputTable.Count];
    private readonly byte[][] _slots = new byte[Slots][];
    private readonly int[] _lengths = new int[Slots];
    private readonly Stream _stream;
    private readonly Thread _thread;
    private long _filled;
    private long _written;
    private volatile bool _finished;
    private Exception? _problem;

    /// <summary>Writes the header and starts the writing thread.</summary>
    public LiveRecorder(Stream stream, RecordHeader header)
    {
        _stream = stream;
        RecordWriter.WriteHeader(stream, header);
        for (int i = 0; i < Slots; i++)
        {
            _slots[i] = new byte[RecordEncoder.BlockCapacity(InputTable.Count, OutputTable.Count)];
        }

        _thread = new Thread(WriteOut) { IsBackground = true, Name = "record" };
        _thread.Start();
    }

    /// <summary>
    /// True if blocks had to be dropped because the disk was too slow; the record then ends before them.
    /// </summary>
    public bool Overflowed { get; private set; }

    /// <summary>What the disk said, or null.</summary>
    public string? Problem => _problem?.Message;

    /// <summary>Scan thread: adds the scan that was just done.</summary>
    public void Add(ScanCore core)
    {
        ArgumentNullException.ThrowIfNull(core);
        if (Overflowed)
        {
            return;
        }

        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = InputTable.Get(core.Inputs, i);
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = OutputTable.Get(core.Outputs, i);
        }

        Hand(_encoder.Add(_inputs, _outputs));
    }

    /// <summary>Writes what is left and the end mark. Call it after the last scan.</summary>
    public void Finish()
    {
        if (!Overflowed)
        {
            Hand(_encoder.Close());
        }

        _finished = true;
        _thread.Join();
        if (_problem is null && !Overflowed)
        {
            RecordWriter.WriteEnd(_stream, _encoder.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _finished = true;
        _thread.Join();
    }

    private void Hand(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return;
        }

        if (_filled - Volatile.Read(ref _written) == Slots)
        {
            Overflowed = true;
            return;
        }

        int slot = (int)(_filled % Slots);
        block.CopyTo(_slots[slot]);
        _lengths[slot] = block.Length;
        Volatile.Write(ref _filled, _filled + 1);
    }

    private void WriteOut()
    {
        while (true)
        {
            bool last = _finished;
            while (_written < Volatile.Read(ref _filled))
            {
                int slot = (int)(_written % Slots);
                try
                {
                    _stream.Write(_slots[slot], 0, _lengths[slot]);
                }
                catch (IOException problem)
                {
                    _problem ??= problem;
                }

                Volatile.Write(ref _written, _written + 1);
            }

            if (last)
            {
                return;
            }

            Thread.Sleep(20);
        }
    }
}
