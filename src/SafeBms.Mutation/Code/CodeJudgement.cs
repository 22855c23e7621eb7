using System.Globalization;

namespace SafeBms.Mutation.Code;

/// <summary>The mutants of some reports together with their dispositions.</summary>
public sealed class CodeJudgement
{
    private readonly Dispositions dispositions;

    /// <summary>Joins them.</summary>
    /// <param name="mutants">All mutants of the reports.</param>
    /// <param name="dispositions">Why survivors are no gaps.</param>
    public CodeJudgement(IReadOnlyList<CodeMutant> mutants, Dispositions dispositions)
    {
        this.dispositions = dispositions ?? throw new ArgumentNullException(nameof(dispositions));
        Mutants = [.. (mutants ?? throw new ArgumentNullException(nameof(mutants)))
            .Where(mutant => mutant.Verdict != CodeVerdict.NotJudged)];
    }

    /// <summary>Those that were judged.</summary>
    public IReadOnlyList<CodeMutant> Mutants { get; }

    /// <summary>Survivors without a disposition.</summary>
    public IReadOnlyList<CodeMutant> Open => [.. Survivors.Where(mutant => Explanation(mutant) is null)];

    /// <summary>Survivors with one.</summary>
    public IReadOnlyList<CodeMutant> Explained => [.. Survivors.Where(mutant => Explanation(mutant) is not null)];

    /// <summary>Dispositions of files that are in the reports, but of no survivor there.</summary>
    public IReadOnlyList<Disposition> Stale
    {
        get
        {
            HashSet<string> files = [.. Mutants.Select(mutant => Path.GetFileName(mutant.File))];
            HashSet<(string, string)> survivors = [.. Survivors.Select(mutant => (mutant.Id, mutant.Change))];
            return [.. dispositions.All.Where(item => files.Contains(item.Mutant.Split(": ")[0])
                && !survivors.Contains((item.Mutant, item.Change)))];
        }
    }

    private IEnumerable<CodeMutant> Survivors => Mutants.Where(mutant => mutant.Verdict == CodeVerdict.Survived);

    /// <summary>Killed of those that are not equivalent, in percent; 100 if there are none.</summary>
    public double Score_percent
    {
        get
        {
            int counted = Mutants.Count(mutant => Explanation(mutant)?.Kind != "equivalent");
            int killed = Mutants.Count(mutant => mutant.Verdict == CodeVerdict.Killed);
            return counted == 0 ? 100 : 100.0 * killed / counted;
        }
    }

    /// <summary>A line for each file, a line for each open survivor and stale disposition, and the sum.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (IGrouping<string, CodeMutant> file in Mutants.GroupBy(mutant => mutant.File)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file.Key)}: {file.Count()} mutants, "
                + $"{file.Count(mutant => mutant.Verdict == CodeVerdict.Killed)} killed, "
                + $"{Explained.Count(mutant => mutant.File == file.Key)} explained, "
                + $"{Open.Count(mutant => mutant.File == file.Key)} open");
        }

        foreach (CodeMutant mutant in Open)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{mutant.File}({mutant.Line}): {mutant.Status}: {mutant.Change} in: {mutant.Text}");
        }

        foreach (Disposition item in Stale)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"dispositions({item.Line}): no survivor is '{item.Mutant}' with '{item.Change}': take the entry out");
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Mutants.Count} mutants, {Mutants.Count(mutant => mutant.Verdict == CodeVerdict.Killed)} killed "
            + $"({Mutants.Count(mutant => mutant.Status == "Timeout")} by time-out), "
            + $"{ExplainedAs("equivalent")} equivalent, {Explained.Count - ExplainedAs("equivalent")} accepted, "
            + $"{Open.Count} open; {Score_percent:F1} % of those that change anything");
    }

    private int ExplainedAs(string kind) => Survivors.Count(mutant => Explanation(mutant)?.Kind == kind);

    private Disposition? Explanation(CodeMutant mutant) => mutant.Verdict == CodeVerdict.Survived
        ? dispositions.Of(mutant.Id, mutant.Change) : null;
}
