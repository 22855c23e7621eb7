using Xunit;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Every rule is shown by an example that breaks it, and by a twin that does not.</summary>
public sealed class DiagnosticTests
{
    public static TheoryData<string> Ids() => [.. DiagnosticCases.ById.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_failing_example_is_reported_with_its_id_at_its_line_and_column(string id)
    {
        DiagnosticCase example = DiagnosticCases.ById[id];
        IReadOnlyList<Diagnostic> findings = SpecificationReader.Read(example.FailingFiles()).Diagnostics;
        Assert.True(
            findings.Any(finding => finding.Id == id && finding.Span.File == example.File
                && finding.Span.Line == example.Line && finding.Span.Column == example.Column),
            $"{id} was expected at {example.File}({example.Line},{example.Column}), found:\n{List(findings)}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_passing_twin_has_no_finding(string id)
    {
        IReadOnlyList<Diagnostic> findings = SpecificationReader.Read(DiagnosticCases.ById[id].PassingFiles()).Diagnostics;
        Assert.True(findings.Count == 0, $"{id}:\n{List(findings)}");
    }

    private static string List(IEnumerable<Diagnostic> findings) =>
        string.Join('\n', findings.Select(finding => $"    {finding.Span}: {finding.Id} {finding.Message}"));
}
