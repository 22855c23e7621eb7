using SafeBms.Core;

namespace SafeBms.Runtime.Mailbox;

/// <summary>Figures of the controller itself, at the head of what it publishes.</summary>
public enum Figure
{
    /// <summary>Scans done.</summary>
    Scans,

    /// <summary>Scan in which the present first cause appeared; -1 if there is none.</summary>
    CauseScan,

    /// <summary>1 while the ordered shutdown of the process runs.</summary>
    Stopping,

    /// <summary>Scans whose outputs came after their millisecond.</summary>
    LateScans,

    /// <summary>Scans in which the leaky bucket of lateness overflowed.</summary>
    Overruns,

    /// <summary>Longest lateness in ns.</summary>
    WorstLateness_ns,

    /// <summary>Median of the scan time in ns.</summary>
    Median_ns,

    /// <summary>99 % of the scan times in ns.</summary>
    Quantile99_ns,

    /// <summary>99.9 % of the scan times in ns.</summary>
    Quantile999_ns,

    /// <summary>Longest scan time in ns.</summary>
    Maximum_ns,

    /// <summary>Bytes that the scan thread has allocated since its first scan.</summary>
    Allocated,

    /// <summary>Batteries configured.</summary>
    Batteries,

    /// <summary>Cells of each battery.</summary>
    Cells,

    /// <summary>Bits of what is switched on from the keyboard.</summary>
    Switches,

    /// <summary>Bits of the faults that are injected from the keyboard.</summary>
    Faults,

    /// <summary>Scans in which some property failed.</summary>
    Violations,
}

/// <summary>
/// The catalogue of published values: figures, scan-time histogram, outputs, inputs, state, and these two as they
/// were when the first cause appeared. Writer and reader must be built from one specification.
/// </summary>
public static class Published
{
    /// <summary>Stands for the value of an input that is not valid.</summary>
    public const long Invalid = long.MinValue;

    /// <summary>Number of columns of the published histogram.</summary>
    public const int Columns = 40;

    /// <summary>First column of the histogram.</summary>
    public const int HistogramAt = 32;

    /// <summary>First output.</summary>
    public static readonly int OutputsAt = HistogramAt + Columns;

    /// <summary>First input.</summary>
    public static readonly int InputsAt = OutputsAt + OutputTable.Count;

    /// <summary>First value of the state.</summary>
    public static readonly int StateAt = InputsAt + InputTable.Count;

    /// <summary>First input at the first cause.</summary>
    public static readonly int CauseInputsAt = StateAt + StateTable.Count;

    /// <summary>First value of the state at the first cause.</summary>
    public static readonly int CauseStateAt = CauseInputsAt + InputTable.Count;

    /// <summary>Number of values.</summary>
    public static readonly int Count = CauseStateAt + StateTable.Count;

    /// <summary>Identifies the catalogue.</summary>
    public static long Hash { get; } = (long)Specification.Hash;
}
