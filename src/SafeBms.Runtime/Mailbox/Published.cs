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

    /// <summary>Bytes that the controller, all of its threads, has allocated since its first scan.</summary>
    Allocated,

    /// <summary>Batteries configured.</summary>
    Batteries,

    /// <summary>Cells of each battery.</summary>
    Cells,

    /// <summary>Scans in which some property failed.</summary>
    Violations,

    /// <summary>Garbage collections since the first scan.</summary>
    Collections,

    /// <summary>Median of the time from the planned begin of a scan to its begin, in ns.</summary>
    WakeUpMedian_ns,

    /// <summary>99.9 % of these times in ns.</summary>
    WakeUp999_ns,

    /// <summary>Longest of these times in ns.</summary>
    WakeUpMaximum_ns,

    /// <summary>Writes of the output lines that the driver did not take.</summary>
    WriteFailures,

    /// <summary>Scans in which an output line carried something else than had been written.</summary>
    Mismatches,

    /// <summary>CAN frames taken.</summary>
    FramesReceived,

    /// <summary>CAN frames that a receiver knew and refused.</summary>
    FramesRejected,

    /// <summary>CAN frames that no receiver knew.</summary>
    FramesForeign,

    /// <summary>CAN frames lost because the queue was full.</summary>
    FramesLost,

    /// <summary>Scans in which a bus brought as many frames as a scan takes.</summary>
    Floods,

    /// <summary>Times a bus went off.</summary>
    BusOffs,

    /// <summary>Times a bus was bound anew.</summary>
    Rebinds,

    /// <summary>Buses that carry nothing now.</summary>
    SilentBuses,

    /// <summary>Retained data written to the disk.</summary>
    RetainedWrites,

    /// <summary>Writes of retained data that failed.</summary>
    RetainedFailures,

    /// <summary>How often the guard has restarted the controller since the guard's own start.</summary>
    Restarts,

    /// <summary>Bits of what was granted of the real-time set-up.</summary>
    RealTimeGranted,

    /// <summary>Bits of what was asked for of the real-time set-up.</summary>
    RealTimeAsked,

    /// <summary>1 while all outputs are held off although inputs are real.</summary>
    DryRun,

    /// <summary>Ages of measurements and limits of heartbeats are stretched by this factor.</summary>
    Scale,
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
    public const int HistogramAt = 64;

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
