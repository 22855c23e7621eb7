using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Supervision;

/// <summary>
/// Tells systemd how the service is: one datagram to the socket that it names in NOTIFY_SOCKET. Without that variable
/// nothing is told and every call succeeds. Only the constructor and the text of <see cref="Status"/> allocate; no call
/// waits.
/// </summary>
public sealed partial class ServiceNotifier : IDisposable
{
    private const int UnixFamily = 1;
    private const int Datagram = 2;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Path_max_bytes = 108;
    private const int Message_max_bytes = 512;

    private readonly byte[] _address;
    private readonly byte[] _message = new byte[Message_max_bytes];
    private int _socket = -1;

    /// <summary>Uses the given values instead of the environment's.</summary>
    /// <param name="socket">NOTIFY_SOCKET: a path, or a name that begins with @; null or empty: nobody listens.</param>
    /// <param name="watchdog_us">WATCHDOG_USEC.</param>
    /// <param name="watchdogProcess">WATCHDOG_PID: whom it is meant for.</param>
    public ServiceNotifier(string? socket, string? watchdog_us = null, string? watchdogProcess = null)
    {
        _address = AddressOf(socket, out string? problem);
        Problem = problem;
        WatchdogInterval_us = IntervalOf(watchdog_us, watchdogProcess, Environment.ProcessId);
        if (_address.Length > 0)
        {
            _socket = Kernel.Socket(UnixFamily, Datagram | Kernel.CloseOnExec, 0);
            Problem = _socket >= 0 ? null
                : $"A socket for NOTIFY_SOCKET cannot be had: {Errno.Text(Kernel.LastError)}.";
        }
    }

    /// <summary>As systemd started this process.</summary>
    public static ServiceNotifier FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));

    /// <summary>Somebody wants to be told.</summary>
    public bool IsWanted => _socket >= 0;

    /// <summary>Why nothing can be told although somebody wants to be, or null.</summary>
    public string? Problem { get; }

    /// <summary>
    /// Time in us after which systemd ends a service that has not said <see cref="Alive"/>; 0: it does not watch. Say
    /// it at half of this time.
    /// </summary>
    public long WatchdogInterval_us { get; }

    /// <summary>The service is up.</summary>
    public bool Ready() => Send("READY=1"u8);

    /// <summary>The service is well.</summary>
    public bool Alive() => Send("WATCHDOG=1"u8);

    /// <summary>The service begins to stop.</summary>
    public bool Stopping() => Send("STOPPING=1"u8);

    /// <summary>One line for people, as <c>systemctl status</c> shows it. What is too long is cut.</summary>
    public bool Status(string text)
    {
        ReadOnlySpan<byte> key = "STATUS="u8;
        key.CopyTo(_message);

        // A line end would begin another assignment.
        ReadOnlySpan<char> line = text.AsSpan();
        int end = line.IndexOfAny('\n', '\r');
        Encoding.UTF8.GetEncoder().Convert(
            end < 0 ? line : line[..end], _message.AsSpan(key.Length), true, out _, out int used, out _);
        return Send(_message.AsSpan(0, key.Length + used));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        int socket = Interlocked.Exchange(ref _socket, -1);
        if (socket >= 0)
        {
            _ = Kernel.Close(socket);
        }
    }

    /// <summary>WATCHDOG_USEC if it is meant for this process, else 0.</summary>
    internal static long IntervalOf(string? watchdog_us, string? watchdogProcess, int process) =>
        (string.IsNullOrEmpty(watchdogProcess)
            || watchdogProcess == process.ToString(CultureInfo.InvariantCulture))
        && long.TryParse(watchdog_us, NumberStyles.None, CultureInfo.InvariantCulture, out long interval_us)
            ? interval_us : 0;

    // sockaddr_un: family, then the path with its end, or a zero and the name.
    private static byte[] AddressOf(string? socket, out string? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(socket))
        {
            return [];
        }

        byte[] name = Encoding.UTF8.GetBytes(socket);
        if ((socket[0] != '/' && socket[0] != '@') || name.Length >= Path_max_bytes)
        {
            problem = $"NOTIFY_SOCKET \"{socket}\" is neither a path nor a name with @ of at most {Path_max_bytes - 1} "
                + "bytes: systemd is told nothing.";
            return [];
        }

        bool isAbstract = name[0] == (byte)'@';
        byte[] address = new byte[sizeof(ushort) + name.Length + (isAbstract ? 0 : 1)];
        MemoryMarshal.Write(address, (ushort)UnixFamily);
        name.CopyTo(address, sizeof(ushort));
        if (isAbstract)
        {
            address[sizeof(ushort)] = 0;
        }

        return address;
    }

    private unsafe bool Send(ReadOnlySpan<byte> message)
    {
        if (_socket < 0)
        {
            return Problem is null;
        }

        fixed (byte* bytes = message)
        {
            fixed (byte* address = _address)
            {
                return SendTo(_socket, bytes, (nuint)message.Length, DontWait | NoSignal, address, _address.Length)
                    == message.Length;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static unsafe partial nint SendTo(
        int socket, void* bytes, nuint count, int flags, void* address, int addressSize);
}
