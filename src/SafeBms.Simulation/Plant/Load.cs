namespace SafeBms.Simulation;

/// <summary>How a load depends on voltage.</summary>
public enum LoadKind
{
    /// <summary>Constant current in mA.</summary>
    Current,

    /// <summary>Constant resistance in mOhm.</summary>
    Resistance,

    /// <summary>Constant power in mW, as an inverter takes; it switches off below half the nominal voltage.</summary>
    Power,
}

/// <summary>One load on the system side.</summary>
public sealed class Load
{
    /// <summary>Largest current that a load can take, in mA: 10 kA.</summary>
    public const int Largest_mA = 10_000_000;

    private readonly ChangeMark _mark;
    private readonly long _nominal_uV;
    private bool _on;
    private int _kind;
    private int _value = 10_000;
    private long _powerCurrent_mA;

    internal Load(ChangeMark mark, int nominal_mV)
    {
        _mark = mark;
        _nominal_uV = nominal_mV * 1000L;
        Permit = new Permit(mark, obeys: true);
    }

    /// <summary>True while somebody has it switched on.</summary>
    public bool On
    {
        get => _on;
        set => _mark.Store(ref _on, value);
    }

    /// <summary>How it depends on voltage.</summary>
    public LoadKind Kind
    {
        get => (LoadKind)_kind;
        set => _mark.Store(ref _kind, (int)value);
    }

    /// <summary>Current in mA, resistance in mOhm or power in mW, at least 1; see <see cref="Largest_mA"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Value
    {
        get => _value;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _mark.Store(ref _value, value);
        }
    }

    /// <summary>How the load follows allow-to-discharge.</summary>
    public Permit Permit { get; }

    /// <summary>True if it takes current now.</summary>
    public bool Active => _on && Permit.Allowed;

    internal void Connect(BusNode node, int branch, long tick)
    {
        if (!Active)
        {
            _powerCurrent_mA = 0;
            node.Clear(branch);
            return;
        }

        if (Kind == LoadKind.Resistance)
        {
            node.Set(branch, 1_000_000_000L / _value, 0, -BusNode.Unlimited_uA, 0);
            return;
        }

        if (Kind == LoadKind.Power && tick % 10 == 0)
        {
            SetPowerCurrent(node.Voltage_uV);
        }

        long current_uA = Math.Min(Largest_mA, Kind == LoadKind.Current ? _value : _powerCurrent_mA) * 1000;

        // Linear below a quarter of nominal voltage, so that no load can pull the busbar below zero.
        long conductance_uS = current_uA * 1_000_000 / (_nominal_uV / 4);
        node.Set(branch, conductance_uS, 0, -current_uA, 0);
    }

    internal bool FollowsVoltage => _on && Kind == LoadKind.Power;

    internal ulong Hash(ulong hash) => Permit.Hash(StateHash.Add(hash, _powerCurrent_mA));

    private void SetPowerCurrent(long bus_uV)
    {
        if (bus_uV < _nominal_uV / 2)
        {
            _powerCurrent_mA = 0;
            return;
        }

        // 0.2 % of hysteresis: without it rounding would make the current dither for ever.
        long wanted_mA = _value * 1_000_000L / bus_uV;
        if (Math.Abs(wanted_mA - _powerCurrent_mA) * 500 > _powerCurrent_mA)
        {
            _powerCurrent_mA = wanted_mA;
        }
    }
}
