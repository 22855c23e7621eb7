using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Can;

/// <summary>
/// The kernel's raw CAN socket. It is opened once and only bound anew, so that its descriptor never becomes that of
/// another file while the scan reads it. Nothing here waits, and only <see cref="Open"/> allocates.
/// </summary>
internal sealed unsafe partial class CanSocket : IDisposable
{
    public const int NameSize_bytes = 16;

    private const int CanFamily = 29;
    private const int RawSocket = 3;
    private const int RawProtocol = 1;
    private const int RawLevel = 101;
    private const int RawFilter = 1;
    private const int RawErrorFilter = 2;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForce = 33;
    private const int OverflowCount = 40;
    private const int DontWait = 0x40;
    private const int InterfaceFlags = 0x8913;
    private const int InterfaceIndex = 0x8933;
    private const int RequestSize_bytes = 40;
    private const int AddressSize_bytes = 16;

    private readonly byte[] _name = new byte[NameSize_bytes];
    private readonly CanFilter[] _filters;
    private int _descriptor;

    private CanSocket(SocketCanSettings settings, int descriptor)
    {
        Encoding.ASCII.GetBytes(settings.Interface, _name.AsSpan(0, NameSize_bytes - 1));
        _filters = settings.Filters is null ? [new CanFilter(0, CanFrame.RemoteFlag)] : [.. settings.Filters];
        _descriptor = descriptor;
    }

    /// <summary>Bytes that the kernel really gives to waiting frames, its own bookkeeping included.</summary>
    public int ReceiveBuffer_bytes { get; private set; }

    /// <summary>Opens it, filters set, not yet bound.</summary>
    /// <exception cref="CanException">The kernel has no CAN, or refuses a setting.</exception>
    public static CanSocket Open(SocketCanSettings settings)
    {
        if (Problem(settings) is { } problem)
        {
            throw new CanException(problem);
        }

        int descriptor = Kernel.Socket(CanFamily, RawSocket | Kernel.CloseOnExec, RawProtocol);
        if (descriptor < 0)
        {
            throw new CanException(CannotOpen(Kernel.LastError));
        }

        CanSocket socket = new(settings, descriptor);
        if (socket.Set(settings) is { } refused)
        {
            socket.Dispose();
            throw new CanException(refused);
        }

        return socket;
    }

    /// <summary>Takes one frame; 0 or the kernel's error. The count of lost frames changes only if told.</summary>
    public int Receive(out CanFrame frame, ref uint lost)
    {
        frame = default;
        ReceivedHeader control = default;
        fixed (CanFrame* target = &frame)
        {
            IoVector vector = new() { Start = target, Length = (nuint)sizeof(CanFrame) };
            MessageHeader header = new()
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = &control,
                ControlLength = (nuint)sizeof(ReceivedHeader),
            };
            if (ReceiveMessage(_descriptor, &header, DontWait) != sizeof(CanFrame))
            {
                return Kernel.LastError;
            }

            if (header.ControlLength >= ReceivedHeader.Filled_bytes && control.Level == SocketLevel
                && control.Type == OverflowCount)
            {
                lost = control.Count;
            }
        }

        return 0;
    }

    /// <summary>Hands a frame to the driver; 0 or the kernel's error.</summary>
    public int Send(in CanFrame frame)
    {
        fixed (CanFrame* bytes = &frame)
        {
            return Kernel.Send(_descriptor, bytes, (nuint)sizeof(CanFrame), DontWait) == sizeof(CanFrame) ? 0
                : Kernel.LastError;
        }
    }

    /// <summary>Number of the interface now, or 0 if there is none of its name.</summary>
    public int Index()
    {
        byte* request = stackalloc byte[RequestSize_bytes];
        return Ask(request, InterfaceIndex) ? *(int*)(request + NameSize_bytes) : 0;
    }

    /// <summary>Flags of the interface (IFF_UP 1, IFF_RUNNING 0x40), 0 if there is none of its name.</summary>
    public int Flags()
    {
        byte* request = stackalloc byte[RequestSize_bytes];
        return Ask(request, InterfaceFlags) ? *(short*)(request + NameSize_bytes) : 0;
    }

    /// <summary>Binds it to an interface; binding it again to the same one changes nothing.</summary>
    public bool Bind(int index)
    {
        // With an interface that is removed the kernel throws the filters away too.
        if (SetFilters() != 0)
        {
            return false;
        }

        byte* address = stackalloc byte[AddressSize_bytes];
        Unsafe.InitBlock(address, 0, AddressSize_bytes);
        *(ushort*)address = CanFamily;
        *(int*)(address + 4) = index;
        return Bind(_descriptor, address, AddressSize_bytes) == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Kernel.Close(descriptor);
        }
    }

    /// <summary>What is wrong with settings, or null.</summary>
    internal static string? Problem(SocketCanSettings settings)
    {
        string name = settings.Interface;
        bool isName = name.Length is > 0 and < NameSize_bytes
            && name.All(letter => letter is > ' ' and < '\x7f' and not '/');
        return !isName ? $"\"{name}\" is no name of a CAN interface: 1 to {NameSize_bytes - 1} letters, like can0."
            : settings.Filters?.Count > SocketCanSettings.Filters_max
                ? $"{name}: {settings.Filters.Count} filters are more than the kernel takes "
                    + $"({SocketCanSettings.Filters_max}): use masks."
            : settings.ReceiveBuffer_bytes <= 0
                ? $"{name}: a receive buffer of {settings.ReceiveBuffer_bytes} bytes is none."
            : null;
    }

    /// <summary>Why a socket cannot be had.</summary>
    internal static string CannotOpen(int error) => error switch
    {
        Errno.FamilyNotSupported or Errno.ProtocolNotSupported =>
            "This kernel has no CAN: load it (modprobe can-raw), with a kernel that was built with CONFIG_CAN and "
            + "CONFIG_CAN_RAW; or run on simulated hardware.",
        Errno.AccessDenied or Errno.NotPermitted => "This process may not use CAN sockets: the systemd unit needs "
            + "AF_CAN in RestrictAddressFamilies.",
        _ => $"A CAN socket cannot be had: {Errno.Text(error)}.",
    };

    private string? Set(SocketCanSettings settings)
    {
        int on = 1;
        int error = SetFilters();
        if (error == 0 && SetOption(_descriptor, SocketLevel, OverflowCount, &on, sizeof(int)) != 0)
        {
            error = Kernel.LastError;
        }

        if (error != 0)
        {
            return $"{settings.Interface}: filters or the count of lost frames were refused: {Errno.Text(error)}.";
        }

        SetBuffer(settings.ReceiveBuffer_bytes);
        return null;
    }

    private int SetFilters()
    {
        uint errors = CanErrors.Wanted;
        uint size_bytes = (uint)(_filters.Length * sizeof(CanFilter));
        fixed (CanFilter* first = _filters)
        {
            return SetOption(_descriptor, RawLevel, RawFilter, first, size_bytes) == 0
                && SetOption(_descriptor, RawLevel, RawErrorFilter, &errors, sizeof(uint)) == 0 ? 0 : Kernel.LastError;
        }
    }

    // Beyond net.core.rmem_max only with CAP_NET_ADMIN; what is given is what the kernel says afterwards.
    private void SetBuffer(int wanted_bytes)
    {
        if (SetOption(_descriptor, SocketLevel, ReceiveBufferForce, &wanted_bytes, sizeof(int)) != 0)
        {
            _ = SetOption(_descriptor, SocketLevel, ReceiveBuffer, &wanted_bytes, sizeof(int));
        }

        int given_bytes = 0;
        uint size = sizeof(int);
        _ = GetOption(_descriptor, SocketLevel, ReceiveBuffer, &given_bytes, &size);
        ReceiveBuffer_bytes = given_bytes;
    }

    private bool Ask(byte* request, nuint call)
    {
        Unsafe.InitBlock(request, 0, RequestSize_bytes);
        _name.CopyTo(new Span<byte>(request, NameSize_bytes));
        return Kernel.Control(_descriptor, call, request) == 0;
    }

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int socket, void* address, uint size);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, uint size);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int socket, int level, int option, void* value, uint* size);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(int socket, MessageHeader* header, int flags);
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Start;
    public nuint Length;
}

/// <summary>struct msghdr, 56 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Address;
    public uint AddressLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>One struct cmsghdr with the count of lost frames: CMSG_SPACE(4), 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct ReceivedHeader
{
    public const int Filled_bytes = 20;

    public nuint Length;
    public int Level;
    public int Type;
    public uint Count;
}
