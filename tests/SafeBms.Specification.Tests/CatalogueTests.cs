using System.Text.RegularExpressions;
using Xunit;

namespace SafeBms.Specification.Tests;

public sealed class CatalogueTests
{
    [Fact]
    public void Ids_are_unique_and_well_formed()
    {
        Assert.True(DiagnosticCatalogue.All.Count >= 60);
        Assert.Equal(DiagnosticCatalogue.All.Count, DiagnosticCatalogue.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(DiagnosticCatalogue.All, rule => Assert.Matches("^SBMS[0-9]{3}$", rule.Id));
    }

    [Fact]
    public void Every_rule_says_what_why_and_how_to_mend()
    {
        Assert.All(DiagnosticCatalogue.All, rule =>
        {
            Assert.All([rule.Title, rule.MessageFormat, rule.Why, rule.Remedy], text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.EndsWith(".", rule.Why, StringComparison.Ordinal);
            Assert.EndsWith(".", rule.Remedy, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_rule_is_reported_somewhere()
    {
        string sources = string.Concat(
            Directory.EnumerateFiles(RepositoryRoot.Combine("src", "SafeBms.Specification"), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains("DiagnosticCatalogue", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText));
        IEnumerable<string> fields = typeof(DiagnosticCatalogue).GetFields().Select(field => field.Name);

        Assert.Equal([], fields.Where(name => !Regex.IsMatch(sources, $@"\b{name}\b")));
    }
}
