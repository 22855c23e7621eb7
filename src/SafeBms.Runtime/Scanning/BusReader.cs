using SafeBms.Devices.Can;
using SafeBms.Protocols;

namespace SafeBms.Runtime.Scanning;

/// <summary>One bus with those who understand its frames.</summary>
public sealed record ListenedBus(ICanBus Bus, IReadOnlyList<FrameReceiver> Receivers);

/// <summary>Takes what waits on the buses in each scan: bounded work, whatever the bus carries.</summary>
public sealed class BusReader
{
    /// <summary>Frames of one bus that a scan takes; a full 500 kbit/s bus carries at most 11 in a ms.</summary>
    public const int FramesPerScan = 64;

    private readonly ICanBus[] _buses;
    private readonly FrameReceiver[][] _receivers;
    private readonly CanFrame[] _frames = new CanFrame[FramesPerScan];
    private readonly MeasurementTable _table;

    /// <summary>Prepares the reader.</summary>
    public BusReader(IReadOnlyList<ListenedBus> buses, MeasurementTable table)
    {
        ArgumentNullException.ThrowIfNull(buses);
        _buses = [.. buses.Select(b => b.Bus)];
        _receivers = [.. buses.Select(b => b.Receivers.ToArray())];
        _table = table;
    }

    /// <summary>Frames taken.</summary>
    public long Received { get; private set; }

    /// <summary>Frames that some receiver knew and refused.</summary>
    public long Rejected { get; private set; }

    /// <summary>Frames that nobody knew.</summary>
    public long Foreign { get; private set; }

    /// <summary>Scans in which a bus brought as many frames as a scan takes.</summary>
    public long Floods { get; private set; }

    /// <summary>Buses that do not carry frames now.</summary>
    public int Silent { get; private set; }

    /// <summary>Sum of what the buses counted.</summary>
    public CanCounters Totals { get; private set; }

    /// <summary>Takes what waits.</summary>
    /// <param name="now_ms">Time by which measurements age, see <see cref="SourceClock"/>.</param>
    public void Receive(long now_ms)
    {
        for (int b = 0; b < _buses.Length; b++)
        {
            int count = _buses[b].Receive(_frames);
            Received += count;
            Floods += count == FramesPerScan ? 1 : 0;
            for (int i = 0; i < count; i++)
            {
                Take(_receivers[b], _frames[i], now_ms);
            }
        }
    }

    /// <summary>Sums up for who looks; not needed in each scan.</summary>
    public void Sum()
    {
        CanCounters totals = default;
        int silent = 0;
        for (int b = 0; b < _buses.Length; b++)
        {
            CanCounters counters = _buses[b].Counters;
            totals.Overflowed += counters.Overflowed;
            totals.Errors += counters.Errors;
            totals.BusOffs += counters.BusOffs;
            totals.Rebinds += counters.Rebinds;
            silent += _buses[b].Health == CanHealth.Up ? 0 : 1;
        }

        Totals = totals;
        Silent = silent;
    }

    private void Take(FrameReceiver[] receivers, in CanFrame frame, long now_ms)
    {
        bool known = false;
        for (int i = 0; i < receivers.Length; i++)
        {
            FrameVerdict verdict = receivers[i].Take(frame.RawId, frame.Bytes, now_ms, _table);
            if (verdict != FrameVerdict.NotMine)
            {
                known = true;
                Rejected += verdict == FrameVerdict.Accepted ? 0 : 1;
            }
        }

        Foreign += known ? 0 : 1;
    }
}
