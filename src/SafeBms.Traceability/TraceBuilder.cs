using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability;

/// <summary>Links hazards, requirements, the specification, tests and results by their ids. Pure.</summary>
public sealed class TraceBuilder
{
    private readonly TraceInput input;
    private readonly SpecificationModel model;
    private readonly List<PropertyInfo> properties;
    private readonly ILookup<string, string> requirementsOfProperty;

    private TraceBuilder(TraceInput input)
    {
        this.input = input;
        model = input.Model;
        properties = [.. model.Properties.Properties];
        requirementsOfProperty = properties
            .SelectMany(item => item.Requirements.Select(id => (item.Id, Requirement: id)))
            .ToLookup(item => item.Id, item => item.Requirement, StringComparer.Ordinal);
    }

    /// <summary>The graph of all that was read.</summary>
    public static TraceGraph Build(TraceInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TraceBuilder(input).Build();
    }

    private TraceGraph Build()
    {
        List<MachineInfo> machines = [.. model.Machines, model.ShutdownMachine];
        List<TransitionNode> transitions = [.. machines.SelectMany(OfMachine)];
        List<ShowNode> shows = [.. Scenarios(), .. Tests()];
        List<PropertyNode> judged = [.. properties.Select(item => OfProperty(item, shows))];
        List<RequirementNode> requirements =
            [.. model.Requirements.Requirements.Select(item => OfRequirement(item, transitions, judged, shows))];
        return new TraceGraph(
            model.Name, input.SpecificationFolder,
            [.. model.Requirements.Hazards.Select(item => OfHazard(item, machines, requirements, judged))],
            requirements, transitions, judged,
            [.. model.Parameters.Parameters.Select(item => OfParameter(item, machines, transitions, judged))],
            shows, input.Results.Files, machines);
    }

    private static IEnumerable<TransitionNode> OfMachine(MachineInfo machine)
    {
        ParameterUse use = ParameterUse.In(machine);
        foreach (StateInfo state in machine.States)
        {
            for (int index = 0; index < state.Transitions.Count; index++)
            {
                TransitionInfo item = state.Transitions[index];
                yield return new TransitionNode(
                    $"{machine.Name}.{state.Name}.{index + 1}", machine,
                    $"{state.Name} → {machine.States[item.Target].Name}", item.Text, item.Span.Line,
                    item.Requirements, use.Of([item.When, .. item.Do.Select(action => action.Value)]));
            }
        }
    }

    private IEnumerable<ShowNode> Scenarios()
    {
        List<string> names = [.. input.Scenarios.Select(item => item.Scenario.Name)];
        foreach (ScenarioFile file in input.Scenarios)
        {
            Scenario scenario = file.Scenario;
            (Outcome outcome, string detail) = input.Results.OfScenario(scenario.Name, names);
            yield return Show(new ShowNode(
                "scenario", scenario.Name, scenario.Name, scenario.Text, file.Path, 1,
                [.. scenario.Shows.Select(id => id.Text)], outcome, detail)
            {
                EvidenceOf = EvidenceOf(scenario.Name), Requirements = [],
            });
        }
    }

    // Tests that no requirement and no evidence names are about tools; they are no part of the trace.
    private IEnumerable<ShowNode> Tests()
    {
        foreach (TestInfo test in input.Tests.Tests)
        {
            IReadOnlyList<string> evidence = EvidenceOf(test.Name);
            if (test.Claims.Count == 0 && evidence.Count == 0)
            {
                continue;
            }

            (Outcome outcome, string detail) = input.Results.OfTest(test.FullName);
            yield return Show(new ShowNode(
                "test", test.FullName, test.Name.Replace('_', ' '), string.Empty, test.File, test.Line, test.Claims,
                outcome, detail)
            {
                EvidenceOf = evidence, Requirements = [],
            });
        }
    }

    private IReadOnlyList<string> EvidenceOf(string name) =>
    [
        .. properties.Where(item => EvidenceText.Names(item.Evidence).Contains(name, StringComparer.Ordinal))
            .Select(item => item.Id),
    ];

    private ShowNode Show(ShowNode node) => node with
    {
        Requirements =
        [
            .. node.Claims.Concat(node.EvidenceOf)
                .SelectMany(id => requirementsOfProperty.Contains(id) ? requirementsOfProperty[id] : [id])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ],
    };

    private PropertyNode OfProperty(PropertyInfo property, List<ShowNode> shows)
    {
        List<ShowNode> found =
            [.. shows.Where(item => item.Claims.Contains(property.Id) || item.EvidenceOf.Contains(property.Id))];
        (Outcome Outcome, string Detail) proof = input.Results.OfProof(
            property.Id, model.Products.Select(item => item.Name));
        bool isProved = property.VerifiedBy == VerificationMethod.Proof && property.Always is not null;
        bool isPlanned = property.Requirements.Count > 0 && property.Requirements.All(
            id => model.Requirements.Requirements.Any(item => item.Id == id && EvidenceText.IsPlanned(item)));
        Outcome outcome = Outcomes.Sum(
        [
            .. isProved ? [proof.Outcome] : Array.Empty<Outcome>(),
            .. found.Select(item => item.Outcome),
            .. isProved || found.Count > 0 ? Array.Empty<Outcome>()
                : [isPlanned ? Outcome.Planned : ByHand(property)],
        ]);
        return new PropertyNode(
            property, ParameterUse.In(model.Properties.Monitor).Of(property.Always),
            [.. found.Select(item => item.Name)], outcome, isProved ? proof.Detail : string.Empty);
    }

    private static Outcome ByHand(PropertyInfo property) =>
        property.VerifiedBy == VerificationMethod.Inspection ? Outcome.Inspection : Outcome.NotRun;

    private RequirementNode OfRequirement(
        RequirementInfo requirement, List<TransitionNode> transitions, List<PropertyNode> judged, List<ShowNode> shows)
    {
        string fingerprint = Fingerprint.Of(requirement);
        ReviewState review = !input.Reviewed.Fingerprints.TryGetValue(requirement.Id, out string? seen)
            ? ReviewState.Unseen
            : seen == fingerprint ? ReviewState.Current : ReviewState.Suspect;
        List<PropertyNode> carried = [.. judged.Where(item => item.Info.Requirements.Contains(requirement.Id))];
        List<ShowNode> shown = [.. shows.Where(item => item.Requirements.Contains(requirement.Id))];
        bool isPlanned = EvidenceText.IsPlanned(requirement);
        return new RequirementNode(
            requirement, fingerprint, review, isPlanned,
            [.. transitions.Where(item => item.Requirements.Contains(requirement.Id)).Select(item => item.Id)],
            [.. carried.Select(item => item.Info.Id)],
            [.. shown.Select(item => item.Name)],
            isPlanned ? Outcome.Planned : Outcomes.Sum(
                carried.Select(item => item.Outcome).Concat(shown.Select(item => item.Outcome))));
    }

    private static HazardNode OfHazard(
        HazardInfo hazard, List<MachineInfo> machines, List<RequirementNode> requirements, List<PropertyNode> judged)
    {
        List<RequirementNode> below = [.. requirements.Where(item => item.Info.Hazard == hazard.Id)];
        List<PropertyNode> guarded = [.. judged.Where(item => item.Info.Hazard == hazard.Id)];
        return new HazardNode(
            hazard,
            [.. below.Select(item => item.Info.Id)],
            [.. machines.Where(item => item.Hazards.Contains(hazard.Id)).Select(item => item.Name)],
            [.. guarded.Select(item => item.Info.Id)],
            Outcomes.Sum(below.Select(item => item.Outcome).Concat(guarded.Select(item => item.Outcome))));
    }

    private ParameterNode OfParameter(
        ParameterInfo parameter, List<MachineInfo> machines, List<TransitionNode> transitions,
        List<PropertyNode> judged)
    {
        List<MachineInfo> readers = [.. machines.Where(item => item.Parameters.Contains(parameter.Name))];
        List<TransitionNode> moved = [.. transitions.Where(item => item.Parameters.Contains(parameter.Name))];
        List<PropertyNode> spoken = [.. judged.Where(item => item.Parameters.Contains(parameter.Name))];
        IEnumerable<string> chained = model.Requirements.Hazards
            .Where(item => item.Chains.Any(chain => chain.Sum.Any(
                term => term is ParameterRef reference && reference.Name == parameter.Name)))
            .Select(item => item.Id);
        return new ParameterNode(
            parameter,
            [.. readers.Select(item => item.Name)],
            [.. spoken.Select(item => item.Info.Id)],
            Sorted(moved.SelectMany(item => item.Requirements)
                .Concat(spoken.SelectMany(item => item.Info.Requirements))),
            Sorted(readers.SelectMany(item => item.Hazards).Concat(spoken.Select(item => item.Info.Hazard))
                .Concat(chained).Where(id => id.Length > 0)));
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
