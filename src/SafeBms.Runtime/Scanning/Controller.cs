using SafeBms.Devices.Linux;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Runtime.Scanning;

/// <summary>How the controller ended.</summary>
public enum ControllerEnd
{
    /// <summary>The ordered shutdown came to its end: contactor open, every output off.</summary>
    Ordered,

    /// <summary>The contactor was still commanded closed, or outputs were on, when the time for it was over.</summary>
    TimedOut,
}

/// <summary>
/// Scans the core every millisecond on the simulated boat, on a thread of its own. The scan allocates nothing; only a
/// key that injects a fault does, once, on the simulated boat.
/// </summary>
public sealed class Controller
{
    /// <summary>Lateness that is forgiven in all, and what of it is forgotten in each scan.</summary>
    private const long BucketCapacity_ns = 20_000_000;
    private const long BucketLeak_ns = 50_000;

    private const int PublishPeriod = 20;
    private const int ShutdownLimit_ms = 30_000;
    private const int QuantilePeriod = 1000;
    private const int FigureCount = 32;

    private readonly SimulatedBoat _boat;
    private readonly RunBlock _block;
    private readonly Publisher _publisher;
    private readonly LiveRecorder? _recorder;
    private readonly Histogram _scanTimes = new();
    private readonly long[] _figures = new long[FigureCount];
    private readonly long _scanLimit;
    private LatenessBucket _bucket = new(BucketCapacity_ns, BucketLeak_ns);
    private long _stopScan = -1;
    private long _lateScans;
    private long _worstLateness_ns;
    private long _violations;
    private long _switches;
    private volatile bool _stopRequested;

    /// <summary>Prepares the controller.</summary>
    /// <param name="boat">Boat and core.</param>
    /// <param name="block">Where it publishes and takes commands.</param>
    /// <param name="recorder">Where it records, or null.</param>
    /// <param name="scanLimit">Begins the ordered shutdown after so many scans; -1 for never.</param>
    public Controller(SimulatedBoat boat, RunBlock block, LiveRecorder? recorder = null, long scanLimit = -1)
    {
        ArgumentNullException.ThrowIfNull(boat);
        _boat = boat;
        _block = block;
        _recorder = recorder;
        _scanLimit = scanLimit;
        _publisher = new Publisher(block, boat);
    }

    /// <summary>
    /// Commands of the keyboard: keys of <see cref="Keys"/> from <see cref="ControllerCommand.FirstKey"/> on.
    /// </summary>
    public CommandRing Commands { get; } = new();

    /// <summary>Scan times so far.</summary>
    public Histogram ScanTimes => _scanTimes;

    /// <summary>Asks for the ordered shutdown; <see cref="Run"/> returns when it is done.</summary>
    public void Stop() => _stopRequested = true;

    /// <summary>Bit of a key in the published switches.</summary>
    public void SetSwitch(int key, bool on) => _switches = on ? _switches | (1L << key) : _switches & ~(1L << key);

    /// <summary>Scans until it is stopped; call it on the scan thread.</summary>
    public ControllerEnd Run()
    {
        Publish();

        // What is made at first use is made before the first scan.
        Commands.TryAdd((int)ControllerCommand.FirstKey + Keys.All.Count);
        TakeCommands();
        long allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        long deadline_ns = MonotonicClock.Now_ns;
        while (true)
        {
            MonotonicClock.SleepUntil(deadline_ns);
            long begin_ns = MonotonicClock.Now_ns;
            TakeCommands();
            _boat.Step();
            long end_ns = MonotonicClock.Now_ns;
            Account(deadline_ns, begin_ns, end_ns);
            _publisher.Watch();
            _recorder?.Add(_boat);
            if (_boat.Scans % PublishPeriod == 0)
            {
                _figures[(int)Figure.Allocated] = GC.GetAllocatedBytesForCurrentThread() - allocatedAtStart;
                Publish();
            }

            if (IsOver(out ControllerEnd end))
            {
                Publish();
                return end;
            }

            deadline_ns = Pacing.NextDeadline(deadline_ns, end_ns);
        }
    }

    private void Account(long deadline_ns, long begin_ns, long end_ns)
    {
        _scanTimes.Add(end_ns - begin_ns);
        long lateness_ns = Pacing.Lateness_ns(deadline_ns, end_ns);
        _bucket.Add(lateness_ns);
        _lateScans += lateness_ns > 0 ? 1 : 0;
        _worstLateness_ns = Math.Max(_worstLateness_ns, lateness_ns);
        _violations += _boat.AnyViolation ? 1 : 0;
    }

    private void TakeCommands()
    {
        int code = _block.TakeCommand(out long ticket);
        if (code != 0)
        {
            _block.Answer(ticket, Perform((ControllerCommand)code) ? 1 : 0);
        }

        while (Commands.TryTake(out int local))
        {
            if (local >= (int)ControllerCommand.FirstKey)
            {
                Press(local - (int)ControllerCommand.FirstKey);
            }
            else
            {
                Perform((ControllerCommand)local);
            }
        }
    }

    private bool Perform(ControllerCommand command)
    {
        switch (command)
        {
            case ControllerCommand.Acknowledge:
                _boat.Requests.Acknowledge = true;
                return true;
            case ControllerCommand.On:
                _boat.Requests.Mode = 3;
                return true;
            case ControllerCommand.Standby:
                _boat.Requests.Mode = 252;
                return true;
            case ControllerCommand.Off:
                _boat.Requests.Mode = 4;
                return true;
            case ControllerCommand.Stop:
                _stopRequested = true;
                return true;
            default:
                return false;
        }
    }

    private void Press(int key)
    {
        if ((uint)key >= (uint)Keys.All.Count)
        {
            return;
        }

        KeyBinding binding = Keys.All[key];
        if (binding.Off is null)
        {
            binding.On(_boat);
            return;
        }

        bool on = (_switches & (1L << key)) == 0;
        (on ? binding.On : binding.Off)(_boat);
        SetSwitch(key, on);
    }

    // The ordered shutdown is the core's own: mode off opens the alternator relay, then the contactor.
    private bool IsOver(out ControllerEnd end)
    {
        end = ControllerEnd.Ordered;
        bool limit = _scanLimit >= 0 && _boat.Scans >= _scanLimit;
        if (_stopScan < 0)
        {
            if (!_stopRequested && !limit)
            {
                return false;
            }

            _stopScan = _boat.Scans;
            _boat.Requests.Mode = 4;
            return false;
        }

        bool off = !_boat.Outputs.ContactorCoil && !_boat.Outputs.Precharge && !_boat.Outputs.ProgrammableRelay
            && !_boat.Outputs.AllowToCharge && !_boat.Outputs.AllowToDischarge && !_boat.Outputs.Aux;
        if (off && _boat.Scans > _stopScan + 1)
        {
            return true;
        }

        end = ControllerEnd.TimedOut;
        return _boat.Scans - _stopScan > ShutdownLimit_ms;
    }

    private void Publish()
    {
        _figures[(int)Figure.Scans] = _boat.Scans;
        _figures[(int)Figure.CauseScan] = _publisher.CauseScan;
        _figures[(int)Figure.Stopping] = _stopScan >= 0 ? 1 : 0;
        _figures[(int)Figure.LateScans] = _lateScans;
        _figures[(int)Figure.Overruns] = _bucket.Overflows;
        _figures[(int)Figure.WorstLateness_ns] = _worstLateness_ns;
        _figures[(int)Figure.Batteries] = _boat.Plant.Options.BatteryCount;
        _figures[(int)Figure.Cells] = _boat.Plant.Options.CellsPerBattery;
        _figures[(int)Figure.Switches] = _switches;
        _figures[(int)Figure.Violations] = _violations;
        if (_boat.Scans % QuantilePeriod == 0 || _stopScan >= 0)
        {
            _figures[(int)Figure.Median_ns] = _scanTimes.Quantile_ns(500);
            _figures[(int)Figure.Quantile99_ns] = _scanTimes.Quantile_ns(990);
            _figures[(int)Figure.Quantile999_ns] = _scanTimes.Quantile_ns(999);
        }

        _figures[(int)Figure.Maximum_ns] = _scanTimes.Maximum_ns;
        _publisher.Publish(_figures, _scanTimes);
    }
}
