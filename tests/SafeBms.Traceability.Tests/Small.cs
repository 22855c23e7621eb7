using System.Text;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability.Tests;

/// <summary>A whole and tiny trace, which each test breaks in one place: hazard H1, requirement REQ-X-01, property P90,
/// scenario <c>x</c>, test <c>It_holds</c>.</summary>
internal static class Small
{
    public const string Source =
        "namespace A.Tests;\npublic sealed class BTests\n{\n    [Fact]\n    [Requirement(\"REQ-X-01\")]\n    public void It_holds()\n";

    public static SourceSpan Span { get; } = new("requirements.yaml", 7, 3, 1);

    public static RequirementInfo Requirement { get; } =
        new("REQ-X-01", "Something holds.", "H1", "proposal", "spec", Span);

    public static PropertyInfo Property { get; } =
        Repository.Input.Model.Properties.Properties.First(item => item.Id == "P01") with
        {
            Id = "P90", Hazard = "H1", Requirements = new EquatableArray<string>(["REQ-X-01"]), Evidence = "",
        };

    public static TraceInput Whole { get; } = Of([Requirement], [Property]);

    /// <summary>A trace of these requirements and properties; all wordings were looked at.</summary>
    public static TraceInput Of(RequirementInfo[] requirements, PropertyInfo[] properties)
    {
        SpecificationModel real = Repository.Input.Model;
        SpecificationModel model = real with
        {
            Requirements = new RequirementsModel(
                new EquatableArray<HazardInfo>([new("H1", "It burns.", 1000, EquatableArray<HazardChain>.Empty, Span)]),
                new EquatableArray<RequirementInfo>(requirements), EquatableArray<AssumptionInfo>.Empty),
            Machines = EquatableArray<MachineInfo>.Empty,
            ShutdownMachine = real.ShutdownMachine with { States = EquatableArray<StateInfo>.Empty },
            Parameters = real.Parameters with { Parameters = EquatableArray<ParameterInfo>.Empty },
            Properties = real.Properties with { Properties = new EquatableArray<PropertyInfo>(properties) },
        };
        ReviewedRequirements reviewed = ReviewedRequirements.None;
        foreach (RequirementInfo requirement in requirements)
        {
            reviewed.Accept(requirement.Id, Fingerprint.Of(requirement));
        }

        return new TraceInput(
            model, "spec", [Scenario("P90")], TestSources.Read([("tests/B.cs", Source)]), reviewed, "reviewed.yaml",
            ResultSet.None, path => path == "there");
    }

    public static ScenarioFile Scenario(string shows) => new("scenarios/x.scenario.yaml", ScenarioParser.Parse(
        Encoding.UTF8.GetBytes($"scenario: x\nduration: 1 s\nshows: [{shows}]")));

    public static IReadOnlyList<TraceFinding> Judge(TraceInput input, bool isComplete = false) =>
        Judgement.Of(input, TraceBuilder.Build(input), isComplete);
}
