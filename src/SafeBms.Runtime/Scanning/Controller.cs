using SafeBms.Core;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Guard;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Scanning;

/// <summary>How the controller ended.</summary>
public enum ControllerEnd
{
    /// <summary>The ordered shutdown came to its end: contactor open, every output off.</summary>
    Ordered,

    /// <summary>The contactor was still commanded closed, or outputs were on, when the time for it was over.</summary>
    TimedOut,
}

/// <summary>What a controller is made of.</summary>
public sealed record ControllerParts
{
    /// <summary>The core.</summary>
    public required ScanCore Core { get; init; }

    /// <summary>The lines.</summary>
    public required IDigitalIo Lines { get; init; }

    /// <summary>The border between lines, buses and core.</summary>
    public required InputBorder Border { get; init; }

    /// <summary>The buses.</summary>
    public required BusReader Buses { get; init; }

    /// <summary>The time by which measurements age.</summary>
    public SourceClock Clock { get; init; } = new(scale: 1);

    /// <summary>Where it publishes and takes commands.</summary>
    public required RunBlock Block { get; init; }

    /// <summary>The guard, or null in a test or benchmark of the scan alone.</summary>
    public GuardLink? Link { get; init; }

    /// <summary>Where it records, or null.</summary>
    public LiveRecorder? Recorder { get; init; }

    /// <summary>What it knows of itself at the start.</summary>
    public OwnHealth Health { get; init; }

    /// <summary>True if late scans lead to the ordered shutdown (P61); else they are counted and shown.</summary>
    public bool TripsOnOverrun { get; init; }

    /// <summary>True if all outputs are held off while inputs are real.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>What <see cref="Controller.ScanOnce"/> takes for the time in ns; null for the kernel's clock.</summary>
    public Func<long>? Time { get; init; }

    /// <summary>Begins the ordered shutdown after so many scans; -1 for never.</summary>
    public long ScanLimit { get; init; } = -1;

    /// <summary>Figures that do not change while it runs: number and value.</summary>
    public IReadOnlyList<(Figure Figure, long Value)> Constants { get; init; } = [];

    /// <summary>Takes what has to survive, in each scan; null if nothing is kept.</summary>
    public IRetainedSink? Retained { get; init; }
}

/// <summary>Where a scan leaves what has to survive; never waits, never allocates.</summary>
public interface IRetainedSink
{
    /// <summary>Takes the present values.</summary>
    /// <param name="retained">What the core retains.</param>
    /// <param name="contactorClosed">Whether the contactor is commanded closed.</param>
    /// <param name="stateOfCharge_permille">State of charge, or -1 while it is not known.</param>
    void Offer(in RetainedData retained, bool contactorClosed, int stateOfCharge_permille);

    /// <summary>Writes that reached the disk.</summary>
    long Writes { get; }

    /// <summary>Writes that failed.</summary>
    long Failures { get; }
}

/// <summary>
/// Scans every millisecond: listens to the guard, reads lines and buses, scans the core, writes, proves to the guard
/// that all of that was done, publishes. Nothing is allocated after construction.
/// </summary>
public sealed class Controller
{
    /// <summary>A heartbeat every so many scans.</summary>
    public const int HeartbeatPeriod = 10;

    /// <summary>Lateness that is forgiven in all, and what of it is forgotten in each scan.</summary>
    private const long BucketCapacity_ns = 20_000_000;
    private const long BucketLeak_ns = 50_000;

    private const int ShutdownLimit_ms = 30_000;

    private readonly ControllerParts _parts;
    private readonly ScanCore _core;
    private readonly IDigitalIo _lines;
    private readonly ControllerFigures _figures;
    private readonly Publisher _publisher;
    private readonly EventRecorder _events;
    private LatenessBucket _bucket = new(BucketCapacity_ns, BucketLeak_ns);
    private LineWatch _watch;
    private OwnHealth _health;
    private Flow _flow;
    private uint _signature = Heartbeat.CompleteFlow;
    private ulong _written = LineWords.Safe;
    private LineStatus _writeStatus;
    private long _stopScan = -1;
    private long _beatScan;
    private int _modeRequest;
    private bool _acknowledge;
    private bool _stopRequested;
    private bool _guardLost;

    /// <summary>Prepares the controller.</summary>
    public Controller(ControllerParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _core = parts.Core;
        _lines = parts.Lines;
        _health = parts.Health;
        _publisher = new Publisher(parts.Block, parts.Core);
        _events = new EventRecorder(parts.Block.Events, LineWords.Safe);
        _figures = new ControllerFigures(parts.Constants);
    }

    /// <summary>Scan times so far.</summary>
    public Histogram ScanTimes => _figures.ScanTimes;

    /// <summary>True if the guard died or hung, so that the shutdown was the controller's own.</summary>
    public bool GuardLost => _guardLost;

    /// <summary>Asks for the ordered shutdown; <see cref="Run"/> returns when it is done.</summary>
    public void Stop() => _stopRequested = true;

    /// <summary>Scans until it is stopped; call it on the scan thread.</summary>
    public ControllerEnd Run()
    {
        Publish();
        _figures.Begin();
        long deadline_ns = MonotonicClock.Now_ns;
        while (true)
        {
            MonotonicClock.SleepUntil(deadline_ns);
            long end_ns = ScanOnce(deadline_ns);
            if (IsOver(out ControllerEnd end))
            {
                Leave(end);
                return end;
            }

            deadline_ns = Pacing.NextDeadline(deadline_ns, end_ns);
        }
    }

    /// <summary>One scan, without the waiting; gives the instant at which its outputs had been written.</summary>
    public long ScanOnce(long deadline_ns)
    {
        long begin_ns = Now();
        _flow.Begin();
        Listen(begin_ns);
        ReadLines();
        _parts.Clock.Tick();
        _parts.Buses.Receive(_parts.Clock.Now_ms);
        _flow.Done(ScanStep.ReadBuses);
        TakeCommand();
        _parts.Border.Fill(_parts.Clock.Now_ms, _health, _modeRequest, _acknowledge, ref _core.Inputs);
        _modeRequest = 0;
        _acknowledge = false;
        _flow.Done(ScanStep.Fill);
        _core.Scan();
        _flow.Done(ScanStep.Core);
        Write();
        long end_ns = Now();
        Account(deadline_ns, begin_ns, end_ns);
        Tell();
        return end_ns;
    }

    private long Now() => _parts.Time is { } time ? time() : MonotonicClock.Now_ns;

    // A guard that is lost must be replaced; everything else that ends a controller is somebody's wish.
    private HeartbeatFlags Flags => HeartbeatFlags.Running
        | (_stopScan >= 0 && !_guardLost ? HeartbeatFlags.StopWanted : HeartbeatFlags.None);

    private void Listen(long now_ns)
    {
        if (_parts.Link is { } link)
        {
            switch (link.Poll(now_ns))
            {
                case GuardSight.Stopping:
                    _stopRequested = true;
                    break;
                case GuardSight.Hung or GuardSight.Dead:
                    _guardLost = true;
                    _stopRequested = true;
                    break;
                default:
                    break;
            }
        }

        _flow.Done(ScanStep.Listen);
    }

    private void ReadLines()
    {
        LineStatus inputs = _lines.Read(out ulong levels);
        LineStatus readBack = _lines.ReadBack(out ulong outputs);
        bool differs = readBack == LineStatus.Ok && ((outputs ^ _written) & _lines.WiredOutputs) != 0;
        _watch.Add(_writeStatus, readBack, differs);
        _parts.Border.Take(inputs, levels, readBack, outputs);
        _health.SelfTestPassed = _parts.Health.SelfTestPassed && _watch.Obeys;
        _flow.Done(ScanStep.ReadLines);
    }

    private void TakeCommand()
    {
        int code = _parts.Block.TakeCommand(out long ticket);
        if (code != 0)
        {
            _parts.Block.Answer(ticket, Perform((ControllerCommand)code) ? 1 : 0);
        }
    }

    private bool Perform(ControllerCommand command)
    {
        switch (command)
        {
            case ControllerCommand.Acknowledge:
                _acknowledge = true;
                return true;
            case ControllerCommand.On:
                _modeRequest = (int)ModeRequest.On;
                return true;
            case ControllerCommand.Standby:
                _modeRequest = (int)ModeRequest.Standby;
                return true;
            case ControllerCommand.Off:
                _modeRequest = (int)ModeRequest.Off;
                return true;
            case ControllerCommand.Stop:
                _stopRequested = true;
                return true;
            default:
                return false;
        }
    }

    private void Write()
    {
        _written = _parts.IsDryRun ? LineWords.Safe : OutputWord.Of(_core.Outputs);
        _writeStatus = _lines.Write(_written);
        _flow.Done(ScanStep.Write);
    }

    private void Account(long deadline_ns, long begin_ns, long end_ns)
    {
        long lateness_ns = Pacing.Lateness_ns(deadline_ns, end_ns);
        _health.ScanOverrun = _bucket.Add(lateness_ns) && _parts.TripsOnOverrun;
        _figures.Add(begin_ns - deadline_ns, end_ns - begin_ns, lateness_ns, _core.AnyViolation);
        _flow.Done(ScanStep.Account);

        // One scan that left its path is enough to spoil the next heartbeat.
        uint signature = _flow.Signature;
        _signature = _signature == Heartbeat.CompleteFlow ? signature : _signature;
    }

    private void Tell()
    {
        _publisher.Watch();
        _events.Watch(_core, _written);
        _parts.Recorder?.Add(_core);
        if (_parts.Retained is { } sink)
        {
            _core.Retain(out RetainedData retained);
            ref readonly CheckedInput charge = ref _core.State.Inputs.StateOfCharge_permille;
            sink.Offer(retained, _core.Outputs.ContactorCoil, charge.IsValid ? charge.Value : -1);
        }

        // The first scan speaks at once: until it is heard, the guard takes no output for granted.
        if (_core.Scans % HeartbeatPeriod == 0 || _core.Scans == 1)
        {
            _parts.Link?.Beat(_signature, (int)(_core.Scans - _beatScan), Flags);
            _beatScan = _core.Scans;
        }

        int step = (int)(_core.Scans % Publisher.Steps);
        if (step == 0)
        {
            Figures();
        }

        _publisher.Step(step, _figures.Values, _figures.ScanTimes);
    }

    // The ordered shutdown is the core's own: mode off opens the alternator relay, then the contactor.
    private bool IsOver(out ControllerEnd end)
    {
        end = ControllerEnd.Ordered;
        bool limit = _parts.ScanLimit >= 0 && _core.Scans >= _parts.ScanLimit;
        if (_stopScan < 0)
        {
            if (!_stopRequested && !limit)
            {
                return false;
            }

            _stopScan = _core.Scans;
            _modeRequest = (int)ModeRequest.Off;
            return false;
        }

        if (_core.IsOff && _core.Scans > _stopScan + 1)
        {
            return true;
        }

        end = ControllerEnd.TimedOut;
        return _core.Scans - _stopScan > ShutdownLimit_ms;
    }

    private void Leave(ControllerEnd end)
    {
        if (end == ControllerEnd.Ordered)
        {
            _lines.Write(LineWords.Safe);
            _parts.Link?.Beat(_signature, 1, Flags | HeartbeatFlags.EndedInOrder);
        }

        Publish();
    }

    private void Publish()
    {
        Figures();
        _publisher.Publish(_figures.Values, _figures.ScanTimes);
    }

    private void Figures()
    {
        _parts.Buses.Sum();
        Span<long> figures = _figures.Values;
        figures[(int)Figure.Scans] = _core.Scans;
        figures[(int)Figure.CauseScan] = _publisher.CauseScan;
        figures[(int)Figure.Stopping] = _stopScan >= 0 ? 1 : 0;
        figures[(int)Figure.Overruns] = _bucket.Overflows;
        figures[(int)Figure.WriteFailures] = _watch.WriteFailures;
        figures[(int)Figure.Mismatches] = _watch.Mismatches;
        figures[(int)Figure.FramesReceived] = _parts.Buses.Received;
        figures[(int)Figure.FramesRejected] = _parts.Buses.Rejected;
        figures[(int)Figure.FramesForeign] = _parts.Buses.Foreign;
        figures[(int)Figure.FramesLost] = _parts.Buses.Totals.Overflowed;
        figures[(int)Figure.Floods] = _parts.Buses.Floods;
        figures[(int)Figure.BusOffs] = _parts.Buses.Totals.BusOffs;
        figures[(int)Figure.Rebinds] = _parts.Buses.Totals.Rebinds;
        figures[(int)Figure.SilentBuses] = _parts.Buses.Silent;
        figures[(int)Figure.RetainedWrites] = _parts.Retained?.Writes ?? 0;
        figures[(int)Figure.RetainedFailures] = _parts.Retained?.Failures ?? 0;
        _figures.Sum(_core.Scans, _stopScan >= 0);
    }
}
