using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>A guard as a process of its own: signals to it, its death, its suspension.</summary>
public sealed class GuardProcessTests : IDisposable
{
    private const int Scale = 40;
    private const long Lead_ns = 2_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _directory = Directory.CreateTempSubdirectory("safebms-guard-").FullName;
    private readonly ChildProcess _guard;
    private VirtualChip? _chip;
    private GuardStatus? _status;
    private LineHistory? _history;
    private ChildExit? _exit;

    public GuardProcessTests() =>
        _guard = new ChildProcess(
            Path.Combine(AppContext.BaseDirectory, "SafeBms.Guard.Child"), ["guard", _directory, $"{Scale}", "good"]);

    public void Dispose()
    {
        int controller = _status?.Read().ControllerPid ?? 0;
        _guard.Kill();
        Await(() => _exit is not null || Reap(), "the guard is gone");
        Await(() => _chip is null || !_chip.Held, $"the controller {controller} is gone");
        _guard.Dispose();
        _status?.Dispose();
        _chip?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.HangUp)]
    public void A_signal_to_the_guard_ends_everything_in_order(int signal)
    {
        StartAndClose();
        GuardReport running = _status!.Read();
        Signal.Send(running.GuardPid, signal);
        Await(Reap, "the guard ends");
        Assert.Equal(new ChildExit(0, 0), _exit);
        Assert.True(Assert.Single(_history!.AssertOrder()) >= Lead_ns);
        Assert.False(_chip!.Held);
        Assert.False(_status.Read().Alive);
        Assert.False(Directory.Exists($"/proc/{running.ControllerPid}"));
        Assert.False(Directory.Exists($"/proc/{running.StationPid}"));
    }

    [Fact]
    public void When_the_guard_is_killed_the_controller_opens_in_order_by_itself()
    {
        StartAndClose();
        int controller = _status!.Read().ControllerPid;
        Signal.Send(_guard.ProcessId, Signal.Kill);
        Await(Reap, "the guard is gone");
        Await(() => !_chip!.Held, "the controller has let the lines go");
        Assert.True(Assert.Single(_history!.AssertOrder()) >= Lead_ns);
        Assert.Equal((controller, LineWords.Safe), (_history.Collect()[^1].ProcessId, _history.Collect()[^1].Outputs));
    }

    [Fact]
    public void When_the_guard_hangs_the_controller_opens_in_order_and_is_started_again_later()
    {
        StartAndClose();
        int guard = _guard.ProcessId;
        int controller = _status!.Read().ControllerPid;
        Signal.Send(guard, Signal.Stop);
        Await(() => _history!.Collect()[^1].Outputs == LineWords.Safe, "the controller has opened");
        Assert.True(Assert.Single(_history!.AssertOrder()) >= Lead_ns);
        Assert.Equal(controller, _history.Collect()[^1].ProcessId);

        Signal.Send(guard, Signal.Continue);
        Await(() => _status.Read() is { Restarts: 1, State: GuardState.Watching }, "a restart");
        _history.AssertOneWriterAtATime();
        Assert.NotEqual(controller, _status.Read().ControllerPid);
    }

    [Fact]
    public void A_real_time_guard_hands_its_class_to_nobody()
    {
        StartAndClose();
        GuardReport report = _status!.Read();

        // Where the machine refuses real time the guard runs without; its children never have it.
        Assert.True(PolicyOf(report.GuardPid) is "0" or "1");
        Assert.Equal("0", PolicyOf(report.ControllerPid));
        Assert.Equal("0", PolicyOf(report.StationPid));
    }

    // Field 41 of stat; the name in brackets may contain blanks.
    private static string PolicyOf(int process) =>
        File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Trim().Split(' ')[38];

    private void StartAndClose()
    {
        Assert.True(_guard.TryStart(0, out _));
        string chip = Path.Combine(_directory, "virtual-chip");
        string block = Path.Combine(_directory, "guard.block");
        Await(() => File.Exists(chip) && File.Exists(block), "the guard comes up");
        _chip = VirtualChip.Open(chip);
        _status = GuardStatus.Open(block);
        _history = new LineHistory(_chip);
        Await(
            () => _chip.ReadBack(out ulong lines) == LineStatus.Ok
                && (lines & LineWords.Bit(OutputLine.ProgrammableRelay)) != 0
                && _status.Read().StationPid != 0,
            "the contactor closes");
    }

    private bool Reap()
    {
        if (_guard.TryReap(out ChildExit exit))
        {
            _exit = exit;
        }

        return _exit is not null;
    }

    private void Await(Func<bool> condition, string what)
    {
        bool seen = SpinWait.SpinUntil(
            () =>
            {
                MonotonicClock.SleepUntil(MonotonicClock.Now_ns + 1_000_000);
                _ = _history?.Collect();
                return condition();
            },
            Patience);
        string log = Path.Combine(_directory, "guard.log");
        Assert.True(seen, $"Not seen: {what}. {_status?.Read()} {(File.Exists(log) ? File.ReadAllText(log) : "")}");
    }
}
