using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>
/// A file of 64-bit words in memory that processes share. Whoever creates it holds a lock on its open file, and so
/// does every process that inherits the descriptor: the kernel frees the lock when the last of them is gone, however
/// it ended. Words are read and written one at a time, without locks and without allocation.
/// </summary>
public sealed unsafe partial class SharedWords : IDisposable
{
    private const int WordSize_bytes = 8;
    private const int ReadWrite = 2;
    private const int Create_new = 0x40 | 0x80;
    private const int CloseOnExec = 0x80000;
    private const uint OwnerOnly = 0x180;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNoWait = 4;
    private const int LockFree = 8;
    private const int SeekEnd = 2;
    private const int MapReadWrite = 3;
    private const int MapShared = 1;

    private readonly bool _holds;
    private long* _words;

    private SharedWords(int descriptor, int count, bool holds)
    {
        void* memory = Map(null, (nuint)count * WordSize_bytes, MapReadWrite, MapShared, descriptor, 0);
        if ((nint)memory == -1)
        {
            string reason = Descriptor.LastMessage();
            _ = Descriptor.Close(descriptor);
            throw new IOException($"The shared memory cannot be mapped: {reason}.");
        }

        _words = (long*)memory;
        _holds = holds;
        Count = count;
        Handle = descriptor;
    }

    /// <summary>Number of words.</summary>
    public int Count { get; }

    /// <summary>Descriptor of the file; a child that inherits it holds the file too.</summary>
    public int Handle { get; private set; }

    /// <summary>
    /// Creates the file and holds it. It is seen under its name only when it is prepared; one that nobody holds any
    /// more is replaced, never reused.
    /// </summary>
    /// <exception cref="IOException">Somebody holds the present file, or it cannot be created.</exception>
    public static SharedWords Create(string path, int count, Action<SharedWords> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);

        // Two that create at once would both find nobody; the directory lets one after the other.
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        int turn = OpenFile(directory, CloseOnExec, 0);
        if (turn < 0 || Lock(turn, LockExclusive) != 0)
        {
            throw new IOException($"{directory} cannot be used: {Descriptor.LastMessage()}.");
        }

        try
        {
            return IsFileHeld(path)
                ? throw new IOException($"{path} is in use by another safebms.")
                : CreateFile(path, count, prepare);
        }
        finally
        {
            _ = Descriptor.Close(turn);
        }
    }

    /// <summary>Takes over an inherited descriptor, and holds the file with it.</summary>
    /// <exception cref="IOException">The descriptor is not open or cannot be mapped.</exception>
    public static SharedWords Adopt(int descriptor)
    {
        Descriptor.Inherit(descriptor, pipe: false);
        return new SharedWords(descriptor, Measure(descriptor), holds: true);
    }

    /// <summary>Opens a file that others hold.</summary>
    /// <exception cref="IOException">It does not exist or cannot be mapped.</exception>
    public static SharedWords Open(string path)
    {
        int descriptor = OpenFile(path, ReadWrite | CloseOnExec, 0);
        return descriptor < 0
            ? throw new IOException($"{path} cannot be opened: {Descriptor.LastMessage()}.")
            : new SharedWords(descriptor, Measure(descriptor), holds: false);
    }

    /// <summary>True while this process or another one holds the file.</summary>
    public bool IsHeld()
    {
        // A test on the holder's own open file would give its lock away.
        if (_holds)
        {
            return true;
        }

        if (Lock(Handle, LockShared | LockNoWait) != 0)
        {
            return true;
        }

        _ = Lock(Handle, LockFree);
        return false;
    }

    /// <summary>Reads a word; later reads are not done before it.</summary>
    public long Read(int index) => Volatile.Read(ref At(index));

    /// <summary>Writes a word; earlier writes are done before it.</summary>
    public void Write(int index, long value) => Volatile.Write(ref At(index), value);

    /// <summary>Replaces a word and returns the one before.</summary>
    public long Exchange(int index, long value) => Interlocked.Exchange(ref At(index), value);

    /// <summary>Counts a word up by 1 and returns the new value.</summary>
    public long Increment(int index) => Interlocked.Increment(ref At(index));

    /// <summary>Words in a row, for who copies many; valid until this object is disposed of.</summary>
    public Span<long> Range(int first, int count)
    {
        ObjectDisposedException.ThrowIf(_words == null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)first + count, Count);
        return new Span<long>(_words + first, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_words != null)
        {
            _ = Unmap(_words, (nuint)Count * WordSize_bytes);
            _words = null;
            _ = Descriptor.Close(Handle);
            Handle = -1;
        }
    }

    private ref long At(int index)
    {
        ObjectDisposedException.ThrowIf(_words == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _words[index];
    }

    private static SharedWords CreateFile(string path, int count, Action<SharedWords> prepare)
    {
        string raw = $"{path}.{Environment.ProcessId}";
        File.Delete(raw);
        int descriptor = OpenFile(raw, ReadWrite | Create_new | CloseOnExec, OwnerOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{raw} cannot be created: {Descriptor.LastMessage()}.");
        }

        if (Truncate(descriptor, (long)count * WordSize_bytes) != 0
            || Lock(descriptor, LockExclusive | LockNoWait) != 0)
        {
            string reason = Descriptor.LastMessage();
            _ = Descriptor.Close(descriptor);
            File.Delete(raw);
            throw new IOException($"{raw} cannot be created: {reason}.");
        }

        SharedWords made = new(descriptor, count, holds: true);
        prepare(made);
        File.Move(raw, path, overwrite: true);
        return made;
    }

    private static bool IsFileHeld(string path)
    {
        int descriptor = OpenFile(path, ReadWrite | CloseOnExec, 0);
        if (descriptor < 0)
        {
            return false;
        }

        bool held = Lock(descriptor, LockShared | LockNoWait) != 0;
        _ = Descriptor.Close(descriptor);
        return held;
    }

    private static int Measure(int descriptor)
    {
        long size_bytes = Seek(descriptor, 0, SeekEnd);
        if (size_bytes is >= WordSize_bytes and <= int.MaxValue)
        {
            return (int)(size_bytes / WordSize_bytes);
        }

        _ = Descriptor.Close(descriptor);
        throw new IOException($"Descriptor {descriptor} is no file of shared memory.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(int descriptor, long size_bytes);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(int descriptor, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(
        void* address, nuint size_bytes, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint size_bytes);
}
