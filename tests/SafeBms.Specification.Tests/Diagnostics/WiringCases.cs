using static SafeBms.Specification.Tests.Diagnostics.DiagnosticCase;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Examples of the rules on wiring (SBMS080 to SBMS109).</summary>
internal static class WiringCases
{
    private const string Atc = "alternator-atc.statemachine.yaml";
    private const string Contactor = "contactor.statemachine.yaml";
    private const string Link = "battery-link.statemachine.yaml";
    private const string Permit = "charge-permit.statemachine.yaml";
    private const string Shutdown = "shutdown-sequencer.statemachine.yaml";
    private const string Property = "    always: falling(contactor_coil) implies relay_long_off";

    internal static IEnumerable<DiagnosticCase> All() => [.. Reading(), .. Sources(), .. Order(), .. Driving(), .. Unread()];

    private static IEnumerable<DiagnosticCase> Reading() =>
    [
        Edit("SBMS080", Contactor, "parameters: [alternator_lead_time, attempt_limit, cool_down]", "parameters: [alternator_lead_time, attempt_limit]")
            .At(31, 69),
        Expression("SBMS081", "feedback: contactor_feedback", "feedback else false and §pack_current > 1 A else false",
            "feedback else false and current > 1 A else false", "feedback: contactor_feedback, current: pack_current"),
        Edit("SBMS082", "ordering.properties.yaml", Property, "    always: §contactor.opening implies relay_long_off"),
    ];

    private static IEnumerable<DiagnosticCase> Sources() =>
    [
        Edit("SBMS083", Atc, "  closed: contactor.closed", "  closed: §not contactor.opening"),
        Edit("SBMS084", Contactor, "  current: pack_current", "  current: §pack_curent"),
        Edit("SBMS085", "system.yaml", "alternator-atc]", "§alternator]", null),
        Edit("SBMS086", Atc, "  closed: contactor.closed", "  closed: §contactor.shut"),
        Edit("SBMS087", Atc, "drives: programmable_relay", "drives: §relay_contact"),
        Edit("SBMS088", Link, "instances: battery", "instances: §batteries"),
        Edit("SBMS089", Atc, "parameters: [relay_mode]", "parameters: [relay_mode, §relay_time]"),
        Edit("SBMS090", Contactor, "  relay: previous(programmable_relay)", "  relay: §programmable_relay"),
        Edit("SBMS091", Contactor, "  current: pack_current", "  current: §previous(pack_current)"),
        Edit("SBMS092", Atc, "  closed: contactor.closed", "  closed: §contactor"),
        Edit("SBMS093", Permit, "  links: battery-link", "  links: §battery-link.lost"),
        Edit("SBMS094", Atc, "  closed: contactor.closed", "  closed: §relay_mode"),
    ];

    private static IEnumerable<DiagnosticCase> Order() =>
    [
        Elsewhere("SBMS095", "system.yaml", "[battery-link, charge-permit, contactor, alternator-atc]", "[battery-link, charge-permit, alternator-atc, contactor]", Atc, "contactor.closed"),
        Edit("SBMS096", Atc, "  closed: contactor.closed", "  closed: §violation"),
        Elsewhere("SBMS097", "system.yaml", "contactor, alternator-atc]", "contactor]", Atc, "alternator-atc\n"),
        Edit("SBMS098", "system.yaml", "alternator-atc]\nshutdown: ", "alternator-atc, shutdown-sequencer]\nshutdown: §"),
        Edit("SBMS099", Shutdown, "  active: { type: bool, initial: false }", "  awake: { type: bool, initial: false }").At(1, 10),
        Edit("SBMS100", "parameters.yaml", "battery_count: { unit: count, default: 2, range: [1, 4]", "§battery_count: { unit: count, default: 2, range: [0, 4]"),
    ];

    private static IEnumerable<DiagnosticCase> Driving() =>
    [
        Edit("SBMS101", Link, "lost: { type: bool, initial: false }", "lost: { type: bool, initial: false, drives: §alarm }"),
        Edit("SBMS102", Permit, "drives: allow_to_charge }", "drives: allow_to_charge }\n  highest: { type: int, unit: mA, range: [0, 2000000], optional: true, drives: §charge_current_limit, is: \"max(b in battery: 0 A)\" }"),
        Edit("SBMS103", Atc, "  relay: { type: bool, initial: false, drives: programmable_relay", "  §relay: { type: bool, initial: false, drives: contactor_coil"),
    ];

    private static IEnumerable<DiagnosticCase> Unread() =>
    [
        Edit("SBMS104", "signals.yaml", "\ngroups:\n", "\n  §key_switch: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: \"Key.\" }\ngroups:\n", null),
        Edit("SBMS105", "parameters.yaml", "  relay_mode:", "  §spare: { unit: ms, default: 5, range: [1, 9], kind: fixed, source: \"proposal\", tolerance: \"none\", meaning: \"Spare.\" }\n  relay_mode:"),
        Edit("SBMS106", Atc, "  closed: contactor.closed", "  closed: contactor.closed\n  §again: contactor.closed"),
        Edit("SBMS107", Atc, "parameters: [relay_mode]", "parameters: [relay_mode, §cool_down]"),
        Edit("SBMS108", Atc, "drives: programmable_relay }", "drives: programmable_relay }\n  §idle: { type: bool, initial: true, is: not closed }"),
    ];
}
