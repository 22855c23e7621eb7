using static SafeBms.Specification.Tests.Diagnostics.DiagnosticCase;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Examples of the rules on machines (SBMS110 to SBMS139).</summary>
internal static class MachineCases
{
    private const string Atc = "alternator-atc.statemachine.yaml";
    private const string Contactor = "contactor.statemachine.yaml";
    private const string Permit = "charge-permit.statemachine.yaml";
    private const string Shutdown = "shutdown-sequencer.statemachine.yaml";

    internal static IEnumerable<DiagnosticCase> All() => [.. States(), .. Outputs(), .. Variables(), .. Timers()];

    private static IEnumerable<DiagnosticCase> States() =>
    [
        Edit("SBMS110", Atc, "    id: 0\n    initial: true\n", "    id: 0\n").At(11, 3),
        Edit("SBMS111", Atc, "  On:\n    id: 1\n", "  §On:\n    id: 1\n    initial: true\n"),
        Edit("SBMS112", Atc, "  On:\n", "  §Spare:\n    id: 2\n    outputs: { relay: false }\n    transitions:\n      - { to: Off, when: closed, requirement: REQ-ORD-01, because: \"Back.\" }\n  On:\n"),
        Edit("SBMS113", Shutdown, "  Off:\n    id: 2\n    final: true\n", "  §Off:\n    id: 2\n", "  Off:\n    id: 2\n    final: true\n"),
        Edit("SBMS114", Contactor, "      - { to: Open, when: relay_off >= alternator_lead_time,", "      - { to: Open, when: relay_off >= alternator_lead_time, requirement: REQ-ORD-01, because: \"Done.\" }\n      - §{ to: Open, when: attempts < 0,"),
        Edit("SBMS115", Atc, "      - { to: Off, when: not (closed and allowed),",
            "      - { to: Off, when: \"elapsed >= 0 ms\", requirement: REQ-ORD-01, because: \"Always.\" }\n      - §{ to: Off, when: not (closed and allowed),"),
        Edit("SBMS116", Atc, "  On:\n    id: 1\n", "  §On:\n"),
        Machine("SBMS117", States(257, "§example"), States(256, "example")),
        Edit("SBMS118", Atc, "    id: 1\n", "    id: 1\n    history: §shallow\n"),
        Edit("SBMS119", Atc, "      - { to: On,", "      - { to: §history(On),"),
        Edit("SBMS138", Atc, "      - { to: On, when: closed and allowed and relay_mode == alternator, requirement: REQ-ORD-01,",
            "      - §{ to: On, when: closed and allowed and relay_mode == alternator,"),
        Edit("SBMS137", Atc, "      - { to: Off, when: not (closed and allowed),",
            "      - { to: On, when: not (closed and allowed), requirement: REQ-ORD-01, because: \"Again.\" }\n      - §{ to: Off, when: not (closed and allowed),"),
    ];

    private static IEnumerable<DiagnosticCase> Outputs() =>
    [
        Edit("SBMS120", Atc, "  On:\n    id: 1\n    outputs: { relay: true }\n", "  §On:\n    id: 1\n"),
        Edit("SBMS121", Atc, "relay: { type: bool, initial: false, drives: programmable_relay }", "relay: { type: bool, initial: false, drives: programmable_relay, is: closed and allowed }").At(14, 16),
        Machine("SBMS122",
            "machine: example\npurpose: \"Shows one rule.\"\nhazards: [H1]\noutputs:\n  §shown: { type: bool, initial: false, drives: alarm }\n",
            "machine: example\npurpose: \"Shows one rule.\"\nhazards: [H1]\nuses: { permit: charge-permit.allowed }\noutputs:\n  shown: { type: bool, initial: false, drives: alarm, is: permit }\n"),
        Machine("SBMS123",
            "machine: example\npurpose: \"Shows one rule.\"\nhazards: [H1]\nuses: { current: pack_current }\noutputs:\n  limit: { type: int, unit: mA, range: [-2000000, 2000000], initial: 0, is: §current }\n",
            "machine: example\npurpose: \"Shows one rule.\"\nhazards: [H1]\nuses: { current: pack_current }\noutputs:\n  charging: { type: bool, initial: false, drives: alarm, is: current > 1 A else true }\n"),
    ];

    private static IEnumerable<DiagnosticCase> Variables() =>
    [
        Edit("SBMS124", Contactor, "attempts := min(attempts + 1, 20)", "attempts := §attempts + 1"),
        Edit("SBMS125", Contactor, "\"locked := overload\"", "\"§closed := overload\""),
        Edit("SBMS126", Contactor, "  locked: { type: bool, initial: false, retain: true, on_loss: true }", "  §locked: { type: bool, initial: false, retain: true }"),
        Edit("SBMS127", Contactor, "retain: true, on_loss: true }", "on_loss: §true }"),
        Edit("SBMS130", Contactor, "  locked: {", "  §spare: { type: bool, initial: false }\n  locked: {"),
        Edit("SBMS132", Permit, "define:\n", "define:\n  §spare: bus_voltage > 1 V else false\n"),
        Edit("SBMS133", Contactor, "do: [ \"locked := overload\" ], ", "").At(14, 3),
        Edit("SBMS135", Contactor, "do: [ \"locked := overload\" ]", "do: [ \"locked := overload\", \"§locked := true\" ]"),
    ];

    private static IEnumerable<DiagnosticCase> Timers() =>
    [
        Edit("SBMS128", Contactor, "limit: alternator_lead_time, initial: limit", "limit: §attempt_limit, initial: limit"),
        Edit("SBMS129", Contactor, "  relay_off: { runs: not relay, limit", "  §relay_off: { runs: not relay, resets: attempts < 0, limit"),
        Edit("SBMS131", Contactor, "timers:\n", "timers:\n  §relay_on: { runs: relay, limit: 1 s }\n"),
        Edit("SBMS134", Contactor, "when: relay_off >= alternator_lead_time", "when: §relay_off >= 20 s"),
        Edit("SBMS136", Contactor, "  relay_off: { runs: not relay, limit", "  §relay_off: { runs: attempts < 0, limit"),
    ];

    // One state after the other, all equal.
    private static string States(int count, string name)
    {
        IEnumerable<string> states = Enumerable.Range(0, count).Select(index =>
            $"  S{index}:\n{(index == 0 ? "    initial: true\n" : string.Empty)}    outputs: {{ shown: false }}\n    transitions:\n"
            + $"      - {{ to: S{(index + 1) % count}, when: permit, requirement: REQ-CHG-01, because: \"Next.\" }}\n");
        return "machine: " + name + "\npurpose: \"Shows one rule.\"\nhazards: [H1]\nuses: { permit: charge-permit.allowed }\noutputs:\n"
            + "  shown: { type: bool, initial: false, drives: alarm }\nstates:\n" + string.Concat(states);
    }
}
