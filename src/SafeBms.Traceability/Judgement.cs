using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability;

/// <summary>Finds what breaks the trace. Pure, so that the judgement itself can be tested.</summary>
public sealed class Judgement
{
    private readonly TraceInput input;
    private readonly TraceGraph graph;
    private readonly List<TraceFinding> findings = [];

    private Judgement(TraceInput input, TraceGraph graph)
    {
        this.input = input;
        this.graph = graph;
    }

    /// <summary>All findings, in the order in which a person follows the trace.</summary>
    /// <param name="input">What was read.</param>
    /// <param name="graph">The graph made from it.</param>
    /// <param name="isComplete">A result that is missing is a finding too.</param>
    public static IReadOnlyList<TraceFinding> Of(TraceInput input, TraceGraph graph, bool isComplete)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(graph);
        Judgement judgement = new(input, graph);
        judgement.Hazards();
        judgement.Requirements();
        judgement.Reviews();
        judgement.Specification();
        judgement.Properties();
        judgement.Claims();
        judgement.Results(isComplete);
        return judgement.findings;
    }

    private void Hazards()
    {
        foreach (HazardNode hazard in graph.Hazards.Where(item => item.Requirements.Count == 0))
        {
            Orphan(hazard.Info.Span, hazard.Info.Id, "no requirement comes from it.",
                "Write the requirement that prevents it, or remove the hazard.");
        }
    }

    private void Requirements()
    {
        // Only a property with a formula shows something by itself; without one it needs evidence that does.
        HashSet<string> judged =
            [.. graph.Properties.Where(item => item.Info.Always is not null).Select(item => item.Info.Id)];
        foreach (RequirementNode item in graph.Requirements)
        {
            if (item.Info.Hazard.Length == 0)
            {
                Orphan(item.Info.Span, item.Info.Id, "it comes from no hazard.", "Name the hazard that it prevents.");
            }

            if (item.IsPlanned)
            {
                continue;
            }

            if (item.Info.CarriedBy == "spec" && item.Transitions.Count == 0 && item.Properties.Count == 0)
            {
                Orphan(item.Info.Span, item.Info.Id, "no transition and no property carries it.",
                    "Name it where it is implemented, or write 'carried_by: { code: ... }' or '{ planned: ... }'.");
            }

            bool isClaimed = graph.Shows.Any(show => show.Claims.Contains(item.Info.Id));
            if (!isClaimed && !item.Properties.Any(judged.Contains))
            {
                Orphan(item.Info.Span, item.Info.Id,
                    "nothing shows it: neither a property with 'always:', nor a scenario, nor a test.",
                    "Add it to the 'shows:' of a scenario, or put [Requirement(\"...\")] above a test.");
            }
        }
    }

    private void Reviews()
    {
        foreach (RequirementNode item in graph.Requirements.Where(item => item.Review != ReviewState.Current))
        {
            IEnumerable<string> names = item.Properties.Concat(item.Shows);
            string shown = item.Properties.Count + item.Shows.Count == 0 ? "nothing yet" : string.Join(", ", names);
            string what = item.Review == ReviewState.Unseen
                ? "nobody has looked at it together with what shows it"
                : "its words have changed since somebody looked at it";
            findings.Add(new TraceFinding(
                FindingKind.Suspect, Place(item.Info.Span), item.Info.Id,
                $"{item.Info.Id}: {what}; suspect: {shown}.",
                $"Look whether they still show it, then 'safebms-spec trace --accept {item.Info.Id}'."));
        }

        HashSet<string> known = [.. graph.Requirements.Select(item => item.Info.Id)];
        foreach (string id in input.Reviewed.Fingerprints.Keys.Where(id => !known.Contains(id)))
        {
            findings.Add(new TraceFinding(
                FindingKind.Unknown, input.ReviewedFile, id, $"{id} was looked at, but is no requirement any more.",
                $"'safebms-spec trace --accept {id}' takes it out."));
        }
    }

    private void Specification()
    {
        HashSet<string> known = [.. graph.Requirements.Select(item => item.Info.Id)];
        foreach (TransitionNode item in graph.Transitions)
        {
            string place = $"{input.SpecificationFolder}/{item.Machine.File}({item.Line})";
            if (item.Requirements.Count == 0)
            {
                findings.Add(new TraceFinding(
                    FindingKind.Orphan, place, item.Id, $"{item.Machine.Name}: {item.Label} carries no requirement.",
                    "Write 'requirement: REQ-...' at the transition."));
            }

            Unknown(item.Requirements.Where(id => !known.Contains(id)), place, item.Id);
        }

        foreach (MachineInfo machine in graph.Machines.Where(item => item.Hazards.Count == 0))
        {
            Orphan(machine.Span, machine.Name, "this machine guards against no hazard.", "Write its 'hazards:'.");
        }

        foreach (ParameterNode item in graph.Parameters.Where(item =>
            item.Requirements.Count == 0 && item.Hazards.Count == 0 && !IsConstrained(item.Info.Name)))
        {
            Orphan(item.Info.Span, item.Info.Name, "this parameter leads to no requirement and no hazard.",
                "Remove it, or use it.");
        }
    }

    private void Properties()
    {
        HashSet<string> planned = [.. graph.Requirements.Where(item => item.IsPlanned).Select(item => item.Info.Id)];
        foreach (PropertyNode node in graph.Properties)
        {
            PropertyInfo item = node.Info;
            if (item.Requirements.Count == 0)
            {
                Orphan(item.Span, item.Id, "no requirement asks for this property.", "Write its 'requirement:'.");
            }

            Unknown(
                item.Requirements.Where(id => graph.Requirements.All(known => known.Info.Id != id)),
                Place(item.Span), item.Id);
            if (item.Always is null && !item.Requirements.All(planned.Contains))
            {
                Evidence(item);
            }

            if (item.VerifiedBy == VerificationMethod.Test && node.Shows.Count == 0)
            {
                Orphan(item.Span, item.Id, "it is verified by test, but no test and no scenario names it.",
                    $"Put [Requirement(\"{item.Id}\")] above the test that judges it.");
            }
        }
    }

    private void Evidence(PropertyInfo property)
    {
        IReadOnlyList<string> names = EvidenceText.Names(property.Evidence);
        if (names.Count == 0)
        {
            Weak(property, $"{property.Id}: its evidence names no test, scenario or file in backquotes.");
        }

        foreach (string name in names)
        {
            ShowNode? scenario = graph.Shows.FirstOrDefault(item => item.Kind == "scenario" && item.Name == name);
            if (scenario is not null && !scenario.Claims.Contains(property.Id))
            {
                Weak(property, $"{property.Id} names {name}, which does not say that it shows it.");
            }
            else if (scenario is null && !input.Tests.Has(name) && !input.Exists(name))
            {
                Weak(property, $"{property.Id}: there is no {name}.");
            }
        }
    }

    private void Claims()
    {
        HashSet<string> known =
            [.. graph.Requirements.Select(item => item.Info.Id), .. graph.Properties.Select(item => item.Info.Id)];
        foreach (ScenarioFile file in input.Scenarios)
        {
            if (file.Scenario.Shows.Count == 0)
            {
                findings.Add(new TraceFinding(
                    FindingKind.Orphan, file.Path, file.Scenario.Name, $"{file.Scenario.Name} shows nothing.",
                    "Write in 'shows:' which requirements or properties its expectations check."));
            }

            foreach (Simulation.Scenarios.PlacedText id in file.Scenario.Shows.Where(id => !known.Contains(id.Text)))
            {
                Unknown([id.Text], $"{file.Path}({id.Line},{id.Column})", file.Scenario.Name);
            }
        }

        foreach (TestInfo test in input.Tests.Tests)
        {
            Unknown(test.Claims.Where(id => !known.Contains(id)), $"{test.File}({test.Line})", test.Name);
        }
    }

    private void Results(bool isComplete)
    {
        foreach (PropertyNode item in graph.Properties.Where(item => item.Info.VerifiedBy == VerificationMethod.Proof))
        {
            (Outcome outcome, string detail) = input.Results.OfProof(
                item.Info.Id, input.Model.Products.Select(product => product.Name));
            // Excepted by name in the specification, with the reason: the page still says "not proved".
            bool isExcepted = item.Info.Exceptions.Any(one => one.StartsWith("proof: ", StringComparison.Ordinal));
            if (outcome == Outcome.Failed || (outcome == Outcome.NotProved && !isExcepted))
            {
                Failed(Place(item.Info.Span), item.Info.Id, $"{item.Info.Id} is {outcome.Word()} ({detail}).");
            }
        }

        foreach (ShowNode item in graph.Shows.Where(item => item.Outcome == Outcome.Failed))
        {
            Failed($"{item.File}({item.Line})", item.Name, $"{item.Label} failed. {item.Detail}");
        }

        if (!isComplete)
        {
            return;
        }

        foreach (RequirementNode item in graph.Requirements.Where(item =>
            item.Outcome is Outcome.NotRun or Outcome.Partial))
        {
            findings.Add(new TraceFinding(
                FindingKind.NotRun, Place(item.Info.Span), item.Info.Id, $"{item.Info.Id}: {item.Outcome.Word()}.",
                "Run './test.sh' and 'safebms-spec prove' first; the page says what is missing."));
        }
    }

    private bool IsConstrained(string parameter) => input.Model.Parameters.Constraints.Any(item =>
        ParameterUse.In(input.Model.Properties.Monitor).Of(item.Condition).Contains(parameter));

    private void Orphan(SourceSpan span, string subject, string message, string remedy) =>
        findings.Add(new TraceFinding(FindingKind.Orphan, Place(span), subject, $"{subject}: {message}", remedy));

    private void Unknown(IEnumerable<string> ids, string place, string subject)
    {
        foreach (string id in ids)
        {
            findings.Add(new TraceFinding(
                FindingKind.Unknown, place, subject, $"there is no {id}.",
                "Correct the id, or write it down in requirements.yaml."));
        }
    }

    private void Weak(PropertyInfo property, string message) => findings.Add(new TraceFinding(
        FindingKind.WeakEvidence, Place(property.Span), property.Id, message,
        "Name in backquotes a test, a scenario that shows it, or a file."));

    private void Failed(string place, string subject, string message) => findings.Add(new TraceFinding(
        FindingKind.Failed, place, subject, message.TrimEnd(), "What it shows is not shown."));

    private string Place(SourceSpan span) =>
        $"{input.SpecificationFolder}/{span.File}({span.Line},{span.Column})";
}
