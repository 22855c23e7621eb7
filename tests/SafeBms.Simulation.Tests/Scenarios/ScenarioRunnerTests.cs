using System.Text;
using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Recording;
using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class ScenarioRunnerTests
{
    private static ScenarioRunner Runner(string yaml) => new(ScenarioParser.Parse(Encoding.UTF8.GetBytes(yaml)));

    private static IReadOnlyList<ScenarioProblem> Problems(string yaml) =>
        Assert.Throws<ScenarioException>(() => Runner(yaml)).Problems;

    [Fact]
    public void Every_wrong_name_and_value_is_reported_with_its_place()
    {
        string all = string.Join("\n", Problems("""
            scenario: wrong
            duration: 1 s
            events:
              - at: 0 s
                set: { lode: 3 A, alternator: maybe, load: 4 V }
            faults:
              - { fault: main-contactor-weldet, at: 0 s }
              - { fault: battery-missing, at: 0 s, target: "battery[7]" }
              - { fault: F02, at: 0 s, target: nowhere }
            expect:
              - { never: contactor_coyl }
            expect_violations: [P999]
            """).Select(p => p.Format("f")));
        Assert.Contains("f(5,12): Nothing on this boat is called 'lode'. Did you mean", all,
            StringComparison.Ordinal);
        Assert.Contains("'maybe' is no switch position", all, StringComparison.Ordinal);
        Assert.Contains("'4 V' is no load", all, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'main-contactor-welded'", all, StringComparison.Ordinal);
        Assert.Contains("a battery, 0 to 0", all, StringComparison.Ordinal);
        Assert.Contains("f(9,36): 'nowhere' is no place for a fault", all, StringComparison.Ordinal);
        Assert.Contains("f(11,14): There is no input, output, state or boat value 'contactor_coyl'", all,
            StringComparison.Ordinal);
        Assert.Contains("There is no property 'P999'", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("product: lynx-smart-bms-5000", "There is no product")]
    [InlineData("parameters: { precharge_time_max: 99 s }", "is outside")]
    [InlineData("parameters: { precharge_time_max: 9 V }", "this parameter is in ms")]
    [InlineData("parameters: { cell_ov1: 3.7 V }", "no parameter 'cell_ov1' that can be changed")]
    [InlineData("parameters: { relay_mode: horn }", "write alarm or alternator")]
    [InlineData("boat: { system_voltage: 36 V }", "use 12, 24 or 48")]
    [InlineData("boat: { kapacity: 3 Ah }", "Did you mean 'capacity'")]
    [InlineData("boat: { capacity: 3 V }", "such as '200 Ah'")]
    [InlineData("parameters: { discharge_floor: 50 % }", "controller refuses its parameters")]
    public void What_no_boat_or_controller_can_be_is_refused(string line, string part) =>
        Assert.Contains(part, Problems($"scenario: x\nduration: 1 s\n{line}")[0].Message, StringComparison.Ordinal);

    [Fact]
    public void A_difference_is_reported_with_scan_line_and_context()
    {
        ScenarioResult result = Runner("""
            scenario: too-early
            duration: 10 s
            expect:
              - within: 1 s
                that: contactor_coil
            """).Run();
        Assert.False(result.Passed);
        Assert.Equal(1000, result.Difference!.Scan);
        Assert.Equal(4, result.Difference.Line);
        Assert.Contains(result.Context, c => c is { Key: "contactor_coil", Value: "false" });
        Assert.Contains(result.Context, c => c.Key == "contactor.state");
    }

    [Fact]
    public void A_violation_that_is_expected_but_does_not_happen_is_a_difference()
    {
        ScenarioResult result = Runner("scenario: x\nduration: 1 s\nexpect_violations: [P01]").Run();
        Assert.Equal("P01 is violated", result.Difference?.Expected);
    }

    [Fact]
    public void A_condition_that_never_comes_true_is_a_difference_because_the_event_did_not_happen()
    {
        ScenarioResult result = Runner("""
            scenario: x
            duration: 100 ms
            events:
              - when: contactor_coil
                set: { load: 1 A }
            """).Run();
        Assert.Contains("never did", result.Difference?.Actual, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("REQ-S-RUN-02")]
    [Requirement("REQ-S-RUN-11")]
    public void Tracing_and_recording_do_not_change_a_run_and_the_record_repeats_it()
    {
        const string yaml = "scenario: x\nduration: 12 s\nevents:\n  - { at: 3 s, set: { alternator: on } }";
        ScenarioResult plain = Runner(yaml).Run();
        ScenarioRunner watched = Runner(yaml);
        using MemoryStream stream = new();
        StringWriter text = new();
        watched.Trace = Trace.Create("x.vcd", text, TraceSignals.Default(watched.Boat.Names));
        watched.Record = new RecordWriter(stream, new RecordHeader
        {
            SpecificationHash = 1,
            Product = "x",
            Parameters = [],
            Inputs = InputTable.Count,
            Outputs = OutputTable.Count,
        });
        Assert.Equal(plain.OutputsHash, watched.Run().OutputsHash);
        Assert.Equal(12_000, Repeat(stream.ToArray(), watched.Parameters));
        Assert.Contains("$var wire 1", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("contactor", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_boat_and_core_allocates_nothing()
    {
        SimulatedBoat boat = Runner("scenario: x\nduration: 1 s").Boat;
        for (int i = 0; i < 8000; i++)
        {
            boat.Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20_000; i++)
        {
            boat.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Repeat(byte[] record, in ParameterSet parameters)
    {
        RecordReader reader = new(new MemoryStream(record));
        CoreState state = default;
        Assert.True(SafetyCore.TryStart(ref state, parameters, default, true, out _));
        InputImage inputs = default;
        OutputImage outputs = OutputImage.Safe;
        while (reader.Next())
        {
            for (int i = 0; i < reader.Inputs.Length; i++)
            {
                InputTable.Set(ref inputs, i, reader.Inputs[i]);
            }

            SafetyCore.Scan(inputs, ref state, ref outputs);
            for (int i = 0; i < reader.Outputs.Length; i++)
            {
                Assert.Equal(reader.Outputs[i], OutputTable.Get(outputs, i));
            }
        }

        return reader.Scan;
    }
}
