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

    private static readonly string[] WithGuardsOfClosing =
    [
        "contactor.precharge_too_high", "contactor.matched", "contactor.lead_done", "contactor.breakable",
        "contactor.small", "contactor.from.LowResistance", "contactor.from.Exhausted", "contactor.from.Overridden",
        "contactor.from.RetryAfterTimeout", "contactor.from.RetryAfterOverCurrent", "supervisor.trip",
    ];

    private static readonly string[] Opening = ["contactor.elapsed.Opening"];

    // An open demand is looked at before anything closes, so that this stays.
    private static readonly string[] OnceClosing =
    [
        .. BeforeClosing.Where(name => name != "contactor.from.Check"), "contactor.lead_done", "contactor.breakable",
        "contactor.small", "contactor.matched", "contactor.precharge_too_high",
    ];

    // How the contactor comes to be closed is free: whenever a demand is made, it may be.
    private static readonly string[] HoweverClosed =
    [
        .. UntilClosed, "contactor.lead_done", "contactor.breakable", "contactor.small", "contactor.matched",
        "contactor.precharge_too_high",
    ];

    /// <summary>All slices, in the order of their properties.</summary>
    public static IReadOnlyList<SliceDefinition> All { get; } =
    [
        Of("P01", "contactor-fault contactor programmable-relay", ["contactor.relay_off", .. Opening],
        [
            .. UntilClosed, "contactor-fault.seen_closed", "contactor-fault.check_passed",
        ]),
        Of("P02[from:supervisor.open_demand]", "contactor", Opening, OnceClosing),
        .. Demands(),
        Of("P03[then:contactor_coil]", "contactor programmable-relay", [], HoweverClosed),
        Of("P03[then:allow_to_charge]", "charge-permit programmable-relay", [], []),
        Of("P03[then:3]", "contactor-fault supervisor contactor programmable-relay", ["contactor.confirmed_for"],
            [.. HoweverClosed, "contactor-fault.ever_seen_closed"]),
        Of("P06", "contactor", ["contactor.elapsed.Precharge"], []),
        Of("P08a", "contactor", ["contactor.precharge_cools"],
        [
            "contactor.lead_done", "contactor.breakable", "contactor.small", "contactor.precharge_too_high",
            "contactor.matched",
        ]),
        Of("P12", "contactor", ["contactor.coil_off"], []),
        Of("P22", "cell-limits cell-over-voltage charge-permit charge-limits", [], []),
        Of("P22a", "cell-limits cell-over-voltage charge-permit programmable-relay", [], []),
        Of("P50[then:contactor_coil]", "supervisor contactor power-mode device-state", [], WithGuardsOfClosing),
        Of("P50[then:precharge]", "supervisor contactor power-mode device-state", [], WithGuardsOfClosing),
        Of("P50[then:aux]", "power-mode device-state", [], []),
    ];

    // How each cause reaches the supervisor: within two scans, whatever the contactor does. Which are missing, and
    // why, is said in docs/third-opinion.md.
    private static IEnumerable<SliceDefinition> Demands()
    {
        (string Cause, string Machines, string Kept)[] causes =
        [
            ("app_stop", "operator-request supervisor", ""),
            ("remote_stop", "remote-input operator-request supervisor", "remote-input.*"),
            ("trip_cell_voltage", "cell-limits cell-over-voltage supervisor", "cell-over-voltage.*"),
            ("trip_temperature", "cell-limits discharge-temperature supervisor", "discharge-temperature.*"),
            ("trip_cable", "battery-cable supervisor", "battery-cable.elapsed.Broken"),
            ("trip_measurement#1", "measurement-loss supervisor", "measurement-loss.current_lost"),
            ("trip_measurement#2", "measurement-loss supervisor", "measurement-loss.voltage_lost"),
            ("trip_measurement#3", "measurement-loss supervisor", "measurement-loss.temperature_lost"),
            ("trip_internal", "internal-temperature supervisor", "internal-temperature.*"),
            ("trip_voltage", "voltage-window supervisor", "voltage-window.outside_time"),
            ("trip_voltage_absolute", "voltage-window supervisor", ""),
            ("trip_loads_ignore", "secondary-trip supervisor", "secondary-trip.discharge_goes_on"),
            ("trip_chargers_ignore", "secondary-trip supervisor", "secondary-trip.charge_goes_on"),
            ("trip_short", "short-circuit trip-latch supervisor", "short-circuit.short_for"),
            ("trip_feedback_lost", "contactor-fault supervisor", ""),
            ("charge_contact_differs", "relay-diagnosis supervisor", "relay-diagnosis.charge_differs"),
            ("discharge_contact_differs", "relay-diagnosis supervisor", "relay-diagnosis.discharge_differs"),
            ("precharge_switch_differs", "relay-diagnosis supervisor", "relay-diagnosis.precharge_differs"),
            ("alternator_contact_differs", "relay-diagnosis supervisor", "relay-diagnosis.relay_differs"),
            ("trip_overrun", "system-health supervisor", ""),
        ];
        return causes.Select(one => Of(
            $"P02[until:supervisor.open_demand:{one.Cause}]", one.Machines,
            one.Kept.Split(' ', StringSplitOptions.RemoveEmptyEntries), []));
    }

    private static SliceDefinition Of(string name, string machines, string[] kept, string[] freed)
    {
        string[] parts = name.TrimEnd(']').Split('[');
        return new SliceDefinition(
            parts[0], parts.Length > 1 ? parts[1] : string.Empty, machines.Split(' '), kept, freed,
            new Dictionary<string, long>());
    }
}
