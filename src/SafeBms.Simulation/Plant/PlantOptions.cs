namespace SafeBms.Simulation;

/// <summary>
/// How the simulated boat is built. Everything is read once, by the constructor of <see cref="Plant"/>, which
/// refuses impossible boats with an <see cref="ArgumentException"/> that says what to change.
/// </summary>
public sealed record PlantOptions
{
    /// <summary>Most batteries on one battery cable chain (datasheet 002: 20).</summary>
    public const int MaxBatteries = 20;

    /// <summary>Most cells in one battery.</summary>
    public const int MaxCellsPerBattery = 8;

    /// <summary>Seed of cell spread and sensor noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Nominal system voltage in V: 12, 24 or 48.</summary>
    public int SystemVoltage_V { get; init; } = 12;

    /// <summary>Cells in series inside one battery: 4 (12.8 V) or 8 (25.6 V).</summary>
    public int CellsPerBattery { get; init; } = 4;

    /// <summary>Batteries in series in one string; 0 chooses what the system voltage needs.</summary>
    public int BatteriesInSeries { get; init; }

    /// <summary>Strings in parallel.</summary>
    public int ParallelStrings { get; init; } = 1;

    /// <summary>Nominal capacity of one battery in Ah, 10 to 1000.</summary>
    public int Capacity_Ah { get; init; } = 200;

    /// <summary>State of charge at the start in 0.1 %, 0 to 1000.</summary>
    public int InitialSoc_permille { get; init; } = 700;

    /// <summary>Largest deviation of a cell's capacity from nominal in 0.1 %, 0 to 100.</summary>
    public int CapacitySpread_permille { get; init; } = 10;

    /// <summary>Largest deviation of a cell's state of charge from the start value in 0.1 %, 0 to 100.</summary>
    public int SocSpread_permille { get; init; } = 3;

    /// <summary>Resistance of one cell at 25 degC in uOhm; 0 derives 100 mOhm / Ah (0.5 mOhm at 200 Ah).</summary>
    public int CellResistance_uOhm { get; init; }

    /// <summary>Cables and busbars between bank and contactor in uOhm, 50 to 100000.</summary>
    public int CableResistance_uOhm { get; init; } = 300;

    /// <summary>Temperature of air and batteries at the start in 0.1 degC, -400 to 800.</summary>
    public int Ambient_dC { get; init; } = 200;

    /// <summary>Heat capacity of one battery in J/K.</summary>
    public int HeatCapacity_JperK { get; init; } = 20_000;

    /// <summary>Heat that one battery gives to the air in mW/K.</summary>
    public int Cooling_mWperK { get; init; } = 2_000;

    /// <summary>What the controller itself takes from the battery in mA (datasheet 002: 217 mA at 12 V).</summary>
    public int OwnConsumption_mA { get; init; } = 217;

    /// <summary>Capacitance of everything on the system side in uF, 100 to 1000000.</summary>
    public int LoadCapacitance_uF { get; init; } = 50_000;

    /// <summary>Resistance that is always across the system side in mOhm (pre-charge needs 10 or 20 Ohm).</summary>
    public int LoadResistance_mOhm { get; init; } = 100_000;

    /// <summary>Limit of the pre-charge source in mA.</summary>
    public int PrechargeLimit_mA { get; init; } = 5_000;

    /// <summary>Time from coil on to contact closed in ms.</summary>
    public int PullIn_ms { get; init; } = 20;

    /// <summary>Time from coil off to contact open in ms.</summary>
    public int DropOut_ms { get; init; } = 15;

    /// <summary>How often the contact springs open again when it closes, each for 1 ms.</summary>
    public int Bounces { get; init; } = 1;

    /// <summary>Switching time of the small relays (pre-charge, programmable, ATC, ATD, AUX) in ms.</summary>
    public int RelayDelay_ms { get; init; } = 5;

    /// <summary>
    /// True if the programmable relay enables the alternator; false if the alternator is not wired to it.
    /// </summary>
    public bool AlternatorOnRelay { get; init; } = true;

    /// <summary>
    /// Contacts weld when they close on more than this many A; 0 never (the peak is recorded anyway).
    /// </summary>
    public int InrushWeld_A { get; init; }

    /// <summary>Sensor noise, delay and quantisation.</summary>
    public SensorOptions Sensors { get; init; } = new();

    /// <summary>Cells in series of the whole bank: 4, 8 or 16.</summary>
    public int CellsInSeries => SystemVoltage_V / 3;

    /// <summary>Batteries in series after the automatic choice.</summary>
    public int SeriesCount => BatteriesInSeries != 0 ? BatteriesInSeries : CellsInSeries / Math.Max(1, CellsPerBattery);

    /// <summary>Number of batteries of the bank.</summary>
    public int BatteryCount => SeriesCount * ParallelStrings;

    /// <summary>Nominal bank voltage in mV (3.2 V a cell).</summary>
    public int Nominal_mV => CellsInSeries * 3_200;

    /// <summary>Checks that such a boat can be built.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says which value and what is possible.</exception>
    public void Validate()
    {
        Require(SystemVoltage_V is 12 or 24 or 48, nameof(SystemVoltage_V),
            $"{SystemVoltage_V} V is no system voltage: use 12, 24 or 48.");
        Require(CellsPerBattery is 4 or 8, nameof(CellsPerBattery),
            $"A battery has 4 cells (12.8 V) or 8 cells (25.6 V), not {CellsPerBattery}.");
        Require(CellsInSeries % CellsPerBattery == 0, nameof(CellsPerBattery),
            $"A {SystemVoltage_V} V system has {CellsInSeries} cells in series: batteries of {CellsPerBattery} cells "
            + "do not divide that. Use batteries of 4 cells or a higher system voltage.");
        Require(SeriesCount * CellsPerBattery == CellsInSeries, nameof(BatteriesInSeries),
            $"{SeriesCount} batteries of {CellsPerBattery} cells in series are {SeriesCount * CellsPerBattery} cells, "
            + $"but {SystemVoltage_V} V needs {CellsInSeries}: use {CellsInSeries / CellsPerBattery} in series.");
        Require(ParallelStrings >= 1, nameof(ParallelStrings), "There must be at least one string.");
        Require(BatteryCount <= MaxBatteries, nameof(ParallelStrings),
            $"{SeriesCount} in series x {ParallelStrings} in parallel are {BatteryCount} batteries; "
            + $"one cable chain carries at most {MaxBatteries}.");
        Range(Capacity_Ah, 10, 1000, nameof(Capacity_Ah));
        Range(InitialSoc_permille, 0, 1000, nameof(InitialSoc_permille));
        Range(CapacitySpread_permille, 0, 100, nameof(CapacitySpread_permille));
        Range(SocSpread_permille, 0, 100, nameof(SocSpread_permille));
        Require(CellResistance_uOhm is 0 or (>= 50 and <= 100_000), nameof(CellResistance_uOhm),
            $"{nameof(CellResistance_uOhm)} is {CellResistance_uOhm}; possible are 50 to 100000, or 0 for automatic.");
        Range(CableResistance_uOhm, 50, 100_000, nameof(CableResistance_uOhm));
        Range(Ambient_dC, -400, 800, nameof(Ambient_dC));
        Range(HeatCapacity_JperK, 100, 1_000_000, nameof(HeatCapacity_JperK));
        Range(Cooling_mWperK, 0, 100_000, nameof(Cooling_mWperK));
        Range(OwnConsumption_mA, 0, 10_000, nameof(OwnConsumption_mA));
        Range(LoadCapacitance_uF, 100, 1_000_000, nameof(LoadCapacitance_uF));
        Range(LoadResistance_mOhm, 1, 100_000_000, nameof(LoadResistance_mOhm));
        Range(PrechargeLimit_mA, 10, 100_000, nameof(PrechargeLimit_mA));
        Range(PullIn_ms, 0, 10_000, nameof(PullIn_ms));
        Range(DropOut_ms, 0, 10_000, nameof(DropOut_ms));
        Range(Bounces, 0, 20, nameof(Bounces));
        Range(RelayDelay_ms, 0, 10_000, nameof(RelayDelay_ms));
        Range(InrushWeld_A, 0, 1_000_000, nameof(InrushWeld_A));
        Sensors.Validate();
    }

    internal static void Range(int value, int minimum, int maximum, string name) =>
        Require(value >= minimum && value <= maximum, name,
            $"{name} is {value}; possible are {minimum} to {maximum}.");

    private static void Require(bool condition, string name, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message, name);
        }
    }
}
