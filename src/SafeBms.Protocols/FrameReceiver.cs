namespace SafeBms.Protocols;

/// <summary>What a receiver made of a frame.</summary>
public enum FrameVerdict
{
    /// <summary>Not one of this receiver's identifiers.</summary>
    NotMine,

    /// <summary>Passed all checks; its values are in the table.</summary>
    Accepted,

    /// <summary>Wrong number of bytes, or not a data frame.</summary>
    WrongLength,

    /// <summary>The checksum does not fit.</summary>
    WrongChecksum,

    /// <summary>The sequence counter repeats, jumps back, or jumps too far: the frame refreshes nothing.</summary>
    WrongSequence,

    /// <summary>A value lies outside of what its field may carry, or is marked as not available.</summary>
    OutOfRange,
}

/// <summary>
/// Turns frames of one protocol into measurements. Values that do not pass never reach the table, so that only good
/// frames make data fresh. Allocates nothing after construction.
/// </summary>
public abstract class FrameReceiver
{
    private readonly long[] _verdicts = new long[Enum.GetValues<FrameVerdict>().Length];

    /// <summary>Identifiers that this receiver wants, 11-bit ones without and 29-bit ones with bit 31.</summary>
    public abstract IReadOnlyList<uint> Identifiers { get; }

    /// <summary>How many frames met with a verdict.</summary>
    public long Count(FrameVerdict verdict) => _verdicts[(int)verdict];

    /// <summary>Takes a frame.</summary>
    /// <param name="rawId">Identifier; bit 31 set for 29 bits, bit 30 for a remote request.</param>
    /// <param name="data">0 to 8 bytes.</param>
    /// <param name="scan">Scan in which it arrived, never decreasing.</param>
    /// <param name="into">Where accepted values go.</param>
    public FrameVerdict Take(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        FrameVerdict verdict = Check(rawId, data, scan, into);
        _verdicts[(int)verdict]++;
        return verdict;
    }

    /// <summary>Checks a frame and, only if everything holds, writes its values.</summary>
    protected abstract FrameVerdict Check(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into);
}
