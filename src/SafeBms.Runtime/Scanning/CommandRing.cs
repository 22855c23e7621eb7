namespace SafeBms.Runtime.Scanning;

/// <summary>
/// A ring of numbers from one thread to one other, without locks or allocations; a full ring refuses.
/// </summary>
public sealed class CommandRing
{
    private const int Size = 64;
    private readonly int[] _codes = new int[Size];
    private int _written;
    private int _read;

    /// <summary>Adds a number; false if the ring is full.</summary>
    public bool TryAdd(int code)
    {
        int written = _written;
        if (written - Volatile.Read(ref _read) == Size)
        {
            return false;
        }

        _codes[written & (Size - 1)] = code;
        Volatile.Write(ref _written, written + 1);
        return true;
    }

    /// <summary>Takes the oldest number; false if there is none.</summary>
    public bool TryTake(out int code)
    {
        int read = _read;
        if (read == Volatile.Read(ref _written))
        {
            code = 0;
            return false;
        }

        code = _codes[read & (Size - 1)];
        Volatile.Write(ref _read, read + 1);
        return true;
    }
}
