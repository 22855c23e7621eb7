using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Reports;

/// <summary>Findings for people: in the compiler's form, which editors make clickable, with why and remedy.</summary>
public static class TextReport
{
    /// <summary>Findings go to <paramref name="output"/>, their number to <paramref name="error"/>.</summary>
    public static void Write(CheckReport report, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        foreach (Diagnostic finding in report.Findings)
        {
            string place = $"{report.PathOf(finding)}({finding.Span.Line},{finding.Span.Column})";
            output.WriteLine($"{place}: {CheckReport.Severity(finding)} {finding.Id}: {finding.Message}");
            output.WriteLine($"    why:  {finding.Why}");
            output.WriteLine($"    mend: {finding.Remedy}");
        }

        if (!report.IsClean)
        {
            error.WriteLine($"{report.Folder}: {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")} "
                + $"in {Count(report.FileCount, "file")}; each id has a page in docs/diagnostics");
            return;
        }

        output.WriteLine($"{report.Folder}: clean, {Count(report.FileCount, "file")}{Content(report.Model)}");
    }

    private static string Content(SpecificationModel? model)
    {
        if (model is null)
        {
            return string.Empty;
        }

        string[] parts =
        [
            Count(model.Machines.Count + 1, "machine"),
            Count(model.Properties.Properties.Count, "property"),
            Count(model.Parameters.Parameters.Count, "parameter"),
            Count(model.Requirements.Requirements.Count, "requirement"),
            Count(model.Products.Count, "product"),
        ];
        return ": " + string.Join(", ", parts);
    }

    private static string Count(int number, string noun)
    {
        string plural = noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s";
        return $"{number} {(number == 1 ? noun : plural)}";
    }
}
