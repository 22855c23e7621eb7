using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec check</c>: reads the specification and reports what is wrong with it.</summary>
public static class CheckCommand
{
    /// <summary>Reports as <c>text</c>, <c>json</c> or <c>sarif</c> and returns the exit code.</summary>
    public static int Run(string folder, string format, TextWriter output, TextWriter error)
    {
        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(folder);
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        CheckReport report = new(folder, files.Count, result.Diagnostics, result.Value);
        switch (format)
        {
            case "json": JsonReport.Write(report, output); break;
            case "sarif": SarifReport.Write(report, output); break;
            default: TextReport.Write(report, output, error); break;
        }

        return report.IsClean ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }
}
