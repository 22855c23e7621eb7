namespace SafeBms.Certification.Tests.Harness;

/// <summary>Machines that between them use every element of the language.</summary>
internal static class SmallMachines
{
    public const string Temporal = """
        machine: temporal
        purpose: Each temporal call and timer.
        hazards: [H1]
        uses: { p: p, q: q, x: x, lamp: lamp, b: previous(b) }
        parameters: [wait, times, limit]
        variables:
          kept: { type: int, unit: count, range: [0, 9], initial: 0, retain: true, on_loss: 5 }
        timers:
          plain: { runs: p else false, limit: wait }
          full: { runs: not (q else true), limit: 3 ms, initial: limit }
          own: { runs: p else true, resets: rising(q else false), limit: wait + 1 ms }
        define:
          here: p else false
          there: q else true
          last_x: previous(x)
          last_there: previous(there)
          last_colour: previous(lamp)
          up: rising(here)
          down: falling(there)
          long: held(here, wait)
          long_or_start: held_or_initially(here or not there, 2 ms)
          recent: within(up, wait)
          since_then: since(here, there)
          ever: once(long and there)
          sure: confirmed(x > limit else false, times samples of x)
          nested: held(within(here, 1 ms) or rising(long), 1 ms)
          young: age(x) <= 1 ms
          fresh: new_sample(lamp) and (lamp in {green, blue} else false)
          doubled: x + x
        outputs:
          r1: { type: bool, initial: false, is: up or down or long }
          r0: { type: bool, initial: false, is: long_or_start }
          r2: { type: bool, initial: true, is: recent and not since_then or ever }
          r3: { type: bool, initial: false, is: sure or nested or young or fresh or last_there }
          r4: { type: bool, initial: false, is: (last_x >= 50 mV else true) or (last_colour == green else false) or b > 7 mV }
          r5: { type: int, unit: mV, range: [0, 200], initial: 3, optional: true, is: doubled }
          r6: { type: bool, initial: false, is: plain >= wait or full >= 3 ms or own >= 2 ms or kept > 4 }
        """;

    public const string Chart = """
        machine: chart
        purpose: Nested states, actions in order, history, priorities.
        hazards: [H1]
        uses: { p: p, q: q, x: x, y: y, lamp: lamp }
        parameters: [limit, wait, rated]
        variables:
          log: { type: int, unit: count, range: [0, 1000], initial: 1 }
          mark: { type: bool, initial: false }
          tone: { type: colour, initial: red }
        define:
          high: x > limit else false
          inside: state == Inner
        outputs:
          a: { type: bool, initial: true, drives: a }
          level: { type: int, unit: mV, range: [0, 130], initial: 9, optional: true, is: "choose(a, x, max(min(abs(y), 20 mV), rated - limit + 50 mV))" }
          power: { type: int, unit: mV, range: [0, 100], initial: 9, drives: b, is: "choose(a, clamp(rated - limit + 50 mV, 3 mV, 100 mV), 20 mV)" }
          shown: { type: colour, initial: blue }
          still: { type: bool, initial: false, is: state == Outer and not inside }
        on_corrupt: Third
        states:
          Outer:
            id: 20
            initial: true
            history: deep
            outputs: { a: false, shown: tone }
            entry: ["log := min(log * 3, 900)"]
            exit: ["log := min(log + 7, 900)"]
            during: ["mark := elapsed >= 2 ms"]
            transitions:
              - { to: Third, when: high and (p else false), do: ["tone := choose(mark, green, blue)", "log := min(log + 1, 900)"], requirement: REQ-1 }
            states:
              First:
                id: 1
                initial: true
                exit: ["log := max(log - 2, 0)"]
                transitions:
                  - { to: Inner, when: q else false, requirement: REQ-1 }
                  - { to: First, when: elapsed >= wait, requirement: REQ-1 }
              Inner:
                id: 21
                outputs: { a: true }
                transitions:
                  - { to: Deepest, when: (y < 0 mV else true) and not high, requirement: REQ-1 }
                states:
                  Leaf: { id: 2, initial: true, entry: ["log := choose(mark, 5, 6)"] }
                  Deepest:
                    id: 3
                    during: ["log := min(log + 1, 900)", "mark := log > 4"]
                    outputs: { shown: "choose(log > 6, green, red)" }
                    transitions:
                      - { to: Outer, when: elapsed >= 3 ms, requirement: REQ-1 }
          Third:
            id: 4
            outputs: { a: false, shown: blue }
            transitions:
              - { to: history(Outer), when: not (p else false), requirement: REQ-1 }
              - { to: history(Fourth), when: lamp == blue else false, requirement: REQ-1 }
          Fourth:
            id: 22
            history: shallow
            outputs: { a: true, shown: red }
            states:
              Upper:
                id: 5
                initial: true
                transitions: [ { to: Lower, when: q else true, requirement: REQ-1 } ]
              Lower:
                id: 6
                outputs: { a: mark }
                transitions: [ { to: Third, when: p else true, do: ["mark := not mark"], requirement: REQ-1 } ]
        """;

    public const string Watch = """
        machine: watch
        purpose: One a battery.
        hazards: [H1]
        instances: battery
        parameters: [wait]
        timers:
          hot_for: { runs: member.temperature > 20 dC else true, limit: wait }
        outputs:
          hot: { type: bool, initial: false, is: hot_for >= wait }
          warmth: { type: int, unit: dC, range: [-50, 50], initial: 0, optional: true, is: member.temperature }
        """;

    public const string Folds = """
        machine: folds
        purpose: Each fold.
        hazards: [H1]
        uses: { battery: battery, watch: watch, before: previous(watch), chart: chart.state, was: previous(chart.state), later: previous(last.seen), a: chart.a }
        parameters: [limit, factor, rated]
        define:
          highest: "max(b in battery: max(c in b.cell: c.voltage))"
          warmest: "max(b in battery: b.temperature)"
          some_high: "any(b in battery: any(c in b.cell: c.voltage > limit else false))"
          all_known: "all(b in battery: valid(b.temperature) and all(c in b.cell: valid(c.voltage)))"
          none_old: "all(b in battery: not (age(b.temperature) > 1 ms) and not any(c in b.cell: not new_sample(c.voltage)))"
          whole: "sum(b in battery: sum(c in b.cell: c.voltage))"
          mixed: "any(b in battery: (b.temperature < 0 dC else true) and all(c in b.cell: c.voltage < limit * 2 else true))"
          spread: "max(b in battery: max(c in b.cell: c.voltage) - min(c in b.cell: c.voltage))"
        outputs:
          r1: { type: bool, initial: false, is: (highest >= limit * factor else true) or some_high }
          r2: { type: bool, initial: false, is: all_known and not none_old or mixed }
          r3: { type: int, unit: mV, range: [0, 600], initial: 0, optional: true, is: whole }
          r4: { type: int, unit: count, range: [0, 3], initial: 0, is: "count(b in battery: b.temperature > 10 dC else false)" }
          r5: { type: bool, initial: false, is: "any(w in watch: w.hot) or all(w in before: w.hot) or (min(w in watch: w.warmth) < -10 dC else true)" }
          r6: { type: bool, initial: false, is: spread > 20 mV else true }
          r7: { type: bool, initial: false, is: chart == Inner or was == Fourth or later or a }
          r8: { type: bool, initial: false, is: whole * factor > rated * factor else false }
          r9: { type: bool, initial: false, is: warmest * 2 > 20 dC else false }
        """;

    public const string Last = """
        machine: last
        purpose: Reads earlier machines, and itself in the last scan.
        hazards: [H1]
        uses: { r3: folds.r3, r4: folds.r4, level: previous(chart.level), a: previous(a) }
        parameters: [times]
        outputs:
          seen: { type: bool, initial: true, is: (r3 > 100 mV else false) or previous_seen and r4 >= times or (level > 30 mV else false) and a }
        define:
          previous_seen: previous(seen)
        """;

    public const string Properties = """
        define:
          big: x > 60 mV else false
          some: "any(b in battery: any(c in b.cell: c.voltage > 80 mV else true))"
        properties:
          - property: P01
            text: "Answers."
            hazard: H1
            requirement: REQ-1
            always: (big or some) and (p else false) leads_to a within wait
            verified_by: proof
            on_violation: count
            vacuity: { must_see: [ "big" ] }
          - property: P02
            text: "Holds now and then."
            hazard: H1
            requirement: REQ-1
            always: not (held(big or some, 2 ms) and falling(a)) or previous(b) == 7 mV
            verified_by: proof
            on_violation: alarm
            vacuity: { must_see: [ "some" ] }
          - property: P03
            text: "Sums."
            hazard: H1
            requirement: REQ-1
            always: b * factor <= 100 mV or (y >= 0 mV else true) or confirmed(p else false, 2 samples of p)
            verified_by: proof
            on_violation: count
            vacuity: { must_see: [ "big" ] }
        """;
}
