using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>One scan of a trail: what was chosen, and the verdicts that were guessed.</summary>
internal sealed record TrailScan(IReadOnlyDictionary<SliceVariable, long> Values);

/// <summary>A trail of the verifier.</summary>
internal sealed record Trail(IReadOnlyDictionary<SliceVariable, long> Start, IReadOnlyList<TrailScan> Scans)
{
    /// <summary>Reads the marked lines that the verifier prints when it replays a trail.</summary>
    public static Trail Read(Slice slice, string printed)
    {
        List<SliceVariable> columns =
            [.. slice.Choices, .. slice.Clocks.SelectMany(clock => clock.Verdicts.Values)];
        Dictionary<SliceVariable, long> start = slice.Memory.ToDictionary(memory => memory, memory => memory.Initial);
        List<TrailScan> scans = [];
        foreach (string line in printed.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith(PromelaWriter.StartMark, StringComparison.Ordinal))
            {
                start = Values(line, slice.Memory);
            }
            else if (line.StartsWith(PromelaWriter.TrailMark, StringComparison.Ordinal))
            {
                scans.Add(new TrailScan(Values(line, columns)));
            }
        }

        return new Trail(start, scans);
    }

    private static Dictionary<SliceVariable, long> Values(string line, IReadOnlyList<SliceVariable> columns)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != columns.Count + 1)
        {
            throw new SpinException($"the verifier's trail cannot be read: '{line}'");
        }

        Dictionary<SliceVariable, long> values = [];
        for (int index = 0; index < columns.Count; index++)
        {
            values[columns[index]] = long.Parse(words[index + 1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return values;
    }
}

/// <summary>A run of a slice with real times: block by block of equal scans.</summary>
/// <param name="First">First scan of the block; the run starts with scan 0.</param>
/// <param name="Last">Last scan of the block.</param>
/// <param name="Choices">What the slice leaves free.</param>
/// <param name="Memory">The discrete state after the block.</param>
internal sealed record RunBlock(
    long First,
    long Last,
    IReadOnlyDictionary<SliceVariable, long> Choices,
    IReadOnlyDictionary<SliceVariable, long> Memory);

/// <summary>Finds out whether a trail, whose times are bounds that were rounded outward, is a run of the
/// slice.</summary>
internal static class TrailReplay
{
    /// <summary>The run with the earliest times, or null if there are no times: then the trail is spurious.</summary>
    public static IReadOnlyList<RunBlock>? Concretise(Slice slice, Trail trail)
    {
        long[]? ends = EarliestEnds(slice, trail);
        return ends is null ? null : Replay(slice, trail, ends);
    }

    // E[k] is the last scan of block k, E[-1] = -1. All conditions are of the form E[a] - E[b] >= w.
    private static long[]? EarliestEnds(Slice slice, Trail trail)
    {
        List<(int From, int To, long Weight)> edges = [];
        SliceState state = new(slice, trail.Start);
        (int Block, long Value)[] bases = [.. slice.Clocks.Select(clock => (-1, clock.Initial))];
        for (int k = 0; k < trail.Scans.Count; k++)
        {
            bool isLast = k == trail.Scans.Count - 1;
            ScanResult result = state.ScanWithVerdicts(trail.Scans[k].Values);
            edges.Add((k - 1, k, 1));
            if (!result.MayRepeat || isLast)
            {
                edges.Add((k, k - 1, -1));
            }

            for (int c = 0; c < slice.Clocks.Count; c++)
            {
                SliceClock clock = slice.Clocks[c];
                if (result.Runs[c])
                {
                    AddVerdicts(edges, clock, trail.Scans[k].Values, k, bases[c]);
                }

                bases[c] = !result.Runs[c] || result.Zeroes[c] ? (k, 0) : bases[c];
            }
        }

        return LongestPaths(edges, trail.Scans.Count);
    }

    private static void AddVerdicts(
        List<(int From, int To, long Weight)> edges, SliceClock clock,
        IReadOnlyDictionary<SliceVariable, long> values, int k, (int Block, long Value) origin)
    {
        foreach ((long threshold, SliceVariable verdict) in clock.Verdicts)
        {
            if (values[verdict] != 0)
            {
                // value + (E[k-1] + 1) - E[base] >= threshold
                edges.Add((origin.Block, k - 1, threshold - origin.Value - 1));
            }
            else
            {
                // value + E[k] - E[base] <= threshold - 1
                edges.Add((k, origin.Block, origin.Value - threshold + 1));
            }
        }
    }

    private static long[]? LongestPaths(List<(int From, int To, long Weight)> edges, int blocks)
    {
        long[] ends = new long[blocks + 1];
        Array.Fill(ends, -1);
        for (int round = 0; round <= blocks + 1; round++)
        {
            bool isChanged = false;
            foreach ((int from, int to, long weight) in edges)
            {
                if (ends[from + 1] + weight > ends[to + 1])
                {
                    ends[to + 1] = ends[from + 1] + weight;
                    isChanged = true;
                }
            }

            if (ends[0] > -1)
            {
                return null;
            }

            if (!isChanged)
            {
                return ends[1..];
            }
        }

        return null;
    }

    // The same inputs at these times, the clocks counted: every block's first and last scan, and the violation.
    private static List<RunBlock>? Replay(Slice slice, Trail trail, long[] ends)
    {
        SliceState state = new(slice, trail.Start);
        List<RunBlock> run = [];
        long first = 0;
        for (int k = 0; k < trail.Scans.Count; k++)
        {
            IReadOnlyDictionary<SliceVariable, long> values = trail.Scans[k].Values;
            bool isLast = k == trail.Scans.Count - 1;
            ScanResult result = state.Scan(values);
            if (ends[k] > first)
            {
                if (!result.MayRepeat)
                {
                    return null;
                }

                state.Leap(result, ends[k] - first - 1);
                result = state.Scan(values);
                if (!result.MayRepeat)
                {
                    return null;
                }
            }

            if (result.Holds == isLast)
            {
                return null;
            }

            run.Add(new RunBlock(
                first, ends[k], slice.Choices.ToDictionary(choice => choice, choice => values[choice]),
                    state.Memory()));
            first = ends[k] + 1;
        }

        return run;
    }
}
