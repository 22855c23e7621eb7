using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SafeBms.Core;
using SafeBms.Simulation;
using SafeBms.Simulation.Scenarios;
using SafeBms.System.Tests.Runs;
using Xunit;

namespace SafeBms.System.Tests;

/// <summary>What the random runs rest on: repeating, writing, shrinking, and monitors that can fail.</summary>
public sealed class CampaignToolsTests
{
    [Fact]
    public void The_same_seed_draws_the_same_runs_and_a_run_plays_the_same_every_time()
    {
        BoatRun[] first = Draw(6, seed: 4711);
        BoatRun[] second = Draw(6, seed: 4711);
        Assert.Equal(first.Select(r => r.ToString()), second.Select(r => r.ToString()));
        Assert.Equal(first.Select(r => r.Outcome.OutputsHash), second.Select(r => r.Outcome.OutputsHash));
    }

    [Fact]
    public void A_run_that_is_written_as_a_scenario_file_repeats_bit_for_bit()
    {
        foreach (BoatRun run in Draw(12, seed: 815))
        {
            string yaml = ScenarioText.Write(run, "random-run", "Written, read and repeated.");
            ScenarioRunner runner = new(ScenarioParser.Parse(Encoding.UTF8.GetBytes(yaml)));
            ulong hash = Digest.Seed;
            runner.AfterScan = boat => hash = Digest.Mix(hash, boat.Outputs);
            runner.Run();
            Assert.True(run.Outcome.OutputsHash == hash, yaml);
        }
    }

    [Fact]
    public void Shrinking_leaves_only_the_happenings_that_matter()
    {
        BoatRun? smallest = null;
        Property noWeld = Prop.ForAll(RunGenerator.Arbitrary, run =>
        {
            bool welded = run.Outcome.Seen.Any(i => WitnessTable.Text(i) == "weld_proved");
            smallest = welded ? run : smallest;
            return !welded;
        });
        Config config = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(new Replay(new Rnd(99), null));
        Assert.ThrowsAny<Exception>(() => Check.One(config, noWeld));

        // A weld needs a contact that does not open or a sensor that says so, a current, and an opening.
        Assert.NotNull(smallest);
        Assert.InRange(smallest.Happenings.Count, 1, 4);
        Assert.Empty(smallest.Parameters);
    }

    [Fact]
    public void A_contactor_that_opens_before_the_alternator_is_seen_by_the_monitors()
    {
        RunOutcome outcome = RunPlayer.Play(Calm, (int scan, ref CoreState state) =>
        {
            if (scan == 20_000)
            {
                state.Contactor.State = ContactorMachine.State.Open;
            }
        });
        Assert.Contains("P01", Violated(outcome));
    }

    [Fact]
    public void The_run_that_is_sabotaged_violates_nothing_by_itself() => Assert.Empty(Calm.Outcome.Violations);

    [Fact]
    public void Only_named_assumptions_are_broken_and_only_properties_that_name_one_are_excused()
    {
        Assumptions assumptions = new();
        Assert.Subset(assumptions.Known.ToHashSet(), Assumptions.BrokenBy.Values.SelectMany(b => b).ToHashSet());
        BoatRun welded = Calm.With([Fault("main-contactor-welded")]);
        BoatRun stuck = Calm.With([Fault("sensor-stuck-at-last") with { Target = "pack_current" }]);
        string[] excused = [.. Enumerable.Range(0, PropertyTable.Count)
            .Select(PropertyTable.Id).Where(id => !assumptions.Judges(welded, id))];
        Assert.NotEmpty(excused);
        Assert.Subset(assumptions.Assuming.ToHashSet(), excused.ToHashSet());
        Assert.All(assumptions.Assuming, id => Assert.True(assumptions.Judges(stuck, id)));
        Assert.DoesNotContain(FaultId.SensorStuckAtLast, Assumptions.BrokenBy.Keys);
    }

    // Alternator on, some load, nothing else.
    private static BoatRun Calm => new()
    {
        Product = "lynx-smart-bms-500",
        Duration_ms = 24_000,
        Boat = [],
        Parameters = [],
        Happenings = [new Happening(0, "alternator", "on"), new Happening(0, "load", "20 A")],
    };

    private static Happening Fault(string name) => new(0, name, "") { IsFault = true };

    private static BoatRun[] Draw(int count, ulong seed) =>
        [.. RunGenerator.Arbitrary.Generator.Sample(count, new Rnd(seed), 50)];

    private static HashSet<string> Violated(RunOutcome outcome) =>
        [.. outcome.Violations.Keys.Select(PropertyTable.Id)];
}
