using SafeBms.Core;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Scanning;

/// <summary>Copies what others may see into the run block, from the scan thread, without allocating.</summary>
internal sealed class Publisher(RunBlock block, ScanCore core)
{
    private readonly long[] _causeValues = new long[InputTable.Count + StateTable.Count];
    private readonly int _causeIndex = OutputTable.IndexOf("first_cause");
    private long _cause;

    /// <summary>Scan in which the present first cause appeared, or -1.</summary>
    public long CauseScan { get; private set; } = -1;

    /// <summary>Keeps the values of the scan in which a first cause appears. Call it in each scan.</summary>
    public void Watch()
    {
        long cause = OutputTable.Get(core.Outputs, _causeIndex);
        if (cause == _cause)
        {
            return;
        }

        _cause = cause;
        CauseScan = cause == 0 ? -1 : core.Scans - 1;
        CopyInputs(_causeValues);
        CopyState(_causeValues.AsSpan(InputTable.Count));
    }

    /// <summary>Publishes everything.</summary>
    public void Publish(ReadOnlySpan<long> figures, Histogram scanTimes)
    {
        Span<long> values = block.BeginPublish();
        figures.CopyTo(values);
        CopyHistogram(scanTimes, values.Slice(Published.HistogramAt, Published.Columns));
        for (int i = 0; i < OutputTable.Count; i++)
        {
            values[Published.OutputsAt + i] = OutputTable.Get(core.Outputs, i);
        }

        CopyInputs(values[Published.InputsAt..]);
        CopyState(values[Published.StateAt..]);
        _causeValues.CopyTo(values[Published.CauseInputsAt..]);
        block.EndPublish();
    }

    private void CopyInputs(Span<long> into)
    {
        for (int i = 0; i < InputTable.Count; i++)
        {
            into[i] = InputTable.IsValid(core.State.Inputs, i)
                ? InputTable.Get(core.Inputs, i).Value
                : Published.Invalid;
        }
    }

    private void CopyState(Span<long> into)
    {
        for (int i = 0; i < StateTable.Count; i++)
        {
            into[i] = StateTable.Get(core.State, i);
        }
    }

    // Columns of a quarter of an octave from 256 ns on.
    private static void CopyHistogram(Histogram histogram, Span<long> into)
    {
        into.Clear();
        for (int bucket = 0; bucket < Histogram.Buckets; bucket++)
        {
            into[ColumnOf(Histogram.LowerBound_ns(bucket))] += histogram.Counts[bucket];
        }
    }

    internal static int ColumnOf(long duration_ns)
    {
        if (duration_ns < 256)
        {
            return 0;
        }

        int log = System.Numerics.BitOperations.Log2((ulong)duration_ns);
        int quarter = (int)(duration_ns >> (log - 2)) & 3;
        return Math.Min(Published.Columns - 1, ((log - 8) * 4) + quarter);
    }

    internal static long ColumnStart_ns(int column) => (4L + (column & 3)) << ((column / 4) + 6);
}
