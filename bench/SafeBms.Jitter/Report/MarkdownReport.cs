using System.Globalization;
using System.Text;

namespace SafeBms.Jitter.Report;

/// <summary>Rows of the report that the page and the text share.</summary>
internal static class Tables
{
    public static readonly string[] Times = ["", "p50", "p99", "p99.9", "p99.99", "max", "cycles"];

    public static IEnumerable<string[]> Rows(IEnumerable<(string Title, Distribution Values)> all) =>
        all.Select(one => JitterReport.Quantiles
            .Select(q => ReportCommand.Us(one.Values.Quantile_ns(q.Parts)) + (one.Values.Beyond(q.Parts) < 5 ? " *" : ""))
            .Prepend(one.Title)
            .Append(ReportCommand.Us(one.Values.Maximum_ns))
            .Append(one.Values.Count.ToString(CultureInfo.InvariantCulture))
            .ToArray());

    public static IEnumerable<(string Title, Distribution Values)> Wake(LoadResult load) => load.Series.Select(one => (one.Title, one.Wake));

    public static IEnumerable<(string Title, Distribution Values)> Duration(LoadResult load) =>
        load.Series.Where(one => one.Duration is not null).Select(one => (one.Title, one.Duration!));

    public static readonly string[] Against = ["", "median over C (us)", "smallest .. largest round (us)", "p99 / C", "max / C"];

    public static IEnumerable<string[]> AgainstC(LoadResult load) => load.Comparisons.Select(one => new[]
    {
        one.Title,
        (one.MedianDifference_ns / 1000.0).ToString("+0.0;-0.0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{one.SmallestDifference_ns / 1000.0:+0.0;-0.0} .. {one.LargestDifference_ns / 1000.0:+0.0;-0.0}"),
        one.Ratio99.ToString("0.00", CultureInfo.InvariantCulture),
        one.RatioMaximum.ToString("0.00", CultureInfo.InvariantCulture),
    });

    public static readonly string[] GoalHead = ["goal", "load", "measured (us)", "at most (us)", ""];

    public static IEnumerable<string[]> Goals(JitterReport report) => report.Goals.Select(goal => new[]
    {
        goal.Text, goal.Load, ReportCommand.Us(goal.Value_ns), ReportCommand.Us(goal.Limit_ns), goal.IsMet ? "met" : "missed",
    });

    public static readonly string[] RoundHead = ["load", "round", "contestant", "p50 (us)", "p99 (us)", "max (us)", "load average before", "after"];

    public static IEnumerable<string[]> Rounds(JitterReport report) =>
        from load in report.Loads
        from round in Enumerable.Range(0, report.Plan.Options.Rounds)
        from series in load.Series
        let run = series.Runs[round]
        select new[]
        {
            load.Load, run.Entry.Round.ToString(CultureInfo.InvariantCulture), series.Title, ReportCommand.Us(run.Wake.Quantile_ns(5000)),
            ReportCommand.Us(run.Wake.Quantile_ns(9900)), ReportCommand.Us(run.Wake.Maximum_ns), run.Entry.LoadBefore, run.Entry.LoadAfter,
        };

    public static readonly string[] GrantHead = ["contestant", "asked for", "granted"];

    public static IEnumerable<string[]> Grants(JitterReport report) => report.Granted.Select(one => new[]
    {
        one.Contestant, one.Part.What, one.Part.IsGranted ? "yes" : "no: " + one.Part.Detail,
    });

    public static IEnumerable<string[]> Settings(JitterReport report) =>
        report.Plan.Machine.Select(field => new[] { field.Name.Replace('_', ' '), field.Value })
            .Append(["command", report.Plan.Options.Command])
            .Append(["rounds x cycles", string.Create(CultureInfo.InvariantCulture, $"{report.Plan.Options.Rounds} x {report.Plan.Options.Cycles} (after {report.Plan.Options.Warmup} that are not counted)")])
            .Append(["stress", "stress-ng " + string.Join(' ', Running.StressLoad.Arguments)])
            .Append(["configuration hash", report.ConfigurationHash]);

    public static readonly string[] Remarks =
    [
        "Wake-up: how long after its planned instant a cycle began. Duration: from there to the end of its work. Times in us.",
        "* fewer than 5 cycles lie beyond this quantile: it says little.",
        "The contestants take turns, round by round, each in a process of its own. Only figures of the same run may be compared.",
        "cyclictest counts in steps of 1 us, rounded down, and has no warm-up; C and bare loop do the same small work, SafeBms the complete scan.",
        "idle means that the benchmark adds no load. Nothing keeps others from the machine meanwhile: the load averages of each turn are at the end.",
    ];
}

/// <summary>The report as text.</summary>
internal static class MarkdownReport
{
    public static string Write(JitterReport report, IReadOnlyList<(string File, string Title, string Svg)> pictures)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Jitter of the scan, {report.Plan.Taken}\n\n");
        Table(text, Tables.GoalHead, Tables.Goals(report));
        text.Append(CultureInfo.InvariantCulture, $"Maximum of maxima (us): {string.Join(", ", report.MaximumOfMaxima.Select(one => $"{one.Title} {ReportCommand.Us(one.Maximum_ns)}"))}\n\n");
        foreach (string remark in Tables.Remarks)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {remark.Replace("*", "\\*", StringComparison.Ordinal)}\n");
        }

        foreach (LoadResult load in report.Loads)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {load.Load}\n\nWake-up\n\n");
            Table(text, Tables.Times, Tables.Rows(Tables.Wake(load)));
            Table(text, Tables.Against, Tables.AgainstC(load));
            text.Append("Duration\n\n");
            Table(text, Tables.Times, Tables.Rows(Tables.Duration(load)));
            foreach ((string file, string title, _) in pictures.Where(one => one.File.EndsWith($"-{load.Load}.svg", StringComparison.Ordinal)))
            {
                text.Append(CultureInfo.InvariantCulture, $"![{title}]({file})\n\n");
            }
        }

        text.Append("## Machine\n\n");
        Table(text, ["", ""], Tables.Settings(report));
        text.Append("## Granted\n\n");
        Table(text, Tables.GrantHead, Tables.Grants(report));
        foreach (Running.Absent absent in report.Plan.Absent)
        {
            text.Append(CultureInfo.InvariantCulture, $"Left out: {absent.What}: {absent.Why}\n\n");
        }

        text.Append("## Every turn\n\n");
        Table(text, Tables.RoundHead, Tables.Rounds(report));
        return text.ToString();
    }

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows)
    {
        Row(text, head);
        Row(text, [.. head.Select(_ => "---")]);
        foreach (string[] row in rows)
        {
            Row(text, row);
        }

        text.Append('\n');
    }

    private static void Row(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
