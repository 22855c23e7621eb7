namespace SafeBms.Simulation;

/// <summary>
/// What a charger or load makes of the permit contact: it follows after its reaction time, or it ignores it.
/// </summary>
public sealed class Permit
{
    private readonly ChangeMark _mark;
    private bool _obeys;
    private int _reaction_ms = 20;
    private bool _contact;
    private bool _allowed;

    internal Permit(ChangeMark mark, bool obeys)
    {
        _mark = mark;
        _obeys = obeys;
    }

    /// <summary>True if the device is wired to the permit contact and follows it.</summary>
    public bool Obeys
    {
        get => _obeys;
        set => _mark.Store(ref _obeys, value);
    }

    /// <summary>Time from contact to effect in ms, 0 to 60000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Reaction_ms
    {
        get => _reaction_ms;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 60_000);
            _mark.Store(ref _reaction_ms, value);
        }
    }

    /// <summary>True if the device may work now.</summary>
    public bool Allowed => !_obeys || _allowed;

    internal long Due { get; private set; } = long.MaxValue;

    internal void Follow(bool contact, long tick)
    {
        if (contact != _contact)
        {
            _contact = contact;
            Due = contact == _allowed ? long.MaxValue : tick + _reaction_ms;
        }

        if (Due <= tick)
        {
            _allowed = _contact;
            Due = long.MaxValue;
        }
    }

    internal ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, Allowed);
        return StateHash.Add(hash, Due);
    }
}
