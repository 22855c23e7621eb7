using System.Text;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Tests.Harness;

/// <summary>A small complete specification around the machine or properties that a test is about.</summary>
public sealed class TestSpecification
{
    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);

    /// <summary>Shared files: signals a, b, c, x, y, a group of batteries with cells, a parameter <c>delay</c> of 3 ms, the shutdown machine.</summary>
    public TestSpecification()
    {
        files["signals.yaml"] = Signals;
        files["parameters.yaml"] = Parameters;
        files["requirements.yaml"] = Requirements;
        files["off.statemachine.yaml"] = ShutdownMachine;
        files["base.properties.yaml"] = Properties;
        files["products/test.product.yaml"] = "product: test\ntitle: Test product\nparameters: { per_product: 7 }\n";
        files["system.yaml"] = "system: test\norder: []\nshutdown: off\n";
    }

    public IReadOnlyDictionary<string, string> Files => files;

    /// <summary>Adds machines (text of a machine file each) in scan order.</summary>
    public TestSpecification WithMachines(params string[] machines)
    {
        List<string> names = [];
        foreach (string machine in machines)
        {
            string name = machine.Split('\n')[0].Replace("machine:", string.Empty).Trim();
            names.Add(name);
            files[name + ".statemachine.yaml"] = machine.TrimStart() + "\n";
        }

        return With("system.yaml", $"system: test\norder: [{string.Join(", ", names)}]\nshutdown: off\n");
    }

    public TestSpecification With(string file, string text)
    {
        files[file] = text;
        return this;
    }

    /// <summary>The bound model; fails with the findings if there are any errors.</summary>
    public SpecificationModel Bind()
    {
        Result<SpecificationModel> result = SpecificationReader.Read(
            [.. files.Select(file => new SpecificationFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))]);
        string findings = string.Join('\n', result.Diagnostics.Where(d => d.IsError).Select(d => $"{d.Span}: {d.Id} {d.Message} {d.Remedy}"));
        return findings.Length == 0 && result.Value is not null ? result.Value : throw new InvalidOperationException(findings);
    }

    /// <summary>Binds, emits, compiles in memory and starts.</summary>
    public IRunningCore Run(params (string Name, long Value)[] parameters)
    {
        IRunningCore core = InMemoryCompiler.Load(SpecificationEmitter.Emit(Bind()));
        string? problem = core.Start(parameters);
        return problem is null ? core : throw new InvalidOperationException(problem);
    }

    private const string Signals = """
        enums:
          colour: { red: 0, green: 3, blue: 7 }
        inputs:
          a: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "A switch." }
          b: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "A switch." }
          c: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "A switch." }
          x: { type: int, unit: mV, range: [-1000, 5000], safe: 0, period: 1 ms, max_age: 10 ms, meaning: "A voltage." }
          y: { type: int, unit: mA, range: [-2000, 2000], over_range: clamp, safe: 0, period: 1 ms, max_age: 10 ms, meaning: "A clamped current." }
          lamp: { type: colour, safe: red, period: 1 ms, max_age: 10 ms, meaning: "A colour." }
        groups:
          battery:
            count: 3
            configured: battery_count
            inputs:
              temperature: { type: int, unit: dC, range: [-500, 1500], safe: 1500, period: 1 ms, max_age: 10 ms, meaning: "A temperature." }
            groups:
              cell:
                count: 2
                configured: cell_count
                inputs:
                  voltage: { type: int, unit: mV, range: [500, 5000], safe: 500, period: 1 ms, max_age: 10 ms, meaning: "A cell." }
        outputs:
          coil: { type: bool, safe: false, meaning: "A coil." }
          light: { type: bool, safe: true, meaning: "A light." }
          level: { type: int, unit: mV, range: [0, 5000], safe: 0, meaning: "A level." }
          tint: { type: colour, safe: red, meaning: "A colour." }
          spare: { type: bool, safe: false, meaning: "Free for tests." }
          spare2: { type: bool, safe: false, meaning: "Free for tests." }
        """;

    private const string Parameters = """
        parameters:
          delay: { unit: ms, default: 3, range: [1, 100], kind: configurable, source: "test", tolerance: "none", meaning: "A delay." }
          fixed_delay: { unit: ms, default: 2, range: [0, 100], kind: fixed, source: "test", tolerance: "none", meaning: "A fixed delay." }
          per_product: { unit: count, default: 5, range: [0, 10], kind: fixed, source: "test", tolerance: "none", meaning: "Differs." }
          threshold: { unit: mV, default: 3000, range: [0, 5000], kind: configurable, source: "test", tolerance: "none", meaning: "A threshold." }
          battery_count: { unit: count, default: 3, range: [1, 3], kind: configurable, source: "test", tolerance: "none", meaning: "Batteries." }
          cell_count: { unit: count, default: 2, range: [1, 2], kind: configurable, source: "test", tolerance: "none", meaning: "Cells." }
          favourite: { type: colour, default: green, kind: configurable, source: "test", tolerance: "none", meaning: "A colour." }
        constraints:
          - { name: delay-below-threshold, always: "fixed_delay <= delay", because: "the fixed one is shorter" }
        """;

    private const string Requirements = """
        hazards:
          H1: { text: "Something.", ftti: 5 s }
        requirements:
          REQ-01: { text: "Do it.", hazard: H1, source: "test" }
        """;

    private const string ShutdownMachine = """
        machine: off
        purpose: Takes over after a violation.
        hazards: [H1]
        uses: { broken: violation }
        outputs:
          active: { type: bool, initial: false }
          lit: { type: bool, initial: false, drives: light }
        states:
          Watching:
            initial: true
            outputs: { active: false, lit: false }
            transitions:
              - { to: Latched, when: broken, requirement: REQ-01 }
          Latched:
            final: true
            outputs: { active: true, lit: false }
        """;

    private const string Properties = """
        define:
          switches: (a else true) or (b else true) or (c else true) or (lamp == green else true)
          numbers: x + choose(y > 0 mA else true, 1 mV, 2 mV) < threshold else true
          bank: "any(m in battery: (m.temperature > 0 dC else true) or any(c in m.cell: c.voltage > 3 V else true))"
          adjustable: favourite == green or delay > fixed_delay or per_product > 3
        properties:
          - property: P01
            text: The coil is never on with the level at its top.
            hazard: H1
            requirement: REQ-01
            always: coil implies level < 5000 mV
            verified_by: proof
            on_violation: shutdown
            vacuity: { must_see: [ "coil" ] }
          - property: P90
            text: Reads everything, so that no test has to.
            hazard: H1
            requirement: REQ-01
            always: switches or numbers or bank or adjustable
            verified_by: test
            on_violation: count
            vacuity: { must_see: [ "within(coil, 2 ms)" ] }
        """;
}
