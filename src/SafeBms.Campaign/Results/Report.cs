using System.Globalization;
using System.Text;
using System.Xml;

namespace SafeBms.Campaign;

/// <summary>The results of a run in the three forms that people and machines read.</summary>
public sealed class Report
{
    private const int ShownProblems = 20;

    private readonly RunHeader _header;
    private readonly IReadOnlyList<CaseResult> _results;

    /// <summary>Results in the order of the plan.</summary>
    public Report(RunHeader header, IEnumerable<CaseResult> results)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(results);
        _header = header;
        _results = [.. results.OrderBy(r => r.Index)];
    }

    /// <summary>Number of cases in which something was violated, or which showed nothing.</summary>
    public int Bad => _results.Count(r => r.Verdict != Verdict.Held);

    /// <summary>A table with a line a fault, the reaction times, and the first problems.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        Line(text, $"Fault campaign: {_results.Count} cases ({_header.Selection}), shard {_header.Shard}");
        Line(text, $"specification {_header.Specification[..16]}, plan {_header.Plan[..16]}");
        Line(text, $"{_results.Sum(r => r.Scans)} scans after the injections");
        Line(text, $"");
        Line(text, $"fault  cases  held  violated  not reached  longest: reaction  shown  opened (ms)");
        foreach (IGrouping<string, CaseResult> fault in Faults())
        {
            Line(text, $"{fault.Key,-5} {fault.Count(),6} {Count(fault, Verdict.Held),5} "
                + $"{Count(fault, Verdict.Violated),9} {Count(fault, Verdict.NotReached),12} "
                + $"{Longest(fault, r => r.Reaction_ms),18} {Longest(fault, r => r.Shown_ms),6} "
                + $"{Longest(fault, r => r.Opened_ms),7}");
        }

        Line(text, $"");
        foreach (CaseResult bad in _results.Where(r => r.Verdict != Verdict.Held).Take(ShownProblems))
        {
            Line(text, $"{ResultLine.WordOf(bad.Verdict)}: {bad.Case}: {bad.Problem}");
        }

        if (Bad > ShownProblems)
        {
            Line(text, $"... and {Bad - ShownProblems} more");
        }

        Line(text, $"{_results.Count - Bad} held, {Count(_results, Verdict.Violated)} violated, "
            + $"{Count(_results, Verdict.NotReached)} not reached");
        return text.ToString();
    }

    /// <summary>JUnit XML, a suite a fault; times are simulated ones, so that equal runs give equal files.</summary>
    public string JUnit()
    {
        StringBuilder text = new();
        XmlWriterSettings settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            writer.WriteStartElement("testsuites");
            writer.WriteAttributeString("name", "SafeBms fault campaign");
            foreach (IGrouping<string, CaseResult> fault in Faults())
            {
                WriteSuite(writer, fault);
            }

            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    /// <summary>One JSON object: figures and what is bad.</summary>
    public string Json() => JsonText.Line(writer =>
    {
        writer.WriteString("specification", _header.Specification);
        writer.WriteString("plan", _header.Plan);
        writer.WriteString("selection", _header.Selection);
        writer.WriteString("shard", _header.Shard.ToString());
        writer.WriteNumber("cases", _results.Count);
        writer.WriteNumber("held", Count(_results, Verdict.Held));
        writer.WriteNumber("violated", Count(_results, Verdict.Violated));
        writer.WriteNumber("not_reached", Count(_results, Verdict.NotReached));
        writer.WriteNumber("scans", _results.Sum(r => r.Scans));
        writer.WriteStartArray("problems");
        foreach (CaseResult bad in _results.Where(r => r.Verdict != Verdict.Held))
        {
            writer.WriteStartObject();
            writer.WriteString("case", bad.Case);
            writer.WriteString("verdict", ResultLine.WordOf(bad.Verdict));
            writer.WriteString("problem", bad.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteSuite(XmlWriter writer, IGrouping<string, CaseResult> fault)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", fault.Key);
        writer.WriteAttributeString("tests", Text(fault.Count()));
        writer.WriteAttributeString("failures", Text(Count(fault, Verdict.Violated)));
        writer.WriteAttributeString("errors", Text(Count(fault, Verdict.NotReached)));
        foreach (CaseResult result in fault)
        {
            writer.WriteStartElement("testcase");
            writer.WriteAttributeString("classname", "campaign." + fault.Key);
            writer.WriteAttributeString("name", result.Case);
            writer.WriteAttributeString("time", (result.Scans / 1000m).ToString("0.000", CultureInfo.InvariantCulture));
            if (result.Verdict != Verdict.Held)
            {
                writer.WriteStartElement(result.Verdict == Verdict.Violated ? "failure" : "error");
                writer.WriteAttributeString("message", result.Problem);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private IEnumerable<IGrouping<string, CaseResult>> Faults() =>
        _results.GroupBy(r => r.Case.Split('/')[0]).OrderBy(g => g.Key, StringComparer.Ordinal);

    private static int Count(IEnumerable<CaseResult> results, Verdict verdict) =>
        results.Count(r => r.Verdict == verdict);

    private static string Longest(IEnumerable<CaseResult> results, Func<CaseResult, long> time_ms)
    {
        long longest_ms = results.Max(time_ms);
        return longest_ms < 0 ? "-" : Text(longest_ms);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
