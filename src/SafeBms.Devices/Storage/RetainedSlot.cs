using System.Buffers.Binary;
using System.Numerics;

namespace SafeBms.Devices.Storage;

/// <summary>What a slot of retained data is worth.</summary>
public enum SlotState
{
    /// <summary>Everything fits: its content may be used.</summary>
    Intact,

    /// <summary>There is no file.</summary>
    Missing,

    /// <summary>The file cannot be opened or read.</summary>
    Unreadable,

    /// <summary>The file is shorter than a slot.</summary>
    Short,

    /// <summary>Nothing but zeros: made, or cleared, but never written.</summary>
    Empty,

    /// <summary>It does not begin as a slot does.</summary>
    WrongMagic,

    /// <summary>The checksum does not fit: a torn write, or a damaged medium.</summary>
    WrongChecksum,

    /// <summary>An intact slot of another format.</summary>
    WrongVersion,

    /// <summary>An intact slot of another layout or specification.</summary>
    WrongSchema,

    /// <summary>An intact slot whose content has another length.</summary>
    WrongLength,
}

/// <summary>
/// One slot: 512 bytes, the size that disks write at once. Head of 32 bytes (magic, version, length, schema hash,
/// sequence number), content, zeros, and in the last four bytes CRC-32C over all before them.
/// </summary>
/// <remarks>Little endian. Nothing here allocates or throws for any content.</remarks>
public static class RetainedSlot
{
    /// <summary>Size of a slot.</summary>
    public const int Size_bytes = 512;

    /// <summary>Largest content.</summary>
    public const int MaxPayload_bytes = Size_bytes - Head_bytes - Checksum_bytes;

    /// <summary>Format of the slot itself.</summary>
    public const uint Version = 1;

    private const ulong Magic = 0x3154_4552_4246_4153; // "SAFBRET1"
    private const int Head_bytes = 32;
    private const int Checksum_bytes = 4;

    /// <summary>Fills a slot.</summary>
    /// <exception cref="ArgumentException">The slot has another size, or the content is too long.</exception>
    public static void Encode(Span<byte> slot, ulong schemaHash, ulong sequence, ReadOnlySpan<byte> payload)
    {
        if (slot.Length != Size_bytes || payload.Length > MaxPayload_bytes)
        {
            throw new ArgumentException($"A slot has {Size_bytes} bytes and takes at most {MaxPayload_bytes}.");
        }

        slot.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(slot, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(slot[12..], payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[16..], schemaHash);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[24..], sequence);
        payload.CopyTo(slot[Head_bytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[^Checksum_bytes..], Checksum(slot[..^Checksum_bytes]));
    }

    /// <summary>
    /// Judges the bytes of a slot. Sequence number and schema hash mean something only if the checksum fits.
    /// </summary>
    public static SlotState Judge(ReadOnlySpan<byte> slot, ulong schemaHash, int payload_bytes, out ulong sequence,
        out ulong foundSchema)
    {
        sequence = 0;
        foundSchema = 0;
        if (slot.Length < Size_bytes)
        {
            return SlotState.Short;
        }

        slot = slot[..Size_bytes];
        if (BinaryPrimitives.ReadUInt64LittleEndian(slot) != Magic)
        {
            return slot.IndexOfAnyExcept((byte)0) < 0 ? SlotState.Empty : SlotState.WrongMagic;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(slot[^Checksum_bytes..]) != Checksum(slot[..^Checksum_bytes]))
        {
            return SlotState.WrongChecksum;
        }

        sequence = BinaryPrimitives.ReadUInt64LittleEndian(slot[24..]);
        foundSchema = BinaryPrimitives.ReadUInt64LittleEndian(slot[16..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]) != Version)
        {
            return SlotState.WrongVersion;
        }

        return foundSchema != schemaHash ? SlotState.WrongSchema
            : BinaryPrimitives.ReadInt32LittleEndian(slot[12..]) != payload_bytes ? SlotState.WrongLength
            : SlotState.Intact;
    }

    /// <summary>The content of an intact slot.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> slot, int payload_bytes) =>
        slot.Slice(Head_bytes, payload_bytes);

    /// <summary>
    /// True if the first sequence number is newer. Numbers may wrap: the nearer way round decides.
    /// </summary>
    public static bool IsNewer(ulong sequence, ulong than) => unchecked((long)(sequence - than)) > 0;

    /// <summary>CRC-32C (Castagnoli), start and end inverted.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
