using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using Finding = SafeBms.Specification.Diagnostic;

namespace SafeBms.Generator;

/// <summary>Result of reading a specification: findings, and a model only if none of them is an error.</summary>
/// <param name="Model">Null if there is an error, so that nothing is generated.</param>
/// <param name="Findings">Everything that was found.</param>
internal sealed record SpecificationStage(SpecificationModel? Model, EquatableArray<LocatedFinding> Findings)
{
    /// <summary>Binds and checks.</summary>
    public static SpecificationStage Bind(ImmutableArray<ParsedFile> files)
    {
        if (files.IsEmpty)
        {
            return new SpecificationStage(null, EquatableArray<LocatedFinding>.Empty);
        }

        ParsedFile[] ordered = [.. files.OrderBy(file => file.Document.Path, StringComparer.Ordinal)];
        Result<SpecificationModel> result = SpecificationReader.Bind([.. ordered.Select(file => file.Document)]);
        Dictionary<string, string> fullPaths = new(StringComparer.Ordinal);
        foreach (ParsedFile file in ordered)
        {
            fullPaths[file.Document.Path] = file.FullPath;
        }

        IEnumerable<LocatedFinding> findings = result.Diagnostics.Select(finding => new LocatedFinding(
            finding, fullPaths.TryGetValue(finding.Span.File, out string? path) ? path : finding.Span.File));
        bool failed = result.Diagnostics.Any(finding => finding.IsError);
        return new SpecificationStage(failed ? null : result.Value, new(findings));
    }
}

/// <summary>A file as a tree with places, and where it is on disk.</summary>
internal sealed record ParsedFile(string FullPath, YamlDocument Document)
{
    /// <summary>Parses one file; depends on nothing else.</summary>
    public static ParsedFile Parse(SourceFile file) =>
        new(file.FullPath, SpecificationReader.Parse(file.ToSpecificationFile()));
}

/// <summary>A finding and the file on disk that it is in.</summary>
internal sealed record LocatedFinding(Finding Finding, string FullPath)
{
    private const string Category = "SafeBms.Specification";

    /// <summary>The finding as the compiler prints it: <c>file.yaml(line,col): error SBMS...</c>.</summary>
    public Microsoft.CodeAnalysis.Diagnostic ToCompilerDiagnostic()
    {
        SourceSpan span = Finding.Span;
        int line = Math.Max(span.Line - 1, 0);
        int column = Math.Max(span.Column - 1, 0);
        LinePositionSpan lines =
            new(new LinePosition(line, column), new LinePosition(line, column + Math.Max(span.Length, 1)));
        DiagnosticSeverity severity = Finding.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        return Microsoft.CodeAnalysis.Diagnostic.Create(
            Finding.Id,
            Category,
            Text(),
            severity,
            severity,
            isEnabledByDefault: true,
            warningLevel: Finding.IsError ? 0 : 1,
            location: Location.Create(FullPath, new TextSpan(0, 0), lines));
    }

    private string Text() =>
        string.Join(" ", new[] { Finding.Message, Finding.Why, Finding.Remedy }.Where(part => part.Length > 0));
}
