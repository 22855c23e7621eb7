using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Supervision;

/// <summary>The hardware watchdog cannot be had; the message says what to do.</summary>
public sealed class WatchdogException : Exception
{
    /// <summary>Creates it.</summary>
    public WatchdogException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public WatchdogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public WatchdogException()
    {
    }
}

/// <summary>
/// The watchdog of the machine: it restarts it when it is not petted in time. That drops all lines at once, unordered,
/// so it is the last resort, for when guard and controller are both gone, and its time is at least 5 s. Once open it
/// stays armed: only <see cref="StopAndClose"/> ends it in peace.
/// </summary>
public sealed class HardwareWatchdog : IWatchdogDevice, IDisposable
{
    /// <summary>Shorter times would come before the guard's own ordered shutdown has ended.</summary>
    public const int Timeout_min_s = 5;

    private int _descriptor;

    private HardwareWatchdog(string path, int descriptor, in WatchdogInfo info)
    {
        Path = path;
        _descriptor = descriptor;
        Identity = info.Identity.ToString();
        CanBeStopped = (info.Options & WatchdogAbi.MagicClose) != 0;
    }

    /// <summary>The device file.</summary>
    public string Path { get; }

    /// <summary>The driver's name for the device: "Software Watchdog".</summary>
    public string Identity { get; }

    /// <summary>The driver knows the magic close. With "nowayout" it runs on even so.</summary>
    public bool CanBeStopped { get; }

    /// <summary>The time that the driver really set in s; it may round.</summary>
    public int Timeout_s { get; private set; }

    /// <summary>Opens and so arms the watchdog.</summary>
    /// <param name="path">"/dev/watchdog", or another one of several.</param>
    /// <param name="timeout_s">Time without a <see cref="Pet"/> after which the machine restarts; 5 s or more.</param>
    /// <exception cref="WatchdogException">It is not there, held by another, or cannot have that time.</exception>
    public static unsafe HardwareWatchdog Open(string path, int timeout_s)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (timeout_s < Timeout_min_s)
        {
            throw new WatchdogException($"A watchdog time of {timeout_s} s is too short: it must be {Timeout_min_s} s "
                + "or more, so that the guard can open the contactor in order first.");
        }

        int descriptor = Kernel.Open(path, Kernel.WriteOnly | Kernel.CloseOnExec);
        if (descriptor < 0)
        {
            throw new WatchdogException(CannotOpen(path, Kernel.LastError));
        }

        WatchdogInfo info = default;
        if (Kernel.Control(descriptor, WatchdogAbi.GetSupport, &info) != 0)
        {
            string problem = NoWatchdog(path, Kernel.LastError);
            _ = Kernel.Close(descriptor);
            throw new WatchdogException(problem);
        }

        HardwareWatchdog watchdog = new(path, descriptor, in info);
        if (watchdog.SetTimeout(timeout_s) is { } refused)
        {
            watchdog.StopAndClose();
            throw new WatchdogException(refused);
        }

        return watchdog;
    }

    /// <summary>
    /// What stands against opening a watchdog, found without opening it, which would arm it; null if nothing is seen.
    /// </summary>
    public static string? Problem(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Kernel.MayWrite(path) ? null : CannotOpen(path, Kernel.LastError);
    }

    /// <summary>Says that all is well. Allocates nothing, never throws; false if the driver did not take it.</summary>
    public unsafe bool Pet()
    {
        int unused = 0;
        return Kernel.Control(_descriptor, WatchdogAbi.KeepAlive, &unused) == 0;
    }

    /// <summary>
    /// Ends the watch in peace: for the end of an ordered shutdown and for nothing else. False if the driver goes on
    /// watching all the same.
    /// </summary>
    public unsafe bool StopAndClose()
    {
        byte magic = (byte)'V';
        bool isTold = CanBeStopped && Kernel.Write(_descriptor, &magic, 1) == 1;
        Dispose();
        return isTold;
    }

    void IWatchdogDevice.KeepAlive() => _ = Pet();

    void IWatchdogDevice.CloseInOrder() => _ = StopAndClose();

    /// <summary>Closes the device and leaves the watchdog armed: the machine restarts when the time is up.</summary>
    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Kernel.Close(descriptor);
        }
    }

    internal static string CannotOpen(string path, int error) => error switch
    {
        Errno.NoEntry or Errno.NoDevice or Errno.NoSuchAddress => $"There is no watchdog {path}: load the driver of "
            + "the machine's watchdog, or softdog (modprobe softdog), which does not survive a hanging kernel.",
        Errno.Busy => $"{path} is held by another program: systemd holds it if RuntimeWatchdogSec is set in "
            + "/etc/systemd/system.conf; end that, or name another watchdog.",
        Errno.AccessDenied or Errno.NotPermitted => $"{path} may not be opened by this user: install the udev rules of "
            + "the package, which give it to the group safebms.",
        _ => $"{path} cannot be opened: {Errno.Text(error)}.",
    };

    internal static string NoWatchdog(string path, int error) => error is Errno.NotATerminal or Errno.Invalid
        ? $"{path} is no watchdog: name /dev/watchdog or one of /dev/watchdog*."
        : $"{path} does not answer as a watchdog: {Errno.Text(error)}.";

    internal static string? TimeoutProblem(string path, int wanted_s, int error, int set_s) =>
        error != 0
            ? $"{path} cannot wait {wanted_s} s ({Errno.Text(error)}): choose another time; it now has {set_s} s."
        : set_s < Timeout_min_s ? $"{path} was asked for {wanted_s} s and set {set_s} s; less than {Timeout_min_s} s "
            + "would come before the ordered shutdown."
        : null;

    private unsafe string? SetTimeout(int wanted_s)
    {
        int set_s = wanted_s;
        int error = Kernel.Control(_descriptor, WatchdogAbi.SetTimeout, &set_s) == 0 ? 0 : Kernel.LastError;
        int found_s = 0;
        bool isKnown = Kernel.Control(_descriptor, WatchdogAbi.GetTimeout, &found_s) == 0;
        Timeout_s = isKnown ? found_s : set_s;

        // A driver with one fixed time will do if that time is long enough.
        bool isFixed = isKnown && error is (Errno.NotSupported or Errno.NotATerminal);
        return TimeoutProblem(Path, wanted_s, isFixed ? 0 : error, Timeout_s);
    }
}

/// <summary>Numbers of linux/watchdog.h.</summary>
internal static class WatchdogAbi
{
    public const uint GetSupport = 0x8028_5700;
    public const uint KeepAlive = 0x8004_5705;
    public const uint SetTimeout = 0xC004_5706;
    public const uint GetTimeout = 0x8004_5707;
    public const uint MagicClose = 0x0100;
}

/// <summary>struct watchdog_info, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WatchdogInfo
{
    public uint Options;
    public uint FirmwareVersion;
    public KernelName Identity;
}
