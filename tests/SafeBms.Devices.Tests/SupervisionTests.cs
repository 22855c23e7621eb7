using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Supervision;

namespace SafeBms.Devices.Tests;

public class SupervisionTests
{
    private const int ReceiveTimeout_ms = 30_000;

    [Fact]
    public void The_watchdogs_numbers_carry_direction_size_and_number()
    {
        Assert.Equal(40, Unsafe.SizeOf<WatchdogInfo>());
        Assert.Equal(WatchdogAbi.GetSupport, Number(2, 40, 0));
        Assert.Equal(WatchdogAbi.KeepAlive, Number(2, 4, 5));
        Assert.Equal(WatchdogAbi.SetTimeout, Number(3, 4, 6));
        Assert.Equal(WatchdogAbi.GetTimeout, Number(2, 4, 7));
    }

    [Fact]
    public void A_watchdog_time_shorter_than_the_ordered_shutdown_is_refused_before_the_device_is_touched()
    {
        WatchdogException problem = Assert.Throws<WatchdogException>(() => HardwareWatchdog.Open("/nowhere", 4));
        Assert.StartsWith("A watchdog time of 4 s is too short: it must be 5 s or more", problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_no_watchdog_or_not_there_is_named()
    {
        Assert.Equal("/dev/null is no watchdog: name /dev/watchdog or one of /dev/watchdog*.",
            Assert.Throws<WatchdogException>(() => HardwareWatchdog.Open("/dev/null", 10)).Message);
        Assert.StartsWith("There is no watchdog /dev/watchdog-none: load the driver",
            Assert.Throws<WatchdogException>(() => HardwareWatchdog.Open("/dev/watchdog-none", 10)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_watchdog_is_looked_at_without_being_opened()
    {
        Assert.Null(HardwareWatchdog.Problem("/dev/null"));
        Assert.StartsWith("There is no watchdog /dev/watchdog-none",
            HardwareWatchdog.Problem("/dev/watchdog-none"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Errno.Busy, "RuntimeWatchdogSec")]
    [InlineData(Errno.AccessDenied, "udev rules")]
    [InlineData(Errno.NoDevice, "softdog")]
    [InlineData(Errno.InputOutput, "errno 5")]
    public void A_watchdog_that_cannot_be_opened_says_what_to_do(int error, string part)
    {
        Assert.Contains(part, HardwareWatchdog.CannotOpen("/dev/watchdog", error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10, null)]
    [InlineData(0, 12, null)]
    [InlineData(0, 4, "was asked for 10 s and set 4 s")]
    [InlineData(Errno.Invalid, 60, "cannot wait 10 s")]
    public void The_time_that_the_driver_really_set_is_judged(int error, int set_s, string? part)
    {
        string? problem = HardwareWatchdog.TimeoutProblem("/dev/watchdog", 10, error, set_s);
        Assert.Equal(part is null, problem is null);
        Assert.Contains(part ?? "", problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_manager_is_told_at_a_path()
    {
        string directory = Directory.CreateTempSubdirectory("safebms-notify-").FullName;
        try
        {
            string path = Path.Combine(directory, "notify");
            Tell(path, new UnixDomainSocketEndPoint(path));
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }

    [Fact]
    public void The_service_manager_is_told_at_an_abstract_name()
    {
        string name = $"safebms-notify-{Environment.ProcessId}";
        Tell("@" + name, new UnixDomainSocketEndPoint("\0" + name));
    }

    [Fact]
    public void Telling_allocates_nothing()
    {
        string name = $"safebms-quiet-{Environment.ProcessId}";
        using Socket listener = Listen(new UnixDomainSocketEndPoint("\0" + name));
        using ServiceNotifier notifier = new("@" + name);
        byte[] buffer = new byte[64];
        Assert.True(notifier.Alive());
        listener.Receive(buffer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isTold = notifier.Alive();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(isTold);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Nobody_to_tell_is_no_failure()
    {
        using ServiceNotifier notifier = new(null);
        Assert.False(notifier.IsWanted);
        Assert.Null(notifier.Problem);
        Assert.True(notifier.Ready());
        Assert.True(notifier.Status("x"));
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("vsock:2:1234")]
    public void A_name_that_cannot_be_used_is_told_and_nothing_else_fails(string socket)
    {
        using ServiceNotifier notifier = new(socket);
        Assert.False(notifier.IsWanted);
        Assert.Contains(socket, notifier.Problem, StringComparison.Ordinal);
        Assert.False(notifier.Ready());
    }

    [Fact]
    public void A_manager_that_is_gone_makes_telling_fail_and_nothing_else()
    {
        using ServiceNotifier notifier = new($"@safebms-nobody-{Environment.ProcessId}");
        Assert.True(notifier.IsWanted);
        Assert.False(notifier.Ready());
    }

    [Theory]
    [InlineData("2000000", null, 2_000_000)]
    [InlineData("2000000", "77", 2_000_000)]
    [InlineData("2000000", "78", 0)]
    [InlineData(null, null, 0)]
    [InlineData("-5", null, 0)]
    [InlineData("two", null, 0)]
    public void The_managers_watchdog_counts_only_if_it_is_meant_for_this_process(
        string? interval_us, string? process, long expected_us)
    {
        Assert.Equal(expected_us, ServiceNotifier.IntervalOf(interval_us, process, 77));
    }

    private static void Tell(string named, UnixDomainSocketEndPoint place)
    {
        using Socket listener = Listen(place);
        using ServiceNotifier notifier = new(named);
        byte[] buffer = new byte[1024];
        string Told() => Encoding.UTF8.GetString(buffer, 0, listener.Receive(buffer));

        Assert.True(notifier.IsWanted);
        Assert.True(notifier.Ready());
        Assert.Equal("READY=1", Told());
        Assert.True(notifier.Alive());
        Assert.Equal("WATCHDOG=1", Told());
        Assert.True(notifier.Status("running, 12 °C\nREADY=0"));
        Assert.Equal("STATUS=running, 12 °C", Told());
        Assert.True(notifier.Status(new string('°', 2000)));
        Assert.Equal("STATUS=" + new string('°', (512 - 7) / 2), Told());
        Assert.True(notifier.Stopping());
        Assert.Equal("STOPPING=1", Told());
    }

    private static Socket Listen(UnixDomainSocketEndPoint place)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = ReceiveTimeout_ms,
        };
        listener.Bind(place);
        return listener;
    }

    private static uint Number(uint direction, uint size, uint number) =>
        (direction << 30) | (size << 16) | ((uint)'W' << 8) | number;
}
