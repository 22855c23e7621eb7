using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SafeBms.Core;
using SafeBms.System.Tests.Runs;

namespace SafeBms.System.Tests;

/// <summary>
/// The random runs, made once for all tests of <see cref="SystemPropertyTests"/>. The seed is fixed, so that every
/// build tests the same; another one, and more runs, come from the environment:
/// <c>SAFEBMS_SEED=12345 SAFEBMS_RUNS=5000</c>, or <c>SAFEBMS_SEED=seed,gamma</c> as a failure reports it.
/// </summary>
public sealed class Campaign
{
    private const ulong DefaultSeed = 20_260_222;
    private const int DefaultRuns = 600;

    private readonly Assumptions _assumptions = new();
    private BoatRun? _smallest;

    public Campaign()
    {
        string seed = Environment.GetEnvironmentVariable("SAFEBMS_SEED") ?? Text(DefaultSeed);
        string runs = Environment.GetEnvironmentVariable("SAFEBMS_RUNS") ?? Text(DefaultRuns);
        Seed = seed;
        Property property = Prop.ForAll(RunGenerator.Arbitrary, Holds);
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(int.Parse(runs, CultureInfo.InvariantCulture))
            .WithStartSize(50)
            .WithEndSize(50)
            .WithReplay(ReplayOf(seed));
        try
        {
            Check.One(config, property);
        }
        catch (Exception failure) when (_smallest is not null)
        {
            Failure = Describe(_smallest, failure.Message);
        }
    }

    /// <summary>What the runs were drawn from.</summary>
    public string Seed { get; }

    /// <summary>Runs that were played (those of shrinking not counted).</summary>
    public int Runs { get; private set; }

    /// <summary>Time that all runs together simulated.</summary>
    public long Simulated_ms { get; private set; }

    /// <summary>For each condition of <c>must_see</c> the number of runs that saw it.</summary>
    public int[] Seen { get; } = new int[WitnessTable.Count];

    /// <summary>Names of the faults that were injected.</summary>
    public HashSet<string> Faults { get; } = [];

    /// <summary>The smallest run that violates a property, in words; empty if there is none.</summary>
    public string Failure { get; } = "";

    private bool Holds(BoatRun run)
    {
        if (_smallest is null)
        {
            Count(run);
        }

        bool holds = FirstViolation(run) is null;
        if (!holds)
        {
            _smallest = run;
        }

        return holds;
    }

    private void Count(BoatRun run)
    {
        Runs++;
        Simulated_ms += run.Duration_ms;
        Faults.UnionWith(run.Happenings.Where(h => h.IsFault).Select(h => h.What));
        foreach (int witness in run.Outcome.Seen)
        {
            Seen[witness]++;
        }
    }

    private (string Property, string Text, int Scan)? FirstViolation(BoatRun run)
    {
        foreach ((int index, int scan) in run.Outcome.Violations.OrderBy(v => v.Value))
        {
            if (_assumptions.Judges(run, PropertyTable.Id(index)))
            {
                return (PropertyTable.Id(index), PropertyTable.Text(index), scan);
            }
        }

        return null;
    }

    private string Describe(BoatRun run, string replay)
    {
        (string property, string text, int scan) = FirstViolation(run)!.Value;
        string name = "violates-" + property.ToLowerInvariant();
        string path = Path.Combine(Repository.ResultFolder, name + ".scenario.yaml");
        Directory.CreateDirectory(Repository.ResultFolder);
        File.WriteAllText(path, ScenarioText.Write(run, name, $"{property} is violated - {text}"));
        return $"{property} is violated in scan {scan}: {text}\n{run}\n"
            + $"Repeat it with: safebms simulate {path}\nAll runs: SAFEBMS_SEED={Seed}\n{FirstLine(replay)}";
    }

    // "Falsifiable, after 12 tests (7 shrinks) (1234,5677)": the pair replays the failing run as the first one.
    private static string FirstLine(string message) => message.Split('\n')[0];

    private static Replay ReplayOf(string seed)
    {
        ulong[] parts = [.. seed.Split(',').Select(p => ulong.Parse(p, CultureInfo.InvariantCulture))];
        Rnd random = parts.Length == 1 ? new Rnd(parts[0]) : new Rnd(parts[0], parts[1]);
        return new Replay(random, null);
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
