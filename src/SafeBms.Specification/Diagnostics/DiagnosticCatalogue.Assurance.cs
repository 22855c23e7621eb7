namespace SafeBms.Specification;

/// <content>Rules on requirements, properties, parameters and products.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>Unknown hazard.</summary>
    public static readonly DiagnosticDescriptor UnknownHazard = Rule(
        "SBMS140", "Unknown hazard",
        "'{0}' is no hazard{1}",
        "The trace from hazard to code would break.",
        "Correct the id.");

    /// <summary>Unknown requirement.</summary>
    public static readonly DiagnosticDescriptor UnknownRequirement = Rule(
        "SBMS141", "Unknown requirement",
        "'{0}' is no requirement{1}",
        "The trace from requirement to code would break.",
        "Correct the id, or add it to requirements.yaml.");

    /// <summary>Unknown assumption.</summary>
    public static readonly DiagnosticDescriptor UnknownAssumption = Rule(
        "SBMS142", "Unknown assumption",
        "'{0}' is no assumption{1}",
        "A proof would rest on something that is not written down.",
        "Correct the name, or add it to requirements.yaml.");

    /// <summary>Property without vacuity.</summary>
    public static readonly DiagnosticDescriptor NoVacuity = Rule(
        "SBMS143", "Property without vacuity",
        "Property '{0}' does not say what must be seen for it to mean something",
        "It could hold only because its premise never happens.",
        "Add 'vacuity: { must_see: [ ... ] }' with the premise.");

    /// <summary>always of what is not monitored.</summary>
    public static readonly DiagnosticDescriptor AlwaysNotMonitored = Rule(
        "SBMS144", "always of what is not monitored",
        "Property '{0}' is verified by measurement or inspection and has no 'always' and no 'vacuity'",
        "It would look as if it were monitored.",
        "Write 'evidence', or change 'verified_by'.");

    /// <summary>Requirement carried by nothing.</summary>
    public static readonly DiagnosticDescriptor RequirementUncarried = Rule(
        "SBMS145", "Requirement carried by nothing",
        "No transition and no property names the requirement '{0}'",
        "It is written down and not implemented.",
        "Name it where it is implemented, or write 'carried_by: { code: ... }' or '{ planned: ... }'.");

    /// <summary>Hazard without a property.</summary>
    public static readonly DiagnosticDescriptor HazardUncovered = Rule(
        "SBMS146", "Hazard without a property",
        "No property names the hazard '{0}'",
        "Nothing checks that it cannot happen.",
        "Write a property for it, or remove the hazard.");

    /// <summary>Time budget exceeded.</summary>
    public static readonly DiagnosticDescriptor FttiExceeded = Rule(
        "SBMS147", "Time budget exceeded",
        "The chain '{0}' of hazard '{1}' takes {2} ms with {3}; the budget is {4} ms",
        "The safe state would be reached too late.",
        "Shorten a term, or justify another budget.");

    /// <summary>Constraint between parameters broken.</summary>
    public static readonly DiagnosticDescriptor ConstraintViolated = Rule(
        "SBMS148", "Constraint between parameters broken",
        "The constraint '{0}' does not hold with {1}",
        "Thresholds out of order make protections act in the wrong order.",
        "Change the values so that it holds.");

    /// <summary>Property says nothing.</summary>
    public static readonly DiagnosticDescriptor PropertyConstant = Rule(
        "SBMS151", "Property says nothing",
        "Property '{0}' is always {1} whatever happens",
        "It would look like a check.",
        "Correct the expression.");

    /// <summary>Witness can never be seen.</summary>
    public static readonly DiagnosticDescriptor WitnessConstant = Rule(
        "SBMS152", "Witness can never be seen",
        "'must_see' of property '{0}' is never true: {1}",
        "No test could ever show that the property means something.",
        "Correct the condition.");

    /// <summary>Assumption not used.</summary>
    public static readonly DiagnosticDescriptor UnusedAssumption = Rule(
        "SBMS153", "Assumption not used",
        "No property names the assumption '{0}'",
        "It would look as if a proof rested on it.",
        "Remove it, or name it where it is needed.");

    /// <summary>Machine without hazard.</summary>
    public static readonly DiagnosticDescriptor MachineWithoutHazard = Rule(
        "SBMS154", "Machine without hazard",
        "Machine '{0}' names no hazard",
        "A reviewer must see what it protects against.",
        "Add 'hazards'.");
}
