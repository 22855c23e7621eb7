using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard;

/// <summary>
/// What the guard decides: a pure, deterministic machine. It never writes a line while the controller may still be
/// alive: from the start of the controller to its proven end the only action on it is to kill it.
/// </summary>
public sealed class GuardLogic
{
    private const int Samples_max = 2;

    private static readonly ulong Kept = LineWords.Bit(OutputLine.ContactorCoil) | LineWords.Bit(OutputLine.Aux);

    private readonly GuardSettings _settings;

    // What P14 keeps off after a start; a relay that is an alarm contact and AUX may be on.
    private readonly ulong _powers;
    private readonly ulong _wired;
    private HeartbeatWindow _window;
    private OrderCheck _order;
    private ulong _lines = LineWords.Safe;
    private int _unread;
    private int _onTooSoon;
    private bool _stop;
    private bool _endedInOrder;
    private bool _forced;
    private bool _spoke;
    private bool _unusable;
    private bool _opensNow;
    private bool _safeWritten;
    private bool _writeFailed;
    private ulong _kept;
    private long _since_ns;
    private long _spokeFirst_ns;
    private long _written_ns = -1;
    private long _backOff_ns = GuardSettings.BackOffFirst_ns;

    /// <summary>Creates it in back-off that is over: the first step starts the controller.</summary>
    /// <param name="settings">Times and choices.</param>
    /// <param name="wired">The outputs that are wired.</param>
    public GuardLogic(GuardSettings settings, ulong wired)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _wired = wired;
        _powers = LineWords.Bit(OutputLine.ContactorCoil)
            | LineWords.Bit(OutputLine.Precharge)
            | LineWords.Bit(OutputLine.AllowToCharge)
            | LineWords.Bit(OutputLine.AllowToDischarge)
            | (settings.RelayDrivesAlternator ? LineWords.Bit(OutputLine.ProgrammableRelay) : 0);
        State = GuardState.BackOff;
        _since_ns = long.MinValue / 2;
        Restarts = -1;
    }

    /// <summary>What it does.</summary>
    public GuardState State { get; private set; }

    /// <summary>Why it took over last.</summary>
    public GuardReason Reason { get; private set; }

    /// <summary>How the controller ended last.</summary>
    public ChildExit LastExit { get; private set; }

    /// <summary>Restarts of the controller; -1 before its first start.</summary>
    public long Restarts { get; private set; }

    /// <summary>Valid heartbeats so far.</summary>
    public long Heartbeats { get; private set; }

    /// <summary>Times that it took over.</summary>
    public long Faults { get; private set; }

    /// <summary>Times that it took over because the lines were in the wrong order.</summary>
    public long OrderFaults { get; private set; }

    /// <summary>How it ended; meaningful in <see cref="GuardState.Done"/>.</summary>
    public GuardEnd End { get; private set; }

    /// <summary>One step. Those with a heartbeat come first, then one without, which sees the lines.</summary>
    public GuardActions Step(in GuardInputs inputs)
    {
        GuardActions actions = default;
        _stop |= inputs.StopRequested;
        if (inputs.HasLines)
        {
            _unread = inputs.LinesStatus == LineStatus.Ok ? 0 : _unread + 1;
            _lines = inputs.LinesStatus == LineStatus.Ok ? inputs.Lines : _lines;
        }

        switch (State)
        {
            case GuardState.Starting or GuardState.Watching or GuardState.Stopping:
                Watch(inputs, ref actions);
                break;
            case GuardState.Killing when inputs.ControllerGone:
                TakeOver(inputs, ref actions);
                break;
            case GuardState.Killing:
                actions.Kill = true;
                break;
            case GuardState.OpeningInOrder:
                Open(inputs.Now_ns, ref actions);
                break;
            case GuardState.BackOff:
                Rest(inputs.Now_ns, ref actions);
                break;
            case GuardState.Done:
                break;
        }

        actions.Speak = State is GuardState.Watching or GuardState.Stopping && !inputs.HasHeartbeat;
        actions.Flags = HeartbeatFlags.Running | (_stop ? HeartbeatFlags.StopRequested : HeartbeatFlags.None);
        actions.Alive = State is not (GuardState.Killing or GuardState.Done);
        actions.Finished = State == GuardState.Done;
        return actions;
    }

    /// <summary>Reports what became of a write, and the time after it: delays run from there.</summary>
    public void Wrote(LineStatus status, long after_ns)
    {
        _writeFailed = status != LineStatus.Ok;
        if (!_writeFailed && State == GuardState.OpeningInOrder)
        {
            _written_ns = after_ns;
            _safeWritten |= _opensNow;
        }
    }

    private void Watch(in GuardInputs inputs, ref GuardActions actions)
    {
        GuardReason broken = inputs.HasHeartbeat || inputs.Malformed ? Hear(inputs) : GuardReason.None;
        if (broken == GuardReason.None && !inputs.HasHeartbeat)
        {
            broken = inputs.ControllerGone ? GuardReason.None : Overdue(inputs.Now_ns);
            broken = broken == GuardReason.None && inputs.HasLines ? LookAtLines(inputs) : broken;
        }

        if (inputs.ControllerGone)
        {
            Reason = broken == GuardReason.None ? GuardReason.ControllerEnded : broken;
            TakeOver(inputs, ref actions);
        }
        else if (broken != GuardReason.None)
        {
            Condemn(broken, inputs.Now_ns, ref actions);
        }
        else if (_stop && State == GuardState.Starting)
        {
            // It has not switched anything on yet: there is nothing to end in order.
            Enter(GuardState.Killing, inputs.Now_ns);
            actions.Kill = true;
        }
        else if (_stop && State == GuardState.Watching)
        {
            Enter(GuardState.Stopping, inputs.Now_ns);
        }
    }

    private GuardReason Hear(in GuardInputs inputs)
    {
        GuardReason judged = inputs.Malformed || _endedInOrder
            ? GuardReason.HeartbeatMalformed
            : _window.Judge(inputs.Heartbeat, inputs.Now_ns, _settings.HeartbeatTimeout_ns);
        if (judged != GuardReason.None)
        {
            return judged;
        }

        Heartbeats++;
        _stop |= (inputs.Heartbeat.Flags & HeartbeatFlags.StopWanted) != 0;
        _endedInOrder = (inputs.Heartbeat.Flags & HeartbeatFlags.EndedInOrder) != 0;
        if (State == GuardState.Starting)
        {
            _spoke = true;
            _spokeFirst_ns = inputs.Now_ns;
            Enter(GuardState.Watching, inputs.Now_ns);
        }

        if (_endedInOrder && State == GuardState.Watching)
        {
            // Unasked, as when it took the guard for dead: it may go, and is started again.
            Enter(GuardState.Stopping, inputs.Now_ns);
        }

        return GuardReason.None;
    }

    private GuardReason Overdue(long now_ns)
    {
        if (State == GuardState.Stopping && now_ns - _since_ns > GuardSettings.StopTimeout_ns)
        {
            return GuardReason.StopTimedOut;
        }

        if (State == GuardState.Starting)
        {
            return now_ns - _since_ns > _settings.StartTimeout_ns ? GuardReason.NoFirstHeartbeat : GuardReason.None;
        }

        // After its last heartbeat a controller has the rest of the stop time to be gone.
        return now_ns - _window.Last_ns > _settings.HeartbeatTimeout_ns && !_endedInOrder
            ? GuardReason.HeartbeatMissing
            : GuardReason.None;
    }

    private GuardReason LookAtLines(in GuardInputs inputs)
    {
        if (inputs.LinesStatus != LineStatus.Ok)
        {
            return _unread > Samples_max ? GuardReason.LinesLost : GuardReason.None;
        }

        if (State == GuardState.Starting)
        {
            _onTooSoon = (inputs.Lines & _powers) != 0 ? _onTooSoon + 1 : 0;
            return _onTooSoon > Samples_max ? GuardReason.OutputsBeforeHeartbeat : GuardReason.None;
        }

        return _order.Judge(inputs.Lines, inputs.LinesFrom_ns, inputs.Now_ns);
    }

    private void Condemn(GuardReason reason, long now_ns, ref GuardActions actions)
    {
        Reason = reason;
        OrderFaults +=
            reason is >= GuardReason.OutputsBeforeHeartbeat and <= GuardReason.ChargeWithoutContactor ? 1 : 0;
        _forced |= _stop && State == GuardState.Stopping;
        Enter(GuardState.Killing, now_ns);
        actions.Kill = true;
    }

    // The controller is gone for certain: from here on the guard is the only one who writes.
    private void TakeOver(in GuardInputs inputs, ref GuardActions actions)
    {
        LastExit = inputs.Exit;
        bool atRest = (_lines & (_powers | Kept)) == 0 && inputs.HasLines && inputs.LinesStatus == LineStatus.Ok;
        bool asAsked = _stop && (!_spoke || (_endedInOrder && atRest && inputs.Exit.Code == 0));
        if (asAsked)
        {
            Reason = GuardReason.None;
        }
        else
        {
            Faults++;
            _forced |= _stop && State == GuardState.Stopping;
        }

        _unusable = !_spoke && Restarts == 0 && atRest && inputs.Exit.Code == GuardSettings.UnusableCode;
        bool ranWell = _spoke && inputs.Now_ns - _spokeFirst_ns >= GuardSettings.BackOffLongest_ns;
        _backOff_ns = ranWell ? GuardSettings.BackOffFirst_ns : _backOff_ns;
        _kept = _lines & Kept;
        _written_ns = -1;
        _writeFailed = false;
        _opensNow = false;
        _safeWritten = false;
        Enter(GuardState.OpeningInOrder, inputs.Now_ns);
        Open(inputs.Now_ns, ref actions);
    }

    private void Open(long now_ns, ref GuardActions actions)
    {
        if (_safeWritten)
        {
            Closing(now_ns);
            return;
        }

        // Nothing to wait for where neither contactor nor AUX was on.
        _opensNow = _kept == 0
            || (_written_ns >= 0 && now_ns - _written_ns >= GuardSettings.ContactorDelay_ns);
        actions.Write = _opensNow || _written_ns < 0;
        actions.Word = LineWords.Safe | (_opensNow ? 0 : _kept);
        if (_writeFailed && now_ns - _since_ns > GuardSettings.ContactorDelay_ns + GuardSettings.LinesLost_ns)
        {
            actions.Write = false;
            Reason = GuardReason.LinesLost;
            End = GuardEnd.LinesLost;
            Enter(GuardState.Done, now_ns);
        }
    }

    private void Closing(long now_ns)
    {
        End = _unusable ? GuardEnd.Unusable : _forced ? GuardEnd.ByGuard : GuardEnd.InOrder;
        Enter(_stop || _unusable ? GuardState.Done : GuardState.BackOff, now_ns);
    }

    private void Rest(long now_ns, ref GuardActions actions)
    {
        if (_stop)
        {
            End = GuardEnd.InOrder;
            Enter(GuardState.Done, now_ns);
            return;
        }

        if (now_ns - _since_ns < _backOff_ns)
        {
            return;
        }

        // The first start is none after a fault and does not lengthen the pause.
        _backOff_ns = Restarts < 0 ? _backOff_ns : Math.Min(_backOff_ns * 2, GuardSettings.BackOffLongest_ns);
        Restarts++;
        _spoke = false;
        _endedInOrder = false;
        _window.Begin(now_ns);
        _order.Begin(_settings, _wired);
        Enter(GuardState.Starting, now_ns);
        actions.Start = true;
        actions.Restarts = Restarts;
    }

    private void Enter(GuardState state, long now_ns)
    {
        State = state;
        _since_ns = now_ns;
    }
}
