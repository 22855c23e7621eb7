using System.Globalization;
using System.Text;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>
/// The pages of docs/diagnostics: text from the catalogue, examples from the tests. So a page cannot say one thing and the
/// reader of specifications another.
/// </summary>
internal static class DiagnosticPages
{
    private const int ShownLines_max = 24;

    internal static string Folder { get; } = RepositoryRoot.Combine("docs", "diagnostics");

    /// <summary>Every file of the folder by name, as it must be.</summary>
    internal static IReadOnlyDictionary<string, string> All()
    {
        SortedDictionary<string, string> pages = new(StringComparer.Ordinal) { ["README.md"] = Overview() };
        foreach (DiagnosticDescriptor rule in DiagnosticCatalogue.All.Where(rule => DiagnosticCases.ById.ContainsKey(rule.Id)))
        {
            pages.Add($"{rule.Id}.md", Page(rule, DiagnosticCases.ById[rule.Id]));
        }

        return pages;
    }

    private static string Overview()
    {
        StringBuilder text = new("""
            # Diagnostics

            What the check of a specification can find: `safebms-spec check`, the build, and the editor say the same. Every id has a page with the
            reason, the remedy, an example that breaks the rule and one that does not; both are run by the tests. An id is never reused.

            These pages are written by the tests: `SAFEBMS_WRITE_PAGES=1 dotnet test tests/SafeBms.Specification.Tests --filter DiagnosticPageTests`.

            | id | rule | since |
            |---|---|---|

            """);
        foreach (DiagnosticDescriptor rule in DiagnosticCatalogue.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | 0.1.0 |\n");
        }

        return text.ToString();
    }

    private static string Page(DiagnosticDescriptor rule, DiagnosticCase example)
    {
        Diagnostic finding = SpecificationReader.Read(example.FailingFiles()).Diagnostics
            .First(item => item.Id == rule.Id && item.Span.File == example.File);
        return $"""
            # {rule.Id}: {rule.Title}

            **What.** {Visible(finding.Message)}

            **Why.** {rule.Why}

            **How to mend.** {rule.Remedy}

            ## Failing example

            Reported as `{example.File}({finding.Span.Line},{finding.Span.Column}): {(rule.IsError ? "error" : "warning")} {rule.Id}`:

            ```yaml
            {Shown(example.Failing)}
            ```

            ## Passing example

            ```yaml
            {Shown(example.Passing)}
            ```

            [All diagnostics](README.md) · [The language](../language/README.md)

            """;
    }

    private static string Shown(string example)
    {
        string[] lines = Visible(example.Trim('\n')).Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
        IEnumerable<string> shown = lines.Select(line => line.Length >= indent ? line[indent..] : string.Empty);
        if (lines.Length > ShownLines_max)
        {
            int left = lines.Length - ShownLines_max;
            shown = shown.Take(ShownLines_max).Append($"# ... and {left.ToString(CultureInfo.InvariantCulture)} lines like these");
        }

        string text = string.Join('\n', shown.Select(line => line.Length > 400 ? line[..360] + " ..." : line));
        return text.Length > 0 ? text : "# nothing";
    }

    // Characters that nobody sees are what some rules are about.
    private static string Visible(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) && character != '\n' ? $"<U+{(int)character:X4}>" : $"{character}"));
}
