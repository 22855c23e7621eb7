namespace SafeBms.Simulation;

/// <summary>What hangs on the AUX output (datasheet 002: 1.1 A, resettable fuse).</summary>
public sealed class AuxOutput
{
    /// <summary>Rated current in mA; above it the over-current input is set.</summary>
    public const int Rated_mA = 1_100;

    /// <summary>What the resettable fuse lets through at most, in mA.</summary>
    public const int FuseLimit_mA = 3_000;

    private readonly ChangeMark _mark;
    private int _load_mA = 200;

    internal AuxOutput(ChangeMark mark) => _mark = mark;

    /// <summary>Current that the load wants in mA; a short circuit is any large value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Load_mA
    {
        get => _load_mA;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _mark.Store(ref _load_mA, value);
        }
    }

    internal bool OverCurrent(bool contact) => contact && _load_mA > Rated_mA;

    internal long Current_uA(bool contact) => contact ? Math.Min(_load_mA, FuseLimit_mA) * 1000L : 0;
}
