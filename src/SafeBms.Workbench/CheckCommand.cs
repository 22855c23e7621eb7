using System.CommandLine;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec check</c>: every finding of the specification, one a line.</summary>
internal static class CheckCommand
{
    private const int Clean = 0;
    private const int Findings = 1;
    private const int Unusable = 2;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> folder = new("--spec") { Description = "The specification folder.", DefaultValueFactory = _ => "spec" };
        Option<string> format = new("--format") { Description = "How findings are printed.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text");
        Command command = new("check", "Reads the specification and prints every finding. Exit code: 0 clean, 1 findings, 2 unusable.")
        {
            folder, format,
        };
        command.SetAction(result => Run(result.GetValue(folder)!));
        return command;
    }

    private static int Run(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"safebms-spec: there is no folder '{folder}'; name it with --spec");
            return Unusable;
        }

        IReadOnlyList<SpecificationFile> files;
        try
        {
            files = SpecificationFolder.Load(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"safebms-spec: '{folder}' cannot be read: {exception.Message}");
            return Unusable;
        }

        if (files.Count == 0)
        {
            Console.Error.WriteLine($"safebms-spec: there is no *.yaml in '{folder}'");
            return Unusable;
        }

        Result<SpecificationModel> result = SpecificationReader.Read(files);
        foreach (Diagnostic finding in result.Diagnostics)
        {
            string path = Path.Combine(folder, finding.Span.File).Replace('\\', '/');
            string kind = finding.IsError ? "error" : "warning";
            Console.WriteLine(
                $"{path}({finding.Span.Line},{finding.Span.Column}): {kind} {finding.Id}: {finding.Message}. {finding.Remedy}");
        }

        Console.WriteLine($"{files.Count} files, {result.Diagnostics.Count} findings");
        return result.Diagnostics.Count == 0 ? Clean : Findings;
    }
}
