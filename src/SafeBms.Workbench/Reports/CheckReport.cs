using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Reports;

/// <summary>The outcome of a check, before it is given a form.</summary>
/// <param name="Folder">Folder of the specification as the user named it.</param>
/// <param name="FileCount">Number of files read.</param>
/// <param name="Findings">Findings, ordered by file, line, column.</param>
/// <param name="Model">The specification; null if an error left it without a meaning.</param>
public sealed record CheckReport(
    string Folder, int FileCount, IReadOnlyList<Diagnostic> Findings, SpecificationModel? Model)
{
    /// <summary>There is no finding at all, not even a warning.</summary>
    public bool IsClean => Findings.Count == 0;

    /// <summary>Number of errors.</summary>
    public int Errors => Findings.Count(finding => finding.IsError);

    /// <summary>Number of warnings.</summary>
    public int Warnings => Findings.Count - Errors;

    /// <summary>The path of a finding's file as seen from where the command runs.</summary>
    public string PathOf(Diagnostic finding) =>
        finding.Span.File.Length == 0 ? Folder : $"{Folder.Replace('\\', '/').TrimEnd('/')}/{finding.Span.File}";

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public static string Severity(Diagnostic finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.IsError ? "error" : "warning";
    }
}
