using System.Runtime.InteropServices;
using System.Text;
using SafeBms.Devices.Linux;

namespace SafeBms.Runtime.Mailbox;

/// <summary>
/// The memory that a running process shares with others: what it publishes, one slot for a command, a ring of events.
/// All fields are 64-bit words. The scan writes and reads it without a lock, a wait or an allocation.
/// </summary>
/// <remarks>
/// Published words are guarded by a sequence number that is odd while they are written: a reader copies, and copies
/// again if the number was odd or has changed.
/// </remarks>
public sealed class RunBlock : IDisposable
{
    /// <summary>Number of header words.</summary>
    public const int HeaderWords = 64;

    /// <summary>Largest number of published values.</summary>
    public const int MaxValues = 16_384;

    private const long Magic = 0x314B_4C42_534D_4253; // "SBMSBLK1"
    private const int MagicWord = 0;
    private const int PidWord = 1;
    private const int CountWord = 2;
    private const int SequenceWord = 3;
    private const int RequestWord = 4;
    private const int CodeWord = 5;
    private const int AnswerWord = 6;
    private const int ResultWord = 7;
    private const int HashWord = 8;
    private const int NameWord = 16;
    private const int NameBytes = 256;

    private readonly SharedWords _words;

    private RunBlock(SharedWords words) => _words = words;

    /// <summary>Process that publishes.</summary>
    public int ProcessId => (int)_words.Read(PidWord);

    /// <summary>Number of published values.</summary>
    public int ValueCount => (int)_words.Read(CountWord);

    /// <summary>
    /// Identifies the catalogue of values; a client built from another specification must not read them.
    /// </summary>
    public long CatalogueHash => _words.Read(HashWord);

    /// <summary>Name of the product that runs.</summary>
    public string Product
    {
        get
        {
            ReadOnlySpan<byte> bytes = NameOf(_words);
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    /// <summary>Creates the memory of a process; one that nobody holds any more is replaced.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RunBlock Create(string path, int values, long catalogueHash, string product)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values, MaxValues);
        ArgumentNullException.ThrowIfNull(product);
        return new RunBlock(SharedWords.Create(path, SizeFor(values), made =>
        {
            made.Write(PidWord, Environment.ProcessId);
            made.Write(CountWord, values);
            made.Write(HashWord, catalogueHash);
            byte[] name = Encoding.UTF8.GetBytes(product);
            name.AsSpan(0, Math.Min(name.Length, NameBytes - 1)).CopyTo(NameOf(made));
            made.Write(MagicWord, Magic);
        }));
    }

    /// <summary>Opens the memory of a running process, or null if the file is none.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static RunBlock? Open(string path)
    {
        RunBlock block = new(SharedWords.Open(path));
        bool usable = block._words.Count >= HeaderWords && block._words.Read(MagicWord) == Magic
            && block.ValueCount is >= 0 and <= MaxValues && SizeFor(block.ValueCount) <= block._words.Count;
        if (usable)
        {
            return block;
        }

        block.Dispose();
        return null;
    }

    /// <summary>The ring of events, in the same memory.</summary>
    public EventRing Events => new(_words, HeaderWords + ValueCount);

    /// <summary>Begins to write; the span is valid until <see cref="EndPublish"/>.</summary>
    public Span<long> BeginPublish()
    {
        _words.Write(SequenceWord, _words.Read(SequenceWord) + 1);
        Thread.MemoryBarrier();
        return _words.Range(HeaderWords, ValueCount);
    }

    /// <summary>Makes what was written since <see cref="BeginPublish"/> visible.</summary>
    public void EndPublish()
    {
        Thread.MemoryBarrier();
        _words.Write(SequenceWord, _words.Read(SequenceWord) + 1);
    }

    /// <summary>Copies what was published last; false if the writer died in the middle of it.</summary>
    public bool TryRead(Span<long> into)
    {
        ReadOnlySpan<long> values = _words.Range(HeaderWords, ValueCount);
        for (int attempt = 0; attempt < 10_000; attempt++)
        {
            long before = _words.Read(SequenceWord);
            if ((before & 1) == 0 && before != 0)
            {
                values[..Math.Min(values.Length, into.Length)].CopyTo(into);
                Thread.MemoryBarrier();
                if (_words.Read(SequenceWord) == before)
                {
                    return true;
                }
            }

            Thread.Yield();
        }

        return false;
    }

    /// <summary>Controller: takes a waiting command; 0 if there is none. Answer it with <see cref="Answer"/>.</summary>
    public int TakeCommand(out long ticket)
    {
        ticket = _words.Read(RequestWord);
        return ticket == _words.Read(AnswerWord) ? 0 : (int)_words.Read(CodeWord);
    }

    /// <summary>Controller: says what became of a command.</summary>
    public void Answer(long ticket, int result)
    {
        _words.Write(ResultWord, result);
        _words.Write(AnswerWord, ticket);
    }

    /// <summary>Client: leaves a command and gives its ticket. Clients must exclude each other.</summary>
    public long Send(int code)
    {
        _words.Write(CodeWord, code);
        Thread.MemoryBarrier();
        long ticket = _words.Read(RequestWord) + 1;
        _words.Write(RequestWord, ticket);
        return ticket;
    }

    /// <summary>Client: true if the command was taken.</summary>
    public bool IsAnswered(long ticket, out int result)
    {
        bool answered = _words.Read(AnswerWord) == ticket;
        result = answered ? (int)_words.Read(ResultWord) : 0;
        return answered;
    }

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    private static int SizeFor(int values) => HeaderWords + values + EventRing.Words;

    private static Span<byte> NameOf(SharedWords words) =>
        MemoryMarshal.AsBytes(words.Range(NameWord, NameBytes / sizeof(long)));
}
