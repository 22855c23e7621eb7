namespace SafeBms.System.Tests.Runs;

/// <summary>
/// Smaller runs than a given one, the boldest first. Each is smaller by the same measure, so that shrinking ends:
/// fewer happenings, fewer settings, then shorter.
/// </summary>
internal static class Shrinker
{
    public static IEnumerable<BoatRun> Smaller(BoatRun run)
    {
        foreach (BoatRun cut in WithoutTheTail(run))
        {
            yield return cut;
        }

        foreach (IReadOnlyList<Happening> fewer in Fewer(run.Happenings))
        {
            yield return run.With(happenings: fewer);
        }

        foreach (IReadOnlyList<KeyValuePair<string, string>> fewer in Fewer(run.Parameters))
        {
            yield return run.With(parameters: fewer);
        }

        // The bank stays: faults name its batteries and cells.
        KeyValuePair<string, string>[] bank = [.. run.Boat.Where(s => IsBank(s.Key))];
        KeyValuePair<string, string>[] rest = [.. run.Boat.Where(s => !IsBank(s.Key))];
        foreach (IReadOnlyList<KeyValuePair<string, string>> fewer in Fewer(rest))
        {
            yield return run.With(boat: [.. bank, .. fewer]);
        }
    }

    private static bool IsBank(string setting) =>
        setting is "system_voltage" or "cells_per_battery" or "parallel_strings";

    // What comes after the first violation cannot have caused it.
    private static IEnumerable<BoatRun> WithoutTheTail(BoatRun run)
    {
        if (run.Outcome.Violations.Count == 0)
        {
            yield break;
        }

        int end_ms = run.Outcome.Violations.Values.Min() + 1;
        if (end_ms < run.Duration_ms)
        {
            yield return run.With([.. run.Happenings.Where(h => h.At_ms < end_ms)], end_ms);
        }
    }

    // Halves, quarters, ... single ones left out.
    private static IEnumerable<IReadOnlyList<T>> Fewer<T>(IReadOnlyList<T> all)
    {
        for (int size = all.Count; size >= 1; size /= 2)
        {
            for (int from = 0; from < all.Count; from += size)
            {
                yield return [.. all.Take(from), .. all.Skip(from + size)];
            }
        }
    }
}
