using SafeBms.Jitter.Loops;
using SafeBms.Jitter.Running;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Jitter.Report;

/// <summary>One contestant under one load: every round on its own, and all rounds together.</summary>
internal sealed record Series(string Name, string Title, IReadOnlyList<RunResult> Runs, Distribution Wake, Distribution? Duration);

/// <summary>A contestant against the C loop of the same round; the figures are of the rounds.</summary>
internal sealed record Comparison(
    string Name, string Title, long MedianDifference_ns, long SmallestDifference_ns, long LargestDifference_ns, double Ratio99, double RatioMaximum);

/// <summary>All contestants under one load.</summary>
internal sealed record LoadResult(string Load, IReadOnlyList<Series> Series, IReadOnlyList<Comparison> Comparisons);

/// <summary>An aim, and what was measured.</summary>
internal sealed record Goal(string Text, string Load, long Limit_ns, long Value_ns)
{
    public bool IsMet => Value_ns <= Limit_ns;
}

/// <summary>Everything that the report says, computed once.</summary>
internal sealed class JitterReport
{
    /// <summary>Quantiles that are shown, in parts of 10000.</summary>
    public static readonly (int Parts, string Name)[] Quantiles = [(5000, "p50"), (9900, "p99"), (9990, "p99.9"), (9999, "p99.99")];

    private const long OverC_ns = 15_000;
    private const long PartOfTick = 10;

    private JitterReport(RunPlan plan, IReadOnlyList<LoadResult> loads)
    {
        Plan = plan;
        Loads = loads;
        Goals = [.. loads.SelectMany(GoalsOf)];
        Granted = [.. loads.SelectMany(load => load.Series).SelectMany(series => series.Runs.SelectMany(run =>
            run.Granted.Select(part => (series.Title, part)))).Distinct()];
        ConfigurationHash = Machine.Hash(string.Join('\n', plan.Machine.Select(field => field.Name + "=" + field.Value)
            .Append($"priority={plan.Options.Priority}")
            .Append("stress=" + string.Join(' ', StressLoad.Arguments))
            .Concat(Granted.Select(one => $"{one.Contestant}: {one.Part.What}={one.Part.IsGranted}"))));
    }

    public RunPlan Plan { get; }

    public IReadOnlyList<LoadResult> Loads { get; }

    public IReadOnlyList<Goal> Goals { get; }

    /// <summary>What each contestant was granted; a part that was granted in some runs only is there twice.</summary>
    public IReadOnlyList<(string Contestant, Granted Part)> Granted { get; }

    /// <summary>Same hash: same kernel, machine, settings and grants, so that figures may be put side by side.</summary>
    public string ConfigurationHash { get; }

    /// <summary>Longest wake-up of each contestant over all loads and rounds.</summary>
    public IReadOnlyList<(string Title, string Name, long Maximum_ns)> MaximumOfMaxima =>
        [.. Plan.Contestants.Select(one => (one.Title, one.Name,
            Loads.SelectMany(load => load.Series).Where(series => series.Name == one.Name).Max(series => series.Wake.Maximum_ns)))];

    /// <summary>Reads a run and computes its report.</summary>
    public static JitterReport Read(string raw)
    {
        RunPlan plan = RunFile.ReadPlan(Path.Combine(raw, RunFile.PlanName));
        List<RunResult> results = [.. plan.Entries.Select(entry => RunFile.Read(raw, entry, plan.Options))];
        foreach (IGrouping<(string Load, int Round), RunResult> round in results.GroupBy(run => (run.Entry.Load, run.Entry.Round)))
        {
            long?[] sums = [.. round.Where(run => run.Entry.Contestant is Contestant.C or Contestant.Bare).Select(run => run.Checksum).Distinct()];
            if (sums.Length > 1)
            {
                throw new UsageException($"{round.Key.Load}, round {round.Key.Round}: the bare loop and the C loop did not do the same work.");
            }
        }

        return new JitterReport(plan, [.. plan.Options.Loads.Select(load => Under(load, plan, results))]);
    }

    private static LoadResult Under(string load, RunPlan plan, List<RunResult> results)
    {
        List<Series> series = [];
        foreach ((string name, string title) in plan.Contestants)
        {
            List<RunResult> runs = [.. results.Where(run => run.Entry.Load == load && run.Entry.Contestant == name)];
            if (runs.Count != plan.Options.Rounds)
            {
                throw new UsageException($"{load}: {title} has {runs.Count} rounds; the run asked for {plan.Options.Rounds}.");
            }

            series.Add(new Series(name, title, runs, Together(runs.Select(run => run.Wake)), runs[0].Duration is null ? null : Together(runs.Select(run => run.Duration!))));
        }

        Series? c = series.Find(one => one.Name == Contestant.C);
        return new LoadResult(load, series, c is null ? [] : [.. series.Where(one => one != c).Select(one => Compare(one, c))]);
    }

    private static Distribution Together(IEnumerable<Distribution> rounds)
    {
        Distribution[] all = [.. rounds];
        return new Distribution(all.SelectMany(one => one.Sorted_ns.ToArray()), all[0].Resolution_ns);
    }

    private static Comparison Compare(Series series, Series c)
    {
        long[] differences_ns = [.. series.Runs.Zip(c.Runs, (one, other) => one.Wake.Quantile_ns(5000) - other.Wake.Quantile_ns(5000)).Order()];
        return new Comparison(
            series.Name,
            series.Title,
            differences_ns[differences_ns.Length / 2],
            differences_ns[0],
            differences_ns[^1],
            (double)series.Wake.Quantile_ns(9900) / Math.Max(1, c.Wake.Quantile_ns(9900)),
            (double)series.Wake.Maximum_ns / Math.Max(1, c.Wake.Maximum_ns));
    }

    private static IEnumerable<Goal> GoalsOf(LoadResult load)
    {
        Comparison? over = load.Comparisons.FirstOrDefault(one => one.Name == Contestant.SafeBms);
        if (over is not null)
        {
            yield return new Goal("median wake-up over the C loop of the same round (median of the rounds)", load.Load, OverC_ns, over.MedianDifference_ns);
        }

        if (load.Series.FirstOrDefault(one => one.Name == Contestant.SafeBms)?.Duration is { } duration)
        {
            yield return new Goal("duration of the scan at p99.9: a tenth of the tick", load.Load, Pacing.Period_ns / PartOfTick, duration.Quantile_ns(9990));
        }
    }
}
