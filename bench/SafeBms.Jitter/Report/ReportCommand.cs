using System.Globalization;
using System.Text;
using SafeBms.Runtime.Files;

namespace SafeBms.Jitter.Report;

/// <summary>Makes the report from the files of a run.</summary>
internal static class ReportCommand
{
    public static int Run(ReadOnlySpan<string> arguments, TextWriter output) =>
        Make(new OptionReader(arguments, "--out").Text("--out"), output);

    /// <summary>Writes report.json, report.md, report.html and the pictures, and prints the figures.</summary>
    public static int Make(string folder, TextWriter output)
    {
        JitterReport report = JitterReport.Read(Path.Combine(folder, "raw"));
        IReadOnlyList<(string File, string Title, string Svg)> pictures = Pictures.Of(report);
        foreach ((string file, _, string svg) in pictures)
        {
            Write(folder, file, svg);
        }

        Write(folder, "report.json", JsonReport.Write(report));
        Write(folder, "report.md", MarkdownReport.Write(report, pictures));
        Write(folder, "report.html", HtmlReport.Write(report, pictures));
        Print(report, output);
        output.WriteLine($"Report: {Path.Combine(folder, "report.html")} (also .md, .json, .svg; every single value in raw/)");
        return 0;
    }

    private static void Write(string folder, string name, string text)
    {
        using AtomicFile file = new(Path.Combine(folder, name));
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    private static void Print(JitterReport report, TextWriter output)
    {
        foreach (LoadResult load in report.Loads)
        {
            output.WriteLine();
            output.WriteLine($"Wake-up, {load.Load} (us)       p50      p99    p99.9   p99.99      max   median over the C loop (smallest .. largest round)");
            foreach (Series series in load.Series)
            {
                Comparison? over = load.Comparisons.FirstOrDefault(one => one.Name == series.Name);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {series.Title,-18} {Row(series.Wake)}   {(over is null ? "" : Difference(over))}"));
            }

            output.WriteLine($"Duration, {load.Load} (us)");
            foreach (Series series in load.Series.Where(one => one.Duration is not null))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {series.Title,-18} {Row(series.Duration!)}"));
            }
        }

        output.WriteLine();
        foreach (Goal goal in report.Goals)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Goal, {goal.Load}: {goal.Text}: {Us(goal.Value_ns)} us, at most {Us(goal.Limit_ns)} us: {(goal.IsMet ? "met" : "missed")}"));
        }

        foreach (Running.Absent absent in report.Plan.Absent)
        {
            output.WriteLine($"Left out: {absent.What}: {absent.Why}");
        }
    }

    public static string Difference(Comparison over) => string.Create(
        CultureInfo.InvariantCulture,
        $"{over.MedianDifference_ns / 1000.0:+0.0;-0.0} ({over.SmallestDifference_ns / 1000.0:+0.0;-0.0} .. {over.LargestDifference_ns / 1000.0:+0.0;-0.0})");

    /// <summary>Microseconds with as many digits as tell something.</summary>
    public static string Us(long value_ns) =>
        (value_ns / 1000.0).ToString(value_ns < 10_000 ? "0.00" : value_ns < 100_000 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Row(Distribution values) =>
        string.Join(' ', JitterReport.Quantiles.Select(q => values.Quantile_ns(q.Parts)).Append(values.Maximum_ns).Select(value => Us(value).PadLeft(8)));
}
