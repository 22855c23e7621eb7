using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>
/// The reviewer's page: the whole specification in one file that needs nothing else, for the screen and for paper.
/// </summary>
/// <param name="model">A specification without errors.</param>
/// <param name="drawings">The <c>svg</c> element of each machine that has states, by name.</param>
public sealed class ReviewPage(SpecificationModel model, IReadOnlyDictionary<string, string> drawings)
{
    private readonly ReviewContext context = new(model);

    /// <summary>The text of the page; the same specification gives the same text.</summary>
    public string Write()
    {
        Html page = new();
        string name = Html.Escape(model.Name);
        page.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Raw($"<title>{name}: the specification</title>\n<style>\n{ReviewStyle.Page}\n{ReviewStyle.Diagram}\n");
        page.Raw("</style>\n</head>\n<body>\n");
        Navigation(page);
        page.Raw("<main>\n");
        Head(page);
        foreach ((string title, string remark, Action<Html> content) in Parts())
        {
            page.Raw($"<section class=\"part\" id=\"{title.ToLowerInvariant()}\"><h2>{title}</h2>");
            page.Raw($"<p class=\"remark\">{remark}</p>\n");
            content(page);
            page.Raw("</section>\n");
        }

        page.Raw("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private void Head(Html page)
    {
        page.Raw("<header><p class=\"kicker\">Specification for review</p>");
        page.Element("h1", model.Name);
        page.Raw("<p class=\"lead\">This page is drawn from the files that the controller is compiled from. ");
        page.Raw("What stands here is what runs.</p>\n<ul class=\"tiles\">");
        Tile(page, model.Machines.Count + 1, "machines");
        Tile(page, context.Machines.Sum(machine => machine.States.Count), "states");
        IEnumerable<StateInfo> states = context.Machines.SelectMany(machine => machine.States);
        Tile(page, states.Sum(state => state.Transitions.Count), "transitions");
        Tile(page, model.Properties.Properties.Count, "properties");
        Tile(page, model.Parameters.Parameters.Count, "parameters");
        Tile(page, model.Requirements.Requirements.Count, "requirements");
        Tile(page, model.Requirements.Hazards.Count, "hazards");
        page.Raw("</ul></header>\n");
    }

    private void Navigation(Html page)
    {
        page.Raw("<nav aria-label=\"Contents\">").Element("p", model.Name, "class=\"brand\"");
        page.Raw("\n<a href=\"#hazards\">Hazards</a>\n<a href=\"#machines\">Machines</a>\n<ul>");
        foreach (MachineInfo machine in context.Machines)
        {
            page.Raw($"<li>{Html.Link("machine-" + machine.Name, machine.Name)}</li>");
        }

        page.Raw("</ul>\n");
        foreach (string name in new[] { "Properties", "Requirements", "Parameters", "Products", "Signals" })
        {
            page.Raw(Html.Link(name.ToLowerInvariant(), name)).Raw("\n");
        }

        page.Raw("</nav>\n");
    }

    private void Machines(Html page)
    {
        for (int index = 0; index < context.Machines.Count; index++)
        {
            MachineInfo machine = context.Machines[index];
            if (index == context.Machines.Count - 1)
            {
                page.Raw("<p class=\"break\">After the monitors, and only it may override what is written:</p>\n");
            }

            new MachineSection(context, machine, drawings.GetValueOrDefault(machine.Name)).Write(page);
        }
    }

    private IEnumerable<(string Title, string Remark, Action<Html> Content)> Parts()
    {
        Tables tables = new(context);
        yield return ("Hazards", "What must not happen, and the time there is to prevent it.", tables.Hazards);
        yield return ("Machines", "In the order of a scan; each sees this scan's values of those before it.", Machines);
        yield return ("Properties", "Written from the hazards and watched in every scan.", tables.Properties);
        yield return ("Requirements", "And who carries them.", tables.Requirements);
        yield return ("Parameters", "Every number, with its source.", tables.Parameters);
        yield return ("Products", "What each product sets differently.", tables.Products);
        yield return ("Signals", "Everything that enters or leaves the safety core.", new SignalTables(context).Write);
    }

    private static void Tile(Html page, int number, string what) =>
        page.Raw($"<li><b>{number.ToString(CultureInfo.InvariantCulture)}</b> {what}</li>");
}
