using System.Net.Sockets;
using System.Text;
using SafeBms.Devices.Supervision;

namespace SafeBms.Guard.Tests;

/// <summary>What systemd hears of a guard, at a real socket.</summary>
public sealed class GuardServiceTests : IDisposable
{
    private const long Second_ns = 1_000_000_000;
    private const int Timeout_ms = 60_000;

    private static int _sockets;

    private readonly string _name = $"safebms-guard-{Environment.ProcessId}-{Interlocked.Increment(ref _sockets)}";
    private readonly Socket _manager;
    private readonly ServiceNotifier _notifier;
    private readonly GuardService _service;
    private readonly byte[] _buffer = new byte[1024];

    public GuardServiceTests()
    {
        _manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = Timeout_ms,
        };
        _manager.Bind(new UnixDomainSocketEndPoint("\0" + _name));
        _notifier = new ServiceNotifier("@" + _name, "10000000");
        _service = new GuardService(_notifier);
    }

    [Fact]
    public void Ready_is_said_once_when_a_controller_controls()
    {
        Step(GuardState.Starting, 0);
        Assert.Equal(["STATUS=The controller starts; all outputs are off."], Heard());
        Step(GuardState.Watching, 0);
        Assert.Equal(["READY=1", "STATUS=The controller controls."], Heard());
        Step(GuardState.Watching, 0);
        Assert.Empty(Heard());
        Step(GuardState.OpeningInOrder, 0, faults: 1);
        Step(GuardState.Watching, 0, faults: 1);
        Assert.Equal(
            [
                "STATUS=The guard opens in order: HeartbeatMissing.",
                "STATUS=The controller controls, started again after 1 fault(s), the last one HeartbeatMissing.",
            ],
            Heard());
    }

    [Fact]
    public void Alive_is_said_each_second_and_only_while_all_is_in_hand()
    {
        Step(GuardState.Watching, 0);
        _ = Heard();
        int said = 0;
        for (long now_ns = 0; now_ns < 10 * Second_ns; now_ns += 5_000_000)
        {
            Step(GuardState.Watching, now_ns, alive: true);
            said += Heard().Count(word => word == "WATCHDOG=1");
        }

        Assert.Equal(10, said);
        Step(GuardState.Watching, 20 * Second_ns, alive: false);
        Assert.Empty(Heard());
    }

    [Fact]
    public void A_short_watchdog_time_is_served_three_times_as_often()
    {
        using ServiceNotifier quick = new("@" + _name, "300000");
        GuardService service = new(quick);
        int said = 0;
        for (long now_ns = 0; now_ns < Second_ns; now_ns += 5_000_000)
        {
            service.Step(GuardState.Watching, GuardReason.None, 0, true, false, now_ns);
            said += Heard().Count(word => word == "WATCHDOG=1");
        }

        Assert.Equal(10, said);
    }

    [Fact]
    public void A_manager_that_does_not_watch_hears_no_word_of_life()
    {
        using ServiceNotifier unwatched = new("@" + _name);
        GuardService service = new(unwatched);
        service.Step(GuardState.Watching, GuardReason.None, 0, true, false, 0);
        Assert.DoesNotContain("WATCHDOG=1", Heard());
    }

    [Fact]
    public void Stopping_is_said_once()
    {
        Step(GuardState.Watching, 0);
        _ = Heard();
        Step(GuardState.Stopping, 0, stopping: true);
        Step(GuardState.Stopping, 0, stopping: true);
        Assert.Equal(["STOPPING=1", "STATUS=Ordered shutdown."], Heard());
    }

    [Fact]
    public void What_nobody_could_hear_is_said_again()
    {
        using ServiceNotifier early = new($"@{_name}-late");
        GuardService service = new(early);
        service.Step(GuardState.Watching, GuardReason.None, 0, true, false, 0);
        using Socket late = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = Timeout_ms,
        };
        late.Bind(new UnixDomainSocketEndPoint($"\0{_name}-late"));
        service.Step(GuardState.Watching, GuardReason.None, 0, true, false, 0);
        Assert.Equal("READY=1", Encoding.UTF8.GetString(_buffer, 0, late.Receive(_buffer)));
    }

    [Fact]
    public void A_whole_guard_says_ready_well_and_stopping_to_its_manager()
    {
        using (Rig rig = new("good", service: new ServiceNotifier("@" + _name, "10000000")))
        {
            rig.AwaitControl();
            List<string> words = Heard();
            Assert.Contains("READY=1", words);
            Assert.Contains("STATUS=The controller controls.", words);
            rig.Await(_ => _manager.Available > 0, "a word of life");
            Assert.Contains("WATCHDOG=1", (IEnumerable<string>)[.. words, .. Heard()]);
            Assert.Equal(GuardEnd.InOrder, rig.Stop());
        }

        List<string> last = Heard();
        Assert.Contains("STOPPING=1", last);
        Assert.Equal("STATUS=Ended.", last[^1]);
    }

    public void Dispose()
    {
        _notifier.Dispose();
        _manager.Dispose();
    }

    private void Step(GuardState state, long now_ns, long faults = 0, bool alive = false, bool stopping = false)
    {
        GuardReason reason = faults == 0 ? GuardReason.None : GuardReason.HeartbeatMissing;
        _service.Step(state, reason, faults, alive, stopping, now_ns);
    }

    private List<string> Heard()
    {
        List<string> words = [];
        while (_manager.Poll(0, SelectMode.SelectRead))
        {
            words.Add(Encoding.UTF8.GetString(_buffer, 0, _manager.Receive(_buffer)));
        }

        return words;
    }
}
