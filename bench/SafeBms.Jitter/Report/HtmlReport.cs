using System.Globalization;
using System.Net;
using System.Text;

namespace SafeBms.Jitter.Report;

/// <summary>The report as one page that needs nothing else.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.45 sans-serif; margin: 2em auto; max-width: 900px; color: #222; padding: 0 1em }
        table { border-collapse: collapse; margin: .6em 0 1.2em } th, td { padding: .2em .7em; border-bottom: 1px solid #ddd; text-align: right; vertical-align: top }
        th { font-weight: 600; background: #f4f4f4 } td:first-child, th:first-child { text-align: left } .words td, .words th { text-align: left; overflow-wrap: anywhere }
        .words td:first-child { white-space: nowrap } svg { max-width: 100%; height: auto } .met { color: #176617; font-weight: 600 } .missed { color: #b00020; font-weight: 600 }
        """;

    public static string Write(JitterReport report, IReadOnlyList<(string File, string Title, string Svg)> pictures)
    {
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Jitter of the scan</title><style>\n{Style}\n</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Jitter of the scan</h1>\n<p>{report.Plan.Taken}, configuration {report.ConfigurationHash[..12]}</p>\n");
        Table(page, Tables.GoalHead, Tables.Goals(report), "words");
        page.Append("<p>Maximum of maxima (us): ").AppendJoin(", ", report.MaximumOfMaxima.Select(one => Safe($"{one.Title} {ReportCommand.Us(one.Maximum_ns)}"))).Append("</p>\n<ul>\n");
        foreach (string remark in Tables.Remarks)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{Safe(remark)}</li>\n");
        }

        page.Append("</ul>\n");
        foreach (LoadResult load in report.Loads)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{load.Load}</h2>\n");
            foreach ((_, _, string svg) in pictures.Where(one => one.File.EndsWith($"-{load.Load}.svg", StringComparison.Ordinal)))
            {
                page.Append(svg);
            }

            page.Append("<h3>Wake-up (us)</h3>\n");
            Table(page, Tables.Times, Tables.Rows(Tables.Wake(load)));
            Table(page, Tables.Against, Tables.AgainstC(load));
            page.Append("<h3>Duration (us)</h3>\n");
            Table(page, Tables.Times, Tables.Rows(Tables.Duration(load)));
        }

        page.Append("<h2>Machine</h2>\n");
        Table(page, null, Tables.Settings(report), "words");
        page.Append("<h2>Granted</h2>\n");
        Table(page, Tables.GrantHead, Tables.Grants(report), "words");
        foreach (Running.Absent absent in report.Plan.Absent)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>Left out: {Safe(absent.What)}: {Safe(absent.Why)}</p>\n");
        }

        page.Append("<h2>Every turn</h2>\n");
        Table(page, Tables.RoundHead, Tables.Rounds(report));
        page.Append("</body></html>\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, string[]? head, IEnumerable<string[]> rows, string style = "")
    {
        page.Append(CultureInfo.InvariantCulture, $"<table class=\"{style}\">\n");
        if (head is not null)
        {
            page.Append("<tr>").AppendJoin("", head.Select(cell => $"<th>{Safe(cell)}</th>")).Append("</tr>\n");
        }

        foreach (string[] row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(cell => cell is "met" or "missed" ? $"<td class=\"{cell}\">{cell}</td>" : $"<td>{Safe(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
