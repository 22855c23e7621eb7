using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace SafeBms.Workbench.Tests;

public sealed partial class DiagramCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void Mermaid_needs_no_graphviz_and_shows_every_state_and_transition()
    {
        Assert.Equal(0, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out, "--format", "mermaid"));
        string text = File.ReadAllText(Path.Combine(workbench.Out, "contactor.mmd"));
        Assert.Contains("stateDiagram-v2", text, StringComparison.Ordinal);
        Assert.Contains("state Active {", text, StringComparison.Ordinal);
        Assert.Contains("    Closing --> Opening : 2. elapsed #62; 500 ms", text, StringComparison.Ordinal);
        Assert.Contains("    Open --> Open : 2. attempts", text, StringComparison.Ordinal);
        Assert.Equal(6, Arrow().Count(text));
        Assert.Equal(5, Directory.GetFiles(workbench.Out, "*.mmd").Length);
    }

    [Fact]
    public void One_machine_alone_can_be_drawn_as_svg_that_stands_alone()
    {
        Assert.Equal(0, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out, "--format", "svg", "--machine", "contactor"));
        string path = Assert.Single(Directory.GetFiles(workbench.Out));
        XElement drawing = XDocument.Parse(File.ReadAllText(path)).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", drawing.Name);
        Assert.Contains("prefers-color-scheme: dark", drawing.Element(svg + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal("State diagram of contactor", drawing.Descendants(svg + "title").First().Value);
        HashSet<string> texts = [.. drawing.Descendants(svg + "text").Select(text => text.Value.Trim())];
        Assert.Superset(new HashSet<string> { "Open", "Active", "Closing", "Closed", "Opening" }, texts);
        int arrows = drawing.Descendants(svg + "g").Count(group => (group.Attribute("class")?.Value ?? string.Empty).Contains("edge", StringComparison.Ordinal));
        Assert.Equal(7, arrows);
    }

    [Fact]
    public void The_page_holds_everything_that_a_reviewer_must_see_and_needs_nothing_else()
    {
        string page = Page();
        foreach (string needed in new[]
        {
            "battery-link", "charge-permit", "alternator-atc", "shutdown-sequencer", "contactor.statemachine.yaml:1",
            "REQ-ORD-01", "The alternator has been off long enough.", "datasheet 002", "Without hysteresis the permit would chatter.",
            "The contactor is never opened before the alternator relay has been off for 2 s.", "feedback-follows",
            "high cell to contactor", "Small boat, 12 V", "charge_current_limit", "battery[0 … battery_count-1].cell[0 … cells_per_battery-1].voltage",
        })
        {
            Assert.Contains(needed, page, StringComparison.Ordinal);
        }

        Assert.Equal(5, FigureStart().Count(page));
        Assert.DoesNotMatch("(src|href)=\"(https?:|//|file:)", page);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_the_page_leads_to_a_place_on_it_and_no_place_has_two_owners()
    {
        string page = Page();
        List<string> ids = [.. Id().Matches(page).Select(match => match.Groups[1].Value)];
        HashSet<string> known = [.. ids];
        Assert.Equal(ids.Count, known.Count);
        List<string> broken = [.. Target().Matches(page).Select(match => match.Groups[1].Value).Where(target => !known.Contains(target)).Distinct()];
        Assert.Empty(broken);
    }

    [Fact]
    public void The_hazard_budget_on_the_page_is_the_sum_with_the_largest_parameters()
    {
        // 200 ms + cell_high_time (at most 1000 ms) + alternator_lead_time (at most 10 s) of 20 s.
        Assert.Contains("at most 11.2 s (56 %)", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_specification_cannot_become_markup_of_the_page()
    {
        workbench.Edit("contactor.statemachine.yaml", "Closing is wanted.", "<script>alert(1)</script> & so on");
        string page = Page();
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_specification_gives_the_same_bytes()
    {
        Assert.Equal(Page(), Page());
    }

    [Fact]
    public void A_wrong_specification_is_not_drawn()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out));
        Assert.Contains("2 errors", workbench.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workbench.Out));
    }

    [Fact]
    public void A_missing_graphviz_is_named_with_its_debian_package_and_nothing_is_written()
    {
        StringWriter output = new();
        DiagramRequest request = new(workbench.Specification, workbench.Out, null, "html", "no-such-dot");
        UnusableException problem = Assert.Throws<UnusableException>(() => DiagramCommand.Run(request, output, output));
        Assert.Contains("apt-get install graphviz", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--format mermaid", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workbench.Out));
    }

    [Theory]
    [InlineData("contactr", "svg", "there is no machine 'contactr'")]
    [InlineData("contactor", "html", "--machine with --format svg or mermaid")]
    public void A_machine_that_cannot_be_drawn_is_unusable(string machine, string format, string message)
    {
        Assert.Equal(2, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out, "--machine", machine, "--format", format));
        Assert.Contains(message, workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_unusable_and_leaves_no_part_behind()
    {
        File.WriteAllText(workbench.Out, "a file where the folder should be");
        Assert.Equal(2, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out, "--format", "mermaid"));
        Assert.Contains("cannot be written", workbench.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(workbench.Folder, "*.part", SearchOption.AllDirectories));
    }

    private string Page()
    {
        Assert.Equal(0, workbench.Run("diagram", "--spec", workbench.Specification, "--out", workbench.Out));
        Assert.Empty(Directory.GetFiles(workbench.Out, "*.part"));
        return File.ReadAllText(Path.Combine(workbench.Out, "specification.html"));
    }

    [GeneratedRegex(@"^    [A-Z]\w* --> [A-Z]", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex("<figure>")]
    private static partial Regex FigureStart();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex(" href=\"#([^\"]+)\"")]
    private static partial Regex Target();
}
