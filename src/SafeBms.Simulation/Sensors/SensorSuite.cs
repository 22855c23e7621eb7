namespace SafeBms.Simulation;

/// <summary>
/// Samples the boat: fast channels every 10 ms, one battery's frame (cells and temperature) every 80 ms with the
/// batteries 4 ms apart, controller temperature and state of charge every 80 ms (periods of spec/signals.yaml).
/// A sample is taken, made worse (noise, quantisation, fault), and delivered after its delay.
/// </summary>
internal sealed class SensorSuite
{
    public const int FastPeriod_ms = 10;
    public const int FramePeriod_ms = 80;
    private const int FrameSpacing_ms = 4;
    private const int FrameValues = PlantOptions.MaxCellsPerBattery + 1;

    private readonly SensorOptions _options;
    private readonly ulong _seed;
    private readonly int _batteries;
    private readonly int _cells;
    private readonly FaultSet _faults;
    private readonly int[] _fast = new int[Channel.PrechargeCurrent + 1];
    private readonly int[] _frames = new int[PlantOptions.MaxBatteries * FrameValues];
    private readonly bool[] _frameSent = new bool[PlantOptions.MaxBatteries];
    private readonly int[] _gapToWork = new int[FramePeriod_ms];
    private readonly int _prechargeEnd_mV;
    private bool _fastTaken;
    private bool _feedbackRose;
    private bool _prechargeContact;

    public SensorSuite(PlantOptions options, FaultSet faults)
    {
        _options = options.Sensors;
        _seed = options.Seed;
        _batteries = options.BatteryCount;
        _cells = options.CellsPerBattery;
        _faults = faults;

        // Pre-charge counts as done within 1 V at 12 V, scaled with the system voltage (property P05).
        _prechargeEnd_mV = options.SystemVoltage_V * 1000 / 12;
        Readings = new SensorReadings(_batteries, _cells);
        for (int phase = 0; phase < FramePeriod_ms; phase++)
        {
            int gap = 1;
            while (!HasWork((phase + gap) % FramePeriod_ms))
            {
                gap++;
            }

            _gapToWork[phase] = gap;
        }
    }

    public SensorReadings Readings { get; }

    /// <summary>The first tick after this one in which a sample is taken or delivered.</summary>
    public long NextWork(long tick) => tick + _gapToWork[tick % FramePeriod_ms];

    /// <summary>Takes and delivers what is due in this tick.</summary>
    public void Step(long tick, Plant plant)
    {
        Readings.Tick = tick;
        int phase = (int)(tick % FramePeriod_ms);
        if (phase % FastPeriod_ms == 0)
        {
            TakeFast(tick, plant);
        }

        if (phase % FastPeriod_ms == _options.FastDelay_ms && _fastTaken)
        {
            DeliverFast();
        }

        int battery = FrameAt(phase);
        if (battery >= 0)
        {
            TakeFrame(battery, tick, plant);
        }

        battery = FrameAt((phase - _options.FrameDelay_ms + FramePeriod_ms) % FramePeriod_ms);
        if (battery >= 0 && _frameSent[battery])
        {
            DeliverFrame(battery);
        }

        if (phase == 0)
        {
            DeliverChecked(Channel.BmsTemperature, Sense(Channel.BmsTemperature, plant.BmsTemperature_dC, 0, 1, tick));
            int soc_permille = Sense(Channel.StateOfCharge, plant.StateOfCharge_permille, 0, 1, tick);
            DeliverChecked(Channel.StateOfCharge, soc_permille);
        }

        FireAlarms(tick);
    }

    /// <summary>Sets the digital inputs; they are fresh in every tick.</summary>
    public void SetDigital(uint levels, long tick, bool prechargeContact)
    {
        levels = SensorFaults.AlterDigital(_faults, levels, tick);
        uint lost = SensorFaults.LostDigital(_faults);
        if (lost != Readings.Lost)
        {
            Readings.Lose(lost, tick);
            Readings.Irregularities++;
        }

        levels = (levels & ~lost) | (Readings.Digital & lost);
        bool feedbackRose = (levels & ~Readings.Digital & (1u << (int)DigitalInput.ContactorFeedback)) != 0;
        if (levels != Readings.Digital)
        {
            Readings.Digital = levels;
            Readings.Version++;
        }

        _feedbackRose = feedbackRose;
        _prechargeContact = prechargeContact;
    }

    public ulong Hash(ulong hash)
    {
        foreach (int value in _fast)
        {
            hash = StateHash.Add(hash, value);
        }

        foreach (int value in _frames)
        {
            hash = StateHash.Add(hash, value);
        }

        return Readings.Hash(hash);
    }

    private bool HasWork(int phase) =>
        phase % FastPeriod_ms == 0 || phase % FastPeriod_ms == _options.FastDelay_ms
        || FrameAt(phase) >= 0
        || FrameAt((phase - _options.FrameDelay_ms + FramePeriod_ms) % FramePeriod_ms) >= 0;

    private int FrameAt(int phase) =>
        phase % FrameSpacing_ms == 0 && phase / FrameSpacing_ms < _batteries ? phase / FrameSpacing_ms : -1;

    private void TakeFast(long tick, Plant plant)
    {
        SensorOptions o = _options;
        int pack_mA = ToMilli(plant.PackCurrent_uA);
        _fast[Channel.PackCurrent] =
            Sense(Channel.PackCurrent, pack_mA, o.CurrentNoise_mA, o.CurrentStep_mA, tick);
        _fast[Channel.RedundantCurrent] =
            Sense(Channel.RedundantCurrent, pack_mA, o.CurrentNoise_mA, o.CurrentStep_mA, tick);
        _fast[Channel.BatteryVoltage] = Sense(
            Channel.BatteryVoltage, ToMilli(plant.BatteryVoltage_uV), o.VoltageNoise_mV, o.VoltageStep_mV, tick);
        _fast[Channel.BusVoltage] = Sense(
            Channel.BusVoltage, ToMilli(plant.BusVoltage_uV), o.VoltageNoise_mV, o.VoltageStep_mV, tick);
        _fast[Channel.PrechargeCurrent] = Sense(
            Channel.PrechargeCurrent, ToMilli(plant.PrechargeCurrent_uA), o.PrechargeNoise_mA, 1, tick);
        _fastTaken = true;
    }

    private void DeliverFast()
    {
        for (int i = 0; i < _fast.Length; i++)
        {
            DeliverChecked(i, _fast[i]);
        }
    }

    private void TakeFrame(int battery, long tick, Plant plant)
    {
        _frameSent[battery] = !_faults.IsActive(FaultId.BatteryMissing, battery)
            && !SensorFaults.IsLost(_faults, _seed, battery, tick);
        if (!_frameSent[battery])
        {
            Readings.Irregularities++;
            return;
        }

        Span<int> cells = stackalloc int[PlantOptions.MaxCellsPerBattery];
        for (int c = 0; c < _cells; c++)
        {
            cells[c] = ToMilli(plant.CellVoltage_uV(battery, c));
        }

        CellTaps.Apply(_faults, battery, cells[.._cells]);
        int frame = battery * FrameValues;
        for (int c = 0; c < _cells; c++)
        {
            _frames[frame + c] =
                Sense(Channel.Cell(battery, c), cells[c], _options.CellNoise_mV, _options.VoltageStep_mV, tick);
        }

        _frames[frame + FrameValues - 1] = Sense(
            Channel.Temperature(battery), plant.BatteryTemperature_dC(battery), _options.TemperatureNoise_dC, 1, tick);
    }

    private void DeliverFrame(int battery)
    {
        int frame = battery * FrameValues;
        for (int c = 0; c < _cells; c++)
        {
            DeliverChecked(Channel.Cell(battery, c), _frames[frame + c]);
        }

        DeliverChecked(Channel.Temperature(battery), _frames[frame + FrameValues - 1]);
    }

    private void DeliverChecked(int channel, int value)
    {
        if (value == SensorFaults.Rejected)
        {
            Readings.Irregularities++;
            return;
        }

        Readings.Deliver(channel, value);
    }

    private int Sense(int channel, int truth, int noise, int step, long tick)
    {
        int value = truth;
        if (noise != 0)
        {
            value += SensorFaults.Triangular(SplitMix64.Noise(_seed, channel, tick), noise);
        }

        value = Quantise(value, step);
        if (channel is Channel.BatteryVoltage or Channel.BusVoltage or Channel.PrechargeCurrent)
        {
            // These converters measure one polarity only.
            value = Math.Max(0, value);
        }

        return _faults.IsFaulty(channel) ? SensorFaults.Worsen(_faults, _seed, Readings, channel, value, tick) : value;
    }

    // F38: the cell's frame overtakes its schedule, so that it arrives in the same tick as the success.
    private void FireAlarms(long tick)
    {
        if (!_faults.IsActive(FaultId.AlarmWithSuccess))
        {
            return;
        }

        int difference_mV = Readings[Channel.BatteryVoltage].Value - Readings[Channel.BusVoltage].Value;
        bool precharged = _prechargeContact && Readings.Accepted(Channel.BusVoltage)
            && Math.Abs(difference_mV) <= _prechargeEnd_mV;
        ReadOnlySpan<FaultSlot> slots = _faults.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly FaultSlot slot = ref slots[i];
            bool success = slot.Magnitude == 0 ? precharged : _feedbackRose;
            if (slot.Active && slot.Id == FaultId.AlarmWithSuccess && !slot.Fired && success)
            {
                _faults.Fire(i);
                Readings.Irregularities++;
                Readings.Deliver(slot.Target, SensorFaults.AlarmVoltage_mV);
            }
        }
    }

    private static int Quantise(int value, int step) =>
        step == 1 ? value : (value + ((value >= 0 ? step : -step) / 2)) / step * step;

    private static int ToMilli(long micro) => SensorFaults.Saturate(micro / 1000);
}
