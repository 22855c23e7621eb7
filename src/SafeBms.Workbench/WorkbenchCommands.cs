using System.CommandLine;
using System.CommandLine.Parsing;

namespace SafeBms.Workbench;

/// <summary>The command line of <c>safebms-spec</c>.</summary>
public static class WorkbenchCommands
{
    /// <summary>Nothing was found, or everything was written.</summary>
    public const int Clean = 0;

    /// <summary>The specification has findings.</summary>
    public const int Findings = 1;

    /// <summary>The command cannot do its work: wrong usage, no such folder, a tool is missing.</summary>
    public const int Unusable = 2;

    /// <summary>Runs one command and returns its exit code; never throws for bad input.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Root(output, error).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError problem in parsed.Errors)
            {
                error.WriteLine($"safebms-spec: {problem.Message}");
            }

            error.WriteLine("safebms-spec: 'safebms-spec --help' shows what can be given");
            return Unusable;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output, Error = error, EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception problem) when (problem is UnusableException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"safebms-spec: {problem.Message}");
            return Unusable;
        }
    }

    private static RootCommand Root(TextWriter output, TextWriter error)
    {
        RootCommand root = new("Checks and shows a SafeBms specification.");
        root.Subcommands.Add(Check(output, error));
        root.Subcommands.Add(Diagram(output, error));
        root.Subcommands.Add(Map(output, error));
        root.Subcommands.Add(ProveCommand.Create(output, error));
        root.Subcommands.Add(MutateCommand.Create(output, error));
        root.Subcommands.Add(CodeMutantsCommand.Create(output, error));
        root.Subcommands.Add(CertifyCommand.Create(output, error));
        root.Subcommands.Add(CampaignCommand.Create(output, error));
        root.Subcommands.Add(TraceCommand.Create(output, error));
        root.Subcommands.Add(EquivalenceCommand.Create(output, error));
        root.Subcommands.Add(SpinCommand.Create(output, error));
        root.Subcommands.Add(ExploreCommand.Create(output, error));
        root.Subcommands.Add(AgreeCommand.Create(output, error));
        root.Subcommands.Add(CoverageCommand.Create(output, error));
        root.Subcommands.Add(GenerateTestsCommand.Create(output, error));
        root.SetAction(_ =>
        {
            string names = string.Join(", ", root.Subcommands.Select(command => command.Name));
            error.WriteLine($"safebms-spec: name a command: {names} ('safebms-spec --help' shows more)");
            return Unusable;
        });
        return root;
    }

    private static Command Check(TextWriter output, TextWriter error)
    {
        Option<string> folder = SpecificationOption();
        Option<string> format = new("--format")
        {
            Description = "text (for people), json, or sarif (2.1.0, for pipelines and editors).",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        Option<bool> deep = new("--deep")
        {
            Description = "Also asks the solver: what can never happen, and what overflows.",
        };
        Command command = new("check", "Checks the specification. Exit code: 0 clean, 1 findings, 2 unusable.")
        {
            folder, format, deep,
        };
        command.SetAction(parsed => CheckCommand.Run(
            parsed.GetValue(folder)!, parsed.GetValue(format)!, output, error, parsed.GetValue(deep)));
        return command;
    }

    private static Command Diagram(TextWriter output, TextWriter error)
    {
        Option<string> folder = SpecificationOption();
        Option<string> target = new("--out")
        {
            Description = "Folder that is written to.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "diagrams"),
        };
        Option<string?> machine = new("--machine") { Description = "Only this machine (svg and mermaid)." };
        Option<string> format = new("--format")
        {
            Description = "html (one page of the whole specification), svg, or mermaid (needs no Graphviz).",
            DefaultValueFactory = _ => "html",
        };
        format.AcceptOnlyFromAmong("html", "svg", "mermaid");
        Command command = new("diagram", "Draws the machines, or writes the reviewer's page of the specification.")
        {
            folder, target, machine, format,
        };
        command.SetAction(parsed =>
        {
            DiagramRequest request = new(
                parsed.GetValue(folder)!, parsed.GetValue(target)!, parsed.GetValue(machine), parsed.GetValue(format)!);
            return DiagramCommand.Run(request, output, error);
        });
        return command;
    }

    private static Command Map(TextWriter output, TextWriter error)
    {
        Option<string> folder = SpecificationOption();
        Option<string?> target = new("--out") { Description = "File that is written; the terminal if it is left out." };
        Command command = new("map", "Says, as JSON, which generated line each element of the specification became.")
        {
            folder, target,
        };
        command.SetAction(parsed => MapCommand.Run(parsed.GetValue(folder)!, parsed.GetValue(target), output, error));
        return command;
    }

    internal static Option<string> SpecificationOption() => new("--spec")
    {
        Description = "Folder of the specification.",
        DefaultValueFactory = _ => "spec",
    };
}
