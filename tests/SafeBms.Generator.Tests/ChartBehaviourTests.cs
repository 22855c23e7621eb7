using SafeBms.Generator.Tests.Harness;

namespace SafeBms.Generator.Tests;

/// <summary>Section 6 of the language page, steps (b) to (e), on compiled code.</summary>
public class ChartBehaviourTests
{
    internal const string Flat = """
        machine: chart
        purpose: Two states.
        hazards: [H1]
        uses: { a: a, b: b, c: c }
        variables:
          log: { type: int, unit: count, range: [0, 1000000], initial: 0 }
        outputs:
          on: { type: bool, initial: false, drives: coil }
          logged: { type: bool, initial: false, drives: spare, is: log > 0 }
        states:
          Off:
            id: 4
            initial: true
            outputs: { on: false }
            exit: [ "log := min(log * 10 + 1, 1000000)" ]
            transitions:
              - { to: On, when: a else false, do: [ "log := min(log * 10 + 2, 1000000)" ], requirement: REQ-01, because: "wanted" }
              - { to: Odd, when: (a else false) or (b else false), requirement: REQ-01 }
          On:
            id: 5
            outputs: { on: true }
            entry: [ "log := min(log * 10 + 3, 1000000)" ]
            during: [ "log := min(log * 10 + 4, 1000000)" ]
            transitions:
              - { to: Off, when: b else false, requirement: REQ-01 }
          Odd:
            id: 9
            outputs: { on: true }
            transitions:
              - { to: Off, when: c else false, requirement: REQ-01 }
              - { to: Odd, when: elapsed >= 3 ms, requirement: REQ-01 }
        on_corrupt: Odd
        """;

    internal const string Nested = """
        machine: chart
        purpose: Nested states with history.
        hazards: [H1]
        uses: { a: a, b: b, c: c }
        variables:
          log: { type: int, unit: count, range: [0, 100000000], initial: 0 }
          outer_time: { type: int, unit: ms, range: [0, 1000], initial: 0 }
        outputs:
          on: { type: bool, initial: false, drives: coil }
          lit: { type: bool, initial: false, drives: spare2 }
          logged: { type: bool, initial: false, drives: spare, is: log > 0 or outer_time > 0 ms }
        states:
          Idle:
            initial: true
            outputs: { on: false, lit: false }
            transitions:
              - { to: Run, when: a else false, requirement: REQ-01 }
              - { to: history(Run), when: c else false, requirement: REQ-01 }
          Run:
            history: HISTORY
            outputs: { on: true, lit: false }
            entry: [ "log := min(log * 10 + 1, 100000000)" ]
            exit: [ "log := min(log * 10 + 2, 100000000)" ]
            during: [ "outer_time := min(elapsed, 1000 ms)" ]
            transitions:
              - { to: Idle, when: (b else false) and (a else false), requirement: REQ-01 }
            states:
              Slow:
                initial: true
                entry: [ "log := min(log * 10 + 3, 100000000)" ]
                exit: [ "log := min(log * 10 + 4, 100000000)" ]
                transitions:
                  - { to: Fast, when: b else false, requirement: REQ-01 }
              Fast:
                outputs: { lit: true }
                entry: [ "log := min(log * 10 + 5, 100000000)" ]
                exit: [ "log := min(log * 10 + 6, 100000000)" ]
                transitions:
                  - { to: Fast, when: c else false, requirement: REQ-01 }
                states:
                  Fine:
                    initial: true
                    transitions:
                      - { to: Rough, when: elapsed >= 2 ms, requirement: REQ-01 }
                  Rough:
                    final: true
        """;

    [Fact]
    public void The_first_true_guard_in_document_order_fires_and_only_one_a_scan()
    {
        IRunningCore core = Started(Flat);
        Input(core, a: true, b: true);
        core.Scan();
        Assert.Equal("On", core.StateText("chart.state"));
        Assert.Equal(123, core.State("chart.log"));
        core.Scan();
        Assert.Equal("Off", core.StateText("chart.state"));
    }

    [Fact]
    public void Guards_are_evaluated_in_step_0_and_entry_actions_of_the_initial_state_do_not_run()
    {
        IRunningCore core = Started(Flat);
        Input(core, b: true);
        core.Scan();
        Assert.Equal("Odd", core.StateText("chart.state"));
        Assert.Equal(1, core.State("chart.log"));
    }

    [Fact]
    public void During_runs_only_in_a_scan_without_a_transition()
    {
        IRunningCore core = Started(Flat);
        Input(core, a: true);
        core.Scan();
        core.Scan();
        Assert.Equal(1234, core.State("chart.log"));
        Input(core, b: true);
        core.Scan();
        Assert.Equal(1234, core.State("chart.log"));
    }

    [Fact]
    public void A_self_transition_resets_elapsed()
    {
        IRunningCore core = Started(Flat);
        Input(core, b: true);
        core.Scan();
        Input(core);
        List<long> log = [];
        for (int scan = 0; scan < 8; scan++)
        {
            core.Scan();
            log.Add(Elapsed(core));
        }

        Assert.Equal([1, 2, 0, 1, 2, 0, 1, 2], log);
    }

    [Fact]
    public void Moore_outputs_belong_to_the_state_after_the_transition()
    {
        IRunningCore core = Started(Flat);
        core.Scan();
        Assert.Equal(0, core.Output("coil"));
        Input(core, a: true);
        core.Scan();
        Assert.Equal(1, core.Output("coil"));
    }

    [Fact]
    public void States_keep_their_stable_ids()
    {
        IRunningCore core = Started(Flat);
        Input(core, b: true);
        core.Scan();
        Assert.Equal(9, core.State("chart.state"));
    }

    [Fact]
    [Requirement("REQ-S-RUN-03")]
    public void A_state_that_does_not_exist_goes_to_the_declared_state_without_a_guard()
    {
        IRunningCore core = Started(Flat);
        Input(core, c: true);
        core.Scan();
        core.CorruptState("Chart", 77);
        core.Scan();
        Assert.Equal("Odd", core.StateText("chart.state"));
        Assert.Equal(1, core.Output("coil"));
        core.Scan();
        Assert.Equal("Off", core.StateText("chart.state"));
    }

    [Fact]
    public void A_parents_guard_comes_before_its_childs()
    {
        IRunningCore core = StartedNested("deep");
        Input(core, a: true);
        core.Scan();
        Assert.Equal(13, core.State("chart.log"));
        Input(core, a: true, b: true);
        core.Scan();
        Assert.Equal("Idle", core.StateText("chart.state"));
        Assert.Equal(1342, core.State("chart.log"));
    }

    [Fact]
    public void A_change_of_child_keeps_the_parents_elapsed()
    {
        IRunningCore core = StartedNested("deep");
        Input(core, a: true);
        core.Scan();
        Input(core);
        core.Scan();
        core.Scan();
        Input(core, b: true);
        core.Scan();
        Input(core);
        core.Scan();
        Assert.Equal(4, core.State("chart.outer_time"));
        Assert.Equal("Fine", core.StateText("chart.state"));
    }

    [Fact]
    public void A_composite_self_transition_leaves_and_enters_again_through_the_initial_child()
    {
        IRunningCore core = StartedNested("deep");
        Reach(core, "Rough");
        long log = core.State("chart.log");
        Input(core, c: true);
        core.Scan();
        Assert.Equal("Fine", core.StateText("chart.state"));
        Assert.Equal((log * 100) + 65, core.State("chart.log"));
    }

    [Theory]
    [InlineData("deep", "Rough")]
    [InlineData("shallow", "Fine")]
    public void History_restores_the_leaf_or_only_the_child(string kind, string expected)
    {
        IRunningCore core = StartedNested(kind);
        Reach(core, "Rough");
        Input(core, a: true, b: true);
        core.Scan();
        Assert.Equal("Idle", core.StateText("chart.state"));
        Input(core, c: true);
        core.Scan();
        Assert.Equal(expected, core.StateText("chart.state"));
    }

    [Fact]
    public void History_of_a_state_that_was_never_left_is_its_initial_child()
    {
        IRunningCore core = StartedNested("deep");
        Input(core, c: true);
        core.Scan();
        Assert.Equal("Slow", core.StateText("chart.state"));
    }

    [Fact]
    public void Outputs_are_inherited_from_the_parent_and_overridden_by_the_child()
    {
        IRunningCore core = StartedNested("deep");
        Input(core, a: true);
        core.Scan();
        Assert.Equal((1, 0), (core.State("chart.on"), core.State("chart.lit")));
        Reach(core, "Fine");
        Assert.Equal((1, 1), (core.State("chart.on"), core.State("chart.lit")));
    }

    private static IRunningCore Started(string machine) => Quiet(new TestSpecification().WithMachines(machine).Run());

    private static IRunningCore StartedNested(string history) =>
        Quiet(new TestSpecification().WithMachines(Nested.Replace("HISTORY", history, StringComparison.Ordinal)).Run());

    private static IRunningCore Quiet(IRunningCore core)
    {
        Input(core);
        return core;
    }

    private static void Input(IRunningCore core, bool a = false, bool b = false, bool c = false)
    {
        core.Set("a", a ? 1 : 0);
        core.Set("b", b ? 1 : 0);
        core.Set("c", c ? 1 : 0);
    }

    private static void Reach(IRunningCore core, string state)
    {
        Input(core, a: true);
        core.Scan();
        Input(core, b: true);
        core.Scan();
        Input(core);
        for (int scan = 0; scan < 3 && core.StateText("chart.state") != state; scan++)
        {
            core.Scan();
        }

        Assert.Equal(state, core.StateText("chart.state"));
    }

    private static long Elapsed(IRunningCore core) => core.Elapsed("Chart", "Odd");
}
