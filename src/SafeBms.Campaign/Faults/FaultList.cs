namespace SafeBms.Campaign;

/// <summary>An entry of the fault list.</summary>
/// <param name="Id">F01 to F71.</param>
/// <param name="Text">What it is.</param>
/// <param name="NotHere">Where it is shown instead, and why it cannot be injected into the simulated world; empty if
/// the campaign injects it.</param>
public sealed record FaultEntry(string Id, string Text, string NotHere = "");

/// <summary>
/// The complete fault list. What needs a process, a driver, a disk or a clock of its own cannot be injected into a
/// simulated boat; it stands here with the reason and the place where it belongs, so that nothing is left out unseen.
/// </summary>
public static class FaultList
{
    private const string Guard = "Needs the guard process and real time: tests/SafeBms.Guard.Tests, and the rig.";
    private const string Driver = "Needs the protocol drivers: tests/SafeBms.Protocols.Tests, and the rig.";
    private const string Store = "Needs the store of the retained data and a disk: tests/SafeBms.Devices.Tests.";
    private const string Update = "Needs the update of the program, which exists on the rig only.";
    private const string NoClock =
        "The core reads no clock (`The_core_imports_nothing_that_allocates_blocks_or_reads_a_clock`); "
        + "what the pacing does with one is the rig's.";

    /// <summary>All entries, F01 first.</summary>
    public static IReadOnlyList<FaultEntry> All { get; } =
        [.. Sensors(), .. Time(), .. Actuators(), .. Inputs(), .. Bus(), .. Memory(), .. Operator(), .. Tools()];

    private static IEnumerable<FaultEntry> Sensors() =>
    [
        new("F01", "sensor stuck at its last value"),
        new("F02", "sensor stuck at 0, at its end, or at a believable value"),
        new("F03", "offset and drift"),
        new("F04", "noise burst"),
        new("F05", "open wire on one tap"),
        new("F06", "taps swapped"),
        new("F07", "not-a-number, infinity, negative from a driver"),
        new("F08", "temperature sensor short or open"),
        new("F09", "sign of the current wrong"),
        new("F10", "shunt lost"),
        new("F11", "redundant pair disagrees"),
        new("F12", "one battery missing"),
    ];

    private static IEnumerable<FaultEntry> Time() =>
    [
        new("F13", "overrun of 2, 5, 20, 200 ms, as the flag that the core is given"),
        new("F14", "pause of the program: no scans for a while"),
        new("F15", "catch-up burst", "The pacing rule forbids it and is a function with its own test "
            + "(`Lost_time_is_never_caught_up`); a burst of scans within one ms would break the meaning of a scan."),
        new("F16", "wall clock jumps by an hour, leap second", NoClock),
        new("F17", "counter wraps at 2^32", "The core has no counter that runs on: every one saturates "
            + "(`A_timer_counts_while_it_runs_stops_at_its_limit_and_resets_otherwise`); ages come from the adapter, "
            + "whose counters belong to the rig."),
        new("F18", "suspend and resume", Guard + " Its effect on the core, a pause without catching up, is F14."),
        new("F19", "the scan stops", Guard),
        new("F20", "heartbeat too early, too late, wrong sequence", Guard),
        new("F21", "initial value of a timer wrong", "A changed specification: `safebms-spec mutate` has it."),
    ];

    private static IEnumerable<FaultEntry> Actuators() =>
    [
        new("F22", "main contact welded"),
        new("F23", "pre-charge path welded"),
        new("F24", "alternator's relay welded closed"),
        new("F25", "contactor's coil open"),
        new("F26", "contactor releases late"),
        new("F27", "feedback bounces"),
        new("F28", "feedback or read-back stuck at 0 or 1"),
        new("F29", "contactor drops by itself"),
        new("F30", "permit relay stuck closed"),
        new("F31", "short circuit on the system side, during pre-charge too"),
        new("F32", "load resistance just below and above its limit"),
        new("F33", "capacitance doubled"),
        new("F34", "bus alive before pre-charge"),
    ];

    private static IEnumerable<FaultEntry> Inputs() =>
    [
        new("F35", "input flaps with 1 to 500 ms"),
        new("F36", "glitch around the debouncing time"),
        new("F37", "edges of all pairs of inputs in one scan"),
        new("F38", "alarm in the scan of a success; in the scan of a time-out by the sweeps of F40"),
        new("F39", "acknowledgement during a fault"),
        new("F40", "stop in every state and at every ms of the states that take time"),
    ];

    private static IEnumerable<FaultEntry> Bus() =>
    [
        new("F41", "frames lost"),
        new("F42", "bus off"),
        new("F43", "flood", Driver),
        new("F44", "duplicate address", Driver),
        new("F45", "wrong length or checksum: frames that the border refuses"),
        new("F46", "old frames replayed", Driver + " Accepted as fresh they are F01."),
        new("F47", "frames delayed by 500 ms: the gap that a delay begins with"),
        new("F48", "a peer freezes, or its voltage jumps", "Several systems in parallel are not part of this "
            + "specification; with the drivers of the rig."),
        new("F49", "a sixth system joins", "As F48."),
    ];

    private static IEnumerable<FaultEntry> Memory() =>
    [
        new("F50", "power lost at every byte of a write of retained data", Store),
        new("F51", "both slots of the retained data corrupt"),
        new("F52", "bit flipped in a state word, a variable or a timer; self-test fails"),
        new("F53", "brown-out while closed"),
        new("F54", "restart while the alternator is on (E1)"),
        new("F55", "stack or heap exhausted in another thread", Guard),
        new("F56", "disk full, log blocked", Store),
        new("F57", "controller killed, and started again after it; what the guard does to the lines is the rig's"),
        new("F58", "too little processor time: one scan in several ms"),
        new("F59", "chip of the digital inputs gone: they are not read any more"),
    ];

    private static IEnumerable<FaultEntry> Operator() =>
    [
        new("F60", "configuration not valid"),
        new("F61", "wrong system voltage"),
        new("F62", "update requested while closed", Update),
        new("F63", "update interrupted", Update),
        new("F64", "on, off and on within 2 s"),
        new("F65", "acknowledgements and mode requests without end"),
        new("F66", "relay mode switched while the alternator runs", "Not possible: parameters are read-only for the "
            + "life of a core (P66a); with other ones it starts anew, which is F54."),
        new("F67", "clock set back during the AUX hold", NoClock),
        new("F68", "commissioning with missing cells"),
    ];

    private static IEnumerable<FaultEntry> Tools() =>
    [
        new("F69", "mutant of the specification", "`safebms-spec mutate`."),
        new("F70", "mutant of the generator", "Translation validation: `safebms-spec equivalence` seeds such faults."),
        new("F71", "mutant of the monitor", "`safebms-spec mutate` changes properties too; a flipped bit in its "
            + "memory is F52."),
    ];
}
