namespace SafeBms.Simulation;

/// <summary>
/// SplitMix64, the generator behind everything that is random in the plant. Its state is one 64-bit counter, so
/// the same seed gives the same bits on every machine, and <see cref="Mix"/> alone gives noise that depends only
/// on (seed, channel, sample) and not on how many samples were drawn before: that is what allows leaping.
/// </summary>
public struct SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private ulong _state;

    /// <summary>Starts the sequence of <paramref name="seed"/>; every value is a good seed, 0 too.</summary>
    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>A value from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below the minimum.</exception>
    public long Between(long minimum, long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        ulong span = (ulong)(maximum - minimum) + 1;
        return span == 0 ? (long)Next() : minimum + (long)(Next() % span);
    }

    /// <summary>
    /// The finaliser of SplitMix64: a bijection of 64 bits in which every input bit changes half the output.
    /// </summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>Noise bits of one sample of one channel, independent of every other sample.</summary>
    public static ulong Noise(ulong seed, int channel, long sample) =>
        Mix(Mix(seed + ((ulong)(uint)channel * Golden)) + ((ulong)sample * Golden));
}
