using System.Text;
using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class ScenarioParserTests
{
    private static IReadOnlyList<ScenarioProblem> Problems(string text) =>
        Assert.Throws<ScenarioException>(() => ScenarioParser.Parse(Encoding.UTF8.GetBytes(text))).Problems;

    [Fact]
    public void Every_part_of_a_scenario_is_read()
    {
        Scenario scenario = ScenarioParser.Parse("""
            scenario: two-loads
            text: Shows something.
            shows: [REQ-ORD-01, REQ-S-CON-02, P02a]
            product: lynx-smart-bms-1000
            duration: 1.5 min
            parameters: { aux_hold_time: 1 min }
            boat:
              system_voltage: 24 V
            events:
              - at: 10 s
                set: { load: 40 A, "battery[0].temperature": 3 degC }
              - when: contactor_coil
                after: 2 s
                set: { alternator: on }
            faults:
              - { fault: F22, at: 20 s, until: 25 s, target: "battery[0]", value: 3 V, rate: 1 }
            expect:
              - { at: 5 s, that: contactor_coil, because: it must }
              - { never: aux, from: 1 s, to: 2 s }
            expect_violations: [P05]
            """u8);
        Assert.Equal("two-loads", scenario.Name);
        Assert.Equal(["REQ-ORD-01", "REQ-S-CON-02", "P02a"], scenario.Shows.Select(id => id.Text));
        Assert.Equal(90_000, scenario.Duration_ms);
        Assert.Equal("lynx-smart-bms-1000", scenario.Product.Text);
        Assert.Equal(("aux_hold_time", "1 min"), (scenario.Parameters[0].Name, scenario.Parameters[0].Value));
        Assert.Equal(2, scenario.Events[0].Settings.Count);
        Assert.Equal(10_000, scenario.Events[0].At.Time_ms);
        Assert.Equal("contactor_coil", scenario.Events[1].At.Condition?.Text);
        Assert.Equal(2000, scenario.Events[1].At.After_ms);
        Assert.Equal(5000, scenario.Faults[0].Duration_ms);
        Assert.Equal(ExpectationKind.Never, scenario.Expectations[1].Kind);
        Assert.Equal("it must", scenario.Expectations[0].Because);
        Assert.Equal("P05", Assert.Single(scenario.ExpectedViolations).Text);
    }

    [Theory]
    [InlineData("REQ-01")]
    [InlineData("req-ord-01")]
    [InlineData("REQ-ORD-1")]
    [InlineData("P2")]
    [InlineData("P02A")]
    [InlineData("H1")]
    public void What_a_scenario_shows_has_the_form_of_a_requirement_or_a_property(string id)
    {
        ScenarioProblem problem = Assert.Single(Problems($"""
            scenario: x
            duration: 1 s
            shows: [P01, {id}]
            """));
        Assert.Equal((3, 14), (problem.Line, problem.Column));
        Assert.Contains($"'{id}' names neither a requirement nor a property", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_scenario_shows_is_named_once()
    {
        ScenarioProblem problem = Assert.Single(Problems("scenario: x\nduration: 1 s\nshows: [P01, P01]"));
        Assert.Contains("named twice", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_form_are_reported_in_one_reading()
    {
        IReadOnlyList<ScenarioProblem> problems = Problems("""
            scenario: Bad Name
            duraton: 3 s
            events:
              - at: 3 parsecs
                set: { load: 3 A }
              - at: 3 s
            expect:
              - { at: 3 s, never: x, that: y }
            """);
        string all = string.Join("\n", problems.Select(p => p.Format("f.yaml")));
        Assert.Contains("f.yaml(1,11): 'Bad Name' is no name", all, StringComparison.Ordinal);
        Assert.Contains("f.yaml(2,1): A scenario has no key 'duraton'. Did you mean 'duration'?", all,
            StringComparison.Ordinal);
        Assert.Contains("A scenario needs 'duration:'", all, StringComparison.Ordinal);
        Assert.Contains("f.yaml(4,9): 'parsecs' is no known unit", all, StringComparison.Ordinal);
        Assert.Contains("An event needs 'set:'", all, StringComparison.Ordinal);
        Assert.Contains("exactly one of", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a: &x 1", "Anchors")]
    [InlineData("a: *x", "aliases are not allowed")]
    [InlineData("a: !!str 1", "Tags")]
    [InlineData("a: 1\na: 2", "stands twice")]
    [InlineData("a:\t1", "tab")]
    [InlineData("a: \u0001", "control character 0x01")]
    [InlineData("a: [1", "no YAML")]
    [InlineData("a: 1\n---\nb: 1", "one document")]
    [InlineData("\uFEFFa: 1", "byte-order mark")]
    [InlineData("{a: 1}: 2", "single word")]
    [InlineData("[1, 2]", "A scenario has keys")]
    [InlineData("just words", "A scenario has keys")]
    public void A_hostile_file_is_refused_with_a_reason(string text, string part) =>
        Assert.Contains(part, string.Join("\n", Problems(text).Select(p => p.Message)), StringComparison.Ordinal);

    [Fact]
    public void Size_depth_and_encoding_have_limits()
    {
        Assert.Contains("limit", Problems(new string(' ', StrictYaml.MaxBytes + 1))[0].Message,
            StringComparison.Ordinal);
        Assert.Contains("32 levels", Problems("a: " + new string('[', 100) + new string(']', 100))[0].Message,
            StringComparison.Ordinal);
        ScenarioException problem =
            Assert.Throws<ScenarioException>(() => ScenarioParser.Parse([0x61, 0x3A, 0x20, 0xFF, 0xFE]));
        Assert.Contains("UTF-8", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.75 V", 3750, "mV")]
    [InlineData("600 A", 600_000, "mA")]
    [InlineData("-5 degC", -50, "dC")]
    [InlineData("1.5 min", 90_000, "ms")]
    [InlineData("80 %", 800, "permille")]
    [InlineData("3", 3, "count")]
    public void A_quantity_is_read_in_its_base_unit(string text, long value, string unit)
    {
        Assert.True(Quantity.TryParse(text, out Quantity quantity, out _));
        Assert.Equal(new Quantity(value, unit), quantity);
    }
}
