namespace SafeBms.Simulation;

/// <summary>
/// The batteries: every cell has its own charge, capacity, resistance and open-circuit voltage. Between two
/// updates (100 ms) the bank is a voltage source behind a resistance and charge is only added up; the update
/// hands the sum to the strings without losing a single uA*ms, so stepping and leaping give the same bits.
/// </summary>
internal sealed class BatteryBank
{
    /// <summary>Period of <see cref="Update"/> in ms.</summary>
    public const int Period_ms = 100;

    private const int CellSlots = PlantOptions.MaxCellsPerBattery;
    private const int ShareBits = 20;
    private const long MostHeat_pW = 1_000_000_000_000_000_000;

    private readonly int _series;
    private readonly int _strings;
    private readonly int _cells;
    private readonly long _heatCapacity_JperK;
    private readonly long _cooling_mWperK;
    private readonly long[] _charge_uAms;
    private readonly long[] _capacity_uAms;
    private readonly long[] _ocv_uV;
    private readonly long[] _resistance25_uOhm;
    private readonly long[] _temperature_nK;
    private readonly long[] _factor_1024;
    private readonly long[] _stringShare;
    private readonly long[] _stringEqualising_uA;
    private readonly long[] _stringEmf_uV;
    private readonly long[] _stringConductance_uS;
    private long _pending_uAms;

    public BatteryBank(PlantOptions options, ref SplitMix64 random)
    {
        _series = options.SeriesCount;
        _strings = options.ParallelStrings;
        _cells = options.CellsPerBattery;
        _heatCapacity_JperK = options.HeatCapacity_JperK;
        _cooling_mWperK = options.Cooling_mWperK;
        BatteryCount = _series * _strings;
        _charge_uAms = new long[BatteryCount * CellSlots];
        _capacity_uAms = new long[BatteryCount * CellSlots];
        _ocv_uV = new long[BatteryCount * CellSlots];
        _resistance25_uOhm = new long[BatteryCount * CellSlots];
        _temperature_nK = new long[BatteryCount];
        _factor_1024 = new long[BatteryCount];
        _stringShare = new long[_strings];
        _stringEqualising_uA = new long[_strings];
        _stringEmf_uV = new long[_strings];
        _stringConductance_uS = new long[_strings];
        Ambient_dC = options.Ambient_dC;
        CreateCells(options, ref random);
        Refresh();
    }

    public int BatteryCount { get; }

    /// <summary>Temperature of the air in 0.1 degC.</summary>
    public int Ambient_dC { get; set; }

    /// <summary>Voltage of the bank without current, in uV.</summary>
    public long Emf_uV { get; private set; }

    /// <summary>Resistance of the bank without cables, in uOhm.</summary>
    public long Resistance_uOhm { get; private set; }

    /// <summary>
    /// Charge of all cells including what the next update will distribute, in uA*ms a cell in series.
    /// </summary>
    public long CountedCharge_uAms { get; private set; }

    /// <summary>State of charge of the bank in 0.1 %.</summary>
    public int Soc_permille { get; private set; }

    /// <summary>Adds current (positive charges) that flowed for some ms.</summary>
    public void AddCharge(long current_uA, long duration_ms)
    {
        long charge = current_uA * duration_ms;
        _pending_uAms += charge;
        CountedCharge_uAms += charge;
    }

    /// <summary>
    /// Distributes the charge of the last 100 ms and works out voltages, temperatures and resistances.
    /// </summary>
    public void Update()
    {
        long rest_uAms = _pending_uAms;
        for (int s = 0; s < _strings; s++)
        {
            bool last = s == _strings - 1;
            long share_uAms = last
                ? rest_uAms
                : ((_pending_uAms * _stringShare[s]) >> ShareBits) + (_stringEqualising_uA[s] * Period_ms);
            rest_uAms -= share_uAms;
            ChargeString(s, share_uAms);
        }

        _pending_uAms = 0;
        Refresh();
    }

    /// <summary>Terminal voltage of one cell in uV while the bank carries the given current.</summary>
    public long CellVoltage_uV(int battery, int cell, long bankCurrent_uA)
    {
        int index = (battery * CellSlots) + cell;
        long current_uA = StringCurrent_uA(battery / _series, bankCurrent_uA);
        long resistance_uOhm = _resistance25_uOhm[index] * _factor_1024[battery] / 1024;
        return _ocv_uV[index] + (current_uA * resistance_uOhm / 1_000_000);
    }

    /// <summary>How far one cell's open-circuit voltage lies from the mean of the bank, in uV.</summary>
    public long CellDeviation_uV(int battery, int cell) =>
        _ocv_uV[(battery * CellSlots) + cell] - (Emf_uV / (_series * _cells));

    /// <summary>Current of one string in uA while the bank carries the given current.</summary>
    public long StringCurrent_uA(int stringIndex, long bankCurrent_uA) =>
        ((bankCurrent_uA * _stringShare[stringIndex]) >> ShareBits) + _stringEqualising_uA[stringIndex];

    /// <summary>Temperature of one battery in 0.1 degC.</summary>
    public int Temperature_dC(int battery) => (int)(_temperature_nK[battery] / 100_000_000);

    /// <summary>Sets the temperature of one battery.</summary>
    public void SetTemperature(int battery, int temperature_dC)
    {
        _temperature_nK[battery] = temperature_dC * 100_000_000L;
        Refresh();
    }

    /// <summary>State of charge of one cell in millionths.</summary>
    public long CellSoc_millionths(int battery, int cell)
    {
        int index = (battery * CellSlots) + cell;
        return _charge_uAms[index] / (_capacity_uAms[index] / 1_000_000);
    }

    /// <summary>Charge of one cell in uA*ms.</summary>
    public long CellCharge_uAms(int battery, int cell) => _charge_uAms[(battery * CellSlots) + cell];

    /// <summary>Sets the state of charge of one cell.</summary>
    public void SetCellSoc(int battery, int cell, int soc_permille)
    {
        int index = (battery * CellSlots) + cell;
        _charge_uAms[index] = _capacity_uAms[index] / 1000 * soc_permille;
        Refresh();
    }

    /// <summary>Mixes the complete state into a running hash.</summary>
    public ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, _charge_uAms);
        hash = StateHash.Add(hash, _ocv_uV);
        hash = StateHash.Add(hash, _temperature_nK);
        hash = StateHash.Add(hash, _stringShare);
        hash = StateHash.Add(hash, _stringEqualising_uA);
        hash = StateHash.Add(hash, Emf_uV);
        hash = StateHash.Add(hash, Resistance_uOhm);
        hash = StateHash.Add(hash, _pending_uAms);
        return StateHash.Add(hash, CountedCharge_uAms);
    }

    private void CreateCells(PlantOptions options, ref SplitMix64 random)
    {
        long nominal_uAms = options.Capacity_Ah * 3_600_000_000_000L;
        long resistance_uOhm = options.CellResistance_uOhm != 0
            ? options.CellResistance_uOhm
            : 100_000L / options.Capacity_Ah;
        for (int b = 0; b < BatteryCount; b++)
        {
            _temperature_nK[b] = options.Ambient_dC * 100_000_000L;
            for (int c = 0; c < _cells; c++)
            {
                int index = (b * CellSlots) + c;
                int spread = options.CapacitySpread_permille;
                _capacity_uAms[index] = nominal_uAms / 1000 * (1000 + random.Between(-spread, spread));
                long deviation = random.Between(-options.SocSpread_permille, options.SocSpread_permille);
                long soc = options.InitialSoc_permille + deviation;
                _charge_uAms[index] = _capacity_uAms[index] / 1000 * soc;
                _resistance25_uOhm[index] = resistance_uOhm * (1000 + random.Between(-50, 50)) / 1000;
            }
        }
    }

    private void ChargeString(int stringIndex, long charge_uAms)
    {
        // P = I^2 R of the mean current: exact for a constant current, and 100 ms is short against any heating.
        long current_mA = charge_uAms / (Period_ms * 1000);
        for (int b = stringIndex * _series; b < (stringIndex + 1) * _series; b++)
        {
            long resistance_uOhm = 0;
            int first = b * CellSlots;
            for (int i = first; i < first + _cells; i++)
            {
                _charge_uAms[i] += charge_uAms;
                resistance_uOhm += _resistance25_uOhm[i];
            }

            // mA^2 * uOhm = pW. nK per 100 ms = pW / (10000 * J/K).
            Int128 heat = ((Int128)current_mA * current_mA * resistance_uOhm * _factor_1024[b]) >> 10;
            long heat_pW = (long)Int128.Min(heat, MostHeat_pW);
            long cooling = ((Ambient_dC * 100_000_000L) - _temperature_nK[b]) * _cooling_mWperK;
            _temperature_nK[b] += (heat_pW + cooling) / (10_000 * _heatCapacity_JperK);
        }
    }

    private void Refresh()
    {
        long conductance_uS = 0;
        for (int s = 0; s < _strings; s++)
        {
            RefreshString(s);
            conductance_uS += _stringConductance_uS[s];
        }

        // The last string takes the rest of the shares and of the equalising currents, so that both sums are exact.
        long shares = 1L << ShareBits;
        long emf_uV = 0;
        for (int s = 0; s < _strings; s++)
        {
            _stringShare[s] = s == _strings - 1 ? shares : (_stringConductance_uS[s] << ShareBits) / conductance_uS;
            shares -= _stringShare[s];
            emf_uV += (_stringEmf_uV[s] * _stringShare[s]) >> ShareBits;
        }

        long equalising_uA = 0;
        long lowest_millionths = long.MaxValue;
        for (int s = 0; s < _strings; s++)
        {
            _stringEqualising_uA[s] = s == _strings - 1
                ? -equalising_uA
                : (emf_uV - _stringEmf_uV[s]) * _stringConductance_uS[s] / 1_000_000;
            equalising_uA += _stringEqualising_uA[s];
            lowest_millionths = Math.Min(lowest_millionths, MeanSoc_millionths(s));
        }

        Emf_uV = emf_uV;
        Resistance_uOhm = 1_000_000_000_000L / conductance_uS;
        Soc_permille = (int)Math.Clamp(lowest_millionths / 1000, 0, 1000);
    }

    private void RefreshString(int stringIndex)
    {
        long emf_uV = 0;
        long resistance_uOhm = 0;
        for (int b = stringIndex * _series; b < (stringIndex + 1) * _series; b++)
        {
            long sum25_uOhm = 0;
            int first = b * CellSlots;
            for (int i = first; i < first + _cells; i++)
            {
                _ocv_uV[i] = CellTables.Ocv_uV(_charge_uAms[i] / (_capacity_uAms[i] / 1_000_000));
                emf_uV += _ocv_uV[i];
                sum25_uOhm += _resistance25_uOhm[i];
            }

            _factor_1024[b] = CellTables.ResistanceFactor_1024(_temperature_nK[b] / 100_000_000);
            resistance_uOhm += sum25_uOhm * _factor_1024[b] / 1024;
        }

        _stringEmf_uV[stringIndex] = emf_uV;
        _stringConductance_uS[stringIndex] = 1_000_000_000_000L / resistance_uOhm;
    }

    private long MeanSoc_millionths(int stringIndex)
    {
        long sum = 0;
        for (int b = stringIndex * _series; b < (stringIndex + 1) * _series; b++)
        {
            for (int c = 0; c < _cells; c++)
            {
                sum += CellSoc_millionths(b, c);
            }
        }

        return sum / (_series * _cells);
    }
}
