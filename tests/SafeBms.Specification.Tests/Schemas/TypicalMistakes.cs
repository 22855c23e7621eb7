using Xunit;

namespace SafeBms.Specification.Tests.Schemas;

/// <summary>What people get wrong in an editor: each with a correct twin and the place that must be underlined.</summary>
internal static class TypicalMistakes
{
    private const string Signals = """
        inputs:
          voltage: { type: int, unit: mV, range: [0, 5000], safe: 0, period: 80 ms, max_age: 200 ms, meaning: "Voltage." }
        outputs:
          coil: { type: bool, safe: false, meaning: "Coil." }
        """;

    private const string Parameters = """
        parameters:
          lead_time: { unit: ms, default: 2000, range: [2000, 10000], kind: configurable, source: "datasheet", tolerance: "none", meaning: "Lead." }
        constraints:
          - { name: lead-before-limit, always: lead_time < 3 s, because: "Reason." }
        """;

    private const string Requirements = """
        hazards:
          H1: { text: "Fire.", ftti: 5 s, chains: [ { name: path, sum: [ lead_time, 80 ms ] } ] }
        assumptions:
          feedback-follows: { text: "It follows.", because: "Measured." }
        requirements:
          REQ-ORD-01: { text: "Order.", hazard: H1, source: "datasheet", carried_by: spec }
        """;

    private const string Machine = """
        machine: alternator-atc
        purpose: "Switch the alternator off first."
        hazards: [H1]
        uses: { closed: previous(contactor.closed) }
        parameters: [lead_time]
        variables:
          tries: { type: int, unit: count, range: [0, 20], initial: 0 }
          locked: { type: bool, initial: false, retain: true, on_loss: true }
        timers:
          off_time: { runs: not previous(relay), limit: lead_time, initial: limit }
        outputs:
          relay: { type: bool, initial: false, drives: programmable_relay }
        states:
          Off:
            initial: true
            outputs: { relay: false }
            entry: [ "tries := 0" ]
            transitions:
              - { to: On, when: closed, requirement: REQ-ORD-01 }
          On:
            outputs: { relay: true }
            transitions:
              - { to: Off, when: not closed, requirement: [REQ-ORD-01, REQ-ORD-02], because: "Reason." }
        """;

    private const string Properties = """
        define:
          relay_off: not programmable_relay
        properties:
          - property: P01
            text: "Never before."
            hazard: H1
            requirement: REQ-ORD-01
            always: falling(coil) implies held_or_initially(relay_off, lead_time)
            verified_by: proof
            on_violation: shutdown
            assume: [feedback-follows]
            exceptions: []
            vacuity: { must_see: [ "falling(coil)" ] }
          - property: P02
            text: "Measured."
            verified_by: measurement
            evidence: "bench/README.md"
        """;

    private const string System = "system: lynx\norder: [contactor, alternator-atc]\nshutdown: shutdown-sequencer\n";

    private const string Product = "product: lynx-500\ntitle: \"Lynx 500\"\nparameters: { continuous_current: 500 A }\n";

    public static TheoryData<string, string, string, string, string> All()
    {
        TheoryData<string, string, string, string, string> rows = [];
        Add("signals", Signals, "input without a maximum age", ", max_age: 200 ms", "", "$.inputs.voltage");
        Add("signals", Signals, "integer without unit", " unit: mV,", "", "$.inputs.voltage");
        Add("signals", Signals, "unknown unit", "unit: mV", "unit: V", "$.inputs.voltage.unit");
        Add("signals", Signals, "range with one bound", "[0, 5000]", "[5000]", "$.inputs.voltage.range");
        Add("signals", Signals, "bool with a unit", "type: bool,", "type: bool, unit: mV,", "$.outputs.coil.unit");
        Add("signals", Signals, "period without unit", "period: 80 ms", "period: 80", "$.inputs.voltage.period");
        Add("signals", Signals, "output with a period", "type: bool,", "type: bool, period: 1 ms,", "$.outputs.coil.period");
        Add("signals", Signals, "misspelled section", "outputs:", "output:", "$.output");
        Add("parameters", Parameters, "parameter without source", " source: \"datasheet\",", "", "$.parameters.lead_time");
        Add("parameters", Parameters, "misspelled kind", "configurable", "configureable", "$.parameters.lead_time.kind");
        Add("parameters", Parameters, "empty meaning", "\"Lead.\"", "\"\"", "$.parameters.lead_time.meaning");
        Add("parameters", Parameters, "constraint without reason", ", because: \"Reason.\"", "", "$.constraints[0]");
        Add("parameters", Parameters, "camel case", "  lead_time:", "  leadTime:", "$.parameters.leadTime");
        Add("requirements", Requirements, "time budget without unit", "ftti: 5 s", "ftti: 5", "$.hazards.H1.ftti");
        Add("requirements", Requirements, "lower-case requirement id", "REQ-ORD-01", "req-ord-01", "$.requirements.req-ord-01");
        Add("requirements", Requirements, "unknown carrier", "carried_by: spec", "carried_by: later", "$.requirements.REQ-ORD-01.carried_by");
        Add("requirements", Requirements, "assumption without reason", ", because: \"Measured.\"", "", "$.assumptions.feedback-follows");
        Add("statemachine", Machine, "misspelled key of a state", "outputs: { relay: true }", "output: { relay: true }", "$.states.On.output");
        Add("statemachine", Machine, "transition without guard", ", when: closed", "", "$.states.Off.transitions[0]");
        Add("statemachine", Machine, "misspelled key of a transition", "because:", "becaus:", "$.states.On.transitions[0].becaus");
        Add("statemachine", Machine, "state in lower case", "  On:", "  on:", "$.states.on");
        Add("statemachine", Machine, "assignment with =", "tries := 0", "tries = 0", "$.states.Off.entry[0]");
        Add("statemachine", Machine, "retained variable without value on loss", ", on_loss: true", "", "$.variables.locked");
        Add("statemachine", Machine, "integer variable without range", ", range: [0, 20]", "", "$.variables.tries");
        Add("statemachine", Machine, "uses with an expression", "previous(contactor.closed)", "not contactor.closed", "$.uses.closed");
        Add("statemachine", Machine, "no purpose", "purpose: \"Switch the alternator off first.\"\n", "", "$");
        Add("statemachine", Machine, "unquoted yes as initial", "initial: true", "initial: yes", "$.states.Off.initial");
        Add("properties", Properties, "proof without formula", "    always: falling(coil) implies held_or_initially(relay_off, lead_time)\n", "", "$.properties[0]");
        Add("properties", Properties, "measurement without evidence", "    evidence: \"bench/README.md\"", "", "$.properties[1]");
        Add("properties", Properties, "misspelled reaction", "shutdown", "shut_down", "$.properties[0].on_violation");
        Add("properties", Properties, "empty witness list", "[ \"falling(coil)\" ]", "[]", "$.properties[0].vacuity.must_see");
        Add("system", System, "machine named twice", "alternator-atc", "contactor", "$.order");
        Add("system", System, "no shutdown machine", "shutdown: shutdown-sequencer\n", "", "$");
        Add("product", Product, "override as a list", "{ continuous_current: 500 A }", "[ continuous_current ]", "$.parameters");
        Add("product", Product, "misspelled title", "title:", "titel:", "$.titel");
        return rows;

        void Add(string schema, string good, string mistake, string from, string to, string place)
        {
            string bad = good.Replace(from, to, StringComparison.Ordinal);
            if (bad == good)
            {
                throw new InvalidOperationException($"'{mistake}' changes nothing");
            }

            rows.Add(schema, mistake, good, bad, place);
        }
    }
}
