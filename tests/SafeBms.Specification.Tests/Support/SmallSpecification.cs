using System.Text;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Specification.Tests.Support;

/// <summary>A complete small specification without findings; tests change one text of it and look at what is found.</summary>
internal sealed class SmallSpecification
{
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public SmallSpecification()
    {
        Set("signals.yaml", Signals);
        Set("parameters.yaml", Parameters);
        Set("requirements.yaml", Requirements);
        Set("contactor.statemachine.yaml", Contactor);
        Set("cell-limits.statemachine.yaml", CellLimits);
        Set("battery-link.statemachine.yaml", BatteryLink);
        Set("shutdown-sequencer.statemachine.yaml", Shutdown);
        Set("cells.properties.yaml", Properties);
        Set("system.yaml", System);
        Set("products/small.product.yaml", Product);
    }

    public SmallSpecification Set(string path, string text) => Set(path, Encoding.UTF8.GetBytes(text));

    public SmallSpecification Set(string path, byte[] content)
    {
        files[path] = content;
        return this;
    }

    public SmallSpecification Remove(string path)
    {
        Assert.True(files.Remove(path));
        return this;
    }

    /// <summary>Replaces the only occurrence of a text.</summary>
    public SmallSpecification With(string path, string old, string replacement)
    {
        string text = TextOf(path);
        int first = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(first >= 0, $"'{old}' is not in {path}");
        Assert.True(text.IndexOf(old, first + 1, StringComparison.Ordinal) < 0, $"'{old}' is more than once in {path}");
        return Set(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public string TextOf(string path) => Encoding.UTF8.GetString(files[path]);

    public IReadOnlyList<SpecificationFile> Files => [.. files.Select(file => new SpecificationFile(file.Key, file.Value))];

    public Result<SpecificationModel> Read() => SpecificationReader.Read(Files);

    public SpecificationModel Model()
    {
        Result<SpecificationModel> result = Read();
        Assert.True(result.Value is not null, string.Join("\n", result.Diagnostics));
        return result.Value;
    }

    /// <summary>The only finding.</summary>
    public Diagnostic Single()
    {
        Result<SpecificationModel> result = Read();
        Assert.True(result.Diagnostics.Count == 1, string.Join("\n", result.Diagnostics));
        return result.Diagnostics[0];
    }

    private const string Signals = """
        enums:
          relay_mode: { alarm: 0, alternator: 1 }
          device_state: { 'off': 0, running: 9, error: 10 }
        inputs:
          pack_current: { type: int, unit: mA, range: [-2000000, 2000000], over_range: clamp, safe: 0, period: 10 ms, max_age: 25 ms, meaning: "Current." }
          remote_on: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "Remote switch." }
          contactor_feedback: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "Auxiliary contact." }
        groups:
          battery:
            count: 4
            configured: battery_count
            inputs:
              temperature: { type: int, unit: dC, range: [-500, 1500], safe: 1500, period: 80 ms, max_age: 200 ms, meaning: "Temperature." }
            groups:
              cell:
                count: 8
                configured: cells_per_battery
                inputs:
                  voltage: { type: int, unit: mV, range: [500, 5000], safe: 0, period: 80 ms, max_age: 200 ms, meaning: "Cell voltage." }
        outputs:
          contactor_coil: { type: bool, safe: false, meaning: "Coil." }
          programmable_relay: { type: bool, safe: false, meaning: "Relay." }
          charge_current_limit: { type: int, unit: mA, range: [0, 500000], safe: 0, meaning: "Limit." }
          device_state: { type: device_state, safe: error, meaning: "State." }

        """;

    private const string Parameters = """
        parameters:
          battery_count: { unit: count, default: 2, range: [1, 4], kind: configurable, source: "datasheet 000", meaning: "Batteries." }
          cells_per_battery: { unit: count, default: 4, range: [4, 8], kind: configurable, source: "datasheet 000", meaning: "Cells a battery." }
          ov_trip: { unit: mV, default: 3.75 V, range: [3600, 4000], kind: configurable, source: "manual", meaning: "Over-voltage." }
          uv_trip: { unit: mV, default: 2.8 V, range: [2500, 3000], kind: fixed, source: "manual", meaning: "Under-voltage." }
          ov_time: { unit: ms, default: 500, range: [100, 1000], kind: fixed, source: "proposal", meaning: "Debounce." }
          alternator_lead_time: { unit: ms, default: 2000, range: [2000, 10000], kind: configurable, source: "datasheet 002", tolerance: "+0 ms: lower would break P01", meaning: "Lead of the alternator." }
          relay_mode: { type: relay_mode, default: alternator, kind: configurable, source: "datasheet 002", meaning: "What the relay serves." }
        constraints:
          - { name: voltages in order, always: uv_trip < ov_trip, because: "The window must not be empty." }

        """;

    private const string Requirements = """
        hazards:
          H1: { text: "Over-voltage.", ftti: 5 s, chains: [ { name: over-voltage to contactor, sum: [ ov_time, alternator_lead_time ] } ] }
        assumptions:
          feedback-follows: { text: "The feedback follows the coil.", because: "Datasheet of the contactor." }
        requirements:
          REQ-01: { text: "Open on over-voltage.", hazard: H1, source: "datasheet 002" }
          REQ-02: { text: "Alternator first.", hazard: H1, source: "datasheet 002" }
          REQ-03: { text: "Pacing.", source: "design", carried_by: { code: Pacing.Next } }

        """;

    private const string CellLimits = """
        machine: cell-limits
        purpose: Judge the cells.
        hazards: [H1]
        uses:
          battery: battery
          links: battery-link
          coil: previous(contactor_coil)
        parameters: [ov_trip, ov_time, uv_trip]
        define:
          high_now: "any(b in battery: any(c in b.cell: c.voltage >= ov_trip else true))"
          low_now: "count(b in battery: b.temperature < -20 degC else true) > 1"
        outputs:
          high: { type: bool, initial: false, is: "held(high_now, ov_time)" }
          lost: { type: bool, initial: true, is: "any(l in links: l.lost or l.state == Lost) or low_now and coil" }
          cell_max: { type: int, unit: mV, range: [0, 5000], optional: true, is: "max(b in battery: max(c in b.cell: c.voltage))" }
          low: { type: bool, initial: false, is: "min(b in battery: min(c in b.cell: c.voltage)) < uv_trip else true" }

        """;

    private const string BatteryLink = """
        machine: battery-link
        purpose: Watch the data of one battery.
        hazards: [H1]
        instances: battery
        outputs:
          lost: { type: bool, initial: true }
        states:
          Lost:
            initial: true
            outputs: { lost: true }
            transitions:
              - { to: Good, when: "confirmed(valid(member.temperature), 3 samples of member.temperature)", requirement: REQ-01 }
          Good:
            outputs: { lost: false }
            transitions:
              - { to: Lost, when: not valid(member.temperature), requirement: REQ-01 }

        """;

    private const string Contactor = """
        machine: contactor
        purpose: Drive the contactor, alternator first.
        hazards: [H1]
        uses:
          high: cell-limits.high
          low: cell-limits.low
          lost: cell-limits.lost
          cell_max: cell-limits.cell_max
          remote_on: remote_on
          feedback: contactor_feedback
          current: pack_current
        parameters: [alternator_lead_time, relay_mode]
        variables:
          attempts: { type: int, unit: count, range: [0, 20], initial: 0 }
          locked: { type: bool, initial: false, retain: true, on_loss: true }
        timers:
          relay_off: { runs: not previous(relay), limit: alternator_lead_time, initial: limit }
        define:
          demand: high or low or lost or not remote_on else true
          too_many: attempts >= 20
        outputs:
          coil: { type: bool, initial: false, drives: contactor_coil }
          relay: { type: bool, initial: false, drives: programmable_relay }
          limit: { type: int, unit: mA, range: [0, 500000], initial: 0, drives: charge_current_limit, is: "choose(coil, clamp(abs(100 A), 0 A, 500 A), 0 A)" }
          shown: { type: device_state, initial: error, drives: device_state, is: "choose(state == Closed, running, off)" }
        on_corrupt: Opening
        states:
          Open:
            id: 0
            initial: true
            outputs: { coil: false, relay: false }
            transitions:
              - { to: Closed, when: not demand and not locked and not too_many, do: [ "attempts := min(attempts + 1, 20)" ], requirement: REQ-01, because: "All is well." }
          Closed:
            id: 1
            outputs: { coil: true, relay: relay_mode == alternator }
            history: shallow
            transitions:
              - to: Opening
                when: demand or (cell_max > 3.6 V else true)
                requirement: [REQ-01, REQ-02]
            states:
              Settling:
                id: 2
                initial: true
                transitions:
                  - { to: Settled, when: (feedback else false) and elapsed >= 100 ms, requirement: REQ-01 }
              Settled:
                id: 3
                outputs: { relay: false }
                transitions:
                  - { to: Settling, when: abs(current) > 500 A else true, requirement: REQ-01 }
          Opening:
            id: 4
            outputs: { coil: true, relay: false }
            entry: [ "locked := attempts >= 20" ]
            transitions:
              - { to: Open, when: relay_off >= alternator_lead_time, requirement: REQ-02 }

        """;

    private const string Shutdown = """
        machine: shutdown-sequencer
        purpose: Take over after a violation.
        hazards: [H1]
        uses:
          violation: violation
          coil_before: previous(contactor_coil)
        outputs:
          active: { type: bool, initial: false }
          coil: { type: bool, initial: false, drives: contactor_coil }
        states:
          Idle:
            initial: true
            outputs: { active: false, coil: coil_before }
            transitions:
              - { to: Leading, when: violation, requirement: REQ-02 }
          Leading:
            outputs: { active: true, coil: coil_before }
            transitions:
              - { to: 'Off', when: elapsed >= 3 s, requirement: REQ-02 }
          'Off':
            final: true
            outputs: { active: true, coil: false }

        """;

    private const string Properties = """
        define:
          alternator_relay: programmable_relay and relay_mode == alternator
        properties:
          - property: P01
            text: The contactor is never opened before the alternator relay has been off for the lead.
            hazard: H1
            requirement: REQ-02
            always: falling(contactor_coil) implies held_or_initially(not alternator_relay, alternator_lead_time)
            verified_by: proof
            on_violation: shutdown
            assume: [feedback-follows]
            exceptions: []
            vacuity: { must_see: [ "falling(contactor_coil) and within(falling(alternator_relay), 10 s)" ] }
          - property: P02
            text: Over-voltage opens the contactor.
            hazard: H1
            requirement: [REQ-01]
            always: "any(b in battery: any(c in b.cell: c.voltage >= ov_trip else true)) leads_to not contactor_coil within alternator_lead_time + 1 s"
            verified_by: test
            on_violation: alarm
            vacuity: { must_see: [ "contactor_coil" ] }
          - property: P03
            text: The enclosure is tight.
            hazard: H1
            requirement: REQ-01
            verified_by: inspection
            evidence: Drawing 7.

        """;

    private const string System = """
        system: small
        order: [battery-link, cell-limits, contactor]
        shutdown: shutdown-sequencer

        """;

    private const string Product = """
        product: small-500
        title: The small one
        parameters: { ov_trip: 3.7 V }

        """;
}
