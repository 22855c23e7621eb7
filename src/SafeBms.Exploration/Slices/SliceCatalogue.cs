namespace SafeBms.Exploration.Slices;

/// <summary>The slices that SPIN verifies: each within seconds. What a slice leaves out is free in it, so that leaving
/// out too much can only lose a proof, never give a false one.</summary>
public static class SliceCatalogue
{
    private static readonly string[] BeforeClosing =
    [
        "contactor.from.Check", "contactor.from.RetryAfterTimeout", "contactor.from.RetryAfterOverCurrent",
        "contactor.from.LowResistance", "contactor.from.Exhausted", "contactor.from.Overridden",
    ];

    private static readonly string[] UntilClosed = [.. BeforeClosing, "contactor.from.Precharge"];

    private static readonly string[] Opening = ["contactor.elapsed.Opening"];

    /// <summary>All slices, in the order of their properties.</summary>
    public static IReadOnlyList<SliceDefinition> All { get; } =
    [
        .. Order(), .. Closing(), .. Trips(), .. Permits(), .. Modes(),
    ];

    private static IEnumerable<SliceDefinition> Order() =>
    [
        Of("P01", "contactor-fault contactor programmable-relay", ["contactor.relay_off", .. Opening],
            [.. UntilClosed, "contactor-fault.seen_closed", "contactor-fault.ever_seen_closed", "contactor-fault.check_passed", "contactor-fault.feedback_closed"]),
        Of("P02[if:operator_stop]", "remote-input operator-request supervisor contactor", ["remote-input.*", .. Opening],
            [.. UntilClosed, "supervisor.trip", "supervisor.may_close", "operator-request.hold_ends"]),
        Of("P03", "contactor-fault supervisor contactor programmable-relay", ["contactor.confirmed_for"],
            [.. UntilClosed]),
    ];

    private static IEnumerable<SliceDefinition> Closing() =>
    [
        Of("P05", "charge-detect contactor", ["contactor.matched_for", "charge-detect.bus_usable"], []),
        Of("P06", "contactor", ["contactor.elapsed.Precharge"], []),
        Of("P07", "charge-detect contactor", ["contactor.elapsed.Precharge", "charge-detect.bus_usable"], []),
        Of("P08", "contactor", ["contactor.elapsed.Precharge", "contactor.precharge_rests", "contactor.last_failed"], []),
        Of("P08a", "contactor", ["contactor.precharge_cools"], []),
        Of("P10", "contactor-fault contactor", ["contactor-fault.closing_time"], []),
        Of("P12", "contactor", ["contactor.coil_off"], []),
        Of("P16", "contactor-fault contactor", ["contactor-fault.closing_time"], [.. UntilClosed]),
        Of("P16a", "contactor-fault contactor alarms", ["contactor-fault.closing_time"], [.. UntilClosed]),
        Of("P17", "contactor-fault supervisor contactor programmable-relay", [], [.. UntilClosed]),
        Of("P18", "contactor-fault supervisor contactor", ["contactor-fault.coil_off", "contactor-fault.feedback_contradicts"], []),
        Of("P42", "cell-limits supervisor contactor", [], []),
    ];

    private static IEnumerable<SliceDefinition> Trips() =>
    [
        Of("P02[if:trip_cable]", "battery-cable supervisor contactor", ["battery-cable.elapsed.Broken", .. Opening], [.. UntilClosed]),
        Of("P23", "cell-limits cell-over-voltage supervisor contactor", ["cell-over-voltage.*", .. Opening], [.. UntilClosed]),
        Of("P61", "system-health supervisor contactor", ["system-health.*", .. Opening], [.. UntilClosed]),
    ];

    private static IEnumerable<SliceDefinition> Permits() =>
    [
        Of("P22", "cell-limits cell-over-voltage charge-permit charge-limits", [], []),
        Of("P22a", "cell-limits cell-over-voltage charge-permit programmable-relay", [], []),
        Of("P22b", "cell-limits cell-over-voltage charge-permit", [], []),
        Of("P38[then:allow_to_charge]", "cell-limits charge-permit", [], []),
        Of("P38[then:allow_to_discharge]", "cell-limits discharge-permit", [], []),
        Of("P38[then:alternator_relay]", "cell-limits charge-permit programmable-relay", [], []),
    ];

    private static IEnumerable<SliceDefinition> Modes() =>
    [
        Of("P47", "aux-timeout operator-request power-mode contactor", ["aux-timeout.hold_time", .. Opening], [.. UntilClosed]),
        Of("P48", "aux-timeout operator-request power-mode contactor", ["aux-timeout.hold_time", .. Opening], [.. UntilClosed]),
        Of("P50[then:contactor_coil]", "contactor power-mode device-state", [], [.. UntilClosed]),
        Of("P50[then:precharge]", "contactor power-mode device-state", [], [.. UntilClosed]),
        Of("P50[then:programmable_relay]", "contactor power-mode programmable-relay device-state", [], [.. UntilClosed]),
        Of("P50[then:allow_to_charge]", "contactor power-mode charge-permit device-state", [], [.. UntilClosed]),
        Of("P50[then:allow_to_discharge]", "contactor power-mode discharge-permit device-state", [], [.. UntilClosed]),
        Of("P50[then:aux]", "power-mode device-state", [], []),
        Of("P53[then:contactor_coil]", "contactor power-mode device-state", [], [.. UntilClosed]),
        Of("P53[then:precharge]", "contactor power-mode device-state", [], [.. UntilClosed]),
        Of("P53[then:alternator_relay]", "contactor power-mode programmable-relay device-state", [], [.. UntilClosed]),
    ];

    private static SliceDefinition Of(string name, string machines, string[] kept, string[] freed)
    {
        string[] parts = name.TrimEnd(']').Split('[');
        return new SliceDefinition(
            parts[0], parts.Length > 1 ? parts[1] : string.Empty, machines.Split(' '), kept, freed,
            new Dictionary<string, long>());
    }
}
