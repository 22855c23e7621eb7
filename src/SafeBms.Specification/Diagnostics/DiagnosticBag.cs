using SafeBms.Specification.Model;

namespace SafeBms.Specification;

/// <summary>Collects findings; the same finding at the same place counts once.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> items = [];
    private readonly HashSet<Diagnostic> seen = [];

    /// <summary>Whether an error (not only warnings) was reported.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Number of findings so far; grows only.</summary>
    public int Count => items.Count;

    /// <summary>Reports a finding.</summary>
    public void Report(DiagnosticDescriptor rule, SourceSpan span, params object[] arguments) =>
        Add(rule.At(span, arguments));

    /// <summary>Takes over a finding.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (seen.Add(diagnostic))
        {
            items.Add(diagnostic);
            HasErrors |= diagnostic.IsError;
        }
    }

    /// <summary>All findings by file, line, column and id.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [.. items
            .OrderBy(item => item.Span.File, StringComparer.Ordinal)
            .ThenBy(item => item.Span.Line)
            .ThenBy(item => item.Span.Column)
            .ThenBy(item => item.Id, StringComparer.Ordinal)];
}
