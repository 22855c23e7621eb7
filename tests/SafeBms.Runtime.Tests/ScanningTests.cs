using SafeBms.Devices.Linux;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Tests;

public sealed class ScanningTests
{
    [Theory]
    [InlineData(0, 400_000, 1_000_000)]
    [InlineData(0, 1_000_000, 1_000_000)]
    [InlineData(0, 1_000_001, 1_000_001)]
    [InlineData(5_000_000, 9_300_000, 9_300_000)]
    public void The_next_scan_begins_a_period_later_or_when_the_write_has_ended(long deadline, long writeEnd,
        long next) =>
        Assert.Equal(next, Pacing.NextDeadline(deadline, writeEnd));

    [Fact]
    public void However_late_scans_are_two_writes_n_scans_apart_are_never_less_than_n_minus_one_periods_apart()
    {
        const int seed = 20260;
        Random random = new(seed);
        const int scans = 20_000;
        long[] begin_ns = new long[scans];
        long[] end_ns = new long[scans];
        long deadline = 0;
        for (int k = 0; k < scans; k++)
        {
            // A write begins at its deadline at the earliest and may take from nothing to 20 periods.
            long took = random.Next(10) == 0 ? random.NextInt64(20 * Pacing.Period_ns) : random.NextInt64(300_000);
            begin_ns[k] = deadline;
            end_ns[k] = deadline + took;
            deadline = Pacing.NextDeadline(deadline, end_ns[k]);
        }

        // N+1 scans between two edges: the first is on the line at the end of its write at the latest, the second at
        // the begin of its scan at the earliest.
        foreach (int n in new[] { 1, 2, 10, 2000 })
        {
            for (int k = 0; k + n + 1 < scans; k++)
            {
                long apart = begin_ns[k + n + 1] - end_ns[k];
                Assert.True(apart >= n * Pacing.Period_ns, $"seed {seed}, scan {k}, n {n}: {apart} ns");
            }
        }
    }

    [Fact]
    [Requirement("REQ-S-RUN-06")]
    public void Lost_time_is_never_caught_up()
    {
        long deadline = Pacing.NextDeadline(0, 50_000_000);
        Assert.Equal(50_000_000, deadline);
        Assert.Equal(51_000_000, Pacing.NextDeadline(deadline, deadline + 10_000));
    }

    [Fact]
    public void Lateness_is_what_exceeds_the_scans_own_millisecond()
    {
        Assert.Equal(0, Pacing.Lateness_ns(0, 999_999));
        Assert.Equal(0, Pacing.Lateness_ns(0, 1_000_000));
        Assert.Equal(250_000, Pacing.Lateness_ns(0, 1_250_000));
    }

    [Fact]
    public void One_late_scan_is_forgiven_and_steady_lateness_is_not()
    {
        LatenessBucket bucket = new(capacity_ns: 10_000_000, leak_ns: 100_000);
        Assert.False(bucket.Add(9_000_000));
        for (int k = 0; k < 90; k++)
        {
            Assert.False(bucket.Add(0));
        }

        Assert.Equal(0, bucket.Level_ns);
        int scans = 0;
        while (!bucket.Add(300_000))
        {
            scans++;
            Assert.True(scans < 60, "200 us net a scan must fill 10 ms in 50 scans");
        }

        Assert.InRange(scans, 45, 50);
        Assert.Equal(1, bucket.Overflows);
    }

    [Fact]
    public void A_bucket_that_overflowed_empties_again()
    {
        LatenessBucket bucket = new(1_000_000, 100_000);
        Assert.True(bucket.Add(long.MaxValue / 4));
        int scans = 0;
        while (bucket.Add(0))
        {
            scans++;
        }

        Assert.InRange(scans, 5, 20);
    }

    [Fact]
    public void Every_duration_lies_in_the_bucket_that_names_it()
    {
        for (long value = 0; value < 5_000_000_000; value = value < 2000 ? value + 1 : value + (value / 97))
        {
            int bucket = Histogram.BucketOf(value);
            Assert.True(Histogram.LowerBound_ns(bucket) <= value, $"{value} in {bucket}");
            Assert.True(value < Histogram.LowerBound_ns(bucket + 1), $"{value} in {bucket}");
        }

        Assert.Equal(0, Histogram.BucketOf(-5));
        Assert.Equal(Histogram.Buckets - 1, Histogram.BucketOf(long.MaxValue));
    }

    [Fact]
    public void A_quantile_is_at_most_one_bucket_too_high()
    {
        Histogram histogram = new();
        for (int i = 1; i <= 1000; i++)
        {
            histogram.Add(i * 1000);
        }

        Assert.InRange(histogram.Quantile_ns(500), 500_000, 532_000);
        Assert.InRange(histogram.Quantile_ns(999), 999_000, 1_062_000);
        Assert.Equal(1_000_000, histogram.Maximum_ns);
        Assert.Equal(0, new Histogram().Quantile_ns(500));
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        Histogram histogram = new();
        LatenessBucket bucket = new(1000, 10);
        histogram.Add(1);
        bucket.Add(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
        {
            histogram.Add(i);
            bucket.Add(i & 7);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Sleeping_until_an_instant_never_ends_before_it()
    {
        long until = MonotonicClock.Now_ns + 3_000_000;
        MonotonicClock.SleepUntil(until);
        Assert.True(MonotonicClock.Now_ns >= until);
        MonotonicClock.SleepUntil(0);
    }

    [Fact]
    public void A_bucket_needs_a_leak_and_no_negative_capacity()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatenessBucket(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatenessBucket(0, 0));
        Assert.False(new LatenessBucket(0, 1).Overflowing);
    }

    [Fact]
    public void A_bucket_overflows_above_its_capacity_and_holds_twice_as_much_at_most()
    {
        LatenessBucket bucket = new(capacity_ns: 1000, leak_ns: 100);

        Assert.False(bucket.Add(1000));
        Assert.Equal((1000, false, 0), (bucket.Level_ns, bucket.Overflowing, bucket.Overflows));
        Assert.True(bucket.Add(101));
        Assert.Equal((1001, true, 1), (bucket.Level_ns, bucket.Overflowing, bucket.Overflows));
        Assert.True(bucket.Add(50_000));
        Assert.Equal((2000, true, 2), (bucket.Level_ns, bucket.Overflowing, bucket.Overflows));
        Assert.True(bucket.Add(-500));
        Assert.Equal(1900, bucket.Level_ns);
    }

    [Fact]
    public void A_bucket_does_not_save_up_what_could_have_leaked()
    {
        LatenessBucket bucket = new(capacity_ns: 1000, leak_ns: 100);
        bucket.Add(50);
        bucket.Add(0);

        Assert.Equal(0, bucket.Level_ns);
        bucket.Add(300);
        Assert.Equal(300, bucket.Level_ns);
    }

    [Theory]
    [InlineData(31, 31)]
    [InlineData(32, 32)]
    [InlineData(33, 32)]
    [InlineData(34, 33)]
    [InlineData(63, 47)]
    [InlineData(64, 48)]
    [InlineData(1_000_000, 270)]
    public void The_buckets_of_a_histogram_are_where_reports_expect_them(long duration_ns, int bucket) =>
        Assert.Equal(bucket, Histogram.BucketOf(duration_ns));

    [Fact]
    public void A_histogram_has_no_bucket_below_zero_and_counts_negative_durations_as_zero()
    {
        Histogram histogram = new();
        histogram.Add(-7);
        histogram.Add(0);

        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.LowerBound_ns(-1));
        Assert.Equal((2L, 2L, 0L), (histogram.Count, histogram.Counts[0], histogram.Maximum_ns));
        Assert.Equal(0, histogram.Quantile_ns(1000));
    }

    [Fact]
    public void Quantiles_of_few_durations_are_exact_where_the_buckets_are()
    {
        Histogram histogram = new();
        histogram.Add(3);
        histogram.Add(7);
        histogram.Add(7);
        histogram.Add(20);

        int[] permilles = [0, 250, 251, 750, 751, 1000];
        Assert.Equal([3L, 3, 7, 7, 20, 20], permilles.Select(histogram.Quantile_ns));
    }

    // As a reader sees it whose counts are older than their sum.
    [Fact]
    public void More_durations_than_there_are_lie_in_the_last_bucket()
    {
        Histogram histogram = new();
        histogram.Add(3);

        Assert.Equal(3, histogram.Quantile_ns(1000));
        Assert.Equal(Histogram.LowerBound_ns(Histogram.Buckets) - 1, histogram.Quantile_ns(2000));
    }
}
