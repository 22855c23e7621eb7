using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.System.Tests;

/// <summary>Core and plant together, under random doings and faults; the compiled monitors judge.</summary>
public sealed class SystemPropertyTests : IClassFixture<Campaign>
{
    private const int Rare = 3;

    private readonly Campaign _campaign;

    public SystemPropertyTests(Campaign campaign, ITestOutputHelper output)
    {
        _campaign = campaign;
        output.WriteLine(
            $"seed {campaign.Seed}: {campaign.Runs} runs, {campaign.Simulated_ms / 1000} s simulated, "
            + $"{campaign.Seen.Count(s => s > 0)} of {WitnessTable.Count} premises seen; in fewer than {Rare} runs: "
            + string.Join(", ", Premises(seen => seen < Rare)));
    }

    [Fact]
    [Requirement("P15b")]
    [Requirement("P24b")]
    [Requirement("P45")]
    [Requirement("P49a")]
    [Requirement("P70")]
    [Requirement("P75")]
    [Requirement("P76")]
    [Requirement("P77")]
    public void No_property_is_violated_under_any_doings_and_up_to_two_faults() =>
        Assert.True(_campaign.Failure.Length == 0, _campaign.Failure);

    // Without this a property could hold because nothing ever happened that it speaks of.
    [Fact]
    public void Every_premise_of_every_property_has_really_happened() =>
        Assert.Empty(Premises(seen => seen == 0));

    // Faults of the controller itself, and lost frames, are the fault campaign's (tests/SafeBms.Campaign.Tests).
    private static readonly string[] Elsewhere =
    [
        "scan-pause", "frames-lost", "retained-data-corrupt", "memory-bit-flip", "supply-lost", "controller-restart",
        "scan-starved", "inputs-lost",
    ];

    [Fact]
    public void Every_fault_of_the_boat_has_been_injected() =>
        Assert.Empty(FaultBinder.Names.Except(Elsewhere).Except(_campaign.Faults));

    private IEnumerable<string> Premises(Func<int, bool> seen) => Enumerable.Range(0, WitnessTable.Count)
        .Where(i => seen(_campaign.Seen[i]))
        .Select(i => $"{WitnessTable.PropertyId(i)}: {WitnessTable.Text(i)}");
}
