namespace SafeBms.Campaign;

/// <summary>Puts the shards of one run together, if every case is there exactly once.</summary>
public static class Merge
{
    /// <summary>Reads all results of a folder and what is below it.</summary>
    /// <returns>The header of the whole, and all results in the order of the plan.</returns>
    /// <exception cref="CampaignException">A shard is missing, twice there, damaged, or of another run.</exception>
    public static (RunHeader Header, IReadOnlyList<CaseResult> Results) Folder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CampaignException($"there is no folder '{folder}'; name the one that the shards wrote to");
        }

        string[] paths = [.. Directory
            .EnumerateFiles(folder, "shard-*" + ResultFile.Suffix, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)];
        if (paths.Length == 0)
        {
            throw new CampaignException($"'{folder}' holds no shard-*{ResultFile.Suffix}; run the shards first");
        }

        Dictionary<int, string> shards = [];
        List<CaseResult> results = [];
        RunHeader? first = null;
        foreach (string path in paths)
        {
            (RunHeader header, IReadOnlyList<CaseResult> part) = ResultFile.Read(path);
            first ??= header;
            Check(path, header, first, paths[0]);
            if (!shards.TryAdd(header.Shard.Number, path))
            {
                throw new CampaignException(
                    $"shard {header.Shard} is there twice: {shards[header.Shard.Number]} and {path}; delete one");
            }

            results.AddRange(part);
        }

        CheckComplete(folder, first!, shards.Keys, results);
        return (first! with { Shard = Shard.Whole }, [.. results.OrderBy(r => r.Index)]);
    }

    private static void Check(string path, RunHeader header, RunHeader first, string firstPath)
    {
        if (header.Specification != first.Specification)
        {
            throw new CampaignException($"{path} was run with another specification than {firstPath} "
                + $"({header.Specification[..12]} and {first.Specification[..12]}); run it again");
        }

        if (!header.IsSameRun(first))
        {
            throw new CampaignException($"{path} belongs to another run than {firstPath}: {header.Selection} in "
                + $"{header.Shard.Count} shards against {first.Selection} in {first.Shard.Count}");
        }
    }

    private static void CheckComplete(
        string folder, RunHeader header, IEnumerable<int> shards, List<CaseResult> results)
    {
        int[] missing = [.. Enumerable.Range(1, header.Shard.Count).Except(shards)];
        if (missing.Length > 0)
        {
            throw new CampaignException($"'{folder}' lacks {missing.Length} of {header.Shard.Count} shards: "
                + $"{string.Join(", ", missing.Take(12))}{(missing.Length > 12 ? ", ..." : "")}; run them, then merge");
        }

        IGrouping<int, CaseResult>? twice = results.GroupBy(r => r.Index).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new CampaignException($"case {twice.First().Case} stands in the results more than once");
        }

        if (results.Count != header.Cases)
        {
            throw new CampaignException(
                $"'{folder}' holds {results.Count} cases, but the run has {header.Cases}; a shard is not whole");
        }
    }
}
