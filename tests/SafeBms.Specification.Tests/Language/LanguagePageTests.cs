using SafeBms.Specification.Tests.Schemas;
using Xunit;

namespace SafeBms.Specification.Tests.Language;

/// <summary>The pages of the language are complete, and their examples are what they claim to be.</summary>
public sealed class LanguagePageTests
{
    // An example stands alone: nobody reads its outputs, and no property names its hazard.
    private static readonly string[] StandsAlone = ["SBMS108", "SBMS146"];

    public static TheoryData<string> Pages() => [.. LanguagePages.Elements];

    public static TheoryData<string, int> RightExamples() => Rows(wrong: false);

    public static TheoryData<string, int> WrongExamples() => Rows(wrong: true);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_the_four_headings_in_their_order(string page)
    {
        IEnumerable<string> headings = File.ReadLines(Path.Combine(LanguagePages.Folder, page))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal(["## Syntax", "## Static semantics", "## Dynamic semantics", "## Examples"], headings);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_a_right_and_a_wrong_example_and_marks_every_yaml_block(string page)
    {
        List<LanguageExample> examples = [.. LanguagePages.Examples.Where(example => example.Page == page)];
        Assert.Contains(examples, example => !example.Wrong);
        Assert.Contains(examples, example => example.Wrong);
        int blocks = File.ReadLines(Path.Combine(LanguagePages.Folder, page)).Count(line => line == "```yaml");
        Assert.Equal(blocks, examples.Count);
    }

    [Fact]
    public void The_overview_links_every_page()
    {
        string overview = File.ReadAllText(Path.Combine(LanguagePages.Folder, "README.md"));
        Assert.All(LanguagePages.Elements, page => Assert.Contains($"({page})", overview, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RightExamples))]
    public void A_right_example_fits_the_schema_of_its_kind(string page, int line)
    {
        LanguageExample example = LanguagePages.Find(page, line);
        string schema = example.Kind == "machine" ? "statemachine" : example.Kind;
        string text = example.Placed().Text(example.File);
        IReadOnlyList<string> errors = new JsonSchemaSubset(RepositoryRoot.Combine("spec", "schema"), $"{schema}.schema.json")
            .Validate(YamlToJson.Read(text));
        Assert.True(errors.Count == 0, $"{example}:\n{string.Join('\n', errors)}");
    }

    [Theory]
    [MemberData(nameof(RightExamples))]
    public void A_right_example_has_no_finding(string page, int line)
    {
        LanguageExample example = LanguagePages.Find(page, line);
        List<Diagnostic> findings =
            [.. SpecificationReader.Read(example.Placed().Files).Diagnostics.Where(finding => !StandsAlone.Contains(finding.Id))];
        Assert.True(findings.Count == 0, $"{example}:\n{string.Join('\n', findings.Select(finding => $"{finding.Span}: {finding.Id} {finding.Message}"))}");
    }

    [Theory]
    [MemberData(nameof(WrongExamples))]
    public void A_wrong_example_has_the_finding_that_its_page_names(string page, int line)
    {
        LanguageExample example = LanguagePages.Find(page, line);
        IReadOnlyList<Diagnostic> findings = SpecificationReader.Read(example.Placed().Files).Diagnostics;
        string listed = string.Join('\n', findings.Select(finding => $"{finding.Span}: {finding.Id} {finding.Message}"));
        // What a wrong order of machines does is found at the machine that reads too early.
        Assert.True(
            findings.Any(finding => finding.Id == example.Expected && (finding.Span.File == example.File || example.Kind == "system")),
            $"{example}: {example.Expected} was expected, found:\n{listed}");
    }

    private static TheoryData<string, int> Rows(bool wrong)
    {
        TheoryData<string, int> rows = [];
        foreach (LanguageExample example in LanguagePages.Examples.Where(example => example.Wrong == wrong))
        {
            rows.Add(example.Page, example.Line);
        }

        return rows;
    }
}
