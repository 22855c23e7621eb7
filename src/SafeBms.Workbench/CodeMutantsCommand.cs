using System.CommandLine;
using System.Globalization;
using SafeBms.Mutation;
using SafeBms.Mutation.Code;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec code-mutants</c>: what Stryker.NET's mutants of the code came to.</summary>
public static class CodeMutantsCommand
{
    private static readonly Argument<string[]> Reports = new("report")
    {
        Description = "Stryker's mutation-report.json; several may be given.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Reasons = new("--dispositions")
    {
        Description = "Why survivors are no gaps.",
        DefaultValueFactory = _ => Path.Combine("coverage", "code-mutation-dispositions.yaml"),
    };

    private static readonly Option<int> Least = new("--least")
    {
        Description = "Least percentage that has to be killed, equivalent ones left out.",
        DefaultValueFactory = _ => 90,
    };

    private static readonly Option<bool> AllowsOpen = new("--allow-open")
    {
        Description = "Survivors without a disposition are listed, but only the percentage decides.",
    };

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new(
            "code-mutants",
            "Judges reports of coverage/mutate-code.sh. Exit code: 0 enough killed and all survivors explained, "
            + "1 not, or a disposition without a survivor, 2 unusable.")
        {
            Reports, Reasons, Least, AllowsOpen,
        };
        command.SetAction(parsed => Run(parsed, output, error));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        string reasons = parsed.GetValue(Reasons)!;
        CodeJudgement judgement;
        try
        {
            Dispositions dispositions = Dispositions.Read(reasons, Content(reasons));
            judgement = new CodeJudgement(
                [.. parsed.GetValue(Reports)!.SelectMany(path => CodeReport.Read(path, Content(path)))], dispositions);
        }
        catch (FormatException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }

        if (judgement.Mutants.Count == 0)
        {
            throw new UnusableException("no mutant was judged; look at what the configuration mutates");
        }

        foreach (string line in judgement.Lines())
        {
            output.WriteLine(line);
        }

        bool isEnough = judgement.Score_percent >= parsed.GetValue(Least);
        if (!isEnough)
        {
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"safebms-spec: less than {parsed.GetValue(Least)} % are killed"));
        }

        bool isExplained = judgement.Open.Count == 0 || parsed.GetValue(AllowsOpen);
        return isEnough && isExplained && judgement.Stale.Count == 0
            ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static byte[] Content(string path) => File.Exists(path)
        ? File.ReadAllBytes(path)
        : throw new UnusableException($"there is no file '{path}'; coverage/mutate-code.sh writes reports");
}
