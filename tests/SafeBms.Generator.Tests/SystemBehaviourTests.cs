using SafeBms.Generator.Tests.Harness;

namespace SafeBms.Generator.Tests;

/// <summary>Validity, folds, instances, wiring, monitors, parameters and retained data on compiled code.</summary>
public class SystemBehaviourTests
{
    internal const string Folds = """
        machine: folds
        purpose: Every fold.
        hazards: [H1]
        uses: { bank: battery }
        parameters: [threshold]
        outputs:
          highest: { type: int, unit: mV, range: [0, 5000], initial: 0, optional: true, is: "max(k in bank: max(c in k.cell: c.voltage))" }
          lowest: { type: int, unit: mV, range: [0, 5000], initial: 0, optional: true, is: "min(k in bank: min(c in k.cell: c.voltage))" }
          total: { type: int, unit: mV, range: [0, 30000], initial: 0, optional: true, is: "sum(k in bank: sum(c in k.cell: c.voltage))" }
          any_high: { type: bool, initial: false, is: "any(k in bank: any(c in k.cell: c.voltage > threshold else false))" }
          all_known: { type: bool, initial: false, is: "all(k in bank: all(c in k.cell: valid(c.voltage)))" }
          hot: { type: int, unit: count, range: [0, 3], initial: 0, is: "count(k in bank: k.temperature > 40 degC else true)" }
          shown: { type: bool, initial: false, drives: spare, is: "any_high or all_known or hot > 1 or (highest - lowest > 10 mV else true) or (total > 1 V else true)" }
        """;

    internal const string Link = """
        machine: link
        purpose: One a battery.
        hazards: [H1]
        instances: battery
        uses: {}
        timers:
          hot_time: { runs: member.temperature > 40 degC else true, limit: 5 ms }
        variables:
          seen: { type: int, unit: count, range: [0, 9], initial: 0, retain: true, on_loss: 9 }
        outputs:
          hot: { type: bool, initial: false }
          known: { type: bool, initial: false, is: "seen > 0 and all(c in member.cell: valid(c.voltage))" }
        states:
          Cool:
            initial: true
            outputs: { hot: false }
            transitions:
              - { to: Hot, when: hot_time >= 2 ms, do: [ "seen := min(seen + 1, 9)" ], requirement: REQ-01 }
          Hot:
            outputs: { hot: true }
            transitions:
              - { to: Cool, when: hot_time == 0 ms, requirement: REQ-01 }
        """;

    internal const string Reader = """
        machine: reader
        purpose: Folds over instances and reads its own past.
        hazards: [H1]
        uses: { links: link, before: previous(writer.flag), state_of_writer: previous(writer.state), coil: previous(coil) }
        outputs:
          hot_links: { type: int, unit: count, range: [0, 3], initial: 0, is: "count(l in links: l.hot)" }
          any_known: { type: bool, initial: false, is: "any(l in links: l.known)" }
          flag_before: { type: bool, initial: false, is: before or hot_links > 2 }
          was_up: { type: bool, initial: false, is: state_of_writer == Up or any_known }
          coil_before: { type: bool, initial: false, is: coil or flag_before or was_up }
        """;

    internal const string Writer = """
        machine: writer
        purpose: Drives the coil and the level.
        hazards: [H1]
        uses: { a: a, x: x, r: reader.coil_before, y: y }
        outputs:
          flag: { type: bool, initial: true, drives: coil }
          level: { type: int, unit: mV, range: [0, 5000], initial: 0, drives: level, is: "choose(valid(x), clamp(choose(x > 0 mV else false, 5000 mV, 0 mV), 0 mV, 5 V), 0 mV)" }
          limit: { type: bool, initial: false, is: "(y >= 2000 mA else false) or r" }
          shown: { type: bool, initial: false, drives: spare, is: limit }
        states:
          Down:
            initial: true
            outputs: { flag: false }
            transitions:
              - { to: Up, when: a else false, requirement: REQ-01 }
          Up:
            outputs: { flag: true }
            transitions:
              - { to: Down, when: not (a else true), requirement: REQ-01 }
        """;

    [Fact]
    public void Folds_run_over_configured_members_only()
    {
        IRunningCore core = new TestSpecification().WithMachines(Folds).Run(("battery_count", 2));
        SetBank(core, (0, 0, 3100), (0, 1, 3300), (1, 0, 2900), (1, 1, 3000), (2, 0, 4900), (2, 1, 600));
        core.Scan();
        Assert.Equal((3300, 2900, 12300), (core.State("folds.highest"), core.State("folds.lowest"), core.State("folds.total")));
        Assert.Equal((1, 1, 0), (core.State("folds.any_high"), core.State("folds.all_known"), core.State("folds.hot")));
    }

    [Fact]
    public void Maximum_and_minimum_skip_invalid_members_and_a_sum_needs_all()
    {
        IRunningCore core = new TestSpecification().WithMachines(Folds).Run(("battery_count", 1));
        SetBank(core, (0, 0, 3100), (0, 1, 3300));
        core.Set("battery[0].cell[1].voltage", 3300, age_ms: 11);
        core.Scan();
        Assert.Equal((3100, 1), (core.State("folds.highest"), core.State("folds.highest.valid")));
        Assert.Equal(0, core.State("folds.total.valid"));
        Assert.Equal(0, core.State("folds.all_known"));
        core.Set("battery[0].cell[0].voltage", 3100, accepted: false);
        core.Scan();
        Assert.Equal((0, 0), (core.State("folds.highest"), core.State("folds.highest.valid")));
    }

    [Theory]
    [InlineData(5000, 0, true, 5000)]
    [InlineData(5001, 0, true, 0)]
    [InlineData(-1001, 0, true, 0)]
    [InlineData(100, 10, true, 5000)]
    [InlineData(100, 11, true, 0)]
    [InlineData(100, 0, false, 0)]
    [InlineData(100, -1, true, 0)]
    public void An_input_is_valid_when_accepted_in_range_and_not_older_than_its_maximum_age(int value, int age, bool accepted, long level)
    {
        IRunningCore core = Wired();
        core.Set("x", value, age, accepted);
        core.Scan();
        Assert.Equal(level, core.State("writer.level"));
    }

    [Fact]
    public void An_over_range_value_is_clamped_where_that_is_declared()
    {
        IRunningCore core = Wired();
        core.Set("y", int.MaxValue);
        core.Scan();
        Assert.Equal(1, core.State("writer.limit"));
    }

    [Fact]
    public void An_instanced_machine_runs_once_a_configured_member()
    {
        IRunningCore core = Wired(("battery_count", 2));
        SetBank(core, (0, 0, 3100), (0, 1, 3300), (1, 0, 2900), (1, 1, 3000));
        core.Set("battery[1].temperature", 500);
        core.Scan();
        core.Scan();
        Assert.Equal((0, 1, 0), (core.State("link[0].hot"), core.State("link[1].hot"), core.State("link[2].hot")));
        Assert.Equal((1, 1), (core.State("reader.hot_links"), core.State("reader.any_known")));
    }

    [Fact]
    public void Previous_values_of_later_machines_and_of_written_outputs_are_one_scan_old()
    {
        IRunningCore core = Wired();
        Cool(core);
        core.Set("a", 1);
        core.Scan();
        // The declared initial value of writer.flag is true; the coil's safe value is off.
        Assert.Equal((1, 0), (core.State("reader.flag_before"), core.State("reader.was_up")));
        Assert.Equal(1, core.Output("coil"));
        core.Set("a", 0);
        core.Scan();
        Assert.Equal((1, 1), (core.State("reader.flag_before"), core.State("reader.was_up")));
        core.Scan();
        Assert.Equal((0, 0, 0), (core.State("reader.flag_before"), core.State("reader.was_up"), core.State("reader.coil_before")));
    }

    [Fact]
    public void A_violation_is_not_written_and_latches_the_shutdown()
    {
        IRunningCore core = Wired();
        Cool(core);
        core.Set("x", 1000);
        core.Set("a", 0);
        core.Scan();
        Assert.False(core.IsShutdown);
        Assert.Equal(5000, core.Output("level"));
        core.Set("a", 1);
        core.Scan();
        Assert.True(core.IsShutdown);
        Assert.Equal((0, 0, 0), (core.Output("coil"), core.Output("level"), core.Output("light")));
        Assert.True(core.IsViolated("P01"));
        Assert.Equal(1, core.Violations("P01"));
        core.Scan();
        Assert.True(core.IsShutdown);
        Assert.False(core.IsViolated("P01"));
        Assert.Equal(1, core.Violations("P01"));
    }

    [Fact]
    public void Outputs_that_nobody_drives_have_their_safe_value()
    {
        IRunningCore core = Wired();
        core.Scan();
        Assert.Equal(1, core.Output("light"));
    }

    [Fact]
    public void A_witness_is_seen_only_after_its_condition_has_held()
    {
        IRunningCore core = Wired();
        Cool(core);
        core.Set("a", 0);
        core.Scan();
        Assert.False(core.Seen(0));
        core.Set("a", 1);
        core.Scan();
        Assert.True(core.Seen(0));
    }

    [Theory]
    [InlineData("delay", 0, "parameter delay is 0 ms; allowed is 1 to 100 ms")]
    [InlineData("delay", 101, "parameter delay is 101 ms; allowed is 1 to 100 ms")]
    [InlineData("delay", 1, "constraint delay-below-threshold does not hold for fixed_delay = 2, delay = 1, because the fixed one is shorter")]
    [InlineData("favourite", 2, "parameter favourite is 2; allowed is one of red, green, blue")]
    public void A_parameter_out_of_range_or_against_a_constraint_prevents_the_start(string name, long value, string problem)
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Wired((name, value)));
        Assert.Equal(problem, failure.Message);
    }

    [Fact]
    public void Retained_variables_survive_and_a_lost_one_takes_its_declared_value()
    {
        IRunningCore core = Wired();
        Assert.Equal(9, core.State("link[0].seen"));
        core.Restart(retainedValid: true);
        Assert.Equal(9, core.State("link[0].seen"));
        core.Poke("Link", 0, "Seen", 4);
        core.Restart(retainedValid: true);
        Assert.Equal(4, core.State("link[0].seen"));
        core.Poke("Link", 0, "Seen", 12);
        core.Restart(retainedValid: true);
        Assert.Equal(9, core.State("link[0].seen"));
        core.Poke("Link", 0, "Seen", 4);
        core.Restart(retainedValid: false);
        Assert.Equal(9, core.State("link[0].seen"));
    }

    private static IRunningCore Wired(params (string Name, long Value)[] parameters) =>
        new TestSpecification().WithMachines(Link, Reader, Writer).Run(parameters);

    private static void Cool(IRunningCore core)
    {
        SetBank(core);
        core.Set("x", 0);
    }

    private static void SetBank(IRunningCore core, params (int Battery, int Cell, int Voltage_mV)[] cells)
    {
        for (int battery = 0; battery < 3; battery++)
        {
            core.Set($"battery[{battery}].temperature", 250);
        }

        foreach ((int battery, int cell, int voltage) in cells)
        {
            core.Set($"battery[{battery}].cell[{cell}].voltage", voltage);
        }
    }
}
