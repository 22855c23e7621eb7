namespace SafeBms.Runtime.Scanning;

/// <summary>
/// Bounds lateness: each scan pours its lateness in, each scan a fixed amount leaks out. A single late scan is
/// forgiven, a machine that is too slow is not.
/// </summary>
public struct LatenessBucket
{
    private readonly long _capacity_ns;
    private readonly long _leak_ns;

    /// <summary>Creates an empty bucket.</summary>
    /// <param name="capacity_ns">It overflows above this, at least 0.</param>
    /// <param name="leak_ns">What leaks out in each scan, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below these.</exception>
    public LatenessBucket(long capacity_ns, long leak_ns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity_ns);
        ArgumentOutOfRangeException.ThrowIfLessThan(leak_ns, 1);
        _capacity_ns = capacity_ns;
        _leak_ns = leak_ns;
    }

    /// <summary>What is in it.</summary>
    public long Level_ns { get; private set; }

    /// <summary>Scans in which it overflowed.</summary>
    public long Overflows { get; private set; }

    /// <summary>True if it overflowed in the last scan.</summary>
    public bool Overflowing { get; private set; }

    /// <summary>
    /// Pours in one scan's lateness. The level cannot exceed twice the capacity, so that it empties again.
    /// </summary>
    public bool Add(long lateness_ns)
    {
        long level = Math.Max(0, Level_ns - _leak_ns) + Math.Max(0, lateness_ns);
        Overflowing = level > _capacity_ns;
        Overflows += Overflowing ? 1 : 0;
        Level_ns = Math.Min(level, 2 * _capacity_ns);
        return Overflowing;
    }
}
