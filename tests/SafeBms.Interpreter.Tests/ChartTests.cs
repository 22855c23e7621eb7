using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Interpreter.Tests;

/// <summary>The order of things inside one scan of one machine.</summary>
public class ChartTests
{
    // Outer(0) { A(1) { A1(2) A2(3) } B(4) }   C(5)
    private static StateInfo[] Nested(HistoryKind history = HistoryKind.None) =>
    [
        Acting(Tiny.State(0, "Outer", -1, 1), 1) with { History = history },
        Acting(Tiny.State(1, "A", 0, 2), 2),
        Acting(Tiny.State(2, "A1", 1, -1), 3),
        Acting(Tiny.State(3, "A2", 1, -1), 4),
        Acting(Tiny.State(4, "B", 0, -1), 5),
        Acting(Tiny.State(5, "C", -1, -1), 6),
    ];

    private static StateInfo Acting(StateInfo state, int digit) => state with
    {
        Entry = new([Tiny.Log(digit)]),
        Exit = new([Tiny.Log(digit)]),
    };

    private static StateInfo[] With(StateInfo[] states, params TransitionInfo[] transitions)
    {
        foreach (IGrouping<int, TransitionInfo> group in transitions.GroupBy(transition => transition.Source))
        {
            states[group.Key] = states[group.Key] with { Transitions = new(group) };
        }

        return states;
    }

    private static ReferenceCore Start(int initialLeaf, StateInfo[] states) =>
        Tiny.Started(Tiny.System(Tiny.Chart(initialLeaf, states)));

    [Fact]
    public void Exits_run_inside_out_then_the_transition_then_entries_outside_in()
    {
        ReferenceCore core = Start(2, With(
            Nested(), Tiny.To(2, 5, Tiny.P, Tiny.Log(9)), Tiny.To(5, 1, Tiny.P, Tiny.Log(8))));

        Assert.Equal(321_9_6, core.Step(p: true).Values["m.log"]);
        Assert.Equal(321_9_6_6_8_123, core.Step(p: true).Values["m.log"]);
        Assert.Equal(12, core.Values["m.state"]);
    }

    [Fact]
    public void A_transition_between_children_leaves_the_parent_alone()
    {
        ReferenceCore core = Start(2, With(Nested(), Tiny.To(2, 3, Tiny.P)));
        Assert.Equal(34, core.Step(p: true).Values["m.log"]);
    }

    [Fact]
    public void A_self_transition_of_a_parent_leaves_everything_inside_and_enters_the_initial_child()
    {
        ReferenceCore core = Start(3, With(Nested(), Tiny.To(1, 1, Tiny.P)));
        Assert.Equal(42_23, core.Step(p: true).Values["m.log"]);
        Assert.Equal(12, core.Values["m.state"]);
    }

    [Fact]
    public void A_transition_from_a_parent_to_its_own_child_leaves_and_reenters_the_parent()
    {
        ReferenceCore core = Start(2, With(Nested(), Tiny.To(1, 3, Tiny.P)));
        Assert.Equal(32_24, core.Step(p: true).Values["m.log"]);
    }

    [Fact]
    public void A_transition_from_a_child_to_its_parent_leaves_and_reenters_the_parent()
    {
        ReferenceCore core = Start(3, With(Nested(), Tiny.To(3, 1, Tiny.P)));
        Assert.Equal(42_23, core.Step(p: true).Values["m.log"]);
    }

    [Fact]
    public void The_root_decides_before_the_leaf_and_the_first_transition_before_the_second()
    {
        ReferenceCore core = Start(2, With(
            Nested(), Tiny.To(2, 3, Tiny.P), Tiny.To(0, 4, Tiny.Q), Tiny.To(0, 5, Tiny.P)));

        Assert.Equal(14, core.Step(p: true, q: true).Values["m.state"]);
        Assert.Equal(15, core.Step(p: true, q: false).Values["m.state"]);
    }

    [Fact]
    public void At_most_one_transition_fires_in_a_scan()
    {
        ReferenceCore core = Start(2, With(Nested(), Tiny.To(2, 3, Tiny.True), Tiny.To(3, 2, Tiny.True)));
        Assert.Equal([13L, 12L, 13L], Enumerable.Range(0, 3).Select(_ => core.Step(false).Values["m.state"]));
    }

    [Fact]
    public void No_entry_action_runs_before_step_0_but_a_guard_can_fire_in_it()
    {
        ReferenceCore core = Start(2, With(Nested(), Tiny.To(2, 3, Tiny.P)));
        Assert.Equal(0, core.Step(p: false).Values["m.log"]);
        Assert.Equal(34, core.Step(p: true).Values["m.log"]);

        core.Start();
        Assert.Equal(13, core.Step(p: true).Values["m.state"]);
    }

    [Fact]
    public void During_runs_outside_in_and_only_if_no_transition_fired()
    {
        StateInfo[] states = With(Nested(), Tiny.To(2, 3, Tiny.P));
        states[1] = states[1] with { During = new([Tiny.Log(7)]) };
        states[2] = states[2] with { During = new([Tiny.Log(8)]) };
        ReferenceCore core = Start(2, states);

        Assert.Equal(78, core.Step(p: false).Values["m.log"]);
        Assert.Equal(78_34, core.Step(p: true).Values["m.log"]);
        Assert.Equal(78_34_7, core.Step(p: false).Values["m.log"]);
    }

    [Theory]
    [InlineData(HistoryKind.Shallow, 12)] // remembers A, whose initial child is A1
    [InlineData(HistoryKind.Deep, 13)] // remembers A2
    public void History_returns_to_the_child_or_to_the_leaf(HistoryKind history, int expected)
    {
        ReferenceCore core = Start(2, With(
            Nested(history),
            Tiny.To(2, 3, Tiny.Q),
            Tiny.To(0, 5, Tiny.P),
            Tiny.To(5, 0, Tiny.P) with { ToHistory = true }));

        core.Step(p: false, q: true);
        Assert.Equal(15, core.Step(p: true).Values["m.state"]);
        Assert.Equal(expected, core.Step(p: true).Values["m.state"]);
    }

    [Fact]
    public void Shallow_history_remembers_a_child_that_is_not_the_initial_one()
    {
        ReferenceCore core = Start(4, With(
            Nested(HistoryKind.Shallow), Tiny.To(0, 5, Tiny.P), Tiny.To(5, 0, Tiny.P) with { ToHistory = true }));
        core.Step(p: true);
        Assert.Equal(14, core.Step(p: true).Values["m.state"]);
    }

    [Fact]
    public void History_of_a_state_never_left_is_its_initial_child()
    {
        ReferenceCore core = Start(5, With(Nested(HistoryKind.Deep), Tiny.To(5, 0, Tiny.P) with { ToHistory = true }));
        Assert.Equal(12, core.Step(p: true).Values["m.state"]);
    }

    [Fact]
    public void Elapsed_is_zero_in_step_0_and_in_the_scan_of_entry_and_saturates_at_its_cap()
    {
        static Expr After(int state, long scans) => Tiny.Combine(
            BinaryOperator.GreaterOrEqual,
            new ElapsedRef(state, ExprType.Int("ms", 0, 1000), Tiny.Here),
            Tiny.Number(scans));

        StateInfo[] states =
        [
            Tiny.State(0, "A", -1, -1) with { Transitions = new([Tiny.To(0, 1, After(0, 3))]) },
            Tiny.State(1, "B", -1, -1) with { ElapsedCap_ms = 2, Transitions = new([Tiny.To(1, 0, After(1, 2))]) },
        ];
        ReferenceCore core = Start(0, states);

        // A in steps 0 1 2 (elapsed 0 1 2), leaves in step 3; B is entered with 0 in step 3, leaves in step 5.
        Assert.Equal(
            [10L, 10L, 10L, 11L, 11L, 10L, 10L, 10L, 11L],
            Enumerable.Range(0, 9).Select(_ => core.Step(false).Values["m.state"]));
    }

    [Fact]
    public void A_change_of_child_leaves_the_parents_elapsed_alone_and_a_self_transition_resets_it()
    {
        Expr elapsed = new ElapsedRef(0, ExprType.Int("ms", 0, 1000), Tiny.Here);
        StateInfo[] states =
        [
            Tiny.State(0, "Parent", -1, 1) with
            {
                During = new([Tiny.Set("log", elapsed)]), Transitions = new([Tiny.To(0, 0, Tiny.Q)]),
            },
            Tiny.State(1, "A", 0, -1) with { Transitions = new([Tiny.To(1, 2, Tiny.P)]) },
            Tiny.State(2, "B", 0, -1),
        ];
        ReferenceCore core = Start(1, states);
        core.Step(p: false);
        core.Step(p: true);
        Assert.Equal(2, core.Step(p: false).Values["m.log"]);
        core.Step(p: false, q: true);
        Assert.Equal(1, core.Step(p: false).Values["m.log"]);
    }

    [Fact]
    public void A_corrupt_state_enters_on_corrupt_with_entry_actions_and_without_looking_at_guards()
    {
        MachineInfo machine = Tiny.Chart(2, With(Nested(), Tiny.To(3, 5, Tiny.True), Tiny.To(0, 5, Tiny.P))) with
        {
            OnCorrupt = 3,
        };
        ReferenceCore core = Tiny.Started(Tiny.System(machine));
        core.Step(false);
        core.Values.Poke("m.state", 200);

        core.Step(p: true);
        Assert.Equal(13, core.Values["m.state"]);
        Assert.Equal(124, core.Values["m.log"]);
        Assert.Equal(15, core.Step(false).Values["m.state"]);
    }

    [Fact]
    public void Children_override_their_parents_outputs_and_inherit_the_others()
    {
        static OutputAssignment Give(string output, long value) => new(output, Tiny.Number(value), Tiny.Here);
        MachineOutputInfo Moore(string name) => Tiny.Output(name, Tiny.True) with { Is = null };
        StateInfo[] states = With(
            [
                Tiny.State(0, "Parent", -1, 1) with { Outputs = new([Give("a", 1), Give("b", 1)]) },
                Tiny.State(1, "Plain", 0, -1),
                Tiny.State(2, "Other", 0, -1) with { Outputs = new([Give("b", 0)]) },
            ],
            Tiny.To(1, 2, Tiny.P));
        MachineInfo machine = Tiny.Chart(1, states) with { Outputs = new([Moore("a"), Moore("b")]) };
        ReferenceCore core = Tiny.Started(Tiny.System(machine));

        core.Step(p: false);
        Assert.Equal((1L, 1L), (core.Values["m.a"], core.Values["m.b"]));
        core.Step(p: true);
        Assert.Equal((1L, 0L), (core.Values["m.a"], core.Values["m.b"]));
    }
}
