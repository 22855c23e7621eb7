using SafeBms.Devices.Supervision;

namespace SafeBms.Devices.Lines;

/// <summary>
/// An output that is toggled while all is well, for an external safety relay that opens when the toggling stops. It is
/// a request of its own, so that whoever holds it need not hold the other outputs.
/// </summary>
public sealed class HeartbeatLine : IHeartbeatLine, IDisposable
{
    private readonly GpioWord _line;
    private ulong _level;

    private HeartbeatLine(GpioWord line) => _line = line;

    /// <summary>Requests the line; it begins off.</summary>
    /// <exception cref="LineException">It cannot be had.</exception>
    public static HeartbeatLine Open(string chip, LineRequest line)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(line);
        GpioPlan plan = GpioPlan.Single("the heartbeat", line, "safebms-heartbeat");
        using GpioChip found = GpioChip.Find(chip);
        return new HeartbeatLine(new GpioWord(found.Request(plan, 0), plan));
    }

    /// <summary>Changes the level. Allocates nothing.</summary>
    public LineStatus Toggle()
    {
        _level ^= 1;
        return _line.Write(_level);
    }

    /// <summary>Drives the line off and leaves it there. Allocates nothing.</summary>
    public LineStatus Rest()
    {
        _level = 0;
        return _line.Write(0);
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Close();
}
