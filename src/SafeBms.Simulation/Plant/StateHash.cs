namespace SafeBms.Simulation;

/// <summary>A running hash over plant state, used to show that two runs are the same bit for bit.</summary>
internal static class StateHash
{
    public static ulong Add(ulong hash, long value) => SplitMix64.Mix(hash ^ (ulong)value) + 0x9E3779B97F4A7C15UL;

    public static ulong Add(ulong hash, bool value) => Add(hash, value ? 1L : 0L);

    public static ulong Add(ulong hash, long[] values)
    {
        foreach (long value in values)
        {
            hash = Add(hash, value);
        }

        return hash;
    }
}
