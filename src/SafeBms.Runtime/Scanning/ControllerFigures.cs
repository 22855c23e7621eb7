using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Scanning;

/// <summary>What the controller measures of itself.</summary>
internal sealed class ControllerFigures
{
    private const int QuantilePeriod = 1000;

    private readonly long[] _values = new long[Published.HistogramAt];
    private long _lateScans;
    private long _worstLateness_ns;
    private long _violations;
    private long _allocatedAtStart;
    private int _collectionsAtStart;

    public ControllerFigures(IReadOnlyList<(Figure Figure, long Value)> constants)
    {
        foreach ((Figure figure, long value) in constants)
        {
            _values[(int)figure] = value;
        }
    }

    /// <summary>From the begin of a scan to the end of its write.</summary>
    public Histogram ScanTimes { get; } = new();

    /// <summary>From the planned instant to the begin of the scan.</summary>
    public Histogram WakeUps { get; } = new();

    public Span<long> Values => _values;

    /// <summary>Counts what is allocated, in the whole process, from here on.</summary>
    public void Begin()
    {
        _allocatedAtStart = GC.GetTotalAllocatedBytes(precise: false);
        _collectionsAtStart = GC.CollectionCount(0);
    }

    public void Add(long wakeUp_ns, long took_ns, long lateness_ns, bool violation)
    {
        WakeUps.Add(Math.Max(0, wakeUp_ns));
        ScanTimes.Add(took_ns);
        _lateScans += lateness_ns > 0 ? 1 : 0;
        _worstLateness_ns = Math.Max(_worstLateness_ns, lateness_ns);
        _violations += violation ? 1 : 0;
    }

    public void Sum(long scans, bool isStopping)
    {
        _values[(int)Figure.LateScans] = _lateScans;
        _values[(int)Figure.WorstLateness_ns] = _worstLateness_ns;
        _values[(int)Figure.Violations] = _violations;
        _values[(int)Figure.Allocated] = GC.GetTotalAllocatedBytes(precise: false) - _allocatedAtStart;
        _values[(int)Figure.Collections] = GC.CollectionCount(0) - _collectionsAtStart;
        _values[(int)Figure.Maximum_ns] = ScanTimes.Maximum_ns;
        _values[(int)Figure.WakeUpMaximum_ns] = WakeUps.Maximum_ns;
        if (scans % QuantilePeriod == 0 || isStopping)
        {
            _values[(int)Figure.Median_ns] = ScanTimes.Quantile_ns(500);
            _values[(int)Figure.Quantile99_ns] = ScanTimes.Quantile_ns(990);
            _values[(int)Figure.Quantile999_ns] = ScanTimes.Quantile_ns(999);
            _values[(int)Figure.WakeUpMedian_ns] = WakeUps.Quantile_ns(500);
            _values[(int)Figure.WakeUp999_ns] = WakeUps.Quantile_ns(999);
        }
    }
}
