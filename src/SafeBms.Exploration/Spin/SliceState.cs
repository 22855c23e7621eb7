using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>What a scan of a slice did.</summary>
/// <param name="Holds">The property held.</param>
/// <param name="MayRepeat">Nothing has changed, so that the same scan may follow.</param>
/// <param name="Runs">By clock: it advanced.</param>
/// <param name="Zeroes">By clock: it became 0 at the end.</param>
internal sealed record ScanResult(bool Holds, bool MayRepeat, bool[] Runs, bool[] Zeroes);

/// <summary>A slice with counted clocks: an interpreter of the assignments, independent of SPIN.</summary>
internal sealed class SliceState
{
    private readonly Slice slice;
    private readonly Dictionary<SliceVariable, long> values = [];
    private readonly Dictionary<SliceVariable, SliceClock> clockOfRun;
    private readonly Dictionary<SliceVariable, (SliceClock Clock, long Threshold)> clockOfVerdict = [];
    private readonly long[] counts;

    /// <summary>Before the first scan.</summary>
    public SliceState(Slice slice, IReadOnlyDictionary<SliceVariable, long> start)
    {
        this.slice = slice;
        counts = [.. slice.Clocks.Select(clock => clock.Initial)];
        clockOfRun = slice.Clocks.ToDictionary(clock => clock.Run);
        foreach (SliceClock clock in slice.Clocks)
        {
            foreach ((long threshold, SliceVariable verdict) in clock.Verdicts)
            {
                clockOfVerdict.Add(verdict, (clock, threshold));
            }
        }

        foreach (SliceVariable memory in slice.Memory)
        {
            values[memory] = start[memory];
        }
    }

    public IReadOnlyDictionary<SliceVariable, long> Memory() =>
        slice.Memory.ToDictionary(memory => memory, memory => values[memory]);

    /// <summary>One scan; clocks are counted.</summary>
    public ScanResult Scan(IReadOnlyDictionary<SliceVariable, long> choices) => Scan(choices, isCounted: true);

    /// <summary>One scan; whether clocks have reached their thresholds is given.</summary>
    public ScanResult ScanWithVerdicts(IReadOnlyDictionary<SliceVariable, long> choicesAndVerdicts) =>
        Scan(choicesAndVerdicts, isCounted: false);

    /// <summary>The scans of a repetition at once: clocks that ran go on.</summary>
    public void Leap(ScanResult scan, long scans)
    {
        for (int c = 0; c < counts.Length; c++)
        {
            counts[c] += scan.Runs[c] ? scans : 0;
        }
    }

    private ScanResult Scan(IReadOnlyDictionary<SliceVariable, long> given, bool isCounted)
    {
        IReadOnlyDictionary<SliceVariable, long> before = Memory();
        bool[] runs = new bool[counts.Length];
        long Read(SliceVariable variable) =>
            isCounted && clockOfVerdict.TryGetValue(variable, out (SliceClock Clock, long Threshold) verdict)
                ? (counts[verdict.Clock.Index - 1] >= verdict.Threshold ? 1 : 0)
                : given.TryGetValue(variable, out long value) ? value : values[variable];
        foreach (SliceAssignment assignment in slice.Assignments)
        {
            long value = assignment.Value.Evaluate(Read);
            values[assignment.Target] = value;
            if (clockOfRun.TryGetValue(assignment.Target, out SliceClock? clock))
            {
                runs[clock.Index - 1] = value != 0;
                counts[clock.Index - 1] = value != 0 ? counts[clock.Index - 1] + 1 : 0;
            }
        }

        bool holds = slice.Holds.Evaluate(Read) != 0;
        bool[] zeroes = [.. slice.Clocks.Select(clock => clock.ZeroAtEnd.Evaluate(Read) != 0)];
        bool isRestarted = slice.Clocks.Any(clock => clock.Restarted.Evaluate(Read) != 0);
        for (int c = 0; c < counts.Length; c++)
        {
            counts[c] = zeroes[c] ? 0 : counts[c];
        }

        bool isSame = slice.Memory.All(memory => values[memory] == before[memory]);
        return new ScanResult(holds, isSame && !isRestarted, runs, zeroes);
    }
}
