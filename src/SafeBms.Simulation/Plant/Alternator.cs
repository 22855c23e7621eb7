namespace SafeBms.Simulation;

/// <summary>
/// The alternator with its regulator. The field cannot change faster than full scale in a second, up or down:
/// switched off it still delivers for a while, and cut off from the battery under load it drives the busbar up
/// to a surge voltage that grows with the stored field: the load dump.
/// </summary>
public sealed class Alternator
{
    /// <summary>Time from full field to none in ms.</summary>
    public const int FieldDecay_ms = 1000;

    // ISO 16750-2 gives 79..101 V for a 12 V system and 151..202 V for 24 V: six times nominal above the set point.
    private const int SurgeFactor = 6;
    private readonly ChangeMark _mark;
    private readonly long _nominal_uV;
    private bool _running;
    private int _limit_mA = 100_000;
    private int _setPoint_mV;
    private long _field_uA;

    internal Alternator(ChangeMark mark, int nominal_mV)
    {
        _mark = mark;
        _nominal_uV = nominal_mV * 1000L;
        _setPoint_mV = (int)(nominal_mV * 1125L / 1000);
    }

    /// <summary>True while the engine turns.</summary>
    public bool Running
    {
        get => _running;
        set => _mark.Store(ref _running, value);
    }

    /// <summary>Most current in mA, 1000 to 1 000 000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Limit_mA
    {
        get => _limit_mA;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1_000);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000);
            _mark.Store(ref _limit_mA, value);
        }
    }

    /// <summary>Voltage the regulator aims at in mV, 1000 to 100 000 (14.4 V at 12 V unless set).</summary>
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

    /// <summary>What the field would let flow now, in uA.</summary>
    public long Field_uA => _field_uA;

    /// <summary>True if the regulator would change the field in the next tick.</summary>
    internal bool Moving { get; private set; }

    /// <summary>Highest voltage the machine can drive with the present field, in uV.</summary>
    internal long Surge_uV =>
        (_setPoint_mV * 1000L) + (SurgeFactor * _nominal_uV / 1000 * (_field_uA / _limit_mA));

    /// <summary>Conductance of the machine towards its surge voltage in uS.</summary>
    internal long Conductance_uS =>
        _limit_mA * 1_000_000_000L / (SurgeFactor * _nominal_uV / 5);

    /// <summary>Lets the regulator work for 1 ms.</summary>
    internal void Step(bool enabled, long bus_uV)
    {
        long full_uA = _limit_mA * 1000L;
        long slew_uA = full_uA / FieldDecay_ms;
        long before_uA = _field_uA;

        // A smaller machine set by the operator has no more field than it can hold.
        _field_uA = Math.Min(_field_uA, full_uA);

        // Without a third of nominal voltage there is nothing to excite the field with.
        if (enabled && _running && bus_uV > _nominal_uV / 3)
        {
            // Full current at 2 % below the set point. The sixteenth makes a lag that the loop is stable with.
            long gain_uS = full_uA * 1_000_000 / (_nominal_uV / 50);
            long target_uA = Math.Clamp(gain_uS * ((_setPoint_mV * 1000L) - bus_uV) / 1_000_000, 0, full_uA);
            _field_uA += Math.Clamp((target_uA - _field_uA) / 16, -slew_uA, slew_uA);
        }
        else
        {
            _field_uA = Math.Max(0, _field_uA - slew_uA);
        }

        Moving = _field_uA != before_uA;
    }

    internal ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, _running);
        return StateHash.Add(hash, _field_uA);
    }
}
