using System.Runtime.InteropServices;

namespace SafeBms.Laboratory;

/// <summary>A 64-bit hash of a state; the same on every machine and in every run.</summary>
public static class StateHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Multiply and rotate in four lanes, so that one multiplication need not wait for the last; mixes at the
    /// end.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (ulong a, ulong b, ulong c, ulong d) = ((ulong)bytes.Length * Prime, 1, 2, 3);
        int at = 0;
        for (; at + 4 <= words.Length; at += 4)
        {
            a = Add(a, words[at]);
            b = Add(b, words[at + 1]);
            c = Add(c, words[at + 2]);
            d = Add(d, words[at + 3]);
        }

        for (; at < words.Length; at++)
        {
            a = Add(a, words[at]);
        }

        ulong hash = Add(Add(Add(a, b), c), d);

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            hash = (hash ^ rest) * Prime;
        }

        hash ^= hash >> 32;
        hash *= 0xD6E8_FEB8_6659_FD93;
        return hash ^ (hash >> 32);
    }

    private static ulong Add(ulong hash, ulong word) => ulong.RotateLeft(hash ^ (word * Prime), 29) * Prime;
}
