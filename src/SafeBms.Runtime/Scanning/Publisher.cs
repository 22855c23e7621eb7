using SafeBms.Core;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Scanning;

/// <summary>
/// Copies what others may see into the run block, from the scan thread, without allocating. What is published is of one
/// scan; making it readable is spread over several, so that no scan is much longer than another.
/// </summary>
internal sealed class Publisher(RunBlock block, ScanCore core)
{
    /// <summary>Number of steps of one publication.</summary>
    public const int Steps = 20;

    private const int HistogramStep = 1;
    private const int FirstTableStep = 2;
    private const int TableSteps = Steps - FirstTableStep - 1;

    private readonly long[] _causeValues = new long[InputTable.Count + StateTable.Count];
    private readonly long[] _values = new long[Published.Count];
    private readonly int _causeIndex = OutputTable.IndexOf("first_cause");
    private InputImage _inputs;
    private CoreState _state;
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
        for (int i = 0; i < _causeValues.Length; i++)
        {
            _causeValues[i] = ValueOf(core.Inputs, core.State, i);
        }
    }

    /// <summary>Publishes everything at once.</summary>
    public void Publish(ReadOnlySpan<long> figures, Histogram scanTimes)
    {
        for (int step = 0; step < Steps; step++)
        {
            Step(step, figures, scanTimes);
        }
    }

    /// <summary>One step of a publication: 0 takes the picture, the last one shows it.</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1, one after the other.</param>
    /// <param name="figures">Figures of the controller; taken by step 0.</param>
    /// <param name="scanTimes">Scan times; counted in step 1.</param>
    public void Step(int step, ReadOnlySpan<long> figures, Histogram scanTimes)
    {
        switch (step)
        {
            case 0:
                TakePicture(figures);
                break;
            case HistogramStep:
                CopyHistogram(scanTimes, _values.AsSpan(Published.HistogramAt, Published.Columns));
                break;
            case Steps - 1:
                _values.CopyTo(block.BeginPublish());
                block.EndPublish();
                break;
            default:
                CopyTables(step - FirstTableStep);
                break;
        }
    }

    private void TakePicture(ReadOnlySpan<long> figures)
    {
        figures.CopyTo(_values);
        for (int i = 0; i < OutputTable.Count; i++)
        {
            _values[Published.OutputsAt + i] = OutputTable.Get(core.Outputs, i);
        }

        _inputs = core.Inputs;
        _state = core.State;
        _causeValues.CopyTo(_values.AsSpan(Published.CauseInputsAt));
    }

    private void CopyTables(int part)
    {
        int count = InputTable.Count + StateTable.Count;
        int end = count * (part + 1) / TableSteps;
        for (int i = count * part / TableSteps; i < end; i++)
        {
            _values[Published.InputsAt + i] = ValueOf(_inputs, _state, i);
        }
    }

    // Inputs first, then the state, as they lie one after the other in the catalogue.
    private static long ValueOf(in InputImage inputs, in CoreState state, int index)
    {
        if (index >= InputTable.Count)
        {
            return StateTable.Get(state, index - InputTable.Count);
        }

        return InputTable.IsValid(state.Inputs, index) ? InputTable.Get(inputs, index).Value : Published.Invalid;
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
