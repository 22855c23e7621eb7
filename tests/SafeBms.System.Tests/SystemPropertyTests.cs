using SafeBms.Core;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.System.Tests;

/// <summary>Core and plant together, under random doings and faults; the compiled monitors judge.</summary>
public sealed class SystemPropertyTests : IClassFixture<Campaign>
{
    private readonly Campaign _campaign;

    public SystemPropertyTests(Campaign campaign, ITestOutputHelper output)
    {
        _campaign = campaign;
        output.WriteLine(
            $"seed {campaign.Seed}: {campaign.Runs} runs, {campaign.Simulated_ms / 1000} s simulated, "
            + $"{campaign.Seen.Count(s => s > 0)} of {WitnessTable.Count} premises seen");
    }

    [Fact]
    public void No_property_is_violated_under_any_doings_and_up_to_two_faults() =>
        Assert.True(_campaign.Failure.Length == 0, _campaign.Failure);
}
