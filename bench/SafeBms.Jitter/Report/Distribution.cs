namespace SafeBms.Jitter.Report;

/// <summary>All values of one quantity, sorted: no bucket rounds a quantile.</summary>
internal sealed class Distribution
{
    private readonly long[] _sorted_ns;

    /// <summary>Creates it.</summary>
    /// <param name="values_ns">The values, at least one; they are copied.</param>
    /// <param name="resolution_ns">What the instrument tells apart.</param>
    public Distribution(IEnumerable<long> values_ns, long resolution_ns)
    {
        _sorted_ns = [.. values_ns];
        if (_sorted_ns.Length == 0)
        {
            throw new UsageException("A run has no cycles.");
        }

        Array.Sort(_sorted_ns);
        Resolution_ns = resolution_ns;
    }

    public int Count => _sorted_ns.Length;

    public long Resolution_ns { get; }

    public long Minimum_ns => _sorted_ns[0];

    public long Maximum_ns => _sorted_ns[^1];

    public ReadOnlySpan<long> Sorted_ns => _sorted_ns;

    /// <summary>The least value that the given part of all values does not exceed.</summary>
    /// <param name="partsOf10000">1 to 10000.</param>
    public long Quantile_ns(int partsOf10000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partsOf10000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partsOf10000, 10_000);
        return _sorted_ns[Rank(partsOf10000) - 1];
    }

    /// <summary>How many values lie beyond a quantile: with none, it is only another name of the maximum.</summary>
    public int Beyond(int partsOf10000) => Count - Rank(partsOf10000);

    /// <summary>Counts in steps of a fixed width, without the empty ones; the key is the lower end.</summary>
    public IReadOnlyList<(long From_ns, int Count)> Buckets(long width_ns)
    {
        List<(long, int)> buckets = [];
        int at = 0;
        while (at < Count)
        {
            long from_ns = _sorted_ns[at] / width_ns * width_ns;
            int begin = at;
            while (at < Count && _sorted_ns[at] < from_ns + width_ns)
            {
                at++;
            }

            buckets.Add((from_ns, at - begin));
        }

        return buckets;
    }

    private int Rank(int partsOf10000) => (int)((((long)Count * partsOf10000) + 9999) / 10_000);
}
