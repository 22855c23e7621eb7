using System.Text;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Traceability.Tests;

/// <summary>The judgement itself: what it must notice, it notices.</summary>
public sealed class TraceTests
{
    private static readonly TestSources NoTests = TestSources.Read([]);

    private static RequirementInfo Requirement(string id, string carriedBy = "spec") =>
        new(id, "Something holds.", "H1", "proposal", carriedBy, default!);

    private static PropertyInfo Property(string evidence, bool hasMonitor = false) =>
        Repository.Model.Properties.Properties.First(property => property.Always is not null == hasMonitor) with
        {
            Id = "P999",
            Requirements = new EquatableArray<string>(["REQ-X-01"]),
            Evidence = evidence,
        };

    private static Scenario Scenario(string shows) => ScenarioParser.Parse(
        Encoding.UTF8.GetBytes($"scenario: x\nduration: 1 s\nshows: [{shows}]"));

    [Fact]
    public void A_requirement_that_nothing_shows_is_an_orphan_unless_it_is_planned()
    {
        RequirementInfo[] requirements =
            [Requirement("REQ-X-01") with { Span = Span }, Requirement("REQ-X-02", "planned: later") with { Span = Span }];
        string orphan = Assert.Single(Trace.Orphans(requirements, [], [], NoTests));
        Assert.StartsWith("REQ-X-01", orphan, StringComparison.Ordinal);
        Assert.Empty(Trace.Orphans(requirements, [], [Scenario("REQ-X-01")], NoTests));
        Assert.Empty(Trace.Orphans(requirements, [Property("", hasMonitor: true)], [], NoTests));
        Assert.Empty(Trace.Orphans(requirements, [], [], Claiming("REQ-X-01")));
    }

    [Fact]
    public void A_property_without_a_monitor_shows_nothing_by_itself() =>
        Assert.Single(Trace.Orphans([Requirement("REQ-X-01") with { Span = Span }], [Property("words")], [], NoTests));

    [Fact]
    public void A_name_that_does_not_exist_is_reported_with_its_place()
    {
        string scenario = Assert.Single(Trace.Unknown([], [], [Scenario("P998")], NoTests));
        Assert.Equal("scenarios/x.scenario.yaml(3,9): there is no P998.", scenario);
        string test = Assert.Single(Trace.Unknown([], [], [], Claiming("REQ-X-09")));
        Assert.Equal("a.cs: It_holds: there is no REQ-X-09.", test);
    }

    [Fact]
    public void Evidence_names_something_that_exists_or_its_requirement_is_planned()
    {
        Assert.Single(Trace.WeakEvidence(Property("Somebody looked at it."), false, _ => true));
        Assert.Single(Trace.WeakEvidence(Property("See `there` and `nowhere`."), false, name => name == "there"));
        Assert.Empty(Trace.WeakEvidence(Property("See `there`."), false, name => name == "there"));
        Assert.Empty(Trace.WeakEvidence(Property("Later."), isPlanned: true, _ => false));
    }

    [Fact]
    public void A_claim_above_something_that_is_no_test_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => TestSources.Read(
            [("a.cs", "[Trait(\"Requirement\", \"REQ-X-01\")]\npublic void Helper()\n")]));

    private static SourceSpan Span => Repository.Model.Requirements.Requirements[0].Span;

    private static TestSources Claiming(string id) => TestSources.Read(
        [("a.cs", $"    [Fact]\n    [Trait(\"Requirement\", \"{id}\")]\n    public void It_holds()\n")]);
}
