using System.Text;
using System.Text.Json;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Jitter.Report;

/// <summary>The report for machines. All times are in ns; a histogram is a list of [lower end, count].</summary>
internal static class JsonReport
{
    private const long WakeBucket_ns = 1000;
    private const long DurationBucket_ns = 100;

    public static string Write(JitterReport report)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", "safebms-jitter-1");
            json.WriteString("taken", report.Plan.Taken);
            json.WriteString("command", report.Plan.Options.Command);
            json.WriteString("configuration_sha256", report.ConfigurationHash);
            WriteSettings(json, report);
            json.WriteStartArray("loads");
            foreach (LoadResult load in report.Loads)
            {
                WriteLoad(json, load);
            }

            json.WriteEndArray();
            WriteGoals(json, report);
            json.WriteStartObject("maximum_of_maxima_ns");
            foreach ((_, string name, long maximum_ns) in report.MaximumOfMaxima)
            {
                json.WriteNumber(name, maximum_ns);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static void WriteSettings(Utf8JsonWriter json, JitterReport report)
    {
        json.WriteStartObject("machine");
        foreach ((string name, string value) in report.Plan.Machine)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("settings");
        json.WriteNumber("period_ns", Pacing.Period_ns);
        json.WriteNumber("rounds", report.Plan.Options.Rounds);
        json.WriteNumber("cycles", report.Plan.Options.Cycles);
        json.WriteNumber("warmup", report.Plan.Options.Warmup);
        json.WriteNumber("priority", report.Plan.Options.Priority);
        json.WriteString("stress", "stress-ng " + string.Join(' ', Running.StressLoad.Arguments));
        json.WriteEndObject();
        json.WriteStartArray("granted");
        foreach ((string contestant, Loops.Granted part) in report.Granted)
        {
            json.WriteStartObject();
            json.WriteString("contestant", contestant);
            json.WriteString("what", part.What);
            json.WriteBoolean("granted", part.IsGranted);
            json.WriteString("detail", part.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("absent");
        foreach (Running.Absent absent in report.Plan.Absent)
        {
            json.WriteStartObject();
            json.WriteString("what", absent.What);
            json.WriteString("why", absent.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLoad(Utf8JsonWriter json, LoadResult load)
    {
        json.WriteStartObject();
        json.WriteString("load", load.Load);
        json.WriteStartArray("contestants");
        foreach (Series series in load.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            json.WriteString("title", series.Title);
            WriteDistribution(json, "wake", series.Wake, WakeBucket_ns);
            if (series.Duration is not null)
            {
                WriteDistribution(json, "duration", series.Duration, DurationBucket_ns);
            }

            WriteRounds(json, series);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("against_c");
        foreach (Comparison one in load.Comparisons)
        {
            json.WriteStartObject();
            json.WriteString("contestant", one.Name);
            json.WriteNumber("median_difference_ns", one.MedianDifference_ns);
            json.WriteNumber("smallest_difference_ns", one.SmallestDifference_ns);
            json.WriteNumber("largest_difference_ns", one.LargestDifference_ns);
            json.WriteNumber("ratio_p99", Math.Round(one.Ratio99, 3));
            json.WriteNumber("ratio_maximum", Math.Round(one.RatioMaximum, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDistribution(Utf8JsonWriter json, string name, Distribution values, long bucket_ns)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", values.Count);
        json.WriteNumber("resolution_ns", values.Resolution_ns);
        json.WriteNumber("minimum_ns", values.Minimum_ns);
        foreach ((int parts, string quantile) in JitterReport.Quantiles)
        {
            json.WriteNumber(quantile + "_ns", values.Quantile_ns(parts));
            json.WriteNumber(quantile + "_beyond", values.Beyond(parts));
        }

        json.WriteNumber("maximum_ns", values.Maximum_ns);
        json.WriteNumber("bucket_ns", bucket_ns);
        json.WriteStartArray("histogram");
        foreach ((long from_ns, int count) in values.Buckets(bucket_ns))
        {
            json.WriteRawValue($"[{from_ns},{count}]");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRounds(Utf8JsonWriter json, Series series)
    {
        json.WriteStartArray("rounds");
        foreach (RunResult run in series.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("round", run.Entry.Round);
            json.WriteString("file", "raw/" + run.Entry.File);
            json.WriteString("load_average_before", run.Entry.LoadBefore);
            json.WriteString("load_average_after", run.Entry.LoadAfter);
            json.WriteNumber("wake_p50_ns", run.Wake.Quantile_ns(5000));
            json.WriteNumber("wake_p99_ns", run.Wake.Quantile_ns(9900));
            json.WriteNumber("wake_maximum_ns", run.Wake.Maximum_ns);
            if (run.Allocated_bytes is { } bytes)
            {
                json.WriteNumber("allocated_bytes", bytes);
                json.WriteNumber("collections", run.Collections ?? 0);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGoals(Utf8JsonWriter json, JitterReport report)
    {
        json.WriteStartArray("goals");
        foreach (Goal goal in report.Goals)
        {
            json.WriteStartObject();
            json.WriteString("load", goal.Load);
            json.WriteString("goal", goal.Text);
            json.WriteNumber("limit_ns", goal.Limit_ns);
            json.WriteNumber("value_ns", goal.Value_ns);
            json.WriteBoolean("met", goal.IsMet);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
