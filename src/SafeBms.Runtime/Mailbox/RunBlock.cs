using System.IO.MemoryMappedFiles;
using System.Text;

namespace SafeBms.Runtime.Mailbox;

/// <summary>
/// The memory that a running controller shares with other shells: what it publishes, and one slot for a command.
/// All fields are 64-bit words. The scan writes and reads it without a lock, a wait or an allocation.
/// </summary>
/// <remarks>
/// Published words are guarded by a sequence number that is odd while they are written: a reader copies, and copies
/// again if the number was odd or has changed.
/// </remarks>
public sealed unsafe class RunBlock : IDisposable
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

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _words;

    private RunBlock(MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        _file = file;
        _view = view;
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _words = (long*)(pointer + view.PointerOffset);
    }

    /// <summary>Process that publishes.</summary>
    public int ProcessId => (int)_words[PidWord];

    /// <summary>Number of published values.</summary>
    public int ValueCount => (int)_words[CountWord];

    /// <summary>
    /// Identifies the catalogue of values; a client built from another specification must not read them.
    /// </summary>
    public long CatalogueHash => _words[HashWord];

    /// <summary>Name of the product that runs.</summary>
    public string Product
    {
        get
        {
            ReadOnlySpan<byte> bytes = new((byte*)(_words + NameWord), NameBytes);
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    /// <summary>Creates the memory for a controller.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RunBlock Create(string path, int values, long catalogueHash, string product)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values, MaxValues);
        ArgumentNullException.ThrowIfNull(product);
        long bytes = (HeaderWords + values) * sizeof(long);
        FileStream stream = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.SetLength(bytes);
        RunBlock block = Map(stream, bytes);
        block._words[PidWord] = Environment.ProcessId;
        block._words[CountWord] = values;
        block._words[HashWord] = catalogueHash;
        byte[] name = Encoding.UTF8.GetBytes(product);
        name.AsSpan(0, Math.Min(name.Length, NameBytes - 1)).CopyTo(new Span<byte>(block._words + NameWord, NameBytes));
        Volatile.Write(ref block._words[MagicWord], Magic);
        return block;
    }

    /// <summary>Opens the memory of a running controller, or null if the file is none.</summary>
    public static RunBlock? Open(string path)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long bytes = stream.Length;
        if (bytes < HeaderWords * sizeof(long))
        {
            stream.Dispose();
            return null;
        }

        RunBlock block = Map(stream, bytes);
        bool usable = Volatile.Read(ref block._words[MagicWord]) == Magic
            && block.ValueCount >= 0 && (HeaderWords + (long)block.ValueCount) * sizeof(long) <= bytes;
        if (usable)
        {
            return block;
        }

        block.Dispose();
        return null;
    }

    /// <summary>Begins to write; the span is valid until <see cref="EndPublish"/>.</summary>
    public Span<long> BeginPublish()
    {
        Volatile.Write(ref _words[SequenceWord], _words[SequenceWord] + 1);
        Thread.MemoryBarrier();
        return new Span<long>(_words + HeaderWords, ValueCount);
    }

    /// <summary>Makes what was written since <see cref="BeginPublish"/> visible.</summary>
    public void EndPublish()
    {
        Thread.MemoryBarrier();
        Volatile.Write(ref _words[SequenceWord], _words[SequenceWord] + 1);
    }

    /// <summary>Copies what was published last; false if the writer died in the middle of it.</summary>
    public bool TryRead(Span<long> into)
    {
        ReadOnlySpan<long> values = new(_words + HeaderWords, ValueCount);
        for (int attempt = 0; attempt < 10_000; attempt++)
        {
            long before = Volatile.Read(ref _words[SequenceWord]);
            if ((before & 1) == 0 && before != 0)
            {
                values[..Math.Min(values.Length, into.Length)].CopyTo(into);
                Thread.MemoryBarrier();
                if (Volatile.Read(ref _words[SequenceWord]) == before)
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
        ticket = Volatile.Read(ref _words[RequestWord]);
        return ticket == _words[AnswerWord] ? 0 : (int)_words[CodeWord];
    }

    /// <summary>Controller: says what became of a command.</summary>
    public void Answer(long ticket, int result)
    {
        _words[ResultWord] = result;
        Volatile.Write(ref _words[AnswerWord], ticket);
    }

    /// <summary>Client: leaves a command and gives its ticket. Clients must exclude each other.</summary>
    public long Send(int code)
    {
        _words[CodeWord] = code;
        Thread.MemoryBarrier();
        long ticket = _words[RequestWord] + 1;
        Volatile.Write(ref _words[RequestWord], ticket);
        return ticket;
    }

    /// <summary>Client: true if the command was taken.</summary>
    public bool IsAnswered(long ticket, out int result)
    {
        bool answered = Volatile.Read(ref _words[AnswerWord]) == ticket;
        result = answered ? (int)_words[ResultWord] : 0;
        return answered;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static RunBlock Map(FileStream stream, long bytes)
    {
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(
            stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        return new RunBlock(file, file.CreateViewAccessor(0, bytes));
    }
}
