namespace SafeBms.Simulation;

/// <summary>A small relay: its contact follows its coil after a delay, unless it is stuck.</summary>
internal sealed class Relay(int delay_ms)
{
    private bool _commanded;
    private bool _mechanical;
    private bool _stuckClosed;

    /// <summary>Tick at which the contact moves, or <see cref="long.MaxValue"/>.</summary>
    public long Due { get; private set; } = long.MaxValue;

    /// <summary>True while the contact is closed.</summary>
    public bool Contact => _mechanical || _stuckClosed;

    /// <summary>Keeps the contact closed whatever the coil does.</summary>
    public bool StuckClosed
    {
        get => _stuckClosed;
        set => _stuckClosed = value;
    }

    /// <summary>Applies the coil command of this tick.</summary>
    public void Command(bool energised, long tick)
    {
        if (energised != _commanded)
        {
            _commanded = energised;
            Due = energised == _mechanical ? long.MaxValue : tick + delay_ms;
        }
    }

    /// <summary>Moves the contact when its time has come.</summary>
    public void Update(long tick)
    {
        if (Due <= tick)
        {
            _mechanical = _commanded;
            Due = long.MaxValue;
        }
    }

    /// <summary>Mixes the state into a running hash.</summary>
    public ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, _commanded);
        hash = StateHash.Add(hash, Contact);
        return StateHash.Add(hash, Due);
    }
}
