using SafeBms.Coverage.Probes;
using SafeBms.Coverage.Suite;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Laboratory;
using Xunit;

namespace SafeBms.Coverage.Tests;

public sealed class ProbeTests
{
    [Fact]
    public void The_shipped_code_has_no_probe()
    {
        IReadOnlyList<GeneratedFile> shipped = SpecificationEmitter.Emit(Shipped.Model);
        Assert.All(shipped, file => Assert.DoesNotContain("Probe", file.Text, StringComparison.Ordinal));

        IReadOnlyList<GeneratedFile> probed = SpecificationEmitter.Emit(Shipped.Model, ProbePlan.Of(Shipped.Model));
        Assert.Contains(probed, file => file.Text.Contains("ProbeSink.Decision(", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_line_of_the_shipped_code_is_a_line_of_the_instrumented_code()
    {
        IReadOnlyList<GeneratedFile> shipped = SpecificationEmitter.Emit(Shipped.Model);
        IReadOnlyList<GeneratedFile> probed = SpecificationEmitter.Emit(Shipped.Model, ProbePlan.Of(Shipped.Model));
        for (int file = 0; file < shipped.Count; file++)
        {
            List<string> left = [.. Statements(probed[file].Text)];
            Assert.Empty(Statements(shipped[file].Text).Except(left));
        }
    }

    [Fact]
    public void Probes_change_nothing_that_the_core_does()
    {
        ILoadedCore plain = Shipped.Plain.Core.Create();
        ILoadedCore probed = Shipped.Probed.Core.Create();
        Assert.Null(plain.Start());
        Assert.Null(probed.Start());
        ProbeRecorder recorder = new(Shipped.Probed.Plan!);
        ProbeSink.Listen(recorder);
        Random random = new(5);
        for (int scan = 0; scan < 3_000; scan++)
        {
            for (int change = 0; change < 5; change++)
            {
                int input = random.Next(plain.Names.Inputs.Count);
                int value = random.Next(4) == 0 ? random.Next(2) : random.Next(-60_000, 60_000);
                bool isAccepted = random.Next(20) != 0;
                plain.SetInput(input, value, 0, isAccepted);
                probed.SetInput(input, value, 0, isAccepted);
            }

            plain.Scan();
            probed.Scan();
            Assert.Equal(Everything(plain), Everything(probed));
        }

        ProbeSink.Listen(null);
        Assert.True(recorder.Sightings.Count > 100);
    }

    [Theory]
    [InlineData("start-and-ordered-stop")]
    [InlineData("short-circuit")]
    [InlineData("remote-input-flaps")]
    public void A_scenario_runs_the_same_with_and_without_probes(string name)
    {
        string path = Path.Combine(Shipped.Root, "scenarios", name + ".scenario.yaml");
        ScenarioOutcome plain = new ScenarioSuite(Shipped.Plain.Core).Run(path, states: true);
        CoverageRun run = new(Shipped.Probed);
        ScenarioOutcome probed = run.Scenario(path, states: true);

        Assert.True(plain.Passed);
        Assert.NotEqual(0UL, plain.States);
        Assert.Equal(plain, probed);
        Assert.NotEmpty(run.Covered());
    }

    [Theory]
    [InlineData(9, 8, 10, 20, 0)] // one before
    [InlineData(10, 9, 10, 20, 1)] // at
    [InlineData(11, 10, 10, 20, 2)] // one after
    [InlineData(10, 10, 10, 10, 2)] // stops at the bound and has stood there for a scan
    public void A_clock_is_seen_beside_its_bound(long value, long last, long bound, long cap, ulong side)
    {
        ProbeRecorder recorder = new(ProbePlan.Of(Shipped.Model));
        recorder.Boundary(0, value, last, bound, cap);

        Assert.Equal(new Sighting(SightingKind.Boundary, 0, side), Assert.Single(recorder.Sightings));
    }

    [Theory]
    [InlineData(8, 7, 10, 20)] // two before
    [InlineData(12, 11, 10, 20)] // two after
    [InlineData(10, 10, 10, 20)] // stands still at its bound, but could go on
    public void A_clock_elsewhere_shows_nothing(long value, long last, long bound, long cap)
    {
        ProbeRecorder recorder = new(ProbePlan.Of(Shipped.Model));
        recorder.Boundary(0, value, last, bound, cap);

        Assert.Empty(recorder.Sightings);
    }

    // The table of places after the code has other line numbers.
    private static IEnumerable<string> Statements(string text) => text.Split('\n')
        .TakeWhile(line => !line.StartsWith("/// <summary>Where the elements", StringComparison.Ordinal))
        .Select(line => line.Trim());

    private static List<long> Everything(ILoadedCore core) =>
    [
        .. Enumerable.Range(0, core.Names.States.Count).Select(core.State),
        .. Enumerable.Range(0, core.Names.Outputs.Count).Select(core.Output),
        .. Enumerable.Range(0, core.Names.Properties.Count).Select(core.Violations),
    ];
}
