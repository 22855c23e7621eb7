namespace SafeBms.Simulation;

/// <summary>
/// A charger with fast electronics (solar charger, inverter-charger on shore power): constant current up to its
/// voltage, then constant voltage. It can raise a dead busbar by itself, which is what wakes the system.
/// </summary>
public sealed class Charger
{
    private readonly ChangeMark _mark;
    private readonly int _nominal_mV;
    private bool _running;
    private int _limit_mA;
    private int _setPoint_mV;

    internal Charger(ChangeMark mark, int nominal_mV, int limit_mA)
    {
        _mark = mark;
        _nominal_mV = nominal_mV;
        _limit_mA = limit_mA;
        _setPoint_mV = (int)(nominal_mV * 1110L / 1000);
        Permit = new Permit(mark, obeys: true);
    }

    /// <summary>True while the sun shines or shore power is there.</summary>
    public bool Running
    {
        get => _running;
        set => _mark.Store(ref _running, value);
    }

    /// <summary>Most current in mA, 0 to 1 000 000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Limit_mA
    {
        get => _limit_mA;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000);
            _mark.Store(ref _limit_mA, value);
        }
    }

    /// <summary>Voltage in mV, 1000 to 100 000 (14.2 V at 12 V unless set).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int SetPoint_mV
    {
        get => _setPoint_mV;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1_000);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            _mark.Store(ref _setPoint_mV, value);
        }
    }

    /// <summary>How the charger follows allow-to-charge.</summary>
    public Permit Permit { get; }

    /// <summary>True if it delivers now.</summary>
    public bool Active => _running && Permit.Allowed;

    // Full current at 1 % of nominal voltage below the set point.
    internal long Conductance_uS => _limit_mA * 100_000_000L / _nominal_mV;

    internal ulong Hash(ulong hash) => Permit.Hash(StateHash.Add(hash, Active));
}
