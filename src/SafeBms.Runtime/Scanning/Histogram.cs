using System.Numerics;

namespace SafeBms.Runtime.Scanning;

/// <summary>
/// Counts durations in buckets that are exact below 32 ns and at most 6.25 % wide above. Adding allocates nothing.
/// One thread adds; others may read a slightly older state.
/// </summary>
public sealed class Histogram
{
    /// <summary>Number of buckets.</summary>
    public const int Buckets = 16 * 40;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>Number of durations.</summary>
    public long Count { get; private set; }

    /// <summary>Longest duration in ns.</summary>
    public long Maximum_ns { get; private set; }

    /// <summary>Counts of the buckets.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Adds a duration; a negative one counts as 0.</summary>
    public void Add(long duration_ns)
    {
        _counts[BucketOf(duration_ns)]++;
        Count++;
        Maximum_ns = Math.Max(Maximum_ns, duration_ns);
    }

    /// <summary>The bucket of a duration.</summary>
    public static int BucketOf(long duration_ns)
    {
        if (duration_ns < 32)
        {
            return (int)Math.Max(0, duration_ns);
        }

        int log = BitOperations.Log2((ulong)duration_ns);
        int within = (int)(duration_ns >> (log - 4)) & 15;
        return Math.Min(Buckets - 1, ((log - 3) * 16) + within);
    }

    /// <summary>Least duration of a bucket in ns.</summary>
    public static long LowerBound_ns(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        return bucket < 32 ? bucket : (16L + (bucket & 15)) << ((bucket / 16) - 1);
    }

    /// <summary>
    /// A duration that the given part of all durations does not exceed, at most one bucket too high; 0 without any.
    /// </summary>
    /// <param name="permille">0 to 1000.</param>
    public long Quantile_ns(int permille) => Quantile_ns(_counts, Count, permille);

    internal static long Quantile_ns(ReadOnlySpan<long> counts, long total, int permille)
    {
        if (total == 0)
        {
            return 0;
        }

        long wanted = Math.Max(1, ((total * permille) + 999) / 1000);
        long seen = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted)
            {
                return LowerBound_ns(bucket + 1) - 1;
            }
        }

        return LowerBound_ns(counts.Length) - 1;
    }
}
