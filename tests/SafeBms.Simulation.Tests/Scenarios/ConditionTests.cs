using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class ConditionTests
{
    private readonly FakeNames _names =
        new() { ["coil"] = 1, ["pack_current"] = -150_000, ["mode"] = 1, ["bus"] = 13_200 };

    [Theory]
    [InlineData("coil", true)]
    [InlineData("not coil", false)]
    [InlineData("not not coil", true)]
    [InlineData("pack_current < -100 A", true)]
    [InlineData("pack_current >= -150 A and pack_current <= -150000 mA", true)]
    [InlineData("abs(pack_current) > 150 A", false)]
    [InlineData("mode == running", true)]
    [InlineData("mode != running", false)]
    [InlineData("mode in {off, error}", false)]
    [InlineData("mode in {running, error}", true)]
    [InlineData("bus - 13 V == 200 mV", true)]
    [InlineData("-bus < 0 mV", true)]
    [InlineData("coil == true and battery-link[1].lost == false", true)]
    [InlineData("false implies false", true)]
    [InlineData("coil implies not coil", false)]
    [InlineData("not coil or coil and false", false)]
    [InlineData("not (coil and battery-link[1].lost)", true)]
    [InlineData("temperature < 5 degC", true)]
    public void A_condition_has_the_value_that_it_says(string text, bool expected) =>
        Assert.Equal(expected, Condition.Parse(text, _names).Step(_names));

    [Theory]
    [InlineData("pack_curent > 1 A", 1, "Did you mean 'pack_current'")]
    [InlineData("pack_current > 1 V", 16, "left side is in mA, the right side in mV")]
    [InlineData("pack_current > 1 Amp", 16, "'Amp' is no known unit")]
    [InlineData("coil coil", 6, "'coil' is not expected here")]
    [InlineData("mode == runing", 9, "no input, output, state or boat value 'runing'")]
    [InlineData("coil and", 9, "not the end")]
    [InlineData("held(coil)", 10, "',' is expected")]
    [InlineData("held(coil, 3)", 12, "A duration is expected")]
    [InlineData("coil $ 3", 6, "'$' has no meaning")]
    [InlineData("temperature == 0.05 degC", 16, "not a whole number")]
    [InlineData("(coil", 6, "')' is expected")]
    public void What_is_wrong_with_a_condition_is_said_with_its_place(string text, int column, string part)
    {
        ScenarioException problem = Assert.Throws<ScenarioException>(() => Condition.Parse(text, _names, 7, 1));
        ScenarioProblem first = Assert.Single(problem.Problems);
        Assert.Contains(part, first.Message, StringComparison.Ordinal);
        Assert.Equal((7, column), (first.Line, first.Column));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        string text = new string('(', 5000) + "coil" + new string(')', 5000);
        Assert.Contains("64 levels", Assert.Throws<ScenarioException>(() => Condition.Parse(text, _names)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_with_an_invalid_input_is_false_whichever_way_it_points()
    {
        _names.Invalid.Add("pack_current");
        Assert.False(Condition.Parse("pack_current < 0 A", _names).Step(_names));
        Assert.False(Condition.Parse("pack_current >= 0 A", _names).Step(_names));
        Assert.False(Condition.Parse("abs(pack_current) + 1 A > 0 A", _names).Step(_names));
        Assert.False(Condition.Parse("valid(pack_current)", _names).Step(_names));
        Assert.True(Condition.Parse("valid(bus) and coil", _names).Step(_names));
    }

    [Fact]
    public void An_edge_is_seen_in_one_scan_and_never_in_the_first()
    {
        Condition rising = Condition.Parse("rising(coil)", _names);
        Condition falling = Condition.Parse("falling(coil)", _names);
        List<string> seen = [];
        foreach (int level in new[] { 1, 1, 0, 0, 1 })
        {
            _names["coil"] = level;
            seen.Add($"{rising.Step(_names)}/{falling.Step(_names)}");
        }

        Assert.Equal(["False/False", "False/False", "False/True", "False/False", "True/False"], seen);
    }

    [Fact]
    public void Held_counts_scans_and_starts_again_after_a_gap()
    {
        Condition held = Condition.Parse("held(coil, 2 ms)", _names);
        string seen = "";
        foreach (int level in new[] { 1, 1, 1, 1, 0, 1, 1, 1 })
        {
            _names["coil"] = level;
            seen += held.Step(_names) ? '1' : '0';
        }

        Assert.Equal("00110001", seen);
    }

    [Fact]
    public void Within_stays_true_for_its_duration()
    {
        Condition within = Condition.Parse("within(coil, 2 ms)", _names);
        string seen = "";
        foreach (int level in new[] { 0, 1, 0, 0, 0, 0 })
        {
            _names["coil"] = level;
            seen += within.Step(_names) ? '1' : '0';
        }

        Assert.Equal("011100", seen);
    }

    [Fact]
    public void Memory_sees_every_scan_even_where_another_part_decides()
    {
        Condition condition = Condition.Parse("battery-link[1].lost and rising(coil) or held(coil, 1 ms)", _names);
        _names["coil"] = 0;
        condition.Step(_names);
        _names["coil"] = 1;
        Assert.False(condition.Step(_names));
        Assert.True(condition.Step(_names));
    }

    [Fact]
    public void An_explanation_names_each_value_once_in_words()
    {
        Condition condition = Condition.Parse("coil and mode == error or not coil", _names);
        Assert.Equal("coil is true, mode is running", condition.Explain(_names));
    }
}
