namespace SafeBms.Simulation;

/// <content>Advancing time: one step, and leaps over what does not change.</content>
public sealed partial class Plant
{
    private const int DumpWindow_ms = 1_000;
    private const long DumpLeast_uA = 1_000_000;

    private int _packed = -1;
    private PlantCommands _commands;
    private long _nextDue;
    private bool _contactWasClosed;
    private long _dumpUntil = -1;
    private bool _dumpCounted;
    private long _bmsRise_nK;

    /// <summary>Advances 1 ms with the given commands.</summary>
    public void Step(in PlantCommands commands)
    {
        int packed = commands.Pack();
        Tick++;
        if (packed == _packed && Tick < _nextDue && IsCalm)
        {
            _bank.AddCharge(BankCurrent_uA, 1);
            Faults.Tick = Tick;
            Readings.Tick = Tick;
            return;
        }

        _packed = packed;
        _commands = commands;
        Work();
    }

    /// <summary>
    /// How many ms can pass, with the same commands, without anything being sampled, switched or calculated:
    /// the plant's fast state and the readings (but for their ages) stay the same. 0 if something moves.
    /// </summary>
    public long QuiescentSteps => IsCalm ? Math.Max(0, _nextDue - Tick - 1) : 0;

    /// <summary>True if at least one ms can be leapt over.</summary>
    public bool IsQuiescent => QuiescentSteps > 0;

    /// <summary>Advances with the commands of the last step; the result is that of stepping, bit for bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public void Leap(long duration_ms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration_ms);
        while (duration_ms > 0)
        {
            duration_ms -= LeapOnce(duration_ms);
        }
    }

    /// <summary>
    /// Advances like <see cref="Leap"/> but stops after the first tick in which a reading or digital input
    /// changed. Returns the ms that passed: in all of them but the last the controller would have seen the same
    /// values; only the ages moved, as the sensors' periods make them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long LeapWhileUnchanged(long longest_ms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longest_ms);
        long version = Readings.Version;
        long left_ms = longest_ms;
        while (left_ms > 0 && Readings.Version == version)
        {
            left_ms -= LeapOnce(left_ms);
        }

        return longest_ms - left_ms;
    }

    private bool IsCalm => !_mark.IsSet && _node.Settled && !Alternator.Moving;

    /// <summary>Advances to the next tick that is calculated, or up to just before it; returns the ms, at least 1.
    /// </summary>
    internal long LeapOnce(long longest_ms)
    {
        long quiet_ms = Math.Min(longest_ms, QuiescentSteps);
        if (quiet_ms == 0)
        {
            Tick++;
            Work();
            return 1;
        }

        Tick += quiet_ms;
        _bank.AddCharge(BankCurrent_uA, quiet_ms);
        Faults.Tick = Tick;
        Readings.Tick = Tick;
        return quiet_ms;
    }

    private void Work()
    {
        _mark.IsSet = false;
        Faults.Tick = Tick;
        if (Faults.Update())
        {
            ApplyFaults();
        }

        MoveContacts();
        _measured?.Update(Tick);
        Alternator.Step(!Options.AlternatorOnRelay || _programmable.Contact, _node.Voltage_uV);
        if (_measured is not null && _contactor.Contact)
        {
            FollowRecording(_measured);
        }
        else
        {
            SolveCircuit();
        }

        WatchLoadDump();
        _bank.AddCharge(BankCurrent_uA, 1);
        if (Tick % BatteryBank.Period_ms == 0)
        {
            _bank.Update();
            WarmController();
            _mark.IsSet = true;
        }

        _sensors.SetDigital(DigitalLevels(), Tick, _precharge.Contact);
        _sensors.Step(Tick, this);
        _nextDue = NextDue();
    }

    private void ApplyFaults()
    {
        _contactor.Welded = Faults.IsActive(FaultId.MainContactorWelded) || _weldedByInrush;
        _contactor.CoilOpen = Faults.IsActive(FaultId.ContactorCoilOpen);
        _contactor.Dropped = Faults.IsActive(FaultId.ContactorDrops);
        _contactor.SlowRelease_ms = Faults.Magnitude(FaultId.ContactorSlowRelease, 0);
        _contactor.FeedbackBounces = Faults.Magnitude(FaultId.FeedbackBounce, 0);
        _contactor.Reconsider(Tick);
        Inputs.RetainedDataOk &= !Faults.IsActive(FaultId.RetainedDataCorrupt);
        _precharge.StuckClosed = Faults.IsActive(FaultId.PrechargeWelded);
        _programmable.StuckClosed = Faults.IsActive(FaultId.AlternatorRelayWelded);
        _atc.StuckClosed = Faults.IsActive(FaultId.PermitRelayStuckClosed, 0);
        _atd.StuckClosed = Faults.IsActive(FaultId.PermitRelayStuckClosed, 1);
        _node.SetCapacitance(
            Math.Max(100, (long)Options.LoadCapacitance_uF * Faults.Magnitude(FaultId.CapacitorBank, 100) / 100));
        long resistance_mOhm = Faults.Magnitude(FaultId.LoadResistance, Options.LoadResistance_mOhm);
        _node.Set(
            PassiveBranch, (1_000_000_000L / resistance_mOhm) + BleedConductance_uS, 0, -BusNode.Unlimited_uA, 0);
        int short_mOhm = Faults.Magnitude(FaultId.ShortCircuit, 0);
        _node.Set(ShortBranch, short_mOhm == 0 ? 0 : 1_000_000_000L / short_mOhm, 0, -BusNode.Unlimited_uA, 0);
    }

    private void MoveContacts()
    {
        _contactor.Command(_commands.ContactorCoil, Tick);
        _precharge.Command(_commands.PrechargeRelay, Tick);
        _programmable.Command(_commands.ProgrammableRelay, Tick);
        _atc.Command(_commands.AllowToCharge, Tick);
        _atd.Command(_commands.AllowToDischarge, Tick);
        _aux.Command(_commands.Aux, Tick);
        _contactor.Update(Tick);
        _precharge.Update(Tick);
        _programmable.Update(Tick);
        _atc.Update(Tick);
        _atd.Update(Tick);
        _aux.Update(Tick);
        Solar.Permit.Follow(_atc.Contact, Tick);
        Shore.Permit.Follow(_atc.Contact, Tick);
        foreach (Load load in _loads)
        {
            load.Permit.Follow(_atd.Contact, Tick);
        }
    }

    private void WatchLoadDump()
    {
        bool closed = _contactor.Contact;
        if (_contactWasClosed && !closed)
        {
            bool underLoad = _measured is null && AlternatorCurrent_uA >= DumpLeast_uA;
            _dumpUntil = underLoad ? Tick + DumpWindow_ms : _dumpUntil;
            _dumpCounted &= !underLoad;
            _node.Disturb();
        }

        _contactWasClosed = closed;
        if (closed || Tick > _dumpUntil)
        {
            return;
        }

        int bus_mV = (int)(_node.Voltage_uV / 1000);
        if (bus_mV * 2L <= Options.Nominal_mV * 3L)
        {
            return;
        }

        LoadDumpCount += _dumpCounted ? 0 : 1;
        _dumpCounted = true;
        LoadDumpPeak_mV = Math.Max(LoadDumpPeak_mV, bus_mV);
    }

    // 25 K at 500 A with a time constant of 300 s: 100 uK per A^2.
    private void WarmController()
    {
        long current_A = PackCurrent_uA / 1_000_000;
        _bmsRise_nK += ((current_A * current_A * 100_000) - _bmsRise_nK) / 3_000;
    }

    private uint DigitalLevels() =>
        Inputs.Levels()
        | OperatorInputs.Bit(_contactor.Feedback, DigitalInput.ContactorFeedback)
        | OperatorInputs.Bit(_precharge.Contact, DigitalInput.PrechargeFeedback)
        | OperatorInputs.Bit(_programmable.Contact, DigitalInput.RelayReadback)
        | OperatorInputs.Bit(_atc.Contact, DigitalInput.AtcReadback)
        | OperatorInputs.Bit(_atd.Contact, DigitalInput.AtdReadback)
        | OperatorInputs.Bit(Aux.OverCurrent(_aux.Contact), DigitalInput.AuxOverCurrent);

    private long NextDue()
    {
        long due = Math.Min(_sensors.NextWork(Tick), Faults.Due);
        due = Math.Min(due, Math.Min(_contactor.Due, _precharge.Due));
        due = Math.Min(due, Math.Min(_programmable.Due, Math.Min(_atc.Due, Math.Min(_atd.Due, _aux.Due))));
        due = Math.Min(due, Math.Min(Solar.Permit.Due, Shore.Permit.Due));
        foreach (Load load in _loads)
        {
            due = Math.Min(due, load.Permit.Due);
        }

        if (_measured is not null)
        {
            due = Math.Min(due, Tick < _measured.StartTick ? _measured.StartTick : _measured.Due);
        }

        return due;
    }
}
