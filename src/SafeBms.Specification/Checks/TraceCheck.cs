using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>The trace from hazard over requirement to what carries it has no loose ends.</summary>
internal static class TraceCheck
{
    /// <summary>Checks requirements, hazards, assumptions and machines.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        HashSet<string> carried = new(
            model.AllMachines().SelectMany(machine => machine.States).SelectMany(state => state.Transitions)
                .SelectMany(transition => transition.Requirements)
                .Concat(model.Properties.Properties.SelectMany(property => property.Requirements)),
            StringComparer.Ordinal);
        foreach (RequirementInfo requirement in model.Requirements.Requirements)
        {
            if (requirement.CarriedBy == "spec" && !carried.Contains(requirement.Id))
            {
                bag.Report(DiagnosticCatalogue.RequirementUncarried, requirement.Span, requirement.Id);
            }
        }

        foreach (HazardInfo hazard in model.Requirements.Hazards)
        {
            if (!model.Properties.Properties.Any(property => property.Hazard == hazard.Id))
            {
                bag.Report(DiagnosticCatalogue.HazardUncovered, hazard.Span, hazard.Id);
            }
        }

        HashSet<string> assumed = new(
            model.Properties.Properties.SelectMany(property => property.Assumptions), StringComparer.Ordinal);
        foreach (AssumptionInfo assumption in model.Requirements.Assumptions.Where(item =>
            !assumed.Contains(item.Name)))
        {
            bag.Report(DiagnosticCatalogue.UnusedAssumption, assumption.Span, assumption.Name);
        }

        foreach (MachineInfo machine in model.AllMachines().Where(machine => machine.Hazards.Count == 0))
        {
            bag.Report(DiagnosticCatalogue.MachineWithoutHazard, machine.Span, machine.Name);
        }
    }
}
