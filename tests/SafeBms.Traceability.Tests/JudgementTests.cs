using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;
using Xunit;

namespace SafeBms.Traceability.Tests;

/// <summary>The judgement itself: what it must notice, it notices, and nothing else.</summary>
public sealed class JudgementTests
{
    private static readonly TestSources NoTests = TestSources.Read([]);

    [Fact]
    public void A_whole_trace_has_no_finding() => Assert.Empty(Small.Judge(Small.Whole));

    [Fact]
    public void A_hazard_that_no_requirement_prevents_is_an_orphan()
    {
        HazardInfo other = Small.Whole.Model.Requirements.Hazards[0] with { Id = "H2" };
        RequirementsModel requirements = Small.Whole.Model.Requirements with
        {
            Hazards = new EquatableArray<HazardInfo>([.. Small.Whole.Model.Requirements.Hazards, other]),
        };
        AssertOne(
            Small.Whole with { Model = Small.Whole.Model with { Requirements = requirements } },
            FindingKind.Orphan, "H2");
    }

    [Fact]
    public void A_requirement_that_comes_from_no_hazard_is_an_orphan() => Assert.Contains(
        Small.Judge(Small.Of([Small.Requirement with { Hazard = "" }], [Small.Property])),
        item => item.Kind == FindingKind.Orphan && item.Message.Contains("comes from no hazard", StringComparison.Ordinal));

    [Fact]
    public void A_requirement_that_nothing_carries_is_an_orphan_unless_code_does_or_it_is_planned()
    {
        TraceInput bare = Small.Of([Small.Requirement], []) with { Scenarios = [Small.Scenario("REQ-X-01")] };
        AssertOne(bare, FindingKind.Orphan, "REQ-X-01");
        TraceInput code = Small.Of([Small.Requirement with { CarriedBy = "code: Border.Read" }], []);
        Assert.Empty(Small.Judge(code with { Scenarios = [Small.Scenario("REQ-X-01")] }));
    }

    [Fact]
    public void A_requirement_that_nothing_shows_is_an_orphan_unless_it_is_planned()
    {
        PropertyInfo words = Small.Property with { Always = null, Evidence = "See `there`." };
        TraceInput input = Small.Of([Small.Requirement], [words]) with { Tests = NoTests };
        AssertOne(input, FindingKind.Orphan, "REQ-X-01");
        Assert.Empty(Small.Judge(input with { Tests = Small.Whole.Tests }));
        Assert.Empty(Small.Judge(input with { Scenarios = [Small.Scenario("P90, REQ-X-01")] }));
        Assert.Empty(Small.Judge(
            Small.Of([Small.Requirement with { CarriedBy = "planned: later" }], [words]) with { Tests = NoTests }));
    }

    [Fact]
    public void A_property_that_no_requirement_asks_for_is_an_orphan() => AssertOne(
        Small.Of([Small.Requirement], [Small.Property, Small.Property with
        {
            Id = "P91", Requirements = EquatableArray<string>.Empty,
        }]),
        FindingKind.Orphan, "P91");

    [Fact]
    public void A_transition_without_a_requirement_or_with_an_unknown_one_is_found()
    {
        MachineInfo machine = Repository.Input.Model.Machines.First(item => item.Name == "pre-alarm");
        MachineInfo With(params string[] ids) => machine with
        {
            States = new EquatableArray<StateInfo>(machine.States.Select(state => state with
            {
                Transitions = new EquatableArray<TransitionInfo>(state.Transitions.Take(state.Index == 0 ? 1 : 0)
                    .Select(item => item with { Requirements = new EquatableArray<string>(ids) })),
            })),
        };
        TraceInput Input(MachineInfo changed) => Small.Whole with
        {
            Model = Small.Whole.Model with { Machines = new EquatableArray<MachineInfo>([changed]) },
        };
        Assert.Empty(Small.Judge(Input(With("REQ-X-01"))));
        AssertOne(Input(With()), FindingKind.Orphan, "pre-alarm.Quiet.1");
        AssertOne(Input(With("REQ-X-01", "REQ-X-77")), FindingKind.Unknown, "pre-alarm.Quiet.1");
    }

    [Fact]
    public void A_name_that_does_not_exist_is_reported_with_its_place()
    {
        TraceFinding scenario = AssertOne(
            Small.Whole with { Scenarios = [Small.Scenario("P90, P998")] }, FindingKind.Unknown, "x");
        Assert.Equal("scenarios/x.scenario.yaml(3,14)", scenario.Place);
        TraceInput test = Small.Whole with
        {
            Tests = TestSources.Read([("a.cs", Small.Source), ("b.cs", Small.Source.Replace("X-01", "X-09", StringComparison.Ordinal))]),
        };
        Assert.Equal("b.cs(6)", AssertOne(test, FindingKind.Unknown, "It_holds").Place);
    }

    [Fact]
    public void A_scenario_that_shows_nothing_is_an_orphan() =>
        AssertOne(Small.Whole with { Scenarios = [Small.Scenario("")] }, FindingKind.Orphan, "x");

    [Fact]
    public void Evidence_names_something_that_exists_and_a_scenario_that_knows_of_it()
    {
        TraceInput With(string evidence) => Small.Of(
            [Small.Requirement], [Small.Property with { Always = null, Evidence = evidence }]);
        AssertOne(With("Somebody looked at it."), FindingKind.WeakEvidence, "P90");
        AssertOne(With("See `there` and `nowhere`."), FindingKind.WeakEvidence, "P90");
        Assert.Empty(Small.Judge(With("See `there`, `x` and `It_holds`.")));
        AssertOne(
            With("See `x`.") with { Scenarios = [Small.Scenario("REQ-X-01")] }, FindingKind.WeakEvidence, "P90");
    }

    [Fact]
    public void A_property_that_is_verified_by_test_needs_a_test_or_a_scenario_that_names_it()
    {
        TraceInput input = Small.Of(
            [Small.Requirement], [Small.Property with { VerifiedBy = VerificationMethod.Test }]);
        Assert.Empty(Small.Judge(input));
        AssertOne(input with { Scenarios = [Small.Scenario("REQ-X-01")] }, FindingKind.Orphan, "P90");
    }

    [Fact]
    public void Other_words_of_a_requirement_make_everything_that_shows_it_suspect_until_they_are_accepted()
    {
        RequirementInfo changed = Small.Requirement with { Text = "Something else holds." };
        TraceInput input = Small.Of([changed], [Small.Property]) with { Reviewed = Small.Whole.Reviewed };
        TraceFinding finding = AssertOne(input, FindingKind.Suspect, "REQ-X-01");
        Assert.Contains("P90, x, A.Tests.BTests.It_holds", finding.Message, StringComparison.Ordinal);
        Assert.Equal(ReviewState.Suspect, TraceBuilder.Build(input).Requirements[0].Review);
        Assert.Empty(Small.Judge(Small.Of([changed], [Small.Property])));
    }

    [Fact]
    public void A_requirement_that_nobody_has_looked_at_is_suspect_and_one_that_is_gone_is_named()
    {
        AssertOne(
            Small.Whole with { Reviewed = ReviewedRequirements.None }, FindingKind.Suspect, "REQ-X-01");
        TraceInput gone = Small.Of([Small.Requirement], [Small.Property]);
        gone.Reviewed.Accept("REQ-X-55", "0123456789abcdef");
        AssertOne(gone, FindingKind.Unknown, "REQ-X-55");
    }

    [Fact]
    public void A_missing_result_is_never_a_good_one_and_a_finding_where_results_are_asked_for()
    {
        Assert.All(TraceBuilder.Build(Small.Whole).Requirements, item => Assert.Equal(Outcome.NotRun, item.Outcome));
        Assert.Equal(FindingKind.NotRun, Assert.Single(Small.Judge(Small.Whole, isComplete: true)).Kind);
    }

    [Theory]
    [InlineData("proved", Outcome.Passed, Outcome.Passed, Outcome.Passed)]
    [InlineData("proved", Outcome.Failed, Outcome.Passed, Outcome.Failed)]
    [InlineData("refuted", Outcome.Passed, Outcome.Passed, Outcome.Failed)]
    [InlineData("not proved", Outcome.Passed, Outcome.Passed, Outcome.NotProved)]
    [InlineData("proved", Outcome.NotRun, Outcome.Passed, Outcome.Partial)]
    [InlineData("", Outcome.Passed, Outcome.Passed, Outcome.Partial)]
    public void A_requirement_is_passed_only_if_all_that_shows_it_is(
        string verdict, Outcome scenario, Outcome test, Outcome expected)
    {
        Outcome proof = verdict switch { "proved" => Outcome.Passed, "refuted" => Outcome.Failed, _ => Outcome.NotProved };
        ResultSet results = new(
            [
                new("A.S.A_scenario_holds", "A.S.A_scenario_holds(file: \"x.scenario.yaml\")", scenario, "no"),
                new("A.Tests.BTests.It_holds", "A.Tests.BTests.It_holds", test, ""),
            ],
            verdict.Length == 0 ? [] : [.. Small.Whole.Model.Products.Select((product, index) => index == 0
                ? new ProofResult("P90", product.Name, proof, verdict)
                : new ProofResult("P90", product.Name, Outcome.Passed, "proved"))],
            []);
        TraceInput input = Small.Whole with { Results = results };
        Assert.Equal(expected, TraceBuilder.Build(input).Requirements[0].Outcome);
        Assert.Equal(expected, TraceBuilder.Build(input).Hazards[0].Outcome);
        Assert.Equal(
            expected is Outcome.Failed or Outcome.NotProved, Small.Judge(input).Any(item => item.Kind == FindingKind.Failed));
    }

    [Fact]
    public void Only_a_property_that_is_excepted_by_name_may_be_not_proved_and_it_is_not_passed_by_that()
    {
        ResultSet results = new([], [new ProofResult("P90", "", Outcome.NotProved, "not proved")], []);
        TraceInput asked = Small.Whole with { Results = results };
        AssertOne(asked, FindingKind.Failed, "P90");
        PropertyInfo excepted = Small.Property with { Exceptions = new EquatableArray<string>(["proof: too deep"]) };
        TraceInput input = Small.Of([Small.Requirement], [excepted]) with { Results = results };
        Assert.Empty(Small.Judge(input));
        Assert.Equal(Outcome.NotProved, TraceBuilder.Build(input).Requirements[0].Outcome);
        AssertOne(
            input with { Results = new ResultSet([], [new ProofResult("P90", "", Outcome.Failed, "refuted")], []) },
            FindingKind.Failed, "P90");
    }

    private static TraceFinding AssertOne(TraceInput input, FindingKind kind, string subject)
    {
        TraceFinding finding = Assert.Single(Small.Judge(input));
        Assert.Equal(kind, finding.Kind);
        Assert.Equal(subject, finding.Subject);
        return finding;
    }
}
