using System.Text;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>Small systems written in the language, around the machines of a test.</summary>
internal static class Small
{
    private const string Signals = """
        enums:
          colour: { red: 1, green: 5, blue: 6 }
        inputs:
          p: { type: bool, safe: false, period: 1 ms, max_age: 2 ms, meaning: "A condition." }
          q: { type: bool, safe: false, period: 1 ms, max_age: 2 ms, meaning: "A condition." }
          x: { type: int, unit: mV, range: [0, 100], safe: 0, period: 1 ms, max_age: 2 ms, meaning: "A voltage." }
          y: { type: int, unit: mV, range: [-20, 30], over_range: clamp, safe: 0, period: 1 ms, max_age: 2 ms, meaning: "A voltage." }
          lamp: { type: colour, safe: red, period: 1 ms, max_age: 2 ms, meaning: "A colour." }
        groups:
          battery:
            count: 3
            configured: battery_count
            inputs:
              temperature: { type: int, unit: dC, range: [-50, 50], safe: 0, period: 1 ms, max_age: 2 ms, meaning: "A temperature." }
            groups:
              cell:
                count: 2
                configured: cell_count
                inputs:
                  voltage: { type: int, unit: mV, range: [10, 90], safe: 0, period: 1 ms, max_age: 2 ms, meaning: "A cell." }
        outputs:
          a: { type: bool, safe: false, meaning: "An output." }
          b: { type: int, unit: mV, range: [0, 100], safe: 7, meaning: "An output." }
        """;

    private const string Parameters = """
        parameters:
          battery_count: { unit: count, default: 2, range: [1, 3], kind: configurable, source: "test", tolerance: "none", meaning: "Batteries." }
          cell_count: { unit: count, default: 1, range: [1, 2], kind: configurable, source: "test", tolerance: "none", meaning: "Cells in a battery." }
          limit: { unit: mV, default: 50, range: [10, 90], kind: configurable, source: "test", tolerance: "none", meaning: "A limit." }
          wait: { unit: ms, default: 2, range: [1, 4], kind: configurable, source: "test", tolerance: "none", meaning: "A delay." }
          factor: { unit: count, default: 2, range: [1, 4], kind: configurable, source: "test", tolerance: "none", meaning: "A factor." }
          times: { unit: count, default: 2, range: [1, 3], kind: fixed, source: "test", tolerance: "none", meaning: "Samples." }
          rated: { unit: mV, default: 40, range: [10, 90], kind: fixed, source: "test", tolerance: "none", meaning: "A rating." }
        constraints:
          - { name: room, always: "limit >= 20 mV", because: "the test says so" }
          - { name: factors, always: "factor == 1 or factor == 2 or factor == 4", because: "the test says so" }
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

    private const string Product = """
        product: small-60
        title: A product
        parameters: { rated: 60 }
        """;

    /// <summary>The files of a system with these machines (each the whole text of a file) in this order.</summary>
    /// <param name="properties">Text of a properties file; may be empty.</param>
    /// <param name="machines">Text of the machines.</param>
    public static IReadOnlyList<SpecificationFile> Files(string properties, params string[] machines)
    {
        string[] names = [.. machines.Select(text => text.Split('\n')[0]["machine:".Length..].Trim())];
        List<SpecificationFile> files =
        [
            File("signals.yaml", Signals),
            File("parameters.yaml", Parameters),
            File("requirements.yaml", Requirements),
            File("shutdown-sequencer.statemachine.yaml", Shutdown),
            File("products/small-60.product.yaml", Product),
            File(
                "system.yaml",
                $"system: small\norder: [{string.Join(", ", names)}]\nshutdown: shutdown-sequencer\n"),
            .. machines.Select((text, index) => File($"{names[index]}.statemachine.yaml", text)),
        ];
        if (properties.Length > 0)
        {
            files.Add(File("test.properties.yaml", properties));
        }

        return files;
    }

    /// <summary>Reads a system; fails with the reader's own words.</summary>
    public static SpecificationModel Read(string properties, params string[] machines)
    {
        Result<SpecificationModel> result = SpecificationReader.ReadFragment(Files(properties, machines));
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static SpecificationFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
