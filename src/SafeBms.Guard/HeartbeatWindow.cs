namespace SafeBms.Guard;

/// <summary>
/// Judges the heartbeats of one start of the controller: each must carry the next number and the token of a complete
/// scan, and lie in a window of time after the one before, by the sender's clock. So a queue that the guard reads late
/// is judged as it was sent.
/// </summary>
public struct HeartbeatWindow
{
    private const long Distance_min_ns = GuardSettings.HeartbeatPeriod_ns / 2;

    private long _sequence;

    /// <summary>When the last valid heartbeat was sent; the start, as long as none came.</summary>
    public long Last_ns { get; private set; }

    /// <summary>Expects the heartbeats of a controller that is started now.</summary>
    public void Begin(long now_ns)
    {
        _sequence = 0;
        Last_ns = now_ns;
    }

    /// <summary>Judges the next heartbeat; <see cref="GuardReason.None"/> if it is valid.</summary>
    public GuardReason Judge(in Heartbeat beat, long now_ns, long timeout_ns)
    {
        // The last one of all comes when the shutdown is complete, not in the rhythm.
        bool last = (beat.Flags & HeartbeatFlags.EndedInOrder) != 0;
        if (!beat.IsGenuine)
        {
            return GuardReason.HeartbeatToken;
        }

        if (beat.Sequence != _sequence + 1)
        {
            return GuardReason.HeartbeatSequence;
        }

        if (beat.Sent_ns > now_ns || beat.Sent_ns < Last_ns)
        {
            return GuardReason.HeartbeatTime;
        }

        bool first = _sequence == 0;
        if (!first && !last && beat.Sent_ns - Last_ns < Distance_min_ns)
        {
            return GuardReason.HeartbeatEarly;
        }

        if (!first && beat.Sent_ns - Last_ns > timeout_ns)
        {
            return GuardReason.HeartbeatLate;
        }

        if (beat.Scans > GuardSettings.Scans_max || beat.Scans < (last ? 0 : 1))
        {
            return GuardReason.HeartbeatScans;
        }

        _sequence = beat.Sequence;
        Last_ns = beat.Sent_ns;
        return GuardReason.None;
    }
}
