using SafeBms.Proof.Questions;
using SafeBms.Proof.Solving;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec check</c>: reads the specification and reports what is wrong with it.</summary>
public static class CheckCommand
{
    /// <summary>Reports as <c>text</c>, <c>json</c> or <c>sarif</c> and returns the exit code.</summary>
    /// <param name="folder">Folder of the specification.</param>
    /// <param name="format">The form of the report.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="error">For progress and counts.</param>
    /// <param name="deep">Also asks the solver.</param>
    /// <exception cref="UnusableException">The folder cannot be read, or the solver is missing or fails.</exception>
    public static int Run(string folder, string format, TextWriter output, TextWriter error, bool deep = false)
    {
        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(folder);
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        DeepResult? asked = deep && result.Value is { } model ? Ask(model, error) : null;
        CheckReport report = new(
            folder, files.Count, [.. result.Diagnostics, .. asked?.Findings ?? []], result.Value);
        switch (format)
        {
            case "json": JsonReport.Write(report, output); break;
            case "sarif": SarifReport.Write(report, output); break;
            default: TextReport.Write(report, output, error); break;
        }

        if (asked is not null)
        {
            Tell(asked, format == "text" ? output : error, error);
        }

        return report.IsClean && (asked is null || asked.Undecided.Count == 0)
            ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static DeepResult Ask(SpecificationModel model, TextWriter error)
    {
        try
        {
            int count = 0;
            return DeepCheck.Run(model, machine =>
            {
                if (count++ % 10 == 0)
                {
                    error.WriteLine($"asking the solver: {machine} ({count} of {model.Machines.Count} machines)");
                }
            });
        }
        catch (SolverException problem)
        {
            throw new UnusableException(problem.Message);
        }
    }

    private static void Tell(DeepResult asked, TextWriter output, TextWriter error)
    {
        foreach (string note in asked.Notes)
        {
            output.WriteLine($"note: {note}");
        }

        foreach (string open in asked.Undecided)
        {
            output.WriteLine($"not decided: {open}");
        }

        error.WriteLine($"{asked.Questions} questions to the solver, {asked.Undecided.Count} not decided, "
            + $"{asked.Notes.Count} pairs of guards that overlap");
    }
}
