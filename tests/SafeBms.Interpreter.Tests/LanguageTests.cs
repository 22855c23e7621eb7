using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Interpreter.Tests;

/// <summary>The rules of the language page, each on a machine written in the language.</summary>
public class LanguageTests
{
    private const string Folds = """
        machine: folds
        purpose: Every fold.
        hazards: [H1]
        uses: { battery: battery }
        outputs:
          hottest: { type: int, unit: dC, range: [-500, 1500], initial: 0, optional: true, is: "max(b in battery: b.temperature)" }
          coldest: { type: int, unit: dC, range: [-500, 1500], initial: 0, optional: true, is: "min(b in battery: b.temperature)" }
          highest: { type: int, unit: mV, range: [0, 5000], initial: 0, optional: true, is: "max(b in battery: max(c in b.cell: c.voltage))" }
          total: { type: int, unit: dC, range: [-1500, 4500], initial: 0, optional: true, is: "sum(b in battery: b.temperature)" }
          hot: { type: int, unit: count, range: [0, 3], initial: 0, is: "count(b in battery: b.temperature > 100 dC else false)" }
          some: { type: bool, initial: false, is: "any(b in battery: b.temperature > 100 dC else true)" }
          every: { type: bool, initial: false, is: "all(b in battery: any(c in b.cell: c.voltage > 3 V else false))" }
        """;

    [Fact]
    public void Folds_look_at_valid_members_that_are_configured()
    {
        ReferenceCore core = Snippet.Start(Folds);
        core.Give("battery[0].temperature", 150).Give("battery[1].temperature", 50).Give("battery[2].temperature", 900);
        core.Give("battery[0].cell[0].voltage", 3300).Give("battery[1].cell[0].voltage", 3200);
        core.Give("battery[0].cell[1].voltage", 4900).Give("battery[2].cell[0].voltage", 4800);
        core.Scan();
        Assert.Equal(
            (150L, 50L, 3300L, 200L, 1L, 1L, 1L),
            (core.Values["folds.hottest"], core.Values["folds.coldest"], core.Values["folds.highest"],
             core.Values["folds.total"], core.Values["folds.hot"], core.Values["folds.some"],
             core.Values["folds.every"]));
    }

    [Fact]
    public void A_fold_leaves_out_invalid_members_and_a_sum_needs_them_all()
    {
        ReferenceCore core = Snippet.Start(Folds);
        core.Give("battery[1].temperature", -50).Give("battery[0].temperature", 1501);
        core.Scan();
        Assert.Equal((-50L, -50L), (core.Values["folds.hottest"], core.Values["folds.coldest"]));
        Assert.Equal((1L, 0L), (core.Values["folds.hottest.valid"], core.Values["folds.total.valid"]));
        Assert.Equal((0L, 1L, 0L), (core.Values["folds.hot"], core.Values["folds.some"], core.Values["folds.every"]));
    }

    [Fact]
    public void A_fold_without_a_valid_member_is_invalid()
    {
        ReferenceCore core = Snippet.Start(Folds);
        core.Scan();
        Assert.Equal((0L, 0L), (core.Values["folds.hottest.valid"], core.Values["folds.highest.valid"]));
        core.Give("battery[1].cell[0].voltage", 3000).Scan();
        Assert.Equal((1L, 3000L), (core.Values["folds.highest.valid"], core.Values["folds.highest"]));
    }

    [Fact]
    public void An_optional_output_carries_its_validity_to_other_machines_and_into_the_next_scan()
    {
        ReferenceCore core = Snippet.Start(
            Folds,
            """
            machine: reader
            purpose: Read an optional output.
            hazards: [H1]
            uses: { hottest: folds.hottest, before: previous(folds.hottest) }
            outputs:
              safe: { type: bool, initial: false, is: hottest <= 100 dC else false }
              trip: { type: bool, initial: false, is: hottest > 100 dC else true }
              known: { type: bool, initial: false, is: valid(hottest) }
              was_known: { type: bool, initial: false, is: valid(before) }
            """);
        long[] Read() => ReadAll(core, "reader.safe", "reader.trip", "reader.known", "reader.was_known");

        Assert.Equal([0, 1, 0, 0], Read());
        core.Give("battery[0].temperature", 100);
        Assert.Equal([1, 0, 1, 0], Read());
        core.Lose("battery[0].temperature");
        Assert.Equal([0, 1, 0, 1], Read());
    }

    [Fact]
    public void Instances_have_a_memory_each_and_are_folded_over_this_scan_or_the_last()
    {
        ReferenceCore core = Snippet.Start(
            """
            machine: early
            purpose: Read a later machine.
            hazards: [H1]
            uses: { links: previous(link) }
            outputs:
              lost: { type: bool, initial: false, is: "any(l in links: l.lost)" }
            """,
            """
            machine: link
            purpose: Watch one battery.
            hazards: [H1]
            instances: battery
            outputs:
              lost: { type: bool, initial: false }
            states:
              Good:
                initial: true
                outputs: { lost: false }
                transitions:
                  - { to: Lost, when: "not valid(member.temperature)", requirement: REQ-1 }
              Lost:
                outputs: { lost: true }
                transitions:
                  - { to: Good, when: "valid(member.temperature)", requirement: REQ-1 }
            """,
            """
            machine: late
            purpose: Read an earlier machine.
            hazards: [H1]
            uses: { links: link }
            outputs:
              lost: { type: int, unit: count, range: [0, 3], initial: 0, is: "count(l in links: l.lost)" }
            """);
        core.Give("battery[0].temperature", 1).Give("battery[1].temperature", 1);
        Assert.Equal(0, core.ScanAndRead("late.lost"));
        core.Lose("battery[1].temperature");
        Assert.Equal(1, core.ScanAndRead("late.lost"));
        Assert.Equal(
            (0L, 0L, 1L), (core.Values["early.lost"], core.Values["link[0].lost"], core.Values["link[1].lost"]));
        core.Lose("battery[0].temperature");
        Assert.Equal(2, core.ScanAndRead("late.lost"));
        Assert.Equal((1L, 0L), (core.Values["early.lost"], core.Values["link[2].lost"]));
    }

    [Fact]
    public void A_state_of_another_machine_is_itself_or_a_parent_of_the_active_leaf()
    {
        ReferenceCore core = Snippet.Start(
            """
            machine: mode
            purpose: Two leaves in one parent.
            hazards: [H1]
            uses: { p: p }
            states:
              Off:
                initial: true
                transitions:
                  - { to: Fast, when: p else false, requirement: REQ-1 }
              On:
                transitions:
                  - { to: Off, when: not (p else true), requirement: REQ-1 }
                states:
                  Slow:
                    initial: true
                    transitions:
                      - { to: Fast, when: p else false, requirement: REQ-1 }
                  Fast:
                    transitions:
                      - { to: Slow, when: "elapsed >= 2 ms", requirement: REQ-1 }
            """,
            """
            machine: reader
            purpose: Read a state.
            hazards: [H1]
            uses: { now: mode.state, before: previous(mode.state) }
            outputs:
              on: { type: bool, initial: false, is: now == On }
              fast: { type: bool, initial: false, is: now == Fast }
              was_on: { type: bool, initial: false, is: before == On }
              not_off: { type: bool, initial: false, is: now != Off }
            """);
        long[] Read() => ReadAll(core, "reader.on", "reader.fast", "reader.was_on", "reader.not_off");

        Assert.Equal([0, 0, 0, 0], Read());
        core.Give("p", 1);
        Assert.Equal([1, 1, 0, 1], Read());
        Assert.Equal([1, 1, 1, 1], Read());
        Assert.Equal([1, 0, 1, 1], Read());
        core.Give("p", 0);
        Assert.Equal([0, 0, 1, 0], Read());
    }

    [Fact]
    public void Definitions_keep_the_value_of_step_a_while_actions_see_each_other()
    {
        ReferenceCore core = Snippet.Start("""
            machine: order
            purpose: Actions and definitions.
            hazards: [H1]
            variables:
              n: { type: int, unit: count, range: [0, 1000], initial: 1 }
              seen: { type: int, unit: count, range: [0, 1000], initial: 0 }
            define:
              doubled: n + n
            outputs:
              out: { type: int, unit: count, range: [0, 2000], initial: 0, is: n + 1 }
              next: { type: int, unit: count, range: [-1000, 4000], initial: 0, is: out + 1 + seen - seen }
            states:
              Only:
                initial: true
                final: true
                during: [ "n := min(n + 10, 1000)", "seen := min(doubled + n, 1000)" ]
            """);
        core.Scan();
        Assert.Equal((11L, 13L), (core.Values["order.n"], core.Values["order.seen"]));
        Assert.Equal((12L, 13L), (core.Values["order.out"], core.Values["order.next"]));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(5, 0, 1)]
    [InlineData(3, 0, 0)]
    public void The_range_of_an_enumeration_is_its_members(long value, long red, long green)
    {
        ReferenceCore core = Snippet.Start("""
            machine: reader
            purpose: Read a colour.
            hazards: [H1]
            uses: { lamp: lamp }
            outputs:
              red: { type: bool, initial: false, is: lamp == red else false }
              green: { type: bool, initial: false, is: "lamp in {green} else false" }
            """);
        core.Give("lamp", value).Scan();
        Assert.Equal((red, green), (core.Values["reader.red"], core.Values["reader.green"]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_delay_is_counted_in_scans_by_the_parameter(int wait)
    {
        ReferenceCore core = new(Snippet.Read(string.Empty, """
            machine: delay
            purpose: Wait.
            hazards: [H1]
            uses: { x: x }
            parameters: [limit, wait]
            outputs:
              late: { type: bool, initial: false, is: "held(x >= limit else false, wait)" }
            """));
        Assert.Null(core.Start(new Dictionary<string, long> { ["wait"] = wait, ["limit"] = 20 }));
        core.Give("x", 20);
        Assert.Equal(wait, Enumerable.Range(0, 100).First(_ => core.ScanAndRead("delay.late") == 1));
    }

    [Theory]
    [InlineData("limit", 91, "outside")]
    [InlineData("limit", 19, "the test says so")]
    [InlineData("nothing", 1, "no parameter")]
    public void Parameters_outside_of_their_range_or_against_a_constraint_do_not_start(
        string name, long value, string words)
    {
        ReferenceCore core = new(Snippet.Read(string.Empty, Folds));
        Assert.Contains(words, core.Start(new Dictionary<string, long> { [name] = value }), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(core.Scan);
    }

    [Fact]
    public void Properties_read_inputs_and_outputs_and_witnesses_remember_what_was_seen()
    {
        SpecificationModel model = Snippet.Read(
            """
            define:
              bright: x > 50 mV else false
            properties:
              - property: P1
                text: The output follows within two scans.
                hazard: H1
                requirement: REQ-1
                always: bright leads_to a within 2 ms
                verified_by: test
                on_violation: count
                vacuity: { must_see: [ "rising(bright)", "held(bright, 3 ms)" ] }
            """,
            """
            machine: follower
            purpose: Drive the output.
            hazards: [H1]
            uses: { p: p }
            outputs:
              out: { type: bool, initial: false, drives: a, is: p else false }
            """);
        ReferenceCore core = Tiny.Started(model);
        core.Scan();
        core.Give("x", 51).Scan();
        core.Scan();
        core.Scan();
        Assert.Equal((0L, true, false), (core.Violations(0), core.WasSeen(0), core.WasSeen(1)));
        core.Scan();
        Assert.Equal((1L, true), (core.Violations(0), core.WasSeen(1)));
        core.Give("p", 1).Scan();
        Assert.False(core.IsViolated(0));
        Assert.Equal(1, core.Output("a"));
    }

    private static long[] ReadAll(ReferenceCore core, params string[] names)
    {
        core.Scan();
        return [.. names.Select(name => core.Values[name])];
    }
}
