namespace SafeBms.Campaign;

/// <summary>What faults have in common in what they must lead to. All times count from the injection.</summary>
internal static class Claims
{
    /// <summary>Longest time from an open demand to the opening, with the scans of detection.</summary>
    public const long Open_ms = 3_010;

    /// <summary>Cell data that do not come any more are noticed: one period, then max_age 200 ms.</summary>
    public const long CellsUnknown_ms = 300;

    /// <summary>A value of a battery frame is seen: period 80 ms, delay, scan.</summary>
    public const long CellSeen_ms = 120;

    /// <summary>A fast value is seen: period 10 ms, delay, scan.</summary>
    public const long FastSeen_ms = 20;

    /// <summary>Each of them, for injections that differ in one value only.</summary>
    public static IEnumerable<T> Each<T>(params T[] values) => values;

    /// <summary>In every state.</summary>
    public static Claim Everywhere(Expected what) => new(_ => true, what);

    /// <summary>With the contactor closed.</summary>
    public static Claim Closed(Expected what) => new(s => s.Is(StateTraits.Closed), what);

    /// <summary>With the contactor closed and nothing wrong before.</summary>
    public static Claim Calm(Expected what) => new(s => s.Is(StateTraits.Calm), what);

    /// <summary>Once the controller has been ready: before, many alarms are held back.</summary>
    public static Claim Started(Expected what) => new(
        s => !s.Is(StateTraits.Starting) && !s.Is(StateTraits.Shutdown) && s.Name != "checking", what);

    /// <summary>The contactor is off within this time and stays so for a while.</summary>
    public static IEnumerable<Claim> Opens(long longest_ms, long until_ms, string because) =>
    [
        Everywhere(Expected.Within(longest_ms, "not contactor_coil", because)),
        Everywhere(Expected.Never("contactor_coil", because + ", and stays open while the cause lasts", longest_ms,
            until_ms)),
    ];

    /// <summary>Nobody may charge: the permit is off, and the alternator's relay with it.</summary>
    public static IEnumerable<Claim> ChargeStops(long longest_ms, string because) =>
    [
        Everywhere(Expected.Within(longest_ms, "not allow_to_charge and charge_current_limit == 0 mA", because)),
        new(s => s.RelayReleasesAlternator, Expected.Within(longest_ms, "not programmable_relay", because)),
    ];

    /// <summary>Nobody may discharge.</summary>
    public static IEnumerable<Claim> DischargeStops(long longest_ms, string because) =>
    [
        Everywhere(Expected.Within(longest_ms, "not allow_to_discharge and discharge_current_limit == 0 mA", because)),
    ];

    /// <summary>Neither charging nor discharging.</summary>
    public static IEnumerable<Claim> PermitsStop(long longest_ms, string because) =>
        [.. ChargeStops(longest_ms, because), .. DischargeStops(longest_ms, because)];

    /// <summary>The cause is shown as the first, where nothing was wrong before.</summary>
    public static Claim Shows(long longest_ms, string cause) =>
        Calm(Expected.Within(longest_ms, $"first_cause == {cause} and alarm", "P55: an alarm shows its first cause"));

    /// <summary>The contactor stays closed: too small a thing to leave the boat without power.</summary>
    public static Claim StaysClosed(long until_ms, string because) =>
        Calm(Expected.Always("contactor_coil", because, 0, until_ms));
}
