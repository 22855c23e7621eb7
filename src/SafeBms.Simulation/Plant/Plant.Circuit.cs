namespace SafeBms.Simulation;

/// <content>The circuit of one tick: what is connected to the busbar and what flows.</content>
public sealed partial class Plant
{
    private const int ContactBranch = 0;
    private const int PrechargeBranch = 1;
    private const int PassiveBranch = 2;
    private const int AlternatorBranch = 3;
    private const int SolarBranch = 4;
    private const int ShoreBranch = 5;
    private const int LiveBusBranch = 6;
    private const int ShortBranch = 7;
    private const int FirstLoadBranch = 8;
    private const int BranchCount = FirstLoadBranch + LoadCount;

    private const long ContactResistance_uOhm = 50;
    private const long PrechargeResistance_uOhm = 100_000;
    private const long LiveBusConductance_uS = 100_000_000;
    private const long LiveBusLimit_uA = 50_000_000;

    // 1 kOhm that every boat has across its busbar (meters, displays); lets the capacitance discharge.
    private const long BleedConductance_uS = 1_000;
    private bool _weldedByInrush;

    private void SolveCircuit()
    {
        long open_uV = _measured?.Voltage_uV ?? _bank.Emf_uV;
        long resistance_uOhm = _measured is null ? BankResistance_uOhm : Options.CableResistance_uOhm;
        long side_uA = SideCurrent_uA;
        long source_uV = open_uV - (side_uA * resistance_uOhm / 1_000_000);
        bool closed = _contactor.Contact;
        ConnectBattery(closed, source_uV, resistance_uOhm);
        ConnectSources(source_uV);
        for (int i = 0; i < LoadCount; i++)
        {
            _loads[i].Connect(_node, FirstLoadBranch + i, Tick);
        }

        if (!_node.Settled || _contactWasClosed != closed)
        {
            _node.Step(closed ? ContactBranch : -1);
        }

        PrechargeCurrent_uA = _node.Current_uA(PrechargeBranch);
        PackCurrent_uA = -(_node.Current_uA(ContactBranch) + PrechargeCurrent_uA);
        BankCurrent_uA = PackCurrent_uA - side_uA;
        BatteryVoltage_uV = _measured?.Voltage_uV
            ?? (_bank.Emf_uV + (BankCurrent_uA * BankResistance_uOhm / 1_000_000));
    }

    private long SideCurrent_uA => Aux.Current_uA(_aux.Contact) + (_ownConsumption_mA * 1000L);

    private void ConnectBattery(bool closed, long source_uV, long batteryResistance_uOhm)
    {
        long resistance_uOhm = batteryResistance_uOhm + ContactResistance_uOhm;
        if (closed)
        {
            if (!_contactWasClosed)
            {
                RecordInrush(Math.Abs(source_uV - _node.Voltage_uV) * 1000 / resistance_uOhm);
            }

            _node.Set(
                ContactBranch, 1_000_000_000_000L / resistance_uOhm, source_uV,
                -BusNode.Unlimited_uA, BusNode.Unlimited_uA);
        }
        else
        {
            _node.Clear(ContactBranch);
        }

        // A closed main contact bypasses the pre-charge path.
        if (_precharge.Contact && !closed)
        {
            long path_uOhm = PrechargeResistance_uOhm + batteryResistance_uOhm;
            _node.Set(
                PrechargeBranch, 1_000_000_000_000L / path_uOhm, source_uV, 0, Options.PrechargeLimit_mA * 1000L);
        }
        else
        {
            _node.Clear(PrechargeBranch);
        }
    }

    private void ConnectSources(long source_uV)
    {
        if (Alternator.Field_uA > 0)
        {
            _node.Set(AlternatorBranch, Alternator.Conductance_uS, Alternator.Surge_uV, 0, Alternator.Field_uA);
        }
        else
        {
            _node.Clear(AlternatorBranch);
        }

        Connect(SolarBranch, Solar);
        Connect(ShoreBranch, Shore);
        if (Faults.IsActive(FaultId.LiveBus))
        {
            long live_uV = source_uV + (Faults.Magnitude(FaultId.LiveBus, 0) * 1000L);
            _node.Set(LiveBusBranch, LiveBusConductance_uS, live_uV, 0, LiveBusLimit_uA);
        }
        else
        {
            _node.Clear(LiveBusBranch);
        }
    }

    private void Connect(int branch, Charger charger)
    {
        if (charger.Active)
        {
            _node.Set(branch, charger.Conductance_uS, charger.SetPoint_mV * 1000L, 0, charger.Limit_mA * 1000L);
        }
        else
        {
            _node.Clear(branch);
        }
    }

    // The recording already contains what sources and loads did: only the main contact decides.
    private void FollowRecording(MeasuredSource measured)
    {
        PackCurrent_uA = measured.Current_uA(Tick);
        PrechargeCurrent_uA = 0;
        BankCurrent_uA = PackCurrent_uA - SideCurrent_uA;
        BatteryVoltage_uV = measured.Voltage_uV;
        _node.Hold(measured.Voltage_uV + (PackCurrent_uA * ContactResistance_uOhm / 1_000_000));
    }

    private void RecordInrush(long inrush_mA)
    {
        InrushPeak_mA = Math.Max(InrushPeak_mA, inrush_mA);
        if (Options.InrushWeld_A != 0 && inrush_mA / 1000 > Options.InrushWeld_A)
        {
            _weldedByInrush = true;
            _contactor.Welded = true;
        }
    }
}
