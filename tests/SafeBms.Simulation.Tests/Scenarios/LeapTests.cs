using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

/// <summary>Leaps over idle time against stepping: everything that can be seen, and all that is remembered.</summary>
public sealed class LeapTests
{
    private const string Quiet = "boat: { noise: off, parallel_strings: 3 }";

    [Theory]
    [InlineData("standby-keeps-aux", 10)]
    [InlineData("acknowledgement-does-not-close", 15)]
    [InlineData("aux-hold-ended-by-charge", 10)]
    [InlineData("remote-input-flaps-slowly", 0)]
    public void A_scenario_of_a_quiet_boat_gives_the_same_trace_with_and_without_leaps(string name, int leastLeapt_pct)
    {
        Scenario scenario = ScenarioParser.Parse(File.ReadAllBytes(Root($"scenarios/{name}.scenario.yaml")));
        Setting quiet = new("noise", "off", 1, 1, 1, 1);

        // Some clocks of the core run for a minute after the last event.
        long longer_ms = scenario.Duration_ms + 240_000;
        AssertSame(scenario with { Boat = [.. scenario.Boat, quiet], Duration_ms = longer_ms }, leastLeapt_pct);
    }

    [Fact]
    public void Hours_of_a_boat_with_events_and_conditions_that_count_give_the_same_trace()
    {
        const string text = $$"""
            scenario: hours
            duration: 25 min
            {{Quiet}}
            events:
              - { at: 0 s, set: { load: 1 A } }
              - { when: "held(contactor_coil, 2 min)", after: 10 s, set: { load: 30 A } }
              - { at: 10 min, set: { remote: off } }
              - { when: "falling(contactor_coil)", after: 5 min, set: { ambient: 31 degC } }
              - { at: 20 min, set: { acknowledge: true } }
            faults:
              - { fault: sensor-offset, at: 17 min, for: 20 s, target: battery_voltage, value: 0.2 V }
            expect:
              - { within: 15 s, that: contactor_coil }
              - { always: contactor_coil, from: 20 s, to: 599 s }
              - { order: [contactor_coil, not contactor_coil], at_most: 10 min, from: contactor_coil }
              - { never: "within(contactor_coil, 3 s)", from: 605 s }
              - { at: 24 min, that: boat.controller_temperature > 25 degC }
            """;
        AssertSame(ScenarioParser.Parse(Encoding.UTF8.GetBytes(text)), 60);
    }

    [Theory]
    [InlineData("{ within: 10 min, of: 2 min, that: alarm }")]
    [InlineData("{ at: 9 min, that: alarm }")]
    [InlineData("{ never: \"held(not contactor_coil, 7 min)\" }")]
    [InlineData("{ order: [aux, alarm], at_most: 8 min }")]
    [InlineData("{ always: alarm, from: 11 min }")]
    [InlineData("{ never: \"cell-freeze[0].unchanged > 59990 ms\" }")]
    public void A_difference_that_time_alone_makes_is_found_in_the_same_scan(string expectation)
    {
        string text =
            $"scenario: wait\nduration: 15 min\n{Quiet}\n"
            + $"events: [{{ at: 0 s, set: {{ remote: off }} }}]\nexpect:\n  - {expectation}\n";
        Scenario scenario = ScenarioParser.Parse(Encoding.UTF8.GetBytes(text));
        ScenarioResult leaping = new ScenarioRunner(scenario).Run();
        ScenarioResult stepping = new ScenarioRunner(scenario) { MayLeap = false }.Run();
        Assert.NotNull(stepping.Difference);
        Assert.Equal(stepping.Difference, leaping.Difference);
        Assert.Equal(stepping.OutputsHash, leaping.OutputsHash);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    [InlineData(5UL)]
    public void Leaping_a_random_boat_leaves_what_stepping_leaves_and_nothing_is_missed(ulong seed)
    {
        SimulatedBoat leaping = Build(seed);
        SimulatedBoat stepping = Build(seed);
        int[] handles = [.. leaping.Names.Names.Where(n => !RunningClocks.IsClock(n)).Select(n => Handle(leaping, n))];
        long[] seen = new long[handles.Length];
        SplitMix64 random = new(seed * 77);
        for (int leg = 0; leg < 12; leg++)
        {
            Keep(stepping, handles, seen, true);
            ulong bits = random.Next();
            Draw(leaping, bits);
            Draw(stepping, bits);
            for (long left = random.Between(1, leg % 3 == 2 ? 180_000 : 8_000); left > 0;)
            {
                long passed = leaping.Leap(left);
                for (long i = 1; i < passed; i++)
                {
                    stepping.Step();
                    AssertNothingMoved(stepping, handles, seen, i == 1, $"seed {seed}, leg {leg}");
                }

                stepping.Step();
                if (passed == 0)
                {
                    leaping.Step();
                    passed = 1;
                }

                left -= passed;
                int differs = FieldBytes<CoreState>.FirstDifference(leaping.State, stepping.State);
                Assert.True(differs < 0,
                    $"seed {seed}, leg {leg}, scan {stepping.Scans}: the memory differs at byte {differs}");
                Keep(stepping, handles, seen, leaping.IsAtRest);
            }

            AssertSameBoats(stepping, leaping);
        }

        Assert.True(leaping.LeaptScans > 20_000,
            $"seed {seed}: only {leaping.LeaptScans} ms were leapt over; this shows nothing");
    }

    [Fact]
    public void Leaps_allocate_nothing()
    {
        SimulatedBoat boat = Build(9);
        boat.StepMany(150_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long leapt = boat.LeaptScans;
        boat.StepMany(60_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(boat.LeaptScans - leapt > 40_000, $"only {boat.LeaptScans - leapt} of 60000 ms were leapt over");
    }

    // What RunningClocks says about its clocks, read off the specification.
    [Theory]
    [InlineData("closing-budget", "elapsed", "elapsed >= closing_refill_time")]
    [InlineData("cell-freeze", "unchanged", "unchanged > 0 ms", "unchanged >= stuck_time")]
    public void The_clocks_that_run_at_rest_are_only_compared_with_their_limit(
        string machine, string clock, params string[] uses)
    {
        Regex word = new($@"\b{clock}\b");
        Regex declaration = new($@"^\s*{clock}: \{{ runs: .*\}}\s*$");
        foreach (string line in File.ReadLines(Root($"spec/{machine}.statemachine.yaml")))
        {
            string code = line.StartsWith("purpose:", StringComparison.Ordinal)
                || line.TrimStart().StartsWith("because:", StringComparison.Ordinal) || declaration.IsMatch(line)
                ? "" : line.Split('#')[0];
            foreach (string use in uses)
            {
                code = code.Replace(use, "", StringComparison.Ordinal);
            }

            Assert.False(word.IsMatch(code), $"{machine} uses {clock} in another way: {line}");
        }

        foreach (string file in Directory.EnumerateFiles(Root("spec"), "*.yaml", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain($"{machine}.{clock}", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    private static void AssertSame(Scenario scenario, int leastLeapt_pct)
    {
        (ScenarioResult stepped, string steppedText, SimulatedBoat stepping) = Run(scenario, mayLeap: false);
        (ScenarioResult leapt, string leaptText, SimulatedBoat leaping) = Run(scenario, mayLeap: true);
        Assert.Equal(0, stepped.LeaptScans);
        Assert.True(leapt.LeaptScans * 100 >= leapt.Scans * leastLeapt_pct,
            $"only {leapt.LeaptScans} of {leapt.Scans} scans were leapt over");
        Assert.Equal(stepped.Difference, leapt.Difference);
        Assert.Equal(stepped.Scans, leapt.Scans);
        Assert.Equal(stepped.OutputsHash, leapt.OutputsHash);
        Assert.Equal(steppedText, leaptText);
        AssertSameBoats(stepping, leaping);
    }

    private static (ScenarioResult Result, string Trace, SimulatedBoat Boat) Run(Scenario scenario, bool mayLeap)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        ScenarioRunner runner = new(scenario) { MayLeap = mayLeap };
        runner.Trace = new VcdTrace(text, TraceSignals.Default(runner.Boat.Names));
        return (runner.Run(), text.ToString(), runner.Boat);
    }

    private static void AssertSameBoats(SimulatedBoat expected, SimulatedBoat actual)
    {
        Assert.Equal(expected.Plant.StateHash(), actual.Plant.StateHash());
        Assert.Equal(expected.Scans, actual.Scans);
        for (int i = 0; i < StateTable.Count; i++)
        {
            Assert.Equal(StateTable.Get(expected.State, i), StateTable.Get(actual.State, i));
        }

        Assert.Equal(-1, FieldBytes<CoreState>.FirstDifference(expected.State, actual.State));
        Assert.Equal(-1, FieldBytes<InputImage>.FirstDifference(expected.Inputs, actual.Inputs));
        Assert.Equal(-1, FieldBytes<OutputImage>.FirstDifference(expected.Outputs, actual.Outputs));
    }

    private static void Keep(SimulatedBoat boat, int[] handles, long[] seen, bool wanted)
    {
        for (int i = 0; wanted && i < handles.Length; i++)
        {
            seen[i] = Seen(boat, handles[i]);
        }
    }

    // Every scan of a leap would cost minutes; the first and every 61st (a prime: all phases of the sensors) do.
    private static void AssertNothingMoved(SimulatedBoat boat, int[] handles, long[] seen, bool first, string where)
    {
        for (int i = 0; (first || boat.Scans % 61 == 0) && i < handles.Length; i++)
        {
            if (Seen(boat, handles[i]) != seen[i])
            {
                Assert.Fail($"{where}: {boat.Names.Names.ElementAt(i)} moved in a leap at scan {boat.Scans}");
            }
        }
    }

    private static long Seen(SimulatedBoat boat, int handle) =>
        (boat.Names.Read(handle) << 1) | (boat.Names.IsValid(handle) ? 1L : 0);

    private static SimulatedBoat Build(ulong seed)
    {
        PlantOptions options = new()
        {
            Seed = seed, SystemVoltage_V = 24, CellsPerBattery = 8, ParallelStrings = 2 + (int)(seed % 3),
            Sensors = SensorOptions.Quiet,
        };
        SimulatedBoat boat = new(
            options, ProductParameters.For(new PlacedText("lynx-smart-bms-500", 1, 1), options, []));
        boat.Plant.Inputs.RemoteBridged = true;
        boat.StepMany(65_000);
        return boat;
    }

    private static void Draw(SimulatedBoat boat, ulong bits)
    {
        Plant plant = boat.Plant;
        plant.Loads[0].Value = 1000 + (int)(bits >> 50);
        plant.Loads[0].On = (bits & 1) != 0;
        plant.Alternator.Running = (bits & 30) == 2;
        plant.Inputs.RemoteBridged = (bits & 96) != 32;
        boat.Requests.Acknowledge = (bits & 128) != 0;
        boat.Requests.Mode = (bits & 1792) == 256 ? 252 : (bits & 1792) == 512 ? 3 : 0;
        FaultId[] faults =
        [
            FaultId.SensorStuckAtLast, FaultId.SensorOffset, FaultId.BadNumber, FaultId.BatteryMissing,
            FaultId.InputGlitch, FaultId.ShuntLost,
        ];
        if ((bits & 6144) == 2048)
        {
            FaultId fault = faults[(bits >> 16) % (ulong)faults.Length];
            plant.Faults.Inject(fault, fault == FaultId.InputGlitch ? (int)DigitalInput.RemoteBridged : 0,
                fault == FaultId.BadNumber ? 0 : 1, (long)(bits >> 24) & 1023, 1 + ((long)(bits >> 34) & 4095), 0);
        }
    }

    private static int Handle(SimulatedBoat boat, string name)
    {
        Assert.True(boat.Names.TryResolve(name, out NamedValue value));
        return value.Handle;
    }

    private static string Root(string path, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", path));
}
