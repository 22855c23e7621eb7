using SafeBms.Generator.Emit;
using SafeBms.Generator.Tests.Harness;

namespace SafeBms.Generator.Tests;

/// <summary>
/// The generated text itself, against approved files: every change of the output is seen in a review.
/// With SAFEBMS_APPROVE=1 in the environment the approved files are written anew.
/// </summary>
public class SnapshotTests
{
    private const string Watch = """
        machine: watch
        purpose: Timers and temporal calls.
        hazards: [H1]
        uses: { a: a, b: b, x: x }
        parameters: [delay]
        timers:
          on_time: { runs: a else false, limit: delay, initial: limit }
          rest_time: { runs: b else false, resets: a else false, limit: 20 ms }
        define:
          high: x > 3 V else true
          high_long: held(high, delay)
          calm: held_or_initially(not high, 5 ms)
          seen: confirmed(high, 3 samples of x)
        outputs:
          armed: { type: bool, initial: false, drives: spare, is: "(since(calm, rising(a else false)) or within(high_long, 2 s)) and on_time >= delay" }
          rested: { type: bool, initial: false, drives: spare2, is: "rest_time >= 20 ms or seen or once(falling(b else true)) or previous(high)" }
        """;

    private const string Temporal = """
        properties:
          - property: P01
            text: The coil is off for a while before it comes on.
            hazard: H1
            requirement: REQ-01
            always: rising(coil) implies previous(held_or_initially(not coil, delay))
            verified_by: proof
            on_violation: shutdown
            vacuity: { must_see: [ "rising(coil)" ] }
          - property: P02
            text: A switch that is on lights the light.
            hazard: H1
            requirement: REQ-01
            always: (a else false) leads_to light within 5 ms
            verified_by: test
            on_violation: count
            vacuity: { must_see: [ "a else false" ] }
        """;

    [Theory]
    [InlineData("flat", "Machines/Chart.g.cs")]
    [InlineData("nested", "Machines/Chart.g.cs")]
    [InlineData("temporal", "Machines/Watch.g.cs")]
    [InlineData("folds", "Machines/Folds.g.cs")]
    [InlineData("instanced", "Machines/Link.g.cs")]
    [InlineData("composition", "SafetyCore.g.cs")]
    [InlineData("monitors", "Monitors.g.cs")]
    [InlineData("witness", "Witness.g.cs")]
    [InlineData("signals", "Signals.g.cs")]
    [InlineData("parameters", "Parameters.g.cs")]
    public void The_generated_text_is_the_approved_one(string name, string file)
    {
        string text = SpecificationEmitter.Emit(Specification(name).Bind()).Single(generated => generated.Name == file).Text;
        string approved = Path.Combine(
            InMemoryCompiler.Root(), "tests", "SafeBms.Generator.Tests", "Snapshots", name + ".approved.txt");
        if (Environment.GetEnvironmentVariable("SAFEBMS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
            File.WriteAllText(approved, text);
        }

        Assert.True(File.Exists(approved), $"{approved} is missing; run with SAFEBMS_APPROVE=1 and review it");
        Assert.Equal(File.ReadAllText(approved), text);
    }

    private static TestSpecification Specification(string name) => name switch
    {
        "flat" => new TestSpecification().WithMachines(ChartBehaviourTests.Flat),
        "nested" => new TestSpecification()
            .WithMachines(ChartBehaviourTests.Nested.Replace("HISTORY", "deep", StringComparison.Ordinal)),
        "temporal" => new TestSpecification().WithMachines(Watch),
        "folds" => new TestSpecification().WithMachines(SystemBehaviourTests.Folds),
        "instanced" or "composition" => new TestSpecification()
            .WithMachines(SystemBehaviourTests.Link, SystemBehaviourTests.Reader, SystemBehaviourTests.Writer),
        "monitors" or "witness" => new TestSpecification()
            .WithMachines(ChartBehaviourTests.Flat).With("more.properties.yaml", Temporal.Replace("P01", "P11", StringComparison.Ordinal)),
        _ => new TestSpecification(),
    };
}
