namespace SafeBms.Guard;

/// <summary>Times and choices of the guard. Only liveness is scaled; order and its times never are.</summary>
public sealed record GuardSettings
{
    private const long Millisecond_ns = 1_000_000;

    /// <summary>The guard looks and speaks in this period.</summary>
    public const long LoopPeriod_ns = 5 * Millisecond_ns;

    /// <summary>From the fall of the relay to the fall of the contactor when nobody knows the current.</summary>
    public const long ContactorDelay_ns = 3000 * Millisecond_ns;

    /// <summary>Shortest time from the relay to the contactor, whoever switches (P01).</summary>
    public const long AlternatorLead_ns = 2000 * Millisecond_ns;

    /// <summary>Longest time of pre-charge and contactor together (P10, its largest setting).</summary>
    public const long OverlapTime_ns = 1000 * Millisecond_ns;

    /// <summary>For so long the guard asks in vain for the safe levels before it gives the lines up.</summary>
    public const long LinesLost_ns = 10_000 * Millisecond_ns;

    /// <summary>The controller has this long to end in order; then the guard does it.</summary>
    public const long StopTimeout_ns = 40_000 * Millisecond_ns;

    /// <summary>First pause before a restart; it doubles with each.</summary>
    public const long BackOffFirst_ns = 1000 * Millisecond_ns;

    /// <summary>Longest pause before a restart; also the good running that sets it back.</summary>
    public const long BackOffLongest_ns = 60_000 * Millisecond_ns;

    /// <summary>Distance of the controller's heartbeats: 10 scans.</summary>
    public const long HeartbeatPeriod_ns = 10 * Millisecond_ns;

    /// <summary>No heartbeat may speak for more scans.</summary>
    public const int Scans_max = 50;

    /// <summary>Exit code of a controller that says: starting it again is of no use.</summary>
    public const int UnusableCode = 2;

    /// <summary>Stretches the liveness times for machines whose clocks are slow; 1 for a boat.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>The programmable relay releases the alternator; else it is an alarm contact without order.</summary>
    public bool RelayDrivesAlternator { get; init; } = true;

    /// <summary>Charging may be allowed with the contactor off while AUX is on: a charger wakes the system.</summary>
    public bool ChargeWake { get; init; } = true;

    /// <summary>Longest silence of either side.</summary>
    public long HeartbeatTimeout_ns => 50 * Millisecond_ns * Scale;

    /// <summary>Longest time from the start of the controller to its first heartbeat.</summary>
    public long StartTimeout_ns => 60_000 * Millisecond_ns * Scale;
}
