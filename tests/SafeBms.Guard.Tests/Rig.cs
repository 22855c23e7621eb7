using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Devices.Supervision;

namespace SafeBms.Guard.Tests;

/// <summary>
/// A guard in this process with a real child as its controller, on a virtual chip, and an observer of the lines that
/// keeps every change. Times of liveness are stretched: a busy machine must not make a healthy child look dead.
/// </summary>
internal sealed class Rig : IDisposable
{
    public const int Scale = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _directory = Directory.CreateTempSubdirectory("safebms-guard-").FullName;
    private readonly GuardLoop _loop;
    private readonly Thread _thread;
    private readonly StringWriter _log = new();
    private readonly VirtualChip _chip;

    public Rig(
        string mode, GuardSettings? settings = null, ChildCommand? station = null, ServiceNotifier? service = null)
    {
        _chip = VirtualChip.Create(Path.Combine(_directory, "virtual-chip"));
        Observer = VirtualChip.Open(Path.Combine(_directory, "virtual-chip"));
        History = new LineHistory(Observer);
        string child = Path.Combine(AppContext.BaseDirectory, "SafeBms.Guard.Child");
        _loop = new GuardLoop(new GuardPlan
        {
            Outputs = _chip,
            Controller = new ChildCommand(child, [mode, $"{Scale}"]),
            Station = station,
            Settings = settings ?? new GuardSettings { Scale = Scale },
            Watchdog = Watchdog,
            HeartbeatLine = Line,
            Service = service ?? new ServiceNotifier(null),
            StatusPath = StatusPath,
            Log = TextWriter.Synchronized(_log),
        });
        Status = GuardStatus.Open(StatusPath);
        _thread = new Thread(() => End = _loop.Run()) { IsBackground = true };
        _thread.Start();
    }

    public VirtualChip Observer { get; }

    public GuardStatus Status { get; }

    public string StatusPath => Path.Combine(_directory, "guard.block");

    public GuardReport Report => Status.Read();

    public CountingWatchdog Watchdog { get; } = new();

    public CountingLine Line { get; } = new();

    public GuardEnd? End { get; private set; }

    public string Log => _log.ToString();

    public LineHistory History { get; }

    public void Await(Func<GuardReport, bool> condition, string what)
    {
        bool seen = SpinWait.SpinUntil(
            () =>
            {
                MonotonicClock.SleepUntil(MonotonicClock.Now_ns + 1_000_000);
                _ = History.Collect();
                return condition(Report);
            },
            Patience);
        Assert.True(seen, $"Not seen: {what}. {Report}{Environment.NewLine}{Log}");
    }

    public void AwaitControl() =>
        Await(
            report => report.State == GuardState.Watching && (report.Lines & LineWords.Bit(OutputLine.ContactorCoil)) != 0,
            "the controller has closed the contactor");

    public GuardEnd Stop()
    {
        _loop.RequestStop();
        return AwaitEnd();
    }

    public GuardEnd AwaitEnd()
    {
        Assert.True(_thread.Join(Patience), $"The guard does not end. {Report}{Environment.NewLine}{Log}");
        _ = History.Collect();
        return End!.Value;
    }

    public void Dispose()
    {
        _loop.RequestStop();
        _ = _thread.Join(Patience);
        _loop.Dispose();
        Status.Dispose();
        Observer.Dispose();
        _chip.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}

internal sealed class CountingWatchdog : IWatchdogDevice
{
    public long Kept;
    public long Closed;

    public void KeepAlive() => Interlocked.Increment(ref Kept);

    public void CloseInOrder() => Interlocked.Increment(ref Closed);
}

internal sealed class CountingLine : IHeartbeatLine
{
    public long Toggles;
    public long Rests;

    public LineStatus Toggle()
    {
        _ = Interlocked.Increment(ref Toggles);
        return LineStatus.Ok;
    }

    public LineStatus Rest()
    {
        _ = Interlocked.Increment(ref Rests);
        return LineStatus.Ok;
    }
}
