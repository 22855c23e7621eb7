namespace SafeBms.Proof.Tests;

/// <summary>A mistake in the specification, and a property that it breaks.</summary>
/// <param name="Property">The property.</param>
/// <param name="What">The mistake in words.</param>
/// <param name="File">File of the specification.</param>
/// <param name="Text">What stands there, exactly once.</param>
/// <param name="By">What stands there instead.</param>
internal sealed record SeededFault(string Property, string What, string File, string Text, string By)
{
    /// <summary>Faults of machines under the right properties, and wrong properties of the right machines.</summary>
    public static IReadOnlyList<SeededFault> All { get; } =
    [
        new("P01", "the alternator's command is waited for 1990 ms instead of 2001",
            "contactor.statemachine.yaml",
            "(relay_off >= alternator_lead_time + 1 ms and", "(relay_off >= alternator_lead_time - 10 ms and"),
        new("P02", "the longest opening time is 10 ms longer than allowed",
            "contactor.statemachine.yaml",
            "{ to: Open, when: elapsed >= open_time_max,", "{ to: Open, when: elapsed >= open_time_max + 10 ms,"),
        new("P03", "the contactor counts as settled 50 ms too early",
            "contactor.statemachine.yaml",
            "when: confirmed_for >= alternator_settle_time + 1 ms", "when: confirmed_for >= alternator_settle_time - 50 ms"),
        new("P06", "a pre-charge that runs out of time goes on for 100 ms more",
            "contactor.statemachine.yaml",
            "{ to: RetryAfterTimeout, when: elapsed >= precharge_time_max,",
            "{ to: RetryAfterTimeout, when: elapsed >= precharge_time_max + 100 ms,"),
        new("P08a", "a pre-charge does not wait quite until the source is cool",
            "contactor.statemachine.yaml",
            "check_passed and precharge_cools >= precharge_cool_time + 1 ms and",
            "check_passed and precharge_cools >= precharge_cool_time - 1 s and"),
        new("P09", "an open demand does not end pre-charge",
            "contactor.statemachine.yaml",
            "{ to: Open, when: open_demand or not may_close, do: [",
            "{ to: Open, when: not may_close and not open_demand, do: ["),
        new("P12", "closing again comes 2 ms too early",
            "contactor.statemachine.yaml",
            "not open_demand and coil_off >= reclose_time + 1 ms and",
            "not open_demand and coil_off >= reclose_time - 2 ms and"),
        new("P13", "the lock-out after a trip is half as long",
            "trip-latch.statemachine.yaml",
            "(acknowledge else false) and quiet_for >= short_lockout_time and",
            "(acknowledge else false) and quiet_for >= short_lockout_time - 30 s and"),
        new("P13a", "after the lock-out a trip clears itself",
            "trip-latch.statemachine.yaml",
            "(acknowledge else false) and quiet_for >= short_lockout_time and",
            "((acknowledge else false) or quiet_for >= short_lockout_time) and"),
        new("P16", "the pull-in time only runs with the contact closed",
            "contactor-fault.statemachine.yaml",
            "energised: { runs: coil,", "energised: { runs: coil and (feedback else true),"),
        new("P22", "a cell at its limit is not yet high",
            "cell-over-voltage.statemachine.yaml",
            "high: cell_max >= cell_ov1 else false", "high: cell_max > cell_ov1 else false"),
        new("P48", "in standby the hold of an empty bank does not end",
            "operator-request.statemachine.yaml",
            "{ to: ByTimeout, when: hold_ends, requirement: REQ-AUX-02 }",
            "{ to: ByTimeout, when: hold_ends and not holding, requirement: REQ-AUX-02 }"),
        new("P50", "off does not wait for the contactor",
            "power-mode.statemachine.yaml",
            "when: wants_off and not coil and not precharge, requirement: [REQ-MODE-05, REQ-AUX-03]",
            "when: wants_off and not precharge, requirement: [REQ-MODE-05, REQ-AUX-03]"),
        new("P01", "a property that asks for half a second more than the machine waits",
            "ordering.properties.yaml",
            "held_or_initially(not alternator_relay, alternator_lead_time + 1 ms)\n  # A read-back",
            "held_or_initially(not alternator_relay, alternator_lead_time + 500 ms)\n  # A read-back"),
        new("P06", "a property that allows a second less than the machine takes",
            "ordering.properties.yaml",
            "always: not held(precharge_alone, precharge_time_max)",
            "always: not held(precharge_alone, precharge_time_max - 1 s)"),
        new("P35", "a property that does not let an empty bank wait for a charger",
            "operating-area.properties.yaml",
            "(allow_to_charge implies contactor_coil or aux)",
            "(allow_to_charge implies contactor_coil)"),
    ];
}
