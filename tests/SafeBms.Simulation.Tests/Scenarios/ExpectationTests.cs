using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class ExpectationTests
{
    private readonly FakeNames _names = new();

    // Coil on from scan 10 to 19, lost from scan 15 on; 40 scans.
    private Difference? Run(string yaml, int scans = 40)
    {
        string text =
            "scenario: x\nduration: 40 ms\nexpect:\n  - " + yaml.Replace("\n", "\n    ", StringComparison.Ordinal);
        Scenario scenario = ScenarioParser.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        Expectation expectation = ExpectationBinder.Bind(Assert.Single(scenario.Expectations), _names);
        Difference? first = null;
        for (int scan = 0; scan < scans; scan++)
        {
            _names["coil"] = scan is >= 10 and < 20 ? 1 : 0;
            _names["battery-link[1].lost"] = scan >= 15 ? 1 : 0;
            first ??= expectation.Step(scan, _names);
        }

        return first ?? expectation.Finish(scans - 1, _names);
    }

    [Theory]
    [InlineData("at: 10 ms\nthat: coil")]
    [InlineData("at: falling(coil)\nafter: 1 ms\nthat: not coil")]
    [InlineData("within: 10 ms\nthat: coil")]
    [InlineData("within: 5 ms\nof: coil\nthat: battery-link[1].lost")]
    [InlineData("never: coil\nfrom: 20 ms")]
    [InlineData("never: coil\nto: 9 ms")]
    [InlineData("always: coil\nfrom: rising(coil)\nto: 19 ms")]
    [InlineData("always: battery-link[1].lost\nfrom: falling(coil)")]
    [InlineData("order: [rising(coil), \"battery-link[1].lost\", falling(coil)]\nat_least: 5 ms\nat_most: 5 ms")]
    public void What_holds_is_accepted(string yaml) => Assert.Null(Run(yaml));

    [Theory]
    [InlineData("at: 9 ms\nthat: coil", 9, "coil is false")]
    [InlineData("at: 90 ms\nthat: coil", 39, "ended before this moment")]
    [InlineData("within: 9 ms\nthat: coil", 9, "still not after 9 ms")]
    [InlineData("within: 4 ms\nof: coil\nthat: battery-link[1].lost", 14, "still not after 4 ms")]
    [InlineData("within: 5 ms\nof: pack_current > 1 A\nthat: coil", 39, "before this moment")]
    [InlineData("never: coil", 10, "it was so: coil is true")]
    [InlineData("never: coil\nto: 10 ms", 10, "it was so")]
    [InlineData("always: coil\nfrom: 10 ms", 20, "not so: coil is false")]
    [InlineData("always: coil\nfrom: pack_current > 1 A", 39, "the period never began")]
    [InlineData("order: [\"battery-link[1].lost\", rising(coil)]", 10, "came first")]
    [InlineData("order: [rising(coil), \"battery-link[1].lost\"]\nat_least: 6 ms", 15, "came 5 ms after")]
    [InlineData("order: [rising(coil), \"battery-link[1].lost\"]\nat_most: 4 ms", 14, "did not follow within 4 ms")]
    [InlineData("order: [rising(coil), pack_current > 1 A]", 39, "never became true")]
    public void What_does_not_hold_is_explained_with_its_scan(string yaml, long scan, string actual)
    {
        Difference? difference = Run(yaml);
        Assert.NotNull(difference);
        Assert.Equal(scan, difference.Scan);
        Assert.Contains(actual, difference.Actual, StringComparison.Ordinal);
        Assert.Equal(4, difference.Line);
    }
}
