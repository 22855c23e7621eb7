using System.CommandLine;
using SafeBms.Exploration;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec agree</c>: compares what the engines have said.</summary>
public static class AgreeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        Option<string[]> prove = File("--prove", "What 'prove --json' printed, or a folder of such files.");
        Option<string[]> spin = File("--spin", "What 'spin --json' printed.");
        Option<string[]> explore = File("--explore", "What 'explore --json' printed.");
        Command command = new(
            "agree",
                "Compares the engines' verdicts. Exit code: 0 they agree, 1 they contradict each other, 2 unusable.")
        {
            prove, spin, explore,
        };
        command.SetAction(parsed =>
        {
            List<Opinion> opinions =
            [
                .. Read(parsed.GetValue(prove), text => Agreement.Read("prove", text)),
                .. Read(parsed.GetValue(spin), text => Agreement.Read("spin", text)),
                .. Read(parsed.GetValue(explore), Agreement.ReadExploration),
            ];
            return Report(opinions, output, error);
        });
        return command;
    }

    private static int Report(List<Opinion> opinions, TextWriter output, TextWriter error)
    {
        if (opinions.Count == 0)
        {
            throw new UnusableException(
                "nothing to compare: give at least one of --prove, --spin, --explore a file that holds a verdict");
        }

        IReadOnlyList<string> disagreements = Agreement.Disagreements(opinions);
        foreach (string disagreement in disagreements)
        {
            error.WriteLine(disagreement);
        }

        int compared = opinions.GroupBy(opinion => opinion.Property)
            .Count(one => one.Select(opinion => opinion.Engine).Distinct().Count() > 1);
        output.WriteLine(
            $"{opinions.Count} verdicts, {compared} properties judged by more than one engine, "
                + $"{disagreements.Count} disagreements");
        return disagreements.Count == 0 ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static Option<string[]> File(string name, string description) => new(name) { Description = description };

    private static IEnumerable<Opinion> Read(string[]? paths, Func<string, IReadOnlyList<Opinion>> read)
    {
        foreach (string path in (paths ?? []).SelectMany(Expand))
        {
            IReadOnlyList<Opinion> opinions;
            try
            {
                opinions = read(System.IO.File.ReadAllText(path));
            }
            catch (FormatException problem)
            {
                throw new UnusableException($"'{path}': {problem.Message}", problem);
            }

            foreach (Opinion opinion in opinions)
            {
                yield return opinion;
            }
        }
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal) : [path];
}
