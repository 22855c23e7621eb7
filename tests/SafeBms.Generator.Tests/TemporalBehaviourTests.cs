using SafeBms.Generator.Tests.Harness;

namespace SafeBms.Generator.Tests;

/// <summary>Temporal calls and timers scan by scan, on compiled code: <c>#</c> is true, <c>.</c> is false.</summary>
public class TemporalBehaviourTests
{
    [Theory]
    [InlineData("held(a else false, 3 ms)", "###.#####", ".......##")]
    [InlineData("held(a else false, 3 ms)", "######", "...###")]
    [InlineData("held(a else false, 0 ms)", "#.#", "#.#")]
    [InlineData("held_or_initially(a else false, 3 ms)", "##.#####", "##....##")]
    [InlineData("within(a else false, 2 ms)", "...#.....", "...###...")]
    [InlineData("within(a else false, 2 ms)", ".....", ".....")]
    [InlineData("within(a else false, 2 ms)", "#.#....", "#####..")]
    [InlineData("rising(a else false)", "#.##.#", "#.#..#")]
    [InlineData("falling(a else false)", "..#..#.", "...#..#")]
    [InlineData("previous(a else false)", "##.#.", ".##.#")]
    [InlineData("once(a else false)", "..#..", "..###")]
    [InlineData("held(a else false, delay)", "######", "...###")]
    [InlineData("held(a else false, fixed_delay)", "######", "..####")]
    public void A_temporal_call_follows_its_operand(string call, string a, string expected) =>
        Assert.Equal(expected, Trace(call, a, new string('.', a.Length)));

    [Theory]
    [InlineData("since(a else false, b else false)", "..####.##", "..#......", "..####...")]
    [InlineData("since(a else false, b else false)", ".##..", "#....", "###..")]
    [InlineData("since(a else false, b else false)", "..#..", "...#.", "...#.")]
    public void Since_needs_the_second_once_and_the_first_ever_after(string call, string a, string b, string expected) =>
        Assert.Equal(expected, Trace(call, a, b));

    [Fact]
    public void Temporal_calls_advance_in_every_state_and_behind_a_false_operand()
    {
        // Were the right side skipped while b is false, the count would start at the rise of b only.
        Assert.Equal("....##", Trace("(b else false) and held(a else false, 3 ms)", "######", "....##"));
    }

    [Fact]
    public void Confirmed_counts_new_samples_and_freezes_on_stale_ones()
    {
        IRunningCore core = Block("confirmed(x > 100 mV else false, 3 samples of x)");
        List<long> results = [];
        foreach ((int value, int age) in new[] { (200, 0), (200, 1), (200, 0), (200, 5), (200, 20), (200, 0), (50, 3), (50, 0), (200, 0) })
        {
            core.Set("x", value, age);
            core.Scan();
            results.Add(core.State("block.r"));
        }

        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 0, 0], results);
    }

    [Fact]
    [Requirement("REQ-S-RUN-06")]
    public void A_timer_counts_while_it_runs_stops_at_its_limit_and_resets_otherwise()
    {
        IRunningCore core = Timer("{ runs: a else false, limit: delay }");
        Assert.Equal([1, 2, 3, 3, 0, 1], Values(core, "####.#"));
    }

    [Fact]
    public void A_timer_with_its_own_reset_keeps_its_value_while_it_does_not_run()
    {
        IRunningCore core = Timer("{ runs: a else false, resets: b else false, limit: delay + 2 ms }");
        Assert.Equal([1, 2, 2, 2, 3], Values(core, "##..#"));
        core.Set("b", 1);
        Assert.Equal([0, 0], Values(core, "#."));
    }

    [Fact]
    public void A_timer_may_start_at_its_limit()
    {
        IRunningCore core = Timer("{ runs: a else false, limit: delay, initial: limit }");
        Assert.Equal(3, core.State("block.t"));
        Assert.Equal([3, 0, 1], Values(core, "#.#"));
    }

    [Fact]
    public void The_previous_value_of_an_optional_one_keeps_its_validity()
    {
        IRunningCore core = Block("valid(previous(x))");
        List<long> results = [];
        foreach (bool accepted in new[] { true, false, true, true })
        {
            core.Set("x", 5, 0, accepted);
            core.Scan();
            results.Add(core.State("block.r"));
        }

        Assert.Equal([0, 1, 0, 1], results);
    }

    private static IRunningCore Block(string expression) => new TestSpecification().WithMachines($$"""
        machine: block
        purpose: One temporal call.
        hazards: [H1]
        uses: { a: a, b: b, x: x }
        parameters: [delay, fixed_delay]
        define:
          use_all: (a else false) or (b else false) or (x > 0 mV else false) or delay > fixed_delay
        outputs:
          r: { type: bool, initial: false, drives: spare, is: "{{expression}}" }
          unused: { type: bool, initial: false, drives: spare2, is: use_all }
        """).Run();

    private static IRunningCore Timer(string timer)
    {
        IRunningCore core = new TestSpecification().WithMachines($$"""
            machine: block
            purpose: One timer.
            hazards: [H1]
            uses: { a: a, b: b }
            parameters: [delay]
            timers:
              t: {{timer}}
            outputs:
              r: { type: bool, initial: false, drives: spare, is: "t >= delay or (b else false)" }
            """).Run();
        core.Set("b", 0);
        return core;
    }

    private static string Trace(string expression, string a, string b)
    {
        IRunningCore core = Block(expression);
        core.Set("x", 0);
        string trace = string.Empty;
        for (int scan = 0; scan < a.Length; scan++)
        {
            core.Set("a", a[scan] == '#' ? 1 : 0);
            core.Set("b", b[scan] == '#' ? 1 : 0);
            core.Scan();
            trace += core.State("block.r") != 0 ? '#' : '.';
        }

        return trace;
    }

    private static List<long> Values(IRunningCore core, string a)
    {
        List<long> values = [];
        foreach (char scan in a)
        {
            core.Set("a", scan == '#' ? 1 : 0);
            core.Scan();
            values.Add(core.State("block.t"));
        }

        return values;
    }
}
