using SafeBms.Proof.Questions;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>What can never happen is found, and nothing is found where all is well.</summary>
public class DeepCheckTests
{
    [Fact]
    public void The_remote_input_as_it_is_has_no_finding_and_no_open_question()
    {
        DeepResult result = Ask(SpecificationFiles.Shipped(), "remote-input");

        Assert.Empty(result.Findings);
        Assert.Empty(result.Undecided);
        Assert.True(result.Questions > 0);
    }

    [Fact]
    public void A_guard_that_contradicts_itself_is_dead_and_its_state_is_never_left()
    {
        SpecificationModel model = SpecificationFiles.WithFault(
            "remote-input.statemachine.yaml", "when: open_long_enough,", "when: open_long_enough and closed_long_enough,");

        DeepResult result = Ask(model, "remote-input");

        Assert.Equal(["SBMS160", "SBMS163"], result.Findings.Select(one => one.Id).Order());
        Assert.Contains("'SwitchedOn'", result.Findings.Single(one => one.Id == "SBMS160").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_behind_a_dead_guard_is_never_reached()
    {
        SpecificationModel model = SpecificationFiles.WithFault(
            "remote-input.statemachine.yaml", "when: closed_long_enough,", "when: open_long_enough and closed_long_enough,");

        DeepResult result = Ask(model, "remote-input");

        Assert.Contains(result.Findings, one => one.Id == "SBMS162" && one.Message.Contains("SwitchedOn", StringComparison.Ordinal));
    }

    [Fact]
    public void A_transition_that_an_earlier_one_always_wins_against_never_fires()
    {
        SpecificationModel model = SpecificationFiles.WithFault(
            "operator-request.statemachine.yaml",
            "{ to: ByTimeout, when: hold_ends, requirement: REQ-AUX-02 }",
            "{ to: ByTimeout, when: hold_ends and asks_off, requirement: REQ-AUX-02 }");

        DeepResult result = Ask(model, "operator-request");

        Assert.Equal(["SBMS161"], result.Findings.Select(one => one.Id));
        Assert.Contains(result.Notes, note => note.Contains("operator-request", StringComparison.Ordinal));
    }

    private static DeepResult Ask(SpecificationModel model, string machine) =>
        DeepCheck.Run(model, only: name => name == machine);
}
