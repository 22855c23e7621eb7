using System.Runtime.InteropServices;
using System.Text;

namespace SafeBms.Devices.Storage;

/// <summary>One slot as it was found.</summary>
/// <param name="Path">Its file.</param>
/// <param name="State">What it is worth.</param>
/// <param name="Sequence">Its sequence number; 0 unless its checksum fits.</param>
/// <param name="SchemaHash">Its schema hash; 0 unless its checksum fits.</param>
/// <param name="Error">Error number of the kernel if it cannot be read, else 0.</param>
public readonly record struct SlotReport(string Path, SlotState State, ulong Sequence, ulong SchemaHash, int Error);

/// <summary>
/// Keeps a few bytes over every loss of power: two slots, each a file of its own, the older one is overwritten and
/// flushed to the disk. While one is written the other is not touched, so at least one is intact at every moment,
/// with the content before or after the write. Two files rather than one: damage to one file's size or inode cannot
/// reach the other.
/// </summary>
/// <remarks>
/// For one thread. Nothing is allocated after construction and nothing throws: an error is a number, and the next
/// attempt begins with opening again, so that a disk may come late or come back.
/// </remarks>
public sealed unsafe class RetainedStore : IDisposable
{
    /// <summary>Another process keeps its data here (EWOULDBLOCK).</summary>
    public const int InUse = 11;

    private const int Slots = 2;

    private readonly string[] _names;
    private readonly byte[][] _paths;
    private readonly byte[] _directory;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(RetainedSlot.Size_bytes, pinned: true);
    private readonly byte[] _newest = GC.AllocateArray<byte>(RetainedSlot.Size_bytes, pinned: true);
    private readonly int[] _descriptors = [-1, -1];
    private readonly SlotReport[] _reports = new SlotReport[Slots];
    private readonly ulong _schemaHash;
    private readonly int _payload_bytes;
    private bool _isOwned;
    private bool _isKnown;
    private int _suspect = -1;
    private int _newestSlot = -1;
    private ulong _sequence;

    /// <summary>Prepares the store; nothing is opened yet.</summary>
    /// <param name="directory">Where its two files are; it must exist before the first reading.</param>
    /// <param name="schemaHash">Identifies layout and meaning of the content.</param>
    /// <param name="payload_bytes">Length of the content, 1 to <see cref="RetainedSlot.MaxPayload_bytes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The content does not fit.</exception>
    public RetainedStore(string directory, ulong schemaHash, int payload_bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(payload_bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload_bytes, RetainedSlot.MaxPayload_bytes);
        _schemaHash = schemaHash;
        _payload_bytes = payload_bytes;
        _names = [Path.Combine(directory, "retained.a"), Path.Combine(directory, "retained.b")];
        _paths = [Native(_names[0]), Native(_names[1])];
        _directory = Native(directory);
    }

    /// <summary>Both slots as the last reading found them.</summary>
    public IReadOnlyList<SlotReport> Reports => _reports;

    /// <summary>Sequence number of the newest intact slot; 0 if there is none.</summary>
    public ulong Sequence => _newestSlot < 0 ? 0 : _sequence;

    /// <summary>
    /// Reads without making or locking anything, as a look from outside; true if there is an intact slot.
    /// </summary>
    public bool TryInspect(Span<byte> payload)
    {
        Dispose();
        _ = Open(StorageCalls.ReadOnly);
        bool found = Find(payload);
        Dispose();
        return found;
    }

    /// <summary>
    /// Becomes the owner of the store and reads the newest intact slot. The error is <see cref="InUse"/> if another
    /// process owns it; after any other error, as of a disk that cannot be written, it reads all the same.
    /// </summary>
    /// <returns>True if there is one; else the content is all zero.</returns>
    public bool TryRead(Span<byte> payload, out int error)
    {
        error = Own();
        if (error == 0)
        {
            return Find(payload);
        }

        payload.Clear();
        return error != InUse && TryInspect(payload);
    }

    /// <summary>
    /// Writes to the older slot and waits for the disk. 0 if the content is safe; else an error number of the kernel,
    /// and what was kept before is still there.
    /// </summary>
    public int Write(ReadOnlySpan<byte> payload)
    {
        int error = Own();
        if (error != 0)
        {
            return error;
        }

        if (!_isKnown)
        {
            Find([]);
        }

        // A slot whose writing failed may look intact in memory and not be on the disk: it is written again before
        // the other one, which is there for certain, is touched.
        int target = _suspect >= 0 ? _suspect : _newestSlot == 0 ? 1 : 0;
        ulong next = unchecked(_sequence + 1);
        RetainedSlot.Encode(_buffer, _schemaHash, next, payload);
        error = Put(target);
        if (error == 0)
        {
            _newestSlot = target;
            _sequence = next;
            _suspect = -1;
        }
        else
        {
            _suspect = target;
        }

        return error;
    }

    /// <summary>Overwrites both slots with zeros; 0, or the error.</summary>
    public int Clear()
    {
        int error = Own();
        _buffer.AsSpan().Clear();
        for (int slot = 0; slot < Slots && error == 0; slot++)
        {
            error = Put(slot);
        }

        _isKnown = false;
        return error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOwned = false;
        for (int slot = 0; slot < Slots; slot++)
        {
            CloseSlot(slot);
        }
    }

    private int Put(int slot)
    {
        int error = StorageCalls.WriteAll(_descriptors[slot], Pointer(_buffer), RetainedSlot.Size_bytes);
        if (error == 0 && StorageCalls.SyncData(_descriptors[slot]) != 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        if (error != 0)
        {
            // The disk may have been replaced meanwhile: the next attempt opens anew, and reads what is there.
            Dispose();
            _isKnown = false;
        }

        return error;
    }

    private int Own()
    {
        if (_isOwned)
        {
            return 0;
        }

        int error = -Math.Min(0, Open(StorageCalls.ReadWrite | StorageCalls.Create));
        if (error == 0 && StorageCalls.Lock(
            _descriptors[0], StorageCalls.LockExclusive | StorageCalls.LockWithoutWaiting) != 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        error = error == 0 ? SyncDirectory() : error;
        if (error != 0)
        {
            Dispose();
        }

        _isOwned = error == 0;
        _isKnown = false;
        return error;
    }

    // Opens both slots; 0, or minus the error of the one that failed last.
    private int Open(int flags)
    {
        int result = 0;
        for (int slot = 0; slot < Slots; slot++)
        {
            CloseSlot(slot);
            _descriptors[slot] = StorageCalls.Open(
                Pointer(_paths[slot]), flags | StorageCalls.CloseOnExec, StorageCalls.OwnerOnly);
            int error = _descriptors[slot] < 0 ? Marshal.GetLastPInvokeError() : 0;
            _reports[slot] = new SlotReport(_names[slot], SlotState.Unreadable, 0, 0, error);
            result = error == 0 ? result : -error;
        }

        return result;
    }

    // New files must be found again after a loss of power, too.
    private int SyncDirectory()
    {
        int directory = StorageCalls.Open(Pointer(_directory), StorageCalls.ReadOnly | StorageCalls.CloseOnExec, 0);
        if (directory < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int error = StorageCalls.Sync(directory) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = StorageCalls.Close(directory);
        return error;
    }

    private bool Find(Span<byte> payload)
    {
        payload.Clear();
        _newestSlot = -1;
        _sequence = 0;
        for (int slot = 0; slot < Slots; slot++)
        {
            _reports[slot] = Examine(slot);
            bool isNewest = _reports[slot].State == SlotState.Intact
                && (_newestSlot < 0 || RetainedSlot.IsNewer(_reports[slot].Sequence, _sequence));
            if (isNewest)
            {
                _newestSlot = slot;
                _sequence = _reports[slot].Sequence;
                _buffer.CopyTo(_newest, 0);
            }
        }

        _isKnown = true;
        if (_newestSlot >= 0 && payload.Length >= _payload_bytes)
        {
            RetainedSlot.Payload(_newest, _payload_bytes).CopyTo(payload);
        }

        return _newestSlot >= 0;
    }

    private SlotReport Examine(int slot)
    {
        const int NoSuchFile = 2;
        if (_descriptors[slot] < 0)
        {
            int reason = _reports[slot].Error;
            SlotState state = reason == NoSuchFile ? SlotState.Missing : SlotState.Unreadable;
            return new SlotReport(_names[slot], state, 0, 0, reason);
        }

        int length = StorageCalls.ReadAll(_descriptors[slot], Pointer(_buffer), RetainedSlot.Size_bytes);
        if (length < 0)
        {
            return new SlotReport(_names[slot], SlotState.Unreadable, 0, 0, -length);
        }

        ulong sequence = 0;
        ulong schema = 0;
        SlotState judged = length == 0
            ? SlotState.Empty
            : RetainedSlot.Judge(_buffer.AsSpan(0, length), _schemaHash, _payload_bytes, out sequence, out schema);
        return new SlotReport(_names[slot], judged, sequence, schema, 0);
    }

    private void CloseSlot(int slot)
    {
        if (_descriptors[slot] >= 0)
        {
            _ = StorageCalls.Close(_descriptors[slot]);
            _descriptors[slot] = -1;
        }
    }

    // The arrays are pinned: they stay where they are.
    private static byte* Pointer(byte[] pinned) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    private static byte[] Native(string path)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        byte[] bytes = GC.AllocateArray<byte>(length + 1, pinned: true);
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
