using static SafeBms.Specification.Tests.Diagnostics.DiagnosticCase;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Examples of the rules on expressions (SBMS040 to SBMS079).</summary>
internal static class ExpressionCases
{
    private const string Current = "current: pack_current";
    private const string Bus = "bus: bus_voltage";
    private const string Feedback = "feedback: contactor_feedback";
    private const string Battery = "battery: battery";

    internal static IEnumerable<DiagnosticCase> All() => [.. Text(), .. Types(), .. Members(), .. Time()];

    private static IEnumerable<DiagnosticCase> Text() =>
    [
        Expression("SBMS040", Bus, "bus > 10 V §& bus < 60 V else false", "bus > 10 V else false and bus < 60 V else false"),
        Expression("SBMS041", Bus, "(bus > 10 V else false§", "(bus > 10 V else false)"),
        Expression("SBMS042", Feedback, new string('(', 60) + "§(feedback else false" + new string(')', 61), "(feedback else false)"),
        Expression("SBMS043", Bus, "bus > §10 volts else false", "bus > 10 V else false"),
        Expression("SBMS044", Bus, "bus > §0.0005 V else false", "bus > 0.5 V else false"),
        Expression("SBMS045", Feedback, "held(feedback else false, §0.5 ms)", "held(feedback else false, 5 ms)"),
        Expression("SBMS046", Bus, "bus > §99999999999999999999 V else false", "bus > 99 V else false"),
        Expression("SBMS047", "bus: bus_voltage, vbat: battery_voltage", "§bus-vbat > 1 V else false", "bus - vbat > 1 V else false"),
        Expression("SBMS048", Feedback, "§feedbck else false", "feedback else false"),
        Edit("SBMS049", "charge-permit.statemachine.yaml", "define:\n", "define:\n  both: §low and high\n"),
        Expression("SBMS050", Bus, "§absolute(bus) > 1 V else false", "abs(bus) > 1 V else false"),
        Expression("SBMS051", Bus, "§clamp(bus, 1 V) > 1 V else false", "clamp(bus, 1 V, 2 V) > 1 V else false"),
        Expression("SBMS079", Feedback, "§feedback else false leads_to true within 1 s", "within(feedback else false, 1 s)"),
    ];

    private static IEnumerable<DiagnosticCase> Types() =>
    [
        Expression("SBMS052", Feedback, "feedback else false and §3", "feedback else false"),
        Expression("SBMS053", Current, "§current > 3 V else false", "current > 3 A else false"),
        Expression("SBMS054", "bus: bus_voltage, current: pack_current", "§bus * current > 3 V else false", "current * 2 > 3 A else false", Current),
        Expression("SBMS055", Current, "§current * 9000000000000000 > 3 A else false", "current * 9 > 3 A else false"),
        Expression("SBMS056", Bus, "§bus > 10 V", "bus > 10 V else false"),
        Expression("SBMS057", "permit: charge-permit.allowed", "§permit else false", "permit"),
        Expression("SBMS058", "permit: charge-permit.allowed", "§valid(permit)", "permit"),
        Expression("SBMS059", "request: mode_request", "§request > standby else false", "request == on else false"),
        Expression("SBMS060", "request: mode_request", "request == §onn else false", "request == on else false"),
        Expression("SBMS061", "contactor: contactor.state", "contactor == §Opn", "contactor == Open"),
        Expression("SBMS062", "contactor: contactor.state", "§contactor", "contactor == Open"),
        Expression("SBMS078", Bus, "§clamp(bus, 3 V, 2 V) > 1 V else false", "clamp(bus, 2 V, 3 V) > 1 V else false"),
    ];

    private static IEnumerable<DiagnosticCase> Members() =>
    [
        Expression("SBMS063", Battery, "§battery > 3 V else true", "any(b in battery: b.temperature > 60 degC else true)"),
        Expression("SBMS064", Battery, "any(b in battery: §b > 60 degC else true)", "any(b in battery: b.temperature > 60 degC else true)"),
        Expression("SBMS065", Bus, "§bus.voltage > 10 V else true", "bus > 10 V else true"),
        Expression("SBMS066", Battery, "any(b in battery: §b.heat > 60 degC else true)", "any(b in battery: b.temperature > 60 degC else true)"),
        Expression("SBMS067", Bus, "any(b in §bus: b.voltage > 1 V else true)", "bus > 1 V else true"),
        Expression("SBMS068", "battery: battery, bus: bus_voltage", "any(§b in battery: bus > 1 V else true)",
            "any(b in battery: b.temperature > 60 degC else true)", Battery),
        Expression("SBMS069", Battery, "any(b in battery: §held(b.temperature > 60 degC else true, 1 s))",
            "held(any(b in battery: b.temperature > 60 degC else true), 1 s)"),
    ];

    private static IEnumerable<DiagnosticCase> Time() =>
    [
        Edit("SBMS070", "alternator-atc.statemachine.yaml", "outputs: { relay: true }", "outputs: { relay: §once(closed) }"),
        Expression("SBMS071", Feedback, "feedback else false and §elapsed > 3 ms", "held(feedback else false, 3 ms)"),
        Edit("SBMS072", "contactor.statemachine.yaml", "\"locked := overload\"", "\"locked := §state == Closed\""),
        Edit("SBMS073", "contactor.statemachine.yaml", "relay_off: { runs: not relay,", "relay_off: { runs: not §coil,",
            "relay_off: { runs: not relay and not previous(coil),"),
        Edit("SBMS074", "contactor.statemachine.yaml", "overload: held(abs(current) > 600 A else true, 100 ms)",
            "overload: held(abs(current) > 600 A else true, §relay_off)"),
        Expression("SBMS075", Feedback, "confirmed(feedback else false, §0 samples of feedback)",
            "confirmed(feedback else false, 2 samples of feedback)"),
        Expression("SBMS076", "permit: charge-permit.allowed", "age(§permit) > 3 ms", "age(feedback) > 3 ms", Feedback),
        Edit("SBMS077", "contactor.statemachine.yaml", "when: relay_off >= alternator_lead_time", "when: §previous(relay_off) >= alternator_lead_time",
            "when: previous(relay_off >= alternator_lead_time)"),
    ];
}
