using SafeBms.Jitter;
using SafeBms.Jitter.Report;
using Xunit;

namespace SafeBms.Deployment.Tests;

public class DistributionTests
{
    [Fact]
    public void A_quantile_is_the_least_value_that_its_part_of_all_values_does_not_exceed()
    {
        Random random = new(20260101);
        for (int round = 0; round < 200; round++)
        {
            long[] values = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => (long)random.Next(0, 50))];
            Distribution distribution = new(values, 1);
            foreach ((int parts, _) in JitterReport.Quantiles)
            {
                long least = values.Distinct().Order().First(value => values.Count(other => other <= value) * 10_000L >= values.Length * (long)parts);
                Assert.Equal(least, distribution.Quantile_ns(parts));
            }

            Assert.Equal(values.Max(), distribution.Quantile_ns(10_000));
        }
    }

    [Fact]
    public void Only_a_quantile_with_values_beyond_it_says_more_than_the_maximum()
    {
        Distribution distribution = new(Enumerable.Range(1, 10_000).Select(value => (long)value), 1);

        Assert.Equal(1, distribution.Beyond(9999));
        Assert.Equal(100, distribution.Beyond(9900));
        Assert.Equal(0, new Distribution([1, 2, 3], 1).Beyond(9900));
    }

    [Fact]
    public void Buckets_hold_every_value_once()
    {
        Distribution distribution = new([0, 999, 1000, 1001, 25_000, 25_999, 7_000_000], 1);

        Assert.Equal([(0L, 2), (1000L, 2), (25_000L, 2), (7_000_000L, 1)], distribution.Buckets(1000));
    }

    [Fact]
    public void A_run_without_cycles_is_refused() => Assert.Throws<UsageException>(() => new Distribution([], 1));

    [Fact]
    public void A_picture_counts_what_lies_outside_of_its_axis_at_its_ends()
    {
        int[] bins = Pictures.Bins(new Distribution([0, 5, 1000, 1_000_000_000], 1), 1000, 30);

        Assert.Equal(4, bins.Sum());
        Assert.Equal(3, bins[0]);
        Assert.Equal(1, bins[^1]);
    }
}
