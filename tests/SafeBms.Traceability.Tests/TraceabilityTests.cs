using Xunit;

namespace SafeBms.Traceability.Tests;

/// <summary>The trace of this repository is whole. An orphan in either direction fails here.</summary>
public sealed class TraceabilityTests
{
    private static readonly IReadOnlyList<TraceFinding> Findings =
        Judgement.Of(Repository.Input, Repository.Graph, isComplete: false);

    [Fact]
    public void Nothing_stands_alone_between_a_hazard_and_the_test_that_shows_it() =>
        AssertNone(FindingKind.Orphan);

    [Fact]
    public void Whatever_is_said_to_be_shown_exists() => AssertNone(FindingKind.Unknown);

    [Fact]
    public void Every_property_without_a_monitor_names_evidence_that_exists_and_knows_of_it() =>
        AssertNone(FindingKind.WeakEvidence);

    [Fact]
    public void Every_requirement_has_the_words_that_somebody_has_looked_at() => AssertNone(FindingKind.Suspect);

    // "code: Type.Member": a type has the file of its name.
    [Fact]
    public void Hand_written_code_that_carries_a_requirement_exists()
    {
        string[][] carriers =
        [
            .. Repository.Graph.Requirements
                .Where(item => item.Info.CarriedBy.StartsWith("code: ", StringComparison.Ordinal))
                .Select(item => item.Info.CarriedBy["code: ".Length..].Split('.')),
        ];
        Assert.NotEmpty(carriers);
        Assert.All(carriers, carrier =>
        {
            Assert.Equal(2, carrier.Length);
            string file = Assert.Single(Directory.GetFiles(
                Path.Combine(Repository.Root, "src"), carrier[0] + ".cs", SearchOption.AllDirectories));
            Assert.Matches($@"\bpublic [^=;]*\b{carrier[1]}\(", File.ReadAllText(file));
        });
    }

    [Fact]
    public void Enough_was_read_for_the_other_tests_to_mean_something()
    {
        Assert.True(Repository.Input.Scenarios.Count >= 40);
        Assert.True(Repository.Graph.Requirements.Count >= 100);
        Assert.True(Repository.Graph.Transitions.Count >= 100);
        Assert.True(Repository.Graph.Shows.Count >= 100);
        Assert.True(Repository.Input.Tests.Tests.Count >= 100);
        Assert.True(Repository.Input.Tests.Tests.Count(test => test.Claims.Count > 0) >= 10);
    }

    [Fact]
    public void The_headline_requirement_is_traced_from_its_hazard_to_scenarios_and_back()
    {
        HazardNode hazard = Repository.Graph.Hazards.Single(item => item.Info.Id == "H5");
        Assert.Contains("REQ-S-ORD-01", hazard.Requirements);
        RequirementNode requirement = Repository.Graph.Requirements.Single(item => item.Info.Id == "REQ-S-ORD-01");
        Assert.Contains("P01", requirement.Properties);
        Assert.Contains("alternator-load-dump-avoided", requirement.Shows);
        ShowNode scenario = Repository.Graph.Shows.Single(item => item.Name == "alternator-load-dump-avoided");
        Assert.Contains("REQ-S-ORD-01", scenario.Requirements);
        RequirementNode carried = Repository.Graph.Requirements.Single(item => item.Info.Id == "REQ-ORD-01");
        TransitionNode transition = Repository.Graph.Transitions.First(item => carried.Transitions.Contains(item.Id));
        Assert.Contains("REQ-ORD-01", transition.Requirements);
        ParameterNode lead = Repository.Graph.Parameters.Single(item => item.Info.Name == "alternator_lead_time");
        Assert.Contains("P01", lead.Properties);
        Assert.Contains("H5", lead.Hazards);
    }

    private static void AssertNone(FindingKind kind)
    {
        TraceFinding[] found = [.. Findings.Where(item => item.Kind == kind)];
        Assert.True(found.Length == 0, $"{found.Length} findings:\n" + string.Join('\n', found.AsEnumerable()));
    }
}
