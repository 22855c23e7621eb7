using System.Text;

namespace SafeBms.Mutation.Reports;

/// <summary>Which property, scenario or rule noticed which mutant, as CSV: a row a mutant, a column a killer.</summary>
public static class Matrix
{
    /// <summary>The table. Only the first kill of a mutant is known; more than one mark in a row fell in one scan.
    /// </summary>
    public static string Csv(IReadOnlyList<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        string[] killers = [.. judgements.Where(item => item.Result.IsKilled).SelectMany(item => item.Result.By)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        StringBuilder text = new();
        text.Append("mutant,net,change").AppendJoin(string.Empty, killers.Select(id => "," + Quoted(id))).Append('\n');
        foreach (Judgement item in judgements)
        {
            HashSet<string> by = [.. item.Result.IsKilled ? item.Result.By : []];
            text.Append(Quoted(item.Mutant.Id)).Append(',').Append(item.Result.Net).Append(',')
                .Append(Quoted(item.Mutant.Change));
            foreach (string killer in killers)
            {
                text.Append(by.Contains(killer) ? ",1" : ",");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
