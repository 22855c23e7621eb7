using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Guard;

/// <summary>What the controller knows of its guard.</summary>
public enum GuardSight
{
    /// <summary>It lives and watches.</summary>
    Alive,

    /// <summary>It asks for the ordered shutdown.</summary>
    Stopping,

    /// <summary>It is silent: the controller shuts down in order by itself.</summary>
    Hung,

    /// <summary>It is gone: the controller shuts down in order by itself.</summary>
    Dead,
}

/// <summary>
/// The controller's end of the two pipes. Used on the scan thread alone: no call waits, nothing is allocated.
/// </summary>
public sealed class GuardLink : IDisposable
{
    private const int Buffer_beats = 64;

    // The pipe holds 64 KiB; what is left over waits for the next scan.
    private const int Reads_max = 32;

    private readonly int _out;
    private readonly int _in;
    private readonly long _timeout_ns;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(Buffer_beats * Heartbeat.Size_bytes, pinned: true);
    private long _sent;
    private long _heard_ns = -1;
    private long _heardSequence;

    /// <summary>Takes over the inherited pipes.</summary>
    /// <param name="settings">The guard's settings: its time-out is the controller's too.</param>
    /// <param name="heartbeatOut">Where heartbeats are written.</param>
    /// <param name="heartbeatIn">Where the guard's are read.</param>
    /// <exception cref="IOException">The process was not started by a guard.</exception>
    public GuardLink(
        GuardSettings settings,
        int heartbeatOut = ControllerHandles.HeartbeatOut,
        int heartbeatIn = ControllerHandles.HeartbeatIn)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Descriptor.Inherit(heartbeatOut, pipe: true);
        Descriptor.Inherit(heartbeatIn, pipe: true);
        _out = heartbeatOut;
        _in = heartbeatIn;
        _timeout_ns = settings.HeartbeatTimeout_ns;
    }

    /// <summary>What the guard looked like at the last <see cref="Poll"/>; it never becomes better again.</summary>
    public GuardSight Sight { get; private set; }

    /// <summary>Heartbeats that were sent.</summary>
    public long Sent => _sent;

    /// <summary>
    /// Sends a heartbeat: every 10 scans, and once at the end with <see cref="HeartbeatFlags.EndedInOrder"/>. False
    /// if the guard does not take it.
    /// </summary>
    /// <param name="flow">Signature of the scan, <see cref="Heartbeat.CompleteFlow"/> if all are done.</param>
    /// <param name="scans">Scans since the last heartbeat.</param>
    /// <param name="flags">What the controller says of itself.</param>
    public bool Beat(uint flow, int scans, HeartbeatFlags flags)
    {
        Heartbeat beat = new()
        {
            Sequence = _sent + 1,
            Sent_ns = MonotonicClock.Now_ns,
            Token = Heartbeat.TokenOf(_sent + 1, flow),
            Flags = flags,
            Scans = scans,
        };
        if (!Descriptor.Write(_out, MemoryMarshal.AsBytes(new ReadOnlySpan<Heartbeat>(in beat))))
        {
            return false;
        }

        _sent++;
        return true;
    }

    /// <summary>
    /// Looks after the guard: once a scan, from the first scan on. The guard speaks from the controller's first
    /// heartbeat on; its silence counts from the first call.
    /// </summary>
    public GuardSight Poll(long now_ns)
    {
        _heard_ns = _heard_ns < 0 ? now_ns : _heard_ns;
        for (int reads = 0; reads < Reads_max; reads++)
        {
            int count = Descriptor.Read(_in, _buffer);
            if (count is 0 or Descriptor.Broken)
            {
                Worsen(GuardSight.Dead);
            }

            if (count <= 0)
            {
                break;
            }

            foreach (ref readonly Heartbeat beat in MemoryMarshal.Cast<byte, Heartbeat>(_buffer.AsSpan(0, count)))
            {
                Hear(beat);
            }

            if (count < _buffer.Length)
            {
                break;
            }
        }

        if (now_ns - _heard_ns > _timeout_ns)
        {
            Worsen(GuardSight.Hung);
        }

        return Sight;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Descriptor.Close(_out);
        _ = Descriptor.Close(_in);
    }

    // What is not genuine is no sign of life; silence then does the rest.
    private void Hear(in Heartbeat beat)
    {
        if (!beat.IsGenuine || beat.Sequence != _heardSequence + 1)
        {
            return;
        }

        _heardSequence = beat.Sequence;
        _heard_ns = Math.Max(_heard_ns, beat.Sent_ns);
        if ((beat.Flags & HeartbeatFlags.StopRequested) != 0)
        {
            Worsen(GuardSight.Stopping);
        }
    }

    private void Worsen(GuardSight sight) => Sight = sight > Sight ? sight : Sight;
}
