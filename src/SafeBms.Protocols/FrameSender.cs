namespace SafeBms.Protocols;

/// <summary>
/// Makes the frames of one protocol from a table, as a battery or module would send them. A value that the table
/// never got, or that its field cannot carry, is sent as not available. Allocates nothing after construction.
/// </summary>
public abstract class FrameSender
{
    // A driver's queue takes ten frames, and a bus of 500 kbit/s carries four in a ms.
    private const int FramesPerMs = 3;

    /// <summary>How many frames there are; each is to be sent once a period, in the order of their numbers.</summary>
    public abstract int Frames { get; }

    /// <summary>How often a frame is to be sent, in ms.</summary>
    /// <param name="index">0 to <see cref="Frames"/> - 1.</param>
    public abstract int Period_ms(int index);

    /// <summary>
    /// Whether a frame is to be sent in this ms, for senders that are asked each ms: once a period, spread over it.
    /// </summary>
    /// <param name="index">0 to <see cref="Frames"/> - 1.</param>
    /// <param name="from">The values.</param>
    /// <param name="tick">The present ms.</param>
    public virtual bool IsDue(int index, MeasurementTable from, long tick)
    {
        int period_ms = Period_ms(index);
        return tick % period_ms == index / FramesPerMs % period_ms;
    }

    /// <summary>Makes one frame and counts its sequence on.</summary>
    /// <param name="index">0 to <see cref="Frames"/> - 1.</param>
    /// <param name="from">The values.</param>
    /// <param name="data8">Room for eight bytes.</param>
    /// <param name="rawId">The 11-bit identifier.</param>
    /// <returns>How many bytes the frame has.</returns>
    public abstract int Write(int index, MeasurementTable from, Span<byte> data8, out uint rawId);

    /// <summary>The value of a channel, or what stands for "not available".</summary>
    protected static int ValueOr(MeasurementTable from, int channel, int absent)
    {
        ArgumentNullException.ThrowIfNull(from);
        ref readonly Measurement value = ref from[channel];
        return value.AcceptedScan != Measurement.Never && MeasurementRange.Holds(channel, value.Value)
            ? value.Value
            : absent;
    }

    /// <summary>A division that rounds to the nearest, halves away from zero.</summary>
    protected static int Rounded(int value, int divisor) =>
        (value + (value < 0 ? -divisor / 2 : divisor / 2)) / divisor;
}
