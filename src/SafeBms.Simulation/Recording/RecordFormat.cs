using System.Buffers.Binary;
using System.Numerics;

namespace SafeBms.Simulation.Recording;

/// <summary>A record that cannot be used; the message says what is wrong and what to do.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Creates it.</summary>
    public RecordException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public RecordException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public RecordException()
    {
    }
}

/// <summary>What a record was made with; it can be repeated only with the same.</summary>
public sealed record RecordHeader
{
    /// <summary>Identifies specification and tables: a different core gives a different number.</summary>
    public required ulong SpecificationHash { get; init; }

    /// <summary>Product.</summary>
    public required string Product { get; init; }

    /// <summary>Every parameter in the order of the parameter table.</summary>
    public required IReadOnlyList<long> Parameters { get; init; }

    /// <summary>Number of inputs.</summary>
    public required int Inputs { get; init; }

    /// <summary>Number of outputs.</summary>
    public required int Outputs { get; init; }

    /// <summary>Whether the retained data were intact at start.</summary>
    public bool RetainedValid { get; init; } = true;
}

/// <summary>
/// The record: magic, header, blocks of up to 1000 scans, end mark. Every part carries its CRC-32C. A scan is stored as
/// what differs from a guess (same value, one scan older), which makes about 10 bytes.
/// </summary>
internal static class RecordFormat
{
    public const ulong Magic = 0x3144_5243_534D_4253; // "SBMSCRD1" in the file
    public const ushort Version = 1;
    public const uint BlockMark = 0x314B_4C42; // "BLK1"
    public const uint EndMark = 0x3144_4E45; // "END1"
    public const int ScansPerBlock = 1000;
    public const int BlockHead = 4 + 4 + 4 + 8 + 8;
    public const int MaxBlockBytes = 8 * 1024 * 1024;
    public const ulong HashSeed = 0xCBF2_9CE4_8422_2325;

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>True if the last four bytes are the check sum of the rest.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> part) =>
        Crc(part[..^4]) == BinaryPrimitives.ReadUInt32LittleEndian(part[^4..]);

    public static ulong Mix(ulong hash, long value) => SplitMix64.Mix(hash ^ (ulong)value) + 0x9E37_79B9_7F4A_7C15UL;

    public static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
