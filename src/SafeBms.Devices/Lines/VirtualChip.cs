using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>
/// The digital lines of simulated hardware: a file in memory that the guard creates and hands to the controller, and
/// that the plant opens. As with a real chip the outputs fall back when the last process that holds them is gone.
/// Every change of the outputs is noted with its time and writer, so that their order can be judged afterwards.
/// </summary>
public sealed class VirtualChip : IDigitalIo
{
    /// <summary>Number of changes that are kept.</summary>
    public const int RingLength = 4096;

    // The layout: change the number with it.
    private const long Layout = 0x5AFE_0B15_0004_0001;
    private const int LayoutWord = 0;
    private const int OutputWord = 1;
    private const int InputWord = 2;
    private const int InputStampWord = 3;
    private const int RemovedWord = 4;
    private const int ChangesWord = 5;
    private const int RingStart = 8;
    private const int EntryWords = 8;
    private const int EntrySequence = 0;
    private const int EntryTime = 1;
    private const int EntryOutputs = 2;
    private const int EntryPrevious = 3;
    private const int EntryProcess = 4;
    private const int Words = RingStart + (RingLength * EntryWords);

    private readonly SharedWords _words;
    private readonly bool _drives;
    private readonly int _process = Environment.ProcessId;

    private VirtualChip(SharedWords words, bool drives)
    {
        _words = words;
        _drives = drives;
    }

    /// <inheritdoc/>
    public ulong WiredOutputs => (1UL << LineWords.Outputs) - 1;

    /// <inheritdoc/>
    public ulong WiredInputs => (1UL << LineWords.Inputs) - 1;

    /// <inheritdoc/>
    public int OutputHandle => _words.Handle;

    /// <summary>True while the guard or the controller holds the lines; else they have fallen back.</summary>
    public bool Held => _words.IsHeld();

    /// <summary>Counts how often the plant has driven the inputs; stands still if the plant does.</summary>
    public long InputStamp => _words.Read(InputStampWord);

    /// <summary>Number of changes of the outputs so far.</summary>
    public long Changes => _words.Read(ChangesWord);

    /// <summary>The chip is taken away: every access answers <see cref="LineStatus.Gone"/>.</summary>
    public bool Removed
    {
        get => _words.Read(RemovedWord) != 0;
        set => _words.Write(RemovedWord, value ? 1 : 0);
    }

    /// <summary>Creates the chip with its outputs at <see cref="LineWords.Safe"/> and holds its lines.</summary>
    /// <exception cref="LineException">Somebody holds the lines, or the file cannot be created.</exception>
    public static VirtualChip Create(string path)
    {
        try
        {
            SharedWords words = SharedWords.Create(path, Words, static made =>
            {
                made.Write(LayoutWord, Layout);
                new VirtualChip(made, drives: true).Note((long)LineWords.Safe, 0);
                made.Write(OutputWord, (long)LineWords.Safe);
            });
            return new VirtualChip(words, drives: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LineException(
                $"The virtual chip {path} cannot be had: {problem.Message} Stop the other one, or choose another place "
                + "with --run-dir.",
                problem);
        }
    }

    /// <summary>Takes over the lines that the guard holds, from an inherited descriptor.</summary>
    /// <exception cref="LineException">The descriptor is not open, or shows no virtual chip.</exception>
    public static VirtualChip Adopt(int descriptor)
    {
        try
        {
            return new VirtualChip(Checked(SharedWords.Adopt(descriptor), $"Descriptor {descriptor}"), drives: true);
        }
        catch (IOException problem)
        {
            throw new LineException($"The lines were not handed over: {problem.Message}", problem);
        }
    }

    /// <summary>Opens the chip from its other side: inputs are driven, outputs observed.</summary>
    /// <exception cref="LineException">There is no virtual chip.</exception>
    public static VirtualChip Open(string path)
    {
        try
        {
            return new VirtualChip(Checked(SharedWords.Open(path), path), drives: false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LineException(
                $"There is no virtual chip: {problem.Message} Start 'safebms run' first, or name its place with "
                + "--run-dir.",
                problem);
        }
    }

    /// <summary>Reads the inputs; <see cref="LineStatus.Failed"/> until the plant has driven them once.</summary>
    public LineStatus Read(out ulong inputs)
    {
        inputs = 0;
        if (Removed)
        {
            return LineStatus.Gone;
        }

        if (InputStamp == 0)
        {
            return LineStatus.Failed;
        }

        inputs = (ulong)_words.Read(InputWord);
        return LineStatus.Ok;
    }

    /// <summary>Drives the outputs; <see cref="LineStatus.Failed"/> for one who only opened the chip.</summary>
    public LineStatus Write(ulong outputs)
    {
        if (Removed)
        {
            return LineStatus.Gone;
        }

        if (!_drives)
        {
            return LineStatus.Failed;
        }

        long word = (long)(outputs & WiredOutputs);
        long previous = _words.Exchange(OutputWord, word);
        if (previous != word)
        {
            Note(word, previous);
        }

        return LineStatus.Ok;
    }

    /// <summary>What the lines carry: the word, or <see cref="LineWords.Safe"/> when nobody holds them.</summary>
    public LineStatus ReadBack(out ulong outputs)
    {
        outputs = 0;
        if (Removed)
        {
            return LineStatus.Gone;
        }

        outputs = Held ? (ulong)_words.Read(OutputWord) : LineWords.Safe;
        return LineStatus.Ok;
    }

    /// <summary>Drives the inputs, as the plant does.</summary>
    public void DriveInputs(ulong inputs)
    {
        _words.Write(InputWord, (long)(inputs & WiredInputs));
        _ = _words.Increment(InputStampWord);
    }

    /// <summary>Reads one change and steps on to the next.</summary>
    /// <param name="next">Sequence number of the change wanted, from 1.</param>
    /// <param name="change">The change; for <see cref="ChangeRead.Lost"/> only the number that was wanted.</param>
    public ChangeRead ReadChange(ref long next, out LineChange change)
    {
        change = new LineChange(next, 0, 0, 0, 0);
        long last = Changes;
        if (next > last)
        {
            return ChangeRead.None;
        }

        if (last - next >= RingLength)
        {
            next = last - RingLength + 1;
            return ChangeRead.Lost;
        }

        int entry = EntryOf(next);
        long before = _words.Read(entry + EntrySequence);
        LineChange found = new(
            next,
            _words.Read(entry + EntryTime),
            (ulong)_words.Read(entry + EntryOutputs),
            (ulong)_words.Read(entry + EntryPrevious),
            (int)_words.Read(entry + EntryProcess));
        if (before == next && _words.Read(entry + EntrySequence) == next)
        {
            change = found;
            next++;
            return ChangeRead.Change;
        }

        // Not finished: perhaps in this moment, perhaps never; a later one tells.
        if (last > next && _words.Read(EntryOf(next + 1) + EntrySequence) > next)
        {
            next++;
            return ChangeRead.Lost;
        }

        return ChangeRead.None;
    }

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    private static SharedWords Checked(SharedWords words, string name)
    {
        if (words.Count == Words && words.Read(LayoutWord) == Layout)
        {
            return words;
        }

        words.Dispose();
        throw new IOException($"{name} is no virtual chip of this version.");
    }

    private static int EntryOf(long sequence) => RingStart + ((int)(sequence % RingLength) * EntryWords);

    private void Note(long word, long previous)
    {
        long time_ns = MonotonicClock.Now_ns;
        long sequence = _words.Increment(ChangesWord);
        int entry = EntryOf(sequence);
        _words.Write(entry + EntrySequence, 0);
        _words.Write(entry + EntryTime, time_ns);
        _words.Write(entry + EntryOutputs, word);
        _words.Write(entry + EntryPrevious, previous);
        _words.Write(entry + EntryProcess, _process);
        _words.Write(entry + EntrySequence, sequence);
    }
}
