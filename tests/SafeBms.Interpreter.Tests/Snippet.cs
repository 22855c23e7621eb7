using System.Text;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Interpreter.Tests;

/// <summary>A small system written in the language itself, around the machines of a test.</summary>
internal static class Snippet
{
    private const string Signals = """
        enums:
          colour: { red: 1, green: 5 }
        inputs:
          p: { type: bool, safe: false, period: 1 ms, max_age: 5 ms, meaning: "A condition." }
          x: { type: int, unit: mV, range: [0, 100], safe: 0, period: 1 ms, max_age: 5 ms, meaning: "A voltage." }
          lamp: { type: colour, safe: red, period: 1 ms, max_age: 5 ms, meaning: "A colour." }
        groups:
          battery:
            count: 3
            configured: battery_count
            inputs:
              temperature: { type: int, unit: dC, range: [-500, 1500], safe: 0, period: 1 ms, max_age: 5 ms, meaning: "A temperature." }
            groups:
              cell:
                count: 2
                configured: cell_count
                inputs:
                  voltage: { type: int, unit: mV, range: [0, 5000], safe: 0, period: 1 ms, max_age: 5 ms, meaning: "A cell." }
        outputs:
          a: { type: bool, safe: false, meaning: "An output." }
        """;

    private const string Parameters = """
        parameters:
          battery_count: { unit: count, default: 2, range: [1, 3], kind: configurable, source: "test", tolerance: "none", meaning: "Batteries." }
          cell_count: { unit: count, default: 1, range: [1, 2], kind: configurable, source: "test", tolerance: "none", meaning: "Cells in a battery." }
          limit: { unit: mV, default: 50, range: [10, 90], kind: configurable, source: "test", tolerance: "none", meaning: "A limit." }
          wait: { unit: ms, default: 2, range: [1, 4], kind: configurable, source: "test", tolerance: "none", meaning: "A delay." }
        constraints:
          - { name: room, always: "limit >= 20 mV", because: "the test says so" }
        """;

    private const string Requirements = """
        hazards:
          H1: { text: "A hazard.", ftti: 5 s }
        requirements:
          REQ-1: { text: "A requirement.", hazard: H1, source: "test" }
        """;

    private const string Shutdown = """
        machine: shutdown-sequencer
        purpose: Take over after a violation.
        hazards: [H1]
        uses: { violation: violation }
        outputs:
          active: { type: bool, initial: false, is: violation or previous(active) }
        """;

    // The reader refuses signals and parameters that nobody reads; this machine reads them all.
    private const string Rest = """
        machine: rest
        purpose: Read everything.
        hazards: [H1]
        uses: { p: p, x: x, lamp: lamp, battery: battery }
        parameters: [limit, wait]
        outputs:
          known: { type: bool, initial: false, is: "valid(p) and valid(lamp) and held(x > limit else false, wait)" }
          all_known: { type: bool, initial: false, is: "all(b in battery: valid(b.temperature) and all(c in b.cell: valid(c.voltage)))" }
        """;

    /// <summary>Reads machines (each the whole text of a file) in this order, without properties.</summary>
    public static ReferenceCore Start(params string[] machines) =>
        Tiny.Started(Read(string.Empty, machines));

    /// <summary>Reads machines and a properties file; fails with the reader's own words.</summary>
    public static SpecificationModel Read(string properties, params string[] machines)
    {
        machines = [.. machines, Rest];
        string[] names = [.. machines.Select(text => text.Split('\n')[0]["machine:".Length..].Trim())];
        List<SpecificationFile> files =
        [
            File("signals.yaml", Signals),
            File("parameters.yaml", Parameters),
            File("requirements.yaml", Requirements),
            File("shutdown-sequencer.statemachine.yaml", Shutdown),
            File(
                "system.yaml",
                $"system: test\norder: [{string.Join(", ", names)}]\nshutdown: shutdown-sequencer\n"),
            .. machines.Select((text, index) => File($"{names[index]}.statemachine.yaml", text)),
        ];
        if (properties.Length > 0)
        {
            files.Add(File("test.properties.yaml", properties));
        }

        Result<SpecificationModel> result = SpecificationReader.ReadFragment(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static SpecificationFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Delivers a fresh value.</summary>
    public static ReferenceCore Give(this ReferenceCore core, string input, long value)
    {
        core.Inputs[core.Inputs.IndexOf(input)] = new InputReading(value, 0, true);
        return core;
    }

    /// <summary>Lets an input be unknown.</summary>
    public static ReferenceCore Lose(this ReferenceCore core, string input)
    {
        core.Inputs[core.Inputs.IndexOf(input)] = default;
        return core;
    }

    /// <summary>Scans and reads one value.</summary>
    public static long ScanAndRead(this ReferenceCore core, string name)
    {
        core.Scan();
        return core.Values[name];
    }
}
