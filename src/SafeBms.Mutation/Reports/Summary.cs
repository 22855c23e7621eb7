using System.Globalization;

namespace SafeBms.Mutation.Reports;

/// <summary>The figures of a run for the terminal.</summary>
public static class Summary
{
    private const int Listed = 40;

    /// <summary>Lines of text.</summary>
    public static IEnumerable<string> Lines(
        IReadOnlyList<Judgement> judgements, int all, IReadOnlyList<Disposition> stale)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        ArgumentNullException.ThrowIfNull(stale);
        yield return Text($"{judgements.Count} of {all} mutants judged");
        foreach (string net in MutantResult.Nets.All)
        {
            int count = judgements.Count(item => item.Result.Net == net);
            if (count > 0)
            {
                yield return Text($"  {count,5}  {Words(net)}");
            }
        }

        foreach (IGrouping<string, Judgement> kind in judgements
            .Where(item => item.Result.IsSurvivor && item.Kind.Length > 0).GroupBy(item => item.Kind))
        {
            yield return Text($"  {kind.Count(),5}  survivors explained: {kind.Key}");
        }

        foreach (string line in OfTheProver(judgements))
        {
            yield return line;
        }

        foreach (string line in Top(judgements))
        {
            yield return line;
        }

        Judgement[] open = [.. judgements.Where(item => item.IsOpen)];
        yield return Text($"{open.Length} survivors without a disposition");
        foreach (Judgement item in open.Take(Listed))
        {
            string asked = item.Result.Asked.Length > 0 ? "; " + item.Result.Asked : string.Empty;
            yield return Text($"  {item.Mutant.Id}: {item.Mutant.Change} ({item.Result.Detail}{asked})");
        }

        if (open.Length > Listed)
        {
            yield return Text($"  and {open.Length - Listed} more, see the report");
        }

        foreach (Disposition item in stale)
        {
            yield return Text($"  disposition without a mutant (line {item.Line}): {item.Mutant}: {item.Change}");
        }
    }

    // A suspicion is no kill: the property is not proved any more, and no run is known in which it fails.
    private static IEnumerable<string> OfTheProver(IReadOnlyList<Judgement> judgements)
    {
        Judgement[] asked = [.. judgements.Where(item => item.Result.IsSurvivor && item.Result.Asked.Length > 0)];
        int suspected = asked.Count(item => item.Result.Suspects.Count > 0);
        if (asked.Length > 0)
        {
            yield return Text($"  {suspected,5}  survivors suspected by prove: a property is not proved any more");
            int sure = asked.Length - suspected;
            yield return Text($"  {sure,5}  survivors of which every property that was asked about is proved");
        }
    }

    private static IEnumerable<string> Top(IReadOnlyList<Judgement> judgements)
    {
        string top = string.Join(", ", judgements.Where(item => item.Result.Net == MutantResult.Nets.Properties)
            .SelectMany(item => item.Result.By.Distinct(StringComparer.Ordinal)).CountBy(id => id)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(10)
            .Select(pair => Text($"{pair.Key} {pair.Value}")));
        if (top.Length > 0)
        {
            yield return "properties that noticed most: " + top;
        }
    }

    private static string Words(string net) => net switch
    {
        MutantResult.Nets.Check => "killed by check",
        MutantResult.Nets.Properties => "killed by properties (monitors on the simulated boat)",
        MutantResult.Nets.Prove => "killed by prove (a run from power-on in which a proved property fails)",
        MutantResult.Nets.Scenarios => "killed by expectations of scenarios only: a property may be missing",
        MutantResult.Nets.Equivalent => "equivalent: the same generated code, or proved",
        MutantResult.Nets.None => "survived",
        _ => "could not be judged",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
