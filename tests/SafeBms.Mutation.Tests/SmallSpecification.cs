using System.Text;
using SafeBms.Mutation.Finding;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Tests;

/// <summary>A small specification around one machine, read as a fragment, so that a test shows all that matters.
/// </summary>
internal static class SmallSpecification
{
    private const string Signals = """
        enums:
          mode: { off: 0, standby: 1, on: 2 }
        inputs:
          a: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "a" }
          b: { type: bool, safe: false, period: 1 ms, max_age: 10 ms, meaning: "b" }
          x: { type: int, unit: mA, range: [-1000, 1000], safe: 0, period: 1 ms, max_age: 10 ms, meaning: "x" }
        outputs:
          lamp: { type: bool, safe: false, meaning: "lamp" }
        """;

    private const string Parameters = """
        parameters:
          limit: { unit: mA, default: 500, range: [0, 900], kind: configurable, source: "test", tolerance: "+-5 mA: noise", meaning: "limit" }
          limit_release: { unit: mA, default: 400, range: [0, 900], kind: configurable, source: "test", tolerance: "none", meaning: "release" }
          delay: { unit: ms, default: 1 s, range: [1, 5000], kind: configurable, source: "test", tolerance: "-100 ms: comfort", meaning: "delay" }
        """;

    private const string Shutdown = """
        machine: rest
        purpose: Rest.
        hazards: [H1]
        uses: { violation: violation }
        outputs:
          active: { type: bool, initial: false, is: violation }
        """;

    internal static IReadOnlyList<SpecificationFile> Files(string machine) =>
    [
        File("lamp.statemachine.yaml", machine), File("rest.statemachine.yaml", Shutdown),
        File("signals.yaml", Signals), File("parameters.yaml", Parameters),
        File("system.yaml", "system: small\norder:\n  - lamp\nshutdown: rest\n"),
        File("requirements.yaml", "hazards: { H1: { text: dark, ftti: 1 s } }\nrequirements: { REQ-T: { text: light, hazard: H1, source: test } }\n"),
    ];

    /// <summary>Changes of an operator in the machine's file, in order.</summary>
    internal static List<string> Changes(string machine, string kind) =>
        [.. Find(machine).Where(mutant => mutant.Operator == kind && mutant.Machine == "lamp")
            .Select(mutant => mutant.Change)];

    internal static IReadOnlyList<Mutant> Find(string machine)
    {
        IReadOnlyList<SpecificationFile> files = Files(machine);
        Result<SpecificationModel> read = SpecificationReader.ReadFragment(files);
        return MutantFinder.Find(files, read.Value
            ?? throw new InvalidOperationException(string.Join('\n', read.Diagnostics)));
    }

    private static SpecificationFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
