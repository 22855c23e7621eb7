using static SafeBms.Specification.Tests.Diagnostics.DiagnosticCase;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Examples of the rules on requirements, properties, parameters and products (from SBMS138).</summary>
internal static class AssuranceCases
{
    private const string Ordering = "ordering.properties.yaml";
    private const string Requirements = "requirements.yaml";
    private const string Always = "    always: falling(contactor_coil) implies relay_long_off";
    private const string MustSee = "[ \"falling(contactor_coil) and within(falling(programmable_relay), 10 s)\" ]";

    internal static IEnumerable<DiagnosticCase> All() =>
    [
        Edit("SBMS140", "alternator-atc.statemachine.yaml", "hazards: [H5]", "hazards: [§H6]"),
        Edit("SBMS141", Ordering, "    requirement: REQ-ORD-01", "    requirement: §REQ-ORD-02"),
        Edit("SBMS142", Ordering, "assume: [feedback-follows]", "assume: [§feedback-folows]"),
        Edit("SBMS143", Ordering, "    vacuity: { must_see: " + MustSee + " }\n", string.Empty).At(4, 15),
        Edit("SBMS144", Ordering, "    verified_by: measurement\n", "    verified_by: measurement\n    always: §contactor_coil\n"),
        Edit("SBMS145", Requirements, "requirements:\n", "requirements:\n  §REQ-FAN-01: { text: \"The fan turns.\", source: \"proposal\" }\n",
            "requirements:\n  REQ-FAN-01: { text: \"The fan turns.\", source: \"proposal\", carried_by: { planned: release 2 } }\n"),
        Edit("SBMS146", Requirements, "assumptions:\n", "  §H6: { text: \"The fan burns.\", ftti: 1 s }\nassumptions:\n"),
        Edit("SBMS147", Requirements, "The alternator loses its load.\", ftti: 20 s, chains: [ {", "The alternator loses its load.\", ftti: 2 s, chains: [ §{"),
        Edit("SBMS148", "parameters.yaml", "always: cell_release < cell_high,", "always: §cell_high < cell_release,"),
        Edit("SBMS151", Ordering, Always, "    always: relay_long_off or battery_count >= 1").At(4, 15),
        Edit("SBMS152", Ordering, MustSee, "[ §\"battery_count > 4\" ]"),
        Elsewhere("SBMS153", Ordering, "    assume: [feedback-follows]\n", string.Empty, Requirements, "feedback-follows:"),
        Edit("SBMS154", "alternator-atc.statemachine.yaml", "hazards: [H5]\n", string.Empty).At(1, 10),
    ];
}
