using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Can;

/// <summary>
/// A CAN interface of this machine through the kernel's raw socket. What <see cref="Send"/> says is never taken as a
/// sign that the bus carries frames: health comes from error frames and from the state of the interface. An interface
/// that is not there, or no longer, is looked for every 100 ms without end, on a thread of its own.
/// </summary>
public sealed partial class SocketCanBus : ICanBus
{
    /// <summary>Time between two looks at the interface in ms.</summary>
    public const int Look_ms = 100;

    private const int FlagUp = 1;
    private const int FlagRunning = 0x40;
    private const short PollIn = 1;

    private readonly CanSocket _socket;
    private readonly Thread _keeper;
    private readonly int _stop;
    private volatile CanHealth _health = CanHealth.Gone;
    private volatile bool _isLost;
    private uint _lostFrames;
    private long _received;
    private long _handed;
    private long _refused;
    private long _overflowed;
    private long _errors;
    private long _busOffs;
    private long _rebinds;
    private int _boundTo;

    private SocketCanBus(string name, CanSocket socket, int stop)
    {
        Name = name;
        _socket = socket;
        _stop = stop;
        Look();
        _keeper = new Thread(Keep) { IsBackground = true, Name = $"{name} keeper" };
        _keeper.Start();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Bytes that the kernel gives to waiting frames; a frame takes several hundred.</summary>
    public int ReceiveBuffer_bytes => _socket.ReceiveBuffer_bytes;

    /// <inheritdoc/>
    public CanHealth Health => _health;

    /// <inheritdoc/>
    public CanCounters Counters => new()
    {
        Received = Volatile.Read(ref _received),
        Handed = Volatile.Read(ref _handed),
        Refused = Volatile.Read(ref _refused),
        Overflowed = Volatile.Read(ref _overflowed),
        Errors = Volatile.Read(ref _errors),
        BusOffs = Volatile.Read(ref _busOffs),
        Rebinds = Volatile.Read(ref _rebinds),
    };

    /// <summary>Opens an interface. One that does not exist yet is waited for; <see cref="Health"/> says so.</summary>
    /// <exception cref="CanException">The kernel has no CAN, or the settings cannot be.</exception>
    public static SocketCanBus Open(SocketCanSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        CanSocket socket = CanSocket.Open(settings);
        int stop = EventDescriptor(0, Kernel.CloseOnExec);
        if (stop < 0)
        {
            string problem = $"{settings.Interface}: no event descriptor can be had: {Errno.Text(Kernel.LastError)}.";
            socket.Dispose();
            throw new CanException(problem);
        }

        return new SocketCanBus(settings.Interface, socket, stop);
    }

    /// <inheritdoc/>
    public int Receive(Span<CanFrame> into)
    {
        int taken = 0;

        // Error frames count against the room too: a flood of them takes no longer than one of data.
        for (int tries = 0; tries < into.Length; tries++)
        {
            uint lost = _lostFrames;
            int error = _socket.Receive(out into[taken], ref lost);
            if (error != 0)
            {
                Judge(error);
                break;
            }

            // The kernel's count wraps at 32 bits.
            _overflowed += lost - _lostFrames;
            _lostFrames = lost;
            if ((into[taken].RawId & CanFrame.ErrorFlag) != 0)
            {
                _errors++;
                Judge(CanErrors.EventOf(into[taken].RawId));
            }
            else
            {
                taken++;
            }
        }

        _received += taken;
        return taken;
    }

    /// <inheritdoc/>
    public bool Send(in CanFrame frame)
    {
        int error = _socket.Send(in frame);
        if (error == 0)
        {
            _handed++;
            return true;
        }

        _refused++;
        return false;
    }

    /// <inheritdoc/>
    public unsafe void Dispose()
    {
        ulong one = 1;
        _ = Kernel.Write(_stop, &one, sizeof(ulong));
        _keeper.Join();
        _ = Kernel.Close(_stop);
        _socket.Dispose();
    }

    /// <summary>
    /// The health that an interface's number and flags show. One that is up without carrier has left the bus; its
    /// error frame may have been lost.
    /// </summary>
    internal static CanHealth HealthOf(int index, int flags) =>
        index == 0 ? CanHealth.Gone
        : (flags & FlagUp) == 0 ? CanHealth.Down
        : (flags & FlagRunning) == 0 ? CanHealth.BusOff
        : CanHealth.Up;

    // What a refused receive says; the next look at the interface confirms or corrects it.
    private void Judge(int error)
    {
        if (error == Errno.NetworkDown)
        {
            _health = CanHealth.Down;
        }
        else if (error is Errno.NoDevice or Errno.NoSuchAddress)
        {
            _isLost = true;
            _health = CanHealth.Gone;
        }
    }

    private void Judge(CanEvent told)
    {
        if (told == CanEvent.BusOff)
        {
            SetBusOff();
        }
        else if (told == CanEvent.Restarted)
        {
            _health = CanHealth.Up;
        }
    }

    private void SetBusOff()
    {
        if (Interlocked.Exchange(ref _health, CanHealth.BusOff) != CanHealth.BusOff)
        {
            Interlocked.Increment(ref _busOffs);
        }
    }

    // Allocates nothing: it runs in the controller, beside the scan.
    private unsafe void Keep()
    {
        PollDescriptor wait = new() { Descriptor = _stop, Wanted = PollIn };
        while (Poll(&wait, 1, Look_ms) <= 0)
        {
            Look();
        }
    }

    private void Look()
    {
        int index = _socket.Index();
        if (index != 0 && (index != _boundTo || _isLost))
        {
            _isLost = false;
            if (!_socket.Bind(index))
            {
                index = 0;
            }
            else if (_boundTo != 0)
            {
                _rebinds++;
            }
        }

        if (index == 0)
        {
            // What comes back may have the same number, but this socket does not hear it.
            _isLost = true;
        }
        else
        {
            _boundTo = index;
        }

        CanHealth seen = HealthOf(index, index == 0 ? 0 : _socket.Flags());
        if (seen == CanHealth.BusOff)
        {
            SetBusOff();
        }
        else
        {
            _health = seen;
        }
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, int timeout_ms);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
