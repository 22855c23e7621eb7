using System.Globalization;
using System.Reflection;
using System.Text;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability.Reports;

/// <summary>The trace for people: one page that needs nothing else, with links both ways, sorting and a
/// filter.</summary>
public sealed class HtmlTrace
{
    private readonly TraceGraph graph;
    private readonly IReadOnlyList<TraceFinding> findings;
    private readonly StringBuilder page = new();
    private readonly Dictionary<string, ShowNode> shows;
    private readonly Dictionary<string, PropertyNode> properties;
    private readonly Dictionary<string, RequirementNode> requirements;
    private readonly Dictionary<string, TransitionNode> transitions;

    private HtmlTrace(TraceGraph graph, IReadOnlyList<TraceFinding> findings)
    {
        this.graph = graph;
        this.findings = findings;
        // Overloads of a test have one name: the first stands for all.
        shows = graph.Shows.GroupBy(item => item.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        properties = graph.Properties.ToDictionary(item => item.Info.Id, StringComparer.Ordinal);
        requirements = graph.Requirements.ToDictionary(item => item.Info.Id, StringComparer.Ordinal);
        transitions = graph.Transitions.ToDictionary(item => item.Id, StringComparer.Ordinal);
    }

    /// <summary>The page's text; the same trace gives the same text.</summary>
    public static string Write(TraceGraph graph, IReadOnlyList<TraceFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(findings);
        return new HtmlTrace(graph, findings).Write();
    }

    private string Write()
    {
        string name = Escape(graph.System);
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Append(Line($"<title>{name}: the trace</title>\n<style>\n{Resource("trace.css")}\n</style>\n</head>"));
        page.Append("\n<body>\n<header>\n<p class=\"kicker\">Trace from hazard to result, and back</p>");
        page.Append(Line($"<h1>{name}</h1>\n"));
        Tiles();
        page.Append("</header>\n");
        Bar();
        page.Append("<main>\n");
        Findings();
        ResultFiles();
        Hazards();
        Requirements();
        Properties();
        Shows();
        Transitions();
        Parameters();
        page.Append(Line($"</main>\n<script>\n{Resource("trace.js")}\n</script>\n</body>\n</html>\n"));
        return page.ToString();
    }

    private void Tiles()
    {
        page.Append("<ul class=\"tiles\">");
        foreach (IGrouping<Outcome, RequirementNode> group in graph.Requirements
            .GroupBy(item => item.Outcome).OrderBy(item => Rank(item.Key)))
        {
            Tile(group.Count(), "requirements " + group.Key.Word(), group.Key.ToString());
        }

        Tile(graph.Requirements.Count(item => item.Review != ReviewState.Current), "requirements suspect", "Suspect");
        Tile(findings.Count, "findings", findings.Count > 0 ? "Failed" : "Passed");
        page.Append("</ul>");
    }

    private void Tile(int number, string what, string kind) =>
        page.Append(Line($"<li class=\"{kind}{(number == 0 ? " zero" : "")}\"><b>{number}</b> {Escape(what)}</li>"));

    private void Bar()
    {
        page.Append("<div class=\"bar\"><nav aria-label=\"Contents\">");
        foreach (string part in new[]
        {
            "Findings", "Hazards", "Requirements", "Properties", "Tests", "Transitions", "Parameters",
        })
        {
            page.Append(Line($"<a href=\"#{part.ToLowerInvariant()}\">{part}</a>"));
        }

        page.Append("</nav><label>Filter <input id=\"filter\" type=\"search\" ");
        page.Append("placeholder=\"id, word, file …\" autocomplete=\"off\"></label>");
        page.Append("<label>Result <select id=\"outcome\"><option value=\"\">all</option>");
        foreach (Outcome outcome in Enum.GetValues<Outcome>())
        {
            page.Append(Line($"<option value=\"{outcome}\">{outcome.Word()}</option>"));
        }

        page.Append("</select></label><output id=\"shown\"></output></div>\n");
    }

    private void Findings()
    {
        Begin("findings", "Findings", "What breaks the trace. With one of these the command fails.");
        if (findings.Count == 0)
        {
            page.Append("<p class=\"good\">None: nothing stands alone, nothing is suspect, nothing failed.</p>");
            page.Append("</section>\n");
            return;
        }

        Table("Kind", "About", "What is wrong", "What to do", "Place");
        foreach (TraceFinding item in findings)
        {
            Row("", "", Escape(item.Kind.ToString()), Code(item.Subject), Escape(item.Message), Escape(item.Remedy),
                Place(item.Place));
        }

        End();
    }

    private void ResultFiles()
    {
        Begin("results", "Results",
            "The files that the results on this page come from. What is not in them was not run.");
        if (graph.Results.Count == 0)
        {
            page.Append("<p class=\"remark\">No result file was found: everything below is <b>not run</b>.</p>");
        }
        else
        {
            Table("File", "Kind", "Says");
            foreach (ResultFile item in graph.Results)
            {
                Row("", item.Outcome.ToString(), Place(item.File), Escape(item.Kind),
                    Chip(item.Outcome) + " " + Escape(item.Summary));
            }

            page.Append("</tbody></table></div>");
        }

        page.Append("</section>\n");
    }

    private void Hazards()
    {
        Begin("hazards", "Hazards", "What must not happen, and everything that stands against it.");
        Table("Hazard", "What must not happen", "Requirements", "Machines", "Properties", "Result");
        foreach (HazardNode item in graph.Hazards)
        {
            Row(item.Info.Id, item.Outcome.ToString(), Tag(item.Info.Id), Escape(item.Info.Text),
                Links(item.Requirements), string.Join(", ", item.Machines.Select(Code)), Links(item.Properties),
                Chip(item.Outcome));
        }

        End();
    }

    private void Requirements()
    {
        Begin("requirements", "Requirements",
            "Up to the hazard, down to the specification, the properties, and what shows them.");
        Table("Requirement", "Text", "Hazard", "Carried by", "Properties", "Shown by", "Reviewed", "Result");
        foreach (RequirementNode item in graph.Requirements)
        {
            string other = item.Info.CarriedBy is "spec" or "" ? "" : $"<i>{Escape(item.Info.CarriedBy)}</i> ";
            Row(item.Info.Id, item.Outcome.ToString(),
                Tag(item.Info.Id) + Place($"line {item.Info.Span.Line}"),
                Escape(item.Info.Text) + $" <small>({Escape(item.Info.Source)})</small>",
                Links(item.Info.Hazard.Length > 0 ? [item.Info.Hazard] : []),
                other + Fold(item.Transitions.Select(TransitionLink)),
                Links(item.Properties), Fold(item.Shows.Select(ShowLink)),
                Review(item), Chip(item.Outcome));
        }

        End();
    }

    private void Properties()
    {
        Begin("properties", "Properties", "Written from the hazards, without naming a machine.");
        Table("Property", "Text", "Requirements", "Hazard", "Verified by", "Shown by", "Parameters", "Result");
        foreach (PropertyNode item in graph.Properties)
        {
            Row(item.Info.Id, item.Outcome.ToString(),
                Tag(item.Info.Id) + Place($"{item.Info.Span.File}:{item.Info.Span.Line}"),
                Escape(item.Info.Text), Links(item.Info.Requirements), Links([item.Info.Hazard]),
                Escape(item.Info.VerifiedBy.ToString().ToLowerInvariant())
                    + (item.Verdict.Length > 0 ? $"<br><small>{Escape(item.Verdict)}</small>" : ""),
                Fold(item.Shows.Select(ShowLink)), Codes(item.Parameters), Chip(item.Outcome));
        }

        End();
    }

    private void Shows()
    {
        Begin("tests", "Scenarios and tests",
            "What runs, and what it shows. Tests of tools that claim nothing are left out.");
        Table("Kind", "Name", "Names itself", "Evidence of", "So it shows", "Result");
        foreach (ShowNode item in graph.Shows)
        {
            string text = item.Text.Length > 0 ? $"<br><small>{Escape(item.Text)}</small>" : "";
            Row(Anchor(item.Name), item.Outcome.ToString(), Escape(item.Kind),
                $"<b>{Escape(item.Label)}</b>{text}{Place($"{item.File}:{item.Line}")}",
                Links(item.Claims), Links(item.EvidenceOf), Links(item.Requirements),
                Chip(item.Outcome) + (item.Detail.Length > 0 ? $"<br><small>{Escape(item.Detail)}</small>" : ""));
        }

        End();
    }

    private void Transitions()
    {
        Begin("transitions", "Transitions", "Every step of every machine, and the requirement that asks for it.");
        Table("Machine", "Step", "When", "Requirements", "Hazards", "Parameters");
        foreach (TransitionNode item in graph.Transitions)
        {
            string[] hazards = [.. item.Requirements.Select(id => requirements.GetValueOrDefault(id)?.Info.Hazard ?? "")
                .Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
            Row(Anchor(item.Id), "", Code(item.Machine.Name) + Place($"line {item.Line}"),
                Escape(item.Label), Code(item.Guard), Links(item.Requirements), Links(hazards), Codes(item.Parameters));
        }

        End();
    }

    private void Parameters()
    {
        Begin("parameters", "Parameters", "Every number, what reads it, and what depends on it.");
        Table("Parameter", "Meaning", "Machines", "Properties", "Requirements", "Hazards");
        foreach (ParameterNode item in graph.Parameters)
        {
            Row(Anchor("parameter " + item.Info.Name), "", Code(item.Info.Name), Escape(item.Info.Meaning),
                Codes(item.Machines), Links(item.Properties), Links(item.Requirements), Links(item.Hazards));
        }

        End();
    }

    private static string Review(RequirementNode item) => item.Review switch
    {
        ReviewState.Current => $"<span class=\"quiet\">{item.Fingerprint[..8]}</span>",
        ReviewState.Unseen => "<span class=\"chip Suspect\">never looked at</span>",
        _ => "<span class=\"chip Suspect\">suspect</span>",
    };

    private string TransitionLink(string id) => transitions.TryGetValue(id, out TransitionNode? node)
        ? $"<a href=\"#{Escape(Anchor(id))}\"><code>{Escape(node.Machine.Name)}</code> {Escape(node.Label)}</a>"
        : Escape(id);

    private string ShowLink(string name) => shows.TryGetValue(name, out ShowNode? node)
        ? $"{Mark(node.Outcome)} <a href=\"#{Escape(Anchor(name))}\">{Escape(node.Label)}</a>"
        : Escape(name);

    private string Links(IEnumerable<string> ids) => string.Join(' ', ids.Select(id =>
        $"<a class=\"tag{Colour(id)}\" href=\"#{Escape(id)}\">{Escape(id)}</a>"));

    private string Colour(string id) =>
        properties.TryGetValue(id, out PropertyNode? property) ? " " + property.Outcome
        : requirements.TryGetValue(id, out RequirementNode? known) ? " " + known.Outcome : "";

    // A long list would hide the table: it is folded, and the filter still finds what is in it.
    private static string Fold(IEnumerable<string> items)
    {
        List<string> all = [.. items];
        string list = string.Concat(all.Select(item => $"<li>{item}</li>"));
        return all.Count switch
        {
            0 => "",
            <= 3 => $"<ul>{list}</ul>",
            _ => $"<details><summary>{all.Count}</summary><ul>{list}</ul></details>",
        };
    }

    private void Begin(string id, string title, string remark) => page.Append(Line(
        $"<section id=\"{id}\"><h2>{title}</h2><p class=\"remark\">{Escape(remark)}</p>\n"));

    private void Table(params string[] heads)
    {
        page.Append("<div class=\"scroll\"><table><thead><tr>");
        foreach (string head in heads)
        {
            page.Append(Line($"<th scope=\"col\"><button type=\"button\">{Escape(head)}</button></th>"));
        }

        page.Append("</tr></thead><tbody>\n");
    }

    private void Row(string id, string outcome, params string[] cells)
    {
        page.Append("<tr");
        page.Append(id.Length > 0 ? $" id=\"{Escape(id)}\"" : "");
        page.Append(outcome.Length > 0 ? $" data-outcome=\"{outcome}\">" : ">");
        foreach (string cell in cells)
        {
            page.Append("<td>").Append(cell).Append("</td>");
        }

        page.Append("</tr>\n");
    }

    private void End() => page.Append("</tbody></table></div></section>\n");

    private static string Chip(Outcome outcome) =>
        $"<span class=\"chip {outcome}\">{Mark(outcome)} {outcome.Word()}</span>";

    // Not by colour alone.
    private static string Mark(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "✓",
        Outcome.Failed => "✗",
        Outcome.NotProved => "?",
        Outcome.Partial => "◐",
        Outcome.Inspection => "◇",
        Outcome.Planned => "…",
        _ => "○",
    };

    private static int Rank(Outcome outcome) => outcome switch
    {
        Outcome.Passed => 0,
        Outcome.Partial => 1,
        Outcome.NotRun => 2,
        Outcome.NotProved => 3,
        Outcome.Failed => 4,
        Outcome.Inspection => 5,
        _ => 6,
    };

    private static string Tag(string id) => $"<b class=\"id\">{Escape(id)}</b>";

    private static string Code(string text) => $"<code>{Escape(text)}</code>";

    private static string Codes(IEnumerable<string> items) => Fold(items.Select(Code));

    private static string Place(string place) => $"<span class=\"place\">{Escape(place)}</span>";

    private static string Anchor(string name) => name.Replace(' ', '-');

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
