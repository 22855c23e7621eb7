using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard;

/// <summary>
/// Runs <see cref="GuardLogic"/> on the machine: every 5 ms it looks after the controller, the lines and the pipes,
/// does what the logic says, and speaks. No call waits, and while nothing happens nothing is allocated.
/// </summary>
public sealed class GuardLoop : IDisposable
{
    private const int Buffer_beats = 128;
    private const int Reads_max = 32;
    private const long WatchdogPeriod_ns = 250_000_000;
    private const long LinePeriod_ns = 50_000_000;
    private const long Farewell_ns = 3_000_000_000;

    private readonly GuardPlan _plan;
    private readonly GuardLogic _logic;
    private readonly GuardLog _log;
    private readonly GuardStatus _status;
    private readonly GuardService _service;
    private readonly ChildProcess _controller;
    private readonly ChildKeeper[] _keepers;
    private readonly int _station = -1;
    private readonly int _plant = -1;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(Buffer_beats * Heartbeat.Size_bytes, pinned: true);
    private readonly int _lines;
    private readonly int _beatsIn = Descriptor.Reserve();
    private readonly int _beatsInOfChild = Descriptor.Reserve();
    private readonly int _beatsOut = Descriptor.Reserve();
    private readonly int _beatsOutOfChild = Descriptor.Reserve();
    private readonly int _nothing = Descriptor.Reserve();

    private volatile bool _stop;
    private bool _started;
    private GuardState _told;
    private GuardReason _toldReason;
    private long _faultsTold;
    private long _spoken;
    private long _served_ns = long.MinValue;
    private long _toggled_ns = long.MinValue;
    private GuardReport _report;
    private long _allocatedBefore;
    private int _collectionsBefore;

    /// <summary>Prepares everything; nothing is started yet.</summary>
    /// <exception cref="IOException">Another guard runs here, or the machine has no descriptors left.</exception>
    public GuardLoop(GuardPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _status = GuardStatus.Create(plan.StatusPath);
        _log = new GuardLog(plan.Log);
        _service = new GuardService(plan.Service);
        _logic = new GuardLogic(plan.Settings, plan.Outputs.WiredOutputs);
        _lines = Descriptor.Duplicate(plan.Outputs.OutputHandle);
        Dictionary<string, string> variables = new()
        {
            [ChildSide.GuardVariable] = $"{Environment.ProcessId}",
        };
        _controller = new ChildProcess(
            plan.Controller.File,
            [.. plan.Controller.Arguments, "--restarts"],
            new Dictionary<string, string>([.. plan.Controller.Environment, .. variables]),
            [
                (_lines, ControllerHandles.Lines),
                (_beatsInOfChild, ControllerHandles.HeartbeatOut),
                (_beatsOutOfChild, ControllerHandles.HeartbeatIn),
            ],
            numbered: true,
            deaf: true);
        List<ChildKeeper> keepers = [];
        if (plan.Plant is not null)
        {
            _plant = keepers.Count;
            keepers.Add(new ChildKeeper("plant", plan.Plant, variables, _log));
        }

        if (plan.Station is not null)
        {
            _station = keepers.Count;
            keepers.Add(new ChildKeeper("station", plan.Station, variables, _log));
        }

        _keepers = [.. keepers];
        _told = _logic.State;
    }

    /// <summary>Asks for the ordered shutdown; may be called from any thread.</summary>
    public void RequestStop() => _stop = true;

    /// <summary>Guards until it is asked to stop; to be called on the first thread of the process.</summary>
    public GuardEnd Run()
    {
        Rehearsal.Run(_plan.Settings, _plan.Outputs.WiredOutputs);
        _ = _plan.Outputs.Write(LineWords.Safe);
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        _collectionsBefore = GC.CollectionCount(0);
        long next_ns = MonotonicClock.Now_ns;
        while (!Round())
        {
            long now_ns = MonotonicClock.Now_ns;
            _report = _report with { Late_max_ns = Math.Max(_report.Late_max_ns, now_ns - next_ns) };

            // What was missed is not made up for.
            next_ns = Math.Max(next_ns + GuardSettings.LoopPeriod_ns, now_ns);
            MonotonicClock.SleepUntil(next_ns);
        }

        if (_logic.End != GuardEnd.LinesLost)
        {
            _plan.Watchdog?.CloseInOrder();
            _ = _plan.HeartbeatLine?.Rest();
        }

        Farewell();
        return _logic.End;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChildKeeper keeper in _keepers)
        {
            keeper.Dispose();
        }

        _controller.Dispose();
        foreach (int descriptor in (int[])[_lines, _beatsIn, _beatsInOfChild, _beatsOut, _beatsOutOfChild, _nothing])
        {
            _ = Descriptor.Close(descriptor);
        }

        _log.Dispose();
        _status.Dispose();
        _plan.Service.Dispose();
    }

    private bool Round()
    {
        // Gone first: what it sent before is then complete in the pipe.
        GuardInputs inputs = default;
        ChildExit exit = default;
        inputs.ControllerGone = _started && IsGone(out exit);
        inputs.Exit = exit;
        _started &= !inputs.ControllerGone;
        inputs.LinesFrom_ns = MonotonicClock.Now_ns;
        LineStatus status = _plan.Outputs.ReadBack(out ulong lines);
        bool killed = Drain();

        inputs.HasLines = true;
        inputs.LinesStatus = status;
        inputs.Lines = lines;
        inputs.StopRequested = _stop;
        inputs.Now_ns = MonotonicClock.Now_ns;
        GuardActions actions = _logic.Step(inputs);
        Perform(actions, killed);
        Serve(actions.Alive, inputs.Now_ns);
        foreach (ChildKeeper keeper in _keepers)
        {
            keeper.Step(inputs.Now_ns);
        }

        _service.Step(_logic.State, _logic.Reason, _logic.Faults, actions.Alive, _stop, inputs.Now_ns);
        Publish(lines);
        return actions.Finished;
    }

    private bool IsGone(out ChildExit exit)
    {
        exit = ChildExit.NotStarted;
        return _controller.ProcessId == 0 || _controller.TryReap(out exit);
    }

    // Hands each heartbeat to the logic; true if one of them made it kill.
    private bool Drain()
    {
        bool killed = false;
        for (int reads = 0; reads < Reads_max && !killed; reads++)
        {
            int count = Descriptor.Read(_beatsIn, _buffer);
            if (count <= 0)
            {
                break;
            }

            GuardInputs inputs = default;
            inputs.Malformed = count % Heartbeat.Size_bytes != 0;
            inputs.HasHeartbeat = true;
            ReadOnlySpan<Heartbeat> beats = MemoryMarshal.Cast<byte, Heartbeat>(_buffer.AsSpan(0, count));
            for (int k = 0; k < Math.Max(beats.Length, 1) && !killed; k++)
            {
                inputs.Heartbeat = beats.Length == 0 ? default : beats[k];
                inputs.Now_ns = MonotonicClock.Now_ns;
                GuardActions actions = _logic.Step(inputs);
                Perform(actions, false);
                killed = actions.Kill;
            }
        }

        return killed;
    }

    private void Perform(in GuardActions actions, bool killed)
    {
        if (actions.Kill && !killed)
        {
            _controller.Kill();
        }

        if (actions.Write)
        {
            LineStatus status = _plan.Outputs.Write(actions.Word);
            _logic.Wrote(status, MonotonicClock.Now_ns);
        }

        if (actions.Start)
        {
            Start(actions.Restarts);
        }

        if (actions.Speak)
        {
            Speak(actions.Flags);
        }

        Tell();
    }

    private void Start(long restarts)
    {
        // New pipes: nothing of an earlier start can be read by mistake, and their ends close with the child.
        _started = true;
        _spoken = 0;
        bool piped = Descriptor.ShowPipe(_beatsIn, _beatsInOfChild)
            && Descriptor.ShowPipe(_beatsOutOfChild, _beatsOut);
        int error = 0;
        bool runs = piped && _controller.TryStart(restarts, out error);
        _ = Descriptor.Show(_beatsInOfChild, _nothing);
        _ = Descriptor.Show(_beatsOutOfChild, _nothing);
        _log.Add(runs
            ? $"controller: process {_controller.ProcessId}, restarts {restarts}"
            : $"controller: cannot be started, error {error}");
    }

    private void Speak(HeartbeatFlags flags)
    {
        Heartbeat beat = new()
        {
            Sequence = _spoken + 1,
            Sent_ns = MonotonicClock.Now_ns,
            Token = Heartbeat.TokenOf(_spoken + 1, Heartbeat.CompleteFlow),
            Flags = flags,
        };
        _spoken += Descriptor.Write(_beatsOut, MemoryMarshal.AsBytes(new ReadOnlySpan<Heartbeat>(in beat))) ? 1 : 0;
    }

    private void Serve(bool alive, long now_ns)
    {
        if (alive && _plan.Watchdog is not null && now_ns - WatchdogPeriod_ns >= _served_ns)
        {
            _plan.Watchdog.KeepAlive();
            _served_ns = now_ns;
            _report = _report with { WatchdogServed = _report.WatchdogServed + 1 };
        }

        if (alive && _plan.HeartbeatLine is not null && now_ns - LinePeriod_ns >= _toggled_ns)
        {
            _ = _plan.HeartbeatLine.Toggle();
            _toggled_ns = now_ns;
        }
    }

    private void Tell()
    {
        if (_logic.State == _told && _logic.Faults == _faultsTold && _logic.Reason == _toldReason)
        {
            return;
        }

        string exit = _logic.State == GuardState.OpeningInOrder
            ? $", controller {ChildKeeper.Describe(_logic.LastExit)}"
            : "";
        _log.Add($"guard: {_told} -> {_logic.State}, reason {_logic.Reason}{exit}, faults {_logic.Faults}");
        _told = _logic.State;
        _toldReason = _logic.Reason;
        _faultsTold = _logic.Faults;
    }

    private void Publish(ulong lines)
    {
        _report = _report with
        {
            GuardPid = Environment.ProcessId,
            ControllerPid = _controller.ProcessId,
            StationPid = _station < 0 ? 0 : _keepers[_station].ProcessId,
            PlantPid = _plant < 0 ? 0 : _keepers[_plant].ProcessId,
            State = _logic.State,
            Reason = _logic.Reason,
            Restarts = Math.Max(_logic.Restarts, 0),
            StationRestarts = _station < 0 ? 0 : Math.Max(_keepers[_station].Starts - 1, 0),
            PlantRestarts = _plant < 0 ? 0 : Math.Max(_keepers[_plant].Starts - 1, 0),
            Faults = _logic.Faults,
            OrderFaults = _logic.OrderFaults,
            Heartbeats = _logic.Heartbeats,
            Spoken = _spoken,
            Rounds = _report.Rounds + 1,
            Lines = lines,
            Allocated_bytes = GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore,
            Collections = GC.CollectionCount(0) - _collectionsBefore,
        };
        _status.Write(_report);
    }

    // Station and plant end last, and get a moment for it; the lines are at rest already.
    private void Farewell()
    {
        long until_ns = MonotonicClock.Now_ns + Farewell_ns;
        foreach (ChildKeeper keeper in _keepers)
        {
            keeper.End();
        }

        bool late = false;
        while (Array.Exists(_keepers, static keeper => keeper.ProcessId != 0))
        {
            long now_ns = MonotonicClock.Now_ns;
            foreach (ChildKeeper keeper in _keepers)
            {
                keeper.Step(now_ns);
                if (now_ns > until_ns && !late)
                {
                    keeper.Kill();
                }
            }

            late |= now_ns > until_ns;
            MonotonicClock.SleepUntil(now_ns + GuardSettings.LoopPeriod_ns);
        }

        Publish(_report.Lines);
        _log.Add($"guard: ended, {_logic.End}");
    }
}
