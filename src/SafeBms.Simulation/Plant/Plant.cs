namespace SafeBms.Simulation;

/// <summary>
/// The simulated boat: bank, contactor, pre-charge, alternator, chargers, loads, sensors and faults, advanced in
/// steps of exactly 1 ms. Integer arithmetic throughout, one seed, no clock: the same options, commands and
/// settings give the same bits on every machine. Nothing allocates after construction.
/// </summary>
/// <remarks>
/// Commands given to <see cref="Step"/> act in that tick; setters and faults act in the next one. Afterwards
/// <see cref="Readings"/> is what a controller would see in that scan. Not thread-safe.
/// </remarks>
public sealed partial class Plant
{
    /// <summary>Loads that can be switched; number 0 is meant for DC loads, number 1 for the inverter.</summary>
    public const int LoadCount = 4;

    private readonly ChangeMark _mark = new();
    private readonly BatteryBank _bank;
    private readonly BusNode _node = new(BranchCount);
    private readonly Contactor _contactor;
    private readonly Relay _precharge;
    private readonly Relay _programmable;
    private readonly Relay _atc;
    private readonly Relay _atd;
    private readonly Relay _aux;
    private readonly SensorSuite _sensors;
    private readonly Load[] _loads = new Load[LoadCount];
    private MeasuredSource? _measured;
    private int _ownConsumption_mA;
    private int _bmsTemperatureOffset_dC;

    /// <summary>Builds a boat in which everything is switched off and the busbar is discharged.</summary>
    /// <exception cref="ArgumentException">Such a boat is impossible; the message says why.</exception>
    public Plant(PlantOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        SplitMix64 random = new(options.Seed);
        _bank = new BatteryBank(options, ref random);
        _contactor = new Contactor(options.PullIn_ms, options.DropOut_ms, options.Bounces);
        _precharge = new Relay(options.RelayDelay_ms);
        _programmable = new Relay(options.RelayDelay_ms);
        _atc = new Relay(options.RelayDelay_ms);
        _atd = new Relay(options.RelayDelay_ms);
        _aux = new Relay(options.RelayDelay_ms);
        Faults = new FaultSet(_mark, _bank.BatteryCount, options.CellsPerBattery);
        _sensors = new SensorSuite(options, Faults);
        Alternator = new Alternator(_mark, options.Nominal_mV);
        Solar = new Charger(_mark, options.Nominal_mV, 30_000);
        Shore = new Charger(_mark, options.Nominal_mV, 70_000);
        Aux = new AuxOutput(_mark);
        Inputs = new OperatorInputs(_mark);
        for (int i = 0; i < LoadCount; i++)
        {
            _loads[i] = new Load(_mark, options.Nominal_mV);
        }

        _ownConsumption_mA = options.OwnConsumption_mA;
        ApplyFaults();
    }

    /// <summary>How the boat is built.</summary>
    public PlantOptions Options { get; }

    /// <summary>Number of steps done, in ms.</summary>
    public long Tick { get; private set; }

    /// <summary>What the controller sees.</summary>
    public SensorReadings Readings => _sensors.Readings;

    /// <summary>The faults of the boat.</summary>
    public FaultSet Faults { get; }

    /// <summary>The alternator.</summary>
    public Alternator Alternator { get; }

    /// <summary>The solar charger (30 A unless set).</summary>
    public Charger Solar { get; }

    /// <summary>The inverter-charger on shore power (70 A unless set).</summary>
    public Charger Shore { get; }

    /// <summary>The loads, <see cref="LoadCount"/> of them.</summary>
    public ReadOnlySpan<Load> Loads => _loads;

    /// <summary>The load on the AUX output.</summary>
    public AuxOutput Aux { get; }

    /// <summary>Remote terminals, cable chain and flags of the controller.</summary>
    public OperatorInputs Inputs { get; }

    /// <summary>Temperature of the air in 0.1 degC; batteries follow slowly.</summary>
    public int Ambient_dC
    {
        get => _bank.Ambient_dC;
        set
        {
            PlantOptions.Range(value, -600, 1000, nameof(Ambient_dC));
            _bank.Ambient_dC = value;
        }
    }

    /// <summary>What the controller takes from the battery in mA.</summary>
    public int OwnConsumption_mA
    {
        get => _ownConsumption_mA;
        set
        {
            PlantOptions.Range(value, 0, 100_000, nameof(OwnConsumption_mA));
            _mark.Store(ref _ownConsumption_mA, value);
        }
    }

    /// <summary>Warms the controller from outside, in 0.1 K above what current and air make.</summary>
    public int BmsTemperatureOffset_dC
    {
        get => _bmsTemperatureOffset_dC;
        set
        {
            PlantOptions.Range(value, -2000, 2000, nameof(BmsTemperatureOffset_dC));
            _mark.Store(ref _bmsTemperatureOffset_dC, value);
        }
    }

    /// <summary>Sets the temperature of one battery at once.</summary>
    public void SetBatteryTemperature(int battery, int temperature_dC)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(battery);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(battery, _bank.BatteryCount);
        PlantOptions.Range(temperature_dC, -600, 2000, nameof(temperature_dC));
        _bank.SetTemperature(battery, temperature_dC);
        _mark.IsSet = true;
    }

    /// <summary>Sets the state of charge of one cell at once, -50 to 1050 in 0.1 %.</summary>
    public void SetCellSoc(int battery, int cell, int soc_permille)
    {
        CheckCell(battery, cell);
        PlantOptions.Range(
            soc_permille, CellTables.LowestSoc_permille, CellTables.HighestSoc_permille, nameof(soc_permille));
        _bank.SetCellSoc(battery, cell, soc_permille);
        _mark.IsSet = true;
    }

    /// <summary>
    /// From now on voltage, current and state of charge come from a recording: its current flows while the
    /// contactor is closed, its voltage is always there, and cells follow voltage / cells in series with their
    /// spread. The recording's clock starts after a delay.
    /// </summary>
    public void UseMeasured(MeasuredSeries series, long after_ms = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfNegative(after_ms);
        _measured = new MeasuredSource(series, Tick + 1 + after_ms);
        _mark.IsSet = true;
    }

    /// <summary>Goes back to the simulated bank.</summary>
    public void StopMeasured()
    {
        _measured = null;
        _node.Disturb();
        _mark.IsSet = true;
    }

    /// <summary>True if a recording drives the plant and its last row is reached.</summary>
    public bool MeasuredAtEnd => _measured is { AtEnd: true };

    /// <summary>True while the main contact conducts, whatever coil and feedback say.</summary>
    public bool ContactClosed => _contactor.Contact;

    /// <summary>Current measured on the system side of the AUX tap in uA, positive charges.</summary>
    public long PackCurrent_uA { get; private set; }

    /// <summary>Current of the bank in uA, positive charges: pack current less AUX and own consumption.</summary>
    public long BankCurrent_uA { get; private set; }

    /// <summary>Voltage on the battery side of the contactor in uV.</summary>
    public long BatteryVoltage_uV { get; private set; }

    /// <summary>Voltage on the system side in uV.</summary>
    public long BusVoltage_uV => _node.Voltage_uV;

    /// <summary>Current through the pre-charge path in uA, positive towards the system.</summary>
    public long PrechargeCurrent_uA { get; private set; }

    /// <summary>Current into the capacitance of the system side in uA.</summary>
    public long CapacitorCurrent_uA => _node.Capacitor_uA;

    /// <summary>Current that the alternator delivers in uA.</summary>
    public long AlternatorCurrent_uA => _node.Current_uA(AlternatorBranch);

    /// <summary>Current of the resistance that is always across the system side, bleed included, in uA.</summary>
    public long PassiveCurrent_uA => -_node.Current_uA(PassiveBranch);

    /// <summary>Current that the solar charger delivers in uA.</summary>
    public long SolarCurrent_uA => _node.Current_uA(SolarBranch);

    /// <summary>Current that the inverter-charger delivers in uA.</summary>
    public long ShoreCurrent_uA => _node.Current_uA(ShoreBranch);

    /// <summary>Current that one load takes in uA.</summary>
    public long LoadCurrent_uA(int load) => -_node.Current_uA(FirstLoadBranch + load);

    /// <summary>Voltage of the bank without current in uV.</summary>
    public long OpenCircuitVoltage_uV => _bank.Emf_uV;

    /// <summary>Resistance between the open-circuit voltage and the battery terminal in uOhm.</summary>
    public long BankResistance_uOhm => _bank.Resistance_uOhm + Options.CableResistance_uOhm;

    /// <summary>Charge that went into the bank since construction in uA*ms.</summary>
    public long CountedCharge_uAms => _bank.CountedCharge_uAms;

    /// <summary>State of charge in 0.1 %: the emptiest string, or what the recording says.</summary>
    public int StateOfCharge_permille => _measured?.Soc_permille ?? _bank.Soc_permille;

    /// <summary>Temperature inside the controller in 0.1 degC.</summary>
    public int BmsTemperature_dC => (int)(Ambient_dC + (_bmsRise_nK / 100_000_000) + _bmsTemperatureOffset_dC);

    /// <summary>Highest current at a closing of the main contact in mA.</summary>
    public long InrushPeak_mA { get; private set; }

    /// <summary>How often the alternator was cut off under load so that the busbar rose above 1.5 x nominal.</summary>
    public int LoadDumpCount { get; private set; }

    /// <summary>Highest voltage of the busbar within a second after such a cut, in mV.</summary>
    public int LoadDumpPeak_mV { get; private set; }

    /// <summary>Voltage of one cell in uV.</summary>
    public long CellVoltage_uV(int battery, int cell)
    {
        CheckCell(battery, cell);
        return _measured is { } measured
            ? (measured.Voltage_uV / Options.CellsInSeries) + _bank.CellDeviation_uV(battery, cell)
            : _bank.CellVoltage_uV(battery, cell, BankCurrent_uA);
    }

    /// <summary>State of charge of one cell in millionths.</summary>
    public long CellSoc_millionths(int battery, int cell)
    {
        CheckCell(battery, cell);
        return _bank.CellSoc_millionths(battery, cell);
    }

    /// <summary>Charge of one cell in uA*ms, as of the last multiple of 100 ms.</summary>
    public long CellCharge_uAms(int battery, int cell)
    {
        CheckCell(battery, cell);
        return _bank.CellCharge_uAms(battery, cell);
    }

    /// <summary>Temperature of one battery in 0.1 degC.</summary>
    public int BatteryTemperature_dC(int battery) => _bank.Temperature_dC(battery);

    /// <summary>A hash of the complete state: equal hashes mean that two runs are the same bit for bit.</summary>
    public ulong StateHash()
    {
        ulong hash = Simulation.StateHash.Add(0, Tick);
        hash = _bank.Hash(hash);
        hash = _node.Hash(hash);
        hash = _contactor.Hash(hash);
        hash = _precharge.Hash(hash);
        hash = _programmable.Hash(hash);
        hash = _atc.Hash(hash);
        hash = _atd.Hash(hash);
        hash = _aux.Hash(hash);
        hash = Alternator.Hash(hash);
        hash = Solar.Hash(hash);
        hash = Shore.Hash(hash);
        foreach (Load load in _loads)
        {
            hash = load.Hash(hash);
        }

        hash = _sensors.Hash(hash);
        hash = Faults.Hash(hash);
        hash = _measured?.Hash(hash) ?? hash;
        hash = Simulation.StateHash.Add(hash, PackCurrent_uA);
        hash = Simulation.StateHash.Add(hash, BankCurrent_uA);
        hash = Simulation.StateHash.Add(hash, BatteryVoltage_uV);
        hash = Simulation.StateHash.Add(hash, _bmsRise_nK);
        return Simulation.StateHash.Add(hash, LoadDumpPeak_mV);
    }

    private void CheckCell(int battery, int cell)
    {
        if ((uint)battery >= (uint)_bank.BatteryCount || (uint)cell >= (uint)Options.CellsPerBattery)
        {
            throw new ArgumentOutOfRangeException(
                nameof(cell),
                $"There is no cell {cell} of battery {battery}: {_bank.BatteryCount} batteries of "
                + $"{Options.CellsPerBattery} cells, counted from 0.");
        }
    }
}
