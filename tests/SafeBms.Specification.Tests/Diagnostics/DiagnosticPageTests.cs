using Xunit;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Nothing is missing: every rule has an example, a twin, a page and a row, and nothing else has one.</summary>
public sealed class DiagnosticPageTests
{
    [Fact]
    public void There_are_at_least_sixty_rules_with_ids_of_one_form_in_order_and_no_id_twice()
    {
        List<string> ids = [.. DiagnosticCatalogue.All.Select(rule => rule.Id)];
        Assert.True(ids.Count >= 60);
        Assert.All(ids, id => Assert.Matches("^SBMS[0-9]{3}$", id));
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Every_rule_says_what_why_and_how_to_mend_in_whole_sentences()
    {
        foreach (DiagnosticDescriptor rule in DiagnosticCatalogue.All)
        {
            Assert.False(string.IsNullOrWhiteSpace(rule.Title), rule.Id);
            Assert.False(string.IsNullOrWhiteSpace(rule.MessageFormat), rule.Id);
            Assert.EndsWith(".", rule.Why, StringComparison.Ordinal);
            Assert.True(rule.Remedy.EndsWith('.') || rule.Remedy.EndsWith(").", StringComparison.Ordinal), $"{rule.Id}: {rule.Remedy}");
        }
    }

    [Fact]
    public void Every_rule_has_a_failing_and_a_passing_example_and_no_example_is_without_a_rule()
    {
        Assert.Equal(DiagnosticCatalogue.All.Select(rule => rule.Id), DiagnosticCases.ById.Keys);
        Assert.All(DiagnosticCases.ById.Values, example => Assert.NotEqual(example.Failing, example.Passing));
    }

    [Fact]
    public void Every_rule_has_its_page_and_its_row_and_they_say_what_the_catalogue_and_the_examples_say()
    {
        IReadOnlyDictionary<string, string> expected = DiagnosticPages.All();
        if (Environment.GetEnvironmentVariable("SAFEBMS_WRITE_PAGES") == "1")
        {
            Write(expected);
        }

        IEnumerable<string> present = Directory.EnumerateFiles(DiagnosticPages.Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
        Assert.Equal(expected.Keys, present);
        foreach ((string name, string text) in expected)
        {
            Assert.True(
                File.ReadAllText(Path.Combine(DiagnosticPages.Folder, name)) == text,
                $"docs/diagnostics/{name} is out of date; write it anew with SAFEBMS_WRITE_PAGES=1 and this test");
        }
    }

    private static void Write(IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(DiagnosticPages.Folder);
        foreach (string path in Directory.EnumerateFiles(DiagnosticPages.Folder, "*.md"))
        {
            File.Delete(path);
        }

        foreach ((string name, string text) in pages)
        {
            File.WriteAllText(Path.Combine(DiagnosticPages.Folder, name), text);
        }
    }
}
