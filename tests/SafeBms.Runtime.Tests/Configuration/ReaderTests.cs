using SafeBms.Devices.Lines;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>Configuration files are read strictly, and everything that is wrong is said at once with its place.</summary>
public sealed class ReaderTests
{
    [Fact]
    public void The_shipped_examples_and_the_built_in_configuration_have_no_finding()
    {
        Assert.Empty(Examples.Read(Examples.Real).Findings);
        Assert.Empty(Examples.Read(Examples.Rig).Findings);
        Assert.Empty(BuiltIn.Read().Findings);
    }

    [Fact]
    public void The_real_example_is_read_as_written()
    {
        Installation installation = Examples.Read(Examples.Real).Installation!;
        Assert.Equal(Profile.Real, installation.Profile);
        Assert.Equal("/run/safebms", installation.RunDirectory);
        Assert.Equal("/var/lib/safebms", installation.StateDirectory);
        Assert.Equal(400_000, installation.CoreParameters.ChargeCurrentMax_mA);
        Assert.Null(installation.Simulation);
        OutputLineConfiguration coil = installation.Lines.Outputs[0];
        Assert.Equal((OutputLine.ContactorCoil, "17"), (coil.Line, coil.Request!.Line));
        Assert.Equal(255UL, installation.Lines.WiredOutputs);
        InputLineConfiguration feedback = installation.Lines.Inputs[0];
        Assert.Equal(new LineRequest("12", true, LineBias.PullUp), feedback.Request);
        Assert.Equal(7, installation.Lines.ToGpioSettings().Inputs.Count);
        Assert.Equal(InputOrigin.ConstantOff, installation.Lines.Inputs[(int)InputLine.AuxFault].Origin);
        Assert.Equal(new BusConfiguration("battery", BusDriver.SocketCan, "can0"), Assert.Single(installation.Buses));
        Assert.Equal(2, installation.Sources.List.Count);
        Assert.Equal((0x400u, 4, 4, 200), (installation.Sources.List[0].BaseId!.Value,
            installation.Sources.List[0].Batteries, installation.Sources.List[0].Cells,
            installation.Sources.List[0].StaleAfter_ms));
        Assert.Equal(new WatchdogConfiguration("/dev/watchdog", 10), installation.Watchdog);
        Assert.Equal(new RealTimeConfiguration(true, 80, 1), installation.RealTime);
        Assert.Equal(1, installation.Guard.Scale);
    }

    [Fact]
    public void The_built_in_configuration_takes_what_the_command_line_changes()
    {
        Installation installation = BuiltIn.Read("lynx-smart-bms-1000",
            [new("parallel_strings", "2", 1, 1, 1, 1), new("system_voltage", "24 V", 1, 1, 1, 1)],
            [new("relay_mode", "alarm", 1, 1, 1, 1)], [new("load", "40 A", 1, 1, 1, 1)]).Installation!;
        Assert.Equal("lynx-smart-bms-1000", installation.Product);
        Assert.Equal(24, installation.Simulation!.Options.SystemVoltage_V);
        Assert.Equal(4, installation.CoreParameters.BatteryCount);
        Assert.Equal(4, installation.Sources.List[0].Batteries);
        Assert.Equal("alarm", installation.Parameters[0].Value);
        Assert.Contains(installation.Simulation.Set, s => s is { Name: "load", Value: "40 A" });
        Installation moved = installation.InRunDirectory("/run/elsewhere");
        Assert.Equal(("/run/elsewhere", "/run/elsewhere/state"), (moved.RunDirectory, moved.StateDirectory));
    }

    [Theory]
    [InlineData("profile: real ", "profil: real ", "There is no key 'profil' in the file. Did you mean 'profile'?")]
    [InlineData("product: lynx-smart-bms-500 ", "product: lynx ", "There is no product 'lynx'.")]
    [InlineData("battery_count: 4 ", "battery_count: 21 ", "'21' is outside 1 to 20 count.")]
    [InlineData("battery_count: 4 ", "battery_cnt: 4 ", "Did you mean 'battery_count'?")]
    [InlineData("charge_current_max: 400 A", "charge_current_max: 400 V", "'400 V' is in mV; this parameter is in mA.")]
    [InlineData("battery_count: 4 ", "battery_count: 5 ", "constraint bank adds up does not hold")]
    [InlineData("relay_mode: alternator ", "series_cells: 4\n  relay_mode: alternator ", "The key 'series_cells' stands twice.")]
    [InlineData("  battery_count: 4 ", "  # ", "'parameters.battery_count' is missing")]
    [InlineData("driver: gpio", "driver: virtual", "The profile real needs real lines")]
    [InlineData("driver: gpio", "driver: gpioo", "'gpioo' is not possible for 'lines.driver'. Did you mean 'gpio'?")]
    [InlineData("outputs_chip: gpiochip0 ", "outputs_chip: ../x ", "'../x' is no GPIO chip")]
    [InlineData("alarm:              { line: 6 }", "alarm:              { line: 5 }", "Line 5 of gpiochip0 already serves output pre_alarm; output alarm needs a line of its own.")]
    [InlineData("remote_bridged:     { line: 26,", "remote_bridged:     { line: 17,", "Line 17 of gpiochip0 already serves output contactor_coil; input remote_bridged")]
    [InlineData("{ line: 4 } ", "{ line: 17 } ", "Line 17 of gpiochip0 already serves output contactor_coil; the heartbeat")]
    [InlineData("{ line: 17 }", "{ line: -1 }", "'-1' is no line")]
    [InlineData("{ line: 17 }", "{ lime: 17 }", "'lines.outputs.contactor_coil.line' is missing")]
    [InlineData("{ line: 17 }", "{ line: 17, drive: hard }", "'hard' is not possible")]
    [InlineData("    programmable_relay: { line: 22 }\n", "", "With relay_mode alternator it switches the alternator off")]
    [InlineData("contactor_feedback: { line: 12, active_low: true, bias: pull_up }", "contactor_feedback: { follows: contactor_coil }", "In the profile real 'contactor_feedback' is wired")]
    [InlineData("contactor_feedback: { line: 12, active_low: true, bias: pull_up }", "contactor_feedback: { constant: true }", "a constant would be a fault")]
    [InlineData("precharge_readback: { line: 13, active_low: true, bias: pull_up }", "precharge_readback: { follows: aux }", "'precharge_readback' reads back 'precharge', not 'aux'.")]
    [InlineData("remote_low:         { constant: false }", "remote_low:         { follows: aux }", "'remote_low' is no read-back")]
    [InlineData("remote_low:         { constant: false }", "", "The input 'remote_low' is not described.")]
    [InlineData("remote_low:         { constant: false }", "remote_low: { constant: false, line: 9 }", "has 'line' and 'constant'; write one of them")]
    [InlineData("remote_low:         { constant: false }", "remote_low: { constant: maybe }", "'maybe' is not possible")]
    [InlineData("remote_low:         { constant: false }", "remote_low: { constant: false, bias: pull_up }", "belongs to a line, and this input has none")]
    [InlineData("battery_alarm:      { constant: false }", "battery_alarm: { constant: true }", "the contactor will never close")]
    [InlineData("driver: socketcan", "driver: virtual", "The profile real needs real buses")]
    [InlineData("interface: can0", "interface: a-very-long-interface", "is no network interface")]
    [InlineData("interface: can0 }", "interface: can0 }\n  - { name: other, driver: socketcan, interface: can0 }", "already carries another bus")]
    [InlineData("interface: can0 }", "interface: can0 }\n  - { name: battery, driver: socketcan, interface: can1 }", "There are two buses 'battery'.")]
    [InlineData("{ kind: safebms, bus: battery, period: 80 ms", "{ kind: safebms, bus: batery, period: 80 ms", "There is no bus 'batery'. Did you mean 'battery'?")]
    [InlineData("period: 80 ms", "period: 80", "'80' has no unit; 'sources[0].period' is written like '80 ms'.")]
    [InlineData("period: 80 ms", "period: 80 mV", "'80 mV' is in mV")]
    [InlineData("period: 80 ms", "period: 0 ms", "is outside the range of 'sources[0].period': 1 to 60000 ms.")]
    [InlineData("period: 80 ms", "period: 200 ms", "A period of 200 ms is too long for 'temperatures': stale after 500 ms")]
    [InlineData("period: 10 ms", "period: 20 ms", "A period of 20 ms is too long for 'pack_current'")]
    [InlineData("base_id: 0x400, feeds: [cells, temperatures]", "base_id: 0x401, feeds: [cells, temperatures]", "a multiple of 8")]
    [InlineData("base_id: 0x400, feeds: [cells, temperatures]", "base_id: 0x7F8, feeds: [cells, temperatures]", "base id is 2040, but must be 0 to")]
    [InlineData("base_id: 0x400, feeds: [cells, temperatures]", "base_id: 0x490, feeds: [cells, temperatures]", "'sources[0]' takes identifier")]
    [InlineData("base_id: 0x400, feeds: [cells, temperatures]", "base_id: 2048, feeds: [cells, temperatures]", "at most 0x7FF")]
    [InlineData("feeds: [cells, temperatures] }", "feeds: [cells, temperatures] }\n  - { kind: ivt_s, bus: battery, period: 10 ms, base_id: 0x401, feeds: [bus_voltage] }", "'sources[0]' takes identifier 0x403 from bus 'battery'")]
    [InlineData("feeds: [cells, temperatures] }", "feeds: [cells, temperatures] }\n  - { kind: ivt_s, bus: battery, period: 10 ms, feeds: [pack_current, pack_current_redundant] }", "ivt_s: identifier 0x521 is used twice.")]
    [InlineData("feeds: [cells, temperatures] }", "feeds: [cells, temperatures] }\n  - { kind: ivt_s, bus: battery, period: 10 ms, feeds: [bus_voltage] }", "These module frames use identifier 0x411, and the shunt on bus 'battery' takes it as a command.")]
    [InlineData("feeds: [cells, temperatures]", "feeds: [cells]", "Nothing feeds 'temperatures'.")]
    [InlineData("feeds: [cells, temperatures]", "feeds: [cells, temperatures, bus_voltage]", "'bus_voltage' is already fed by 'sources[0]'")]
    [InlineData("feeds: [cells, temperatures]", "batteries: 3, feeds: [cells, temperatures]", "Nothing feeds 'cells' of battery 3; battery_count is 4.")]
    [InlineData("feeds: [cells, temperatures]", "first_battery: 1, batteries: 4, feeds: [cells, temperatures]", "they are numbered 0 to 3")]
    [InlineData("feeds: [cells, temperatures]", "cells: 8, feeds: [cells, temperatures]", "sends 8 cells of each battery, but cells_per_battery is 4")]
    [InlineData("feeds: [cells, temperatures]", "endian: little, feeds: [cells, temperatures]", "only a shunt (ivt_s) has a choice")]
    [InlineData("{ kind: safebms, bus: battery, period: 80 ms, base_id: 0x400,", "{ kind: ivt_s, bus: battery, period: 80 ms,", "ivt_s carries no cells")]
    [InlineData("watchdog: {", "not_available: [bus_voltage]\nwatchdog: {", "declared not available, but 'sources[1]' feeds it")]
    [InlineData("bus_voltage, precharge", "precharge", "Nothing feeds 'bus_voltage'. Add it to the 'feeds' of a source.")]
    [InlineData("timeout: 10 s", "timeout: 1 s", "5000 to 60000 ms")]
    [InlineData("timeout: 10 s", "timeout: 5500 ms", "whole seconds")]
    [InlineData("device: /dev/watchdog", "device: watchdog", "is no device")]
    [InlineData("priority: 80", "priority: 99", "1 to 98")]
    [InlineData("real_time: {", "guard: { scale: 2 }\nreal_time: {", "In the profile real the guard's limits hold as they are")]
    [InlineData("real_time: {", "simulation: {}\nreal_time: {", "In the profile real nothing is simulated")]
    [InlineData("real_time: {", "run_directory: run\nreal_time: {", "'run' is no absolute path")]
    public void What_is_wrong_is_said_where_it_stands(string place, string instead, string expected)
    {
        ConfigurationResult result = Examples.Read(Examples.Spoiled(Examples.Real, place, instead));
        Assert.Null(result.Installation);
        Finding finding = Assert.Single(result.Findings, f => f.Message.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(FindingKind.Error, finding.Kind);
        Assert.True(finding is { Line: >= 1, Column: >= 1 });
    }

    [Fact]
    public void Every_kind_of_source_makes_its_receiver_and_a_slow_one_is_forgiven_what_its_budget_allows()
    {
        string text = Examples.Spoiled(Examples.Real, "interface: can0 }", """
            interface: can0 }
              - { name: shunt, driver: socketcan, interface: can1 }
            """);
        int start = text.IndexOf("sources:", StringComparison.Ordinal);
        int end = text.IndexOf("watchdog:", StringComparison.Ordinal);
        text = text[..start] + """
            sources:
              - { kind: foxbms, bus: battery, period: 150 ms, feeds: [cells] }
              - { kind: foxbms, bus: battery, period: 80 ms, feeds: [temperatures] }
              - { kind: lifepo4, bus: battery, period: 1 s, feeds: [state_of_charge] }
              - { kind: ivt_s, bus: shunt, period: 10 ms, endian: little, feeds: [pack_current, battery_voltage, bus_voltage, internal_temperature] }
              - { kind: ivt_s, bus: shunt, period: 10 ms, base_id: 0x541, feeds: [precharge_current] }
              - { kind: safebms, bus: battery, period: 10 ms, base_id: 0x600, feeds: [pack_current_redundant] }

            """ + text[end..];
        ConfigurationResult result = Examples.Read(text);
        Assert.True(result.Installation is not null, string.Join('\n', result.Findings.Select(f => f.Format("f"))));
        IReadOnlyList<SourceConfiguration> sources = result.Installation.Sources.List;
        uint[][] identifiers = [.. sources.Select(s => SourceMapping.Options(s).CreateReceiver().Identifiers.ToArray())];
        Assert.Equal([0x250u], identifiers[0]);
        Assert.Equal([0x260u], identifiers[1]);
        Assert.Contains(0x355u, identifiers[2]);
        Assert.Equal([0x521u, 0x522u, 0x523u, 0x525u], identifiers[3].Order());
        Assert.Equal([0x541u], identifiers[4]);
        Assert.All(identifiers[5], id => Assert.InRange(id, 0x600u, 0x6AFu));

        // 2.5 x 150 ms = 375 ms, and the core believes cells for 200 ms.
        Assert.Equal(16, SourceMapping.AgeOffsets(sources[0]).Count());
        Assert.All(SourceMapping.AgeOffsets(sources[0]), o => Assert.Equal(175, o.Offset_ms));
        Assert.Empty(SourceMapping.AgeOffsets(sources[1]));
    }

    [Theory]
    [InlineData("feeds: [pack_current, pack_current_redundant,", "feeds: [pack_current,", "pack_current_redundant", "charging is never allowed")]
    [InlineData("internal_temperature, state_of_charge]", "internal_temperature]", "state_of_charge", "counts as low")]
    public void What_can_be_left_out_must_be_said_and_means_something(
        string place, string without, string name, string consequence)
    {
        string text = Examples.Spoiled(Examples.Real, place, without);
        Finding missing = Assert.Single(Examples.Read(text).Findings);
        Assert.Contains(consequence, missing.Message, StringComparison.Ordinal);
        ConfigurationResult declared = Examples.Read(text + $"not_available: [{name}]\n");
        Assert.NotNull(declared.Installation);
        Finding warning = Assert.Single(declared.Findings);
        Assert.Equal(FindingKind.Warning, warning.Kind);
        Assert.Contains(consequence, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_come_at_once_in_the_order_of_the_file()
    {
        string text = Examples.Spoiled(Examples.Real, "profile: real ", "profil: real ");
        text = Examples.Spoiled(text, "battery_count: 4 ", "battery_cnt: 4 ");
        text = Examples.Spoiled(text, "{ line: 17 }", "{ line: 27 }");
        text = Examples.Spoiled(text, "period: 80 ms", "period: 80");
        text = Examples.Spoiled(text, "timeout: 10 s", "timeout: 1 s");
        Finding[] errors = [.. Examples.Read(text).Errors];
        Assert.True(errors.Length >= 6, string.Join('\n', errors.Select(e => e.Format("f"))));
        Assert.Equal(errors.OrderBy(e => e.Line).Select(e => e.Line), errors.Select(e => e.Line));
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("42", "the file takes keys")]
    [InlineData("lines: [1, 2]\nproduct: lynx-smart-bms-500\nprofile: rig", "'lines' takes keys")]
    [InlineData("profile: simulated\nproduct: lynx-smart-bms-500\nsources: 3", "'sources' takes a list")]
    [InlineData("profile: simulated\nproduct: lynx-smart-bms-500\nsources: [3]", "'sources[0]' takes keys")]
    [InlineData("profile: simulated\nproduct: [lynx]", "'product' takes one value")]
    [InlineData("profile: &a simulated", "Anchors and aliases are not allowed")]
    [InlineData("profile: simulated\nsimulation: { boat: { system_voltage: 13 V } }", "13 V is no system voltage")]
    [InlineData("profile: simulated\nproduct: lynx-smart-bms-500\nsimulation: { set: { laod: on } }", "Did you mean 'load'?")]
    public void A_hostile_file_ends_in_a_sentence(string text, string expected)
    {
        ConfigurationResult result = Examples.Read(text);
        Assert.Null(result.Installation);
        Assert.Contains(result.Findings, f => f.Message.Contains(expected, StringComparison.Ordinal));
    }
}
