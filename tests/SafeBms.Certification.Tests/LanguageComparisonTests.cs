using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;
using SafeBms.Certification.Tests.Harness;
using SafeBms.Differential.Tests;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>Every element of the language means in the encoding what it means in the interpreter.</summary>
public class LanguageComparisonTests
{
    private static SpecificationModel Model => Small.Read(
        SmallMachines.Properties, SmallMachines.Temporal, SmallMachines.Chart, SmallMachines.Watch,
        SmallMachines.Folds, SmallMachines.Last);

    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_scans_of_a_system_with_every_element_agree(ulong seed)
    {
        string? difference = Play(Model, Model, seed, 400);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void Random_scans_reach_every_leaf_of_the_chart()
    {
        HashSet<long> reached = [];
        foreach (ulong seed in Enumerable.Range(1, 12).Select(seed => (ulong)seed))
        {
            Play(Model, Model, seed, 400, core => reached.Add(core.Values["chart.state"]));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], reached.Order());
    }

    // A text of the machines, and what is put in its place: each is one thing that an encoding could get wrong.
    [Theory]
    [InlineData("limit: wait }", "limit: wait + 1 ms }")]
    [InlineData("initial: limit", "")]
    [InlineData("held(here, wait)", "held(here, wait + 1 ms)")]
    [InlineData("held_or_initially(here", "held(here")]
    [InlineData("within(up, wait)", "within(up, wait + 1 ms)")]
    [InlineData("since(here, there)", "since(there, here)")]
    [InlineData("rising(here)", "rising(there)")]
    [InlineData("times samples of x", "times samples of lamp")]
    [InlineData("history: deep", "history: shallow")]
    [InlineData("\"log := min(log + 7, 900)\"", "\"log := min(log + 8, 900)\"")]
    [InlineData("on_corrupt: Third", "on_corrupt: Third\n# the same")]
    [InlineData("x > limit else false\n  inside", "x > limit else true\n  inside")]
    [InlineData("to: Deepest", "to: Leaf")]
    [InlineData("any(w in watch: w.hot)", "all(w in watch: w.hot)")]
    [InlineData("all(w in before: w.hot)", "all(w in watch: w.hot)")]
    [InlineData("count(b in battery: b.temperature > 10 dC", "count(b in battery: b.temperature > 11 dC")]
    [InlineData("max(b in battery: max", "min(b in battery: max")]
    [InlineData("previous(chart.state)", "chart.state")]
    [InlineData("within wait", "within wait + 1 ms")]
    public void A_changed_meaning_is_noticed(string text, string changed)
    {
        string[] machines =
        [
            SmallMachines.Temporal, SmallMachines.Chart, SmallMachines.Watch, SmallMachines.Folds, SmallMachines.Last,
        ];
        Assert.Contains(machines.Append(SmallMachines.Properties), source => source.Contains(text, StringComparison.Ordinal));
        SpecificationModel other = Small.Read(
            SmallMachines.Properties.Replace(text, changed, StringComparison.Ordinal),
            [.. machines.Select(source => source.Replace(text, changed, StringComparison.Ordinal))]);
        bool isSame = changed.EndsWith("the same", StringComparison.Ordinal);
        bool isNoticed = Enumerable.Range(1, 12).Any(seed => Play(Model, other, (ulong)seed, 400) is not null);
        Assert.NotEqual(isSame, isNoticed);
    }

    /// <summary>Plays random scans of one model in the interpreter and of another in the encoding.</summary>
    internal static string? Play(
        SpecificationModel interpreted, SpecificationModel encoded, ulong seed, int scans,
        Action<ReferenceCore>? seen = null, Action<EncodedRun, int>? beforeProceeding = null)
    {
        Dice dice = new(seed);
        Dictionary<string, long> parameters = new()
        {
            ["battery_count"] = dice.Between(1, 3), ["cell_count"] = dice.Between(1, 2),
            ["limit"] = dice.Between(20, 60), ["wait"] = dice.Between(1, 4),
            ["factor"] = dice.Pick([1L, 2, 4]), ["rated"] = 60,
        };
        ReferenceCore core = new(interpreted);
        Assert.Null(core.Start(parameters, new Dictionary<string, long> { ["temporal.kept"] = dice.Between(0, 11) }));
        ScanEncoding encoding = ScanEncoding.Of(encoded, encoded.Products[0]);
        EncodedRun run = new(encoded, encoding, core, parameters);
        int[] ages = new int[core.Inputs.Count];
        for (int scan = 0; scan < scans; scan++)
        {
            for (int index = 0; index < core.Inputs.Count; index++)
            {
                Deliver(core, index, dice, ages);
            }

            if (run.Scan() is { } difference)
            {
                return $"seed {seed}, scan {scan}: {difference}";
            }

            if (scan % 8 == 0 && run.FalseAxiom(dice.Below) is { } axiom)
            {
                return $"seed {seed}, scan {scan}: the encoding takes for true {axiom}";
            }

            beforeProceeding?.Invoke(run, scan);
            run.Proceed();
            seen?.Invoke(core);
        }

        return null;
    }

    // Mostly new and in range; sometimes kept, too old, never accepted or out of range.
    private static void Deliver(ReferenceCore core, int index, Dice dice, int[] ages)
    {
        InputInfo info = core.Inputs.Info(index);
        if (dice.Chance(300))
        {
            InputReading last = core.Inputs[index];
            core.Inputs[index] = last with { Age_ms = last.Accepted ? ++ages[index] : 0 };
            return;
        }

        ages[index] = 0;
        long value = info.Type.Kind switch
        {
            ValueKind.Bool => dice.Chance(30) ? 2 : dice.Below(2),
            ValueKind.Enum => dice.Pick([1L, 5, 6, 6, 5, 1, 2]),
            _ => dice.Between(info.Type.Min - 3, info.Type.Max + 3),
        };
        core.Inputs[index] = new InputReading(value, 0, dice.Chance(970));
    }
}
