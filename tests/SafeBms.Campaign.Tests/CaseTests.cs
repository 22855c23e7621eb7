using System.Text;
using SafeBms.Core;
using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Campaign.Tests;

/// <summary>A case that goes on from a copy is the case that was never stopped, and a violation is seen.</summary>
public class CaseTests
{
    private static readonly Assumptions Assumptions = new(Repository.Model);

    public static TheoryData<string> SomeCases() =>
    [
        "F12/running-alternator/battery", "F22/running-shore/weld", "F31/running-load/1mohm",
        "F38/precharging/end-of-precharge", "F35/opening-for-operator/remote-7ms".Replace("7ms", "10ms"),
        "F53/running-alternator/50ms", "F51/short-latched/both-slots", "F58/closing-after-precharge/every-4ms",
        "F52/running-alternator/contactor.state-bit-3", "F59/running-24-volt/all", "F41/pre-alarm/50-per-cent",
        "F14/opening-for-trip/200ms", "F02/off-by-timeout/cell-500mV", "F40/checking/closing-stop-00123",
        "pair/running-alternator/stop-remote+data-current-high/2017", "F40/shutdown-latched/remote-off",
    ];

    // The whole run, from its file, with the controller's memory and the boat compared bit for bit at the end.
    [Theory]
    [MemberData(nameof(SomeCases))]
    public void A_case_from_a_copy_is_bit_for_bit_the_scenario_that_is_written_of_it(string id)
    {
        CampaignCase item = CampaignPlan.All.Single(c => c.Id == id);
        LeadRun lead = new(item.Lead, ReachedState.Go(item.Lead.State, Assumptions), Assumptions);
        Voyage voyage = lead.At(item.Phase_ms).Copy();
        CaseResult result = CaseRun.Play(item, voyage, Assumptions);
        Assert.Equal("", result.Problem);

        string text = new CampaignRunner(Assumptions).ScenarioOf(item);
        ScenarioRunner whole = new(ScenarioParser.Parse(Encoding.UTF8.GetBytes(text)));
        ScenarioResult outcome = whole.Run();

        Assert.True(outcome.Passed, outcome.Difference?.ToString());
        Assert.Equal(voyage.Boat.Plant.StateHash(), whole.Boat.Plant.StateHash());
        Assert.Equal(-1, FieldBytes<CoreState>.FirstDifference(voyage.Boat.State, whole.Boat.State));
    }

    [Fact]
    public void A_case_does_not_depend_on_the_cases_before_it()
    {
        CampaignCase[] cases = [.. CampaignPlan.All
            .Where(c => c.Lead.Name == "running-alternator" && c.Fault is "F12" or "F53" or "F28")
            .Where(c => c.Lead.Name == "running-alternator")];
        ReachedState state = ReachedState.Go(StartStates.Named("running-alternator"), Assumptions);
        LeadRun together = new(cases[0].Lead, state, Assumptions);
        string[] forwards = [.. cases.Select(c => ResultLine.Write(together.Run(c)))];
        string[] alone = [.. cases.Reverse().Select(c =>
            ResultLine.Write(new LeadRun(c.Lead, state, Assumptions).Run(c))).Reverse()];
        Assert.Equal(alone, forwards);
    }

    [Fact]
    public void What_is_not_as_expected_is_a_violation_and_its_scenario_shows_it_too()
    {
        CampaignCase wrong = Running("wrong", Expected.Never("not contactor_coil", "on purpose", 0, 4_000));
        CaseResult result = new CampaignRunner(Assumptions).Run(wrong);
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.Equal(result.Opened_ms, OpenedIn(result.Problem));

        string text = new CampaignRunner(Assumptions).ScenarioOf(wrong);
        ScenarioResult outcome = new ScenarioRunner(ScenarioParser.Parse(Encoding.UTF8.GetBytes(text))).Run();
        Assert.Equal(result.Injected_ms + result.Opened_ms, outcome.Difference?.Scan);
    }

    [Fact]
    public void A_violated_property_is_a_violation_even_if_no_expectation_speaks_of_it()
    {
        // A flipped bit is excused by its name only: here it is done behind the campaign's back.
        CampaignCase item = Running("quiet");
        LeadRun lead = new(item.Lead, ReachedState.Go(item.Lead.State, Assumptions), Assumptions);
        Voyage voyage = lead.At(0).Copy();
        BoatBuilder.Do(voyage.Boat, Doing.Break(0, "memory-bit-flip", "contactor.state", "3 count"));
        CaseResult result = CaseRun.Play(item, voyage, Assumptions);
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.Contains(result.Violations, v => v.StartsWith("P01@", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_that_is_not_reached_shows_nothing_and_is_not_passed()
    {
        StartState never = StartStates.Named("running-idle") with { Name = "never", Reached = "pack_current > 5 kA" };
        CampaignCase item = Running("quiet") with { Lead = Lead.Of(never) };
        CaseResult result = new CampaignRunner(Assumptions).Run(item);
        Assert.Equal(Verdict.NotReached, result.Verdict);
        Assert.Contains("did not become true", result.Problem, StringComparison.Ordinal);
    }

    private static CampaignCase Running(string name, params Expected[] expectations) => new()
    {
        Id = "F40/running-alternator/" + name,
        Fault = "F40",
        Text = "stop",
        Lead = Lead.Of(StartStates.Named("running-alternator")),
        Doings = [Doing.Set(1_000, "remote", "off")],
        Expectations = expectations,
        Length_ms = 5_000,
    };

    private static long OpenedIn(string problem) =>
        long.Parse(problem.AsSpan(0, problem.IndexOf(' ')), System.Globalization.CultureInfo.InvariantCulture);
}
