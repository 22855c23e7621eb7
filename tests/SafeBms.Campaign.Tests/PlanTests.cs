using System.Globalization;
using Xunit;

namespace SafeBms.Campaign.Tests;

/// <summary>The fault list is complete, and the plan does what the list says.</summary>
public class PlanTests
{
    [Fact]
    public void The_fault_list_runs_from_F01_to_F71_without_a_gap() => Assert.Equal(
        Enumerable.Range(1, 71).Select(i => "F" + i.ToString("00", CultureInfo.InvariantCulture)),
        FaultList.All.Select(f => f.Id));

    [Fact]
    public void Every_fault_is_either_injected_or_has_a_reason_why_it_is_not()
    {
        HashSet<string> injected = [.. CampaignPlan.All.Select(c => c.Fault)];
        Assert.All(FaultList.All, f => Assert.True(injected.Contains(f.Id) != f.NotHere.Length > 0, f.Id));
        Assert.Equal(["pair"], injected.Except(FaultList.All.Select(f => f.Id)));
    }

    [Fact]
    public void A_reason_that_names_a_test_names_one_that_exists()
    {
        string tests = string.Concat(Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText));
        IEnumerable<string> named = FaultList.All.SelectMany(f => f.NotHere.Split('`').Where((_, i) => i % 2 == 1))
            .Where(name => name.Contains('_', StringComparison.Ordinal));
        Assert.All(named, name => Assert.Contains($"public void {name}(", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_without_a_condition_of_its_own_is_injected_in_every_state()
    {
        ILookup<string, string> states = CampaignPlan.All
            .Where(c => c.Id.Split('/').Length == 3)
            .ToLookup(c => $"{c.Fault}/{c.Id.Split('/')[2]}", c => c.Lead.State.Name);
        Assert.All(CampaignPlan.Injections.Where(i => i.Where is null), i => Assert.Equal(
            StartStates.All.Count, states[$"{i.Fault}/{i.Variant}"].Distinct().Count()));
    }

    [Fact]
    public void Names_are_unique_and_positions_are_numbers()
    {
        Assert.Equal(CampaignPlan.All.Count, CampaignPlan.All.Select(c => c.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, CampaignPlan.All.Count), CampaignPlan.All.Select(c => c.Index));
    }

    [Fact]
    public void Every_pair_meets_every_ms_around_the_borders_of_2_and_3_s()
    {
        ILookup<string, long> phases = CampaignPlan.All
            .Where(c => c.Fault == "pair" && c.Lead.State.Name == "running-alternator")
            .ToLookup(c => c.Id[..c.Id.LastIndexOf('/')], c => c.Phase_ms);
        Assert.True(phases.Count > 250, $"{phases.Count} pairs");
        foreach (IGrouping<string, long> pair in phases)
        {
            long[] borders = [Pairs.Margin_ms, Pairs.Margin_ms + 2_001, Pairs.Margin_ms + 3_000];
            Assert.All(borders, b => Assert.Superset(
                Enumerable.Range(-3, 7).Select(i => b + i).ToHashSet(), pair.ToHashSet()));
            Assert.True(pair.Order().Zip(pair.Order().Skip(1)).All(p => p.Second - p.First <= 100), pair.Key);
        }
    }

    [Fact]
    public void Shards_are_a_partition_of_what_is_selected()
    {
        IReadOnlyList<CampaignCase> selected = new Selection { Sample = 500, Seed = 7 }.From(CampaignPlan.All);
        IEnumerable<CampaignCase> parts = Enumerable.Range(1, 13).SelectMany(i => new Shard(i, 13).Of(selected));
        Assert.Equal(selected, parts.OrderBy(c => c.Index));
    }

    [Fact]
    public void A_sample_has_each_fault_and_does_not_depend_on_anything_but_its_seed()
    {
        int faults = CampaignPlan.All.Select(c => c.Fault).Distinct().Count();
        IReadOnlyList<CampaignCase> sample = new Selection { Sample = faults, Seed = 3 }.From(CampaignPlan.All);
        Assert.Equal(faults, sample.Select(c => c.Fault).Distinct().Count());
        Assert.Equal(sample, new Selection { Sample = faults, Seed = 3 }.From(CampaignPlan.All));
        Assert.NotEqual(sample, new Selection { Sample = faults, Seed = 4 }.From(CampaignPlan.All));
    }

    [Theory]
    [InlineData("F19", "guard")]
    [InlineData("F99", "no fault")]
    public void A_fault_that_is_not_injected_is_refused_with_the_reason(string only, string reason)
    {
        CampaignException problem =
            Assert.Throws<CampaignException>(() => new Selection { Only = [only] }.From(CampaignPlan.All));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("-1/4")]
    [InlineData("1/10000")]
    public void An_impossible_shard_is_refused(string text) =>
        Assert.Throws<CampaignException>(() => Shard.Parse(text));
}
