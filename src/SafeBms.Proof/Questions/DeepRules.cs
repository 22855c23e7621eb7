using SafeBms.Specification;

namespace SafeBms.Proof.Questions;

/// <summary>The rules that only a solver can judge; explained in <c>docs/deep-check.md</c>.</summary>
public static class DeepRules
{
    /// <summary>Dead guard.</summary>
    public static readonly DiagnosticDescriptor DeadGuard = new(
        "SBMS160", "Guard that is never true",
        "The guard of transition {0} of machine '{1}' is not true for any inputs and any state within the ranges",
        "A reaction that never happens looks like one that does.",
        "Correct the guard, or remove the transition.");

    /// <summary>Shadowed transition.</summary>
    public static readonly DiagnosticDescriptor Shadowed = new(
        "SBMS161", "Transition behind stronger ones",
        "Transition {0} of machine '{1}' never fires: whenever its guard is true, one with priority is true as well",
        "The earlier one decides alone; the later one only looks like a reaction.",
        "Change the order or the guards, or remove it.");

    /// <summary>Unreachable state.</summary>
    public static readonly DiagnosticDescriptor Unreachable = new(
        "SBMS162", "State that is never reached",
        "No sequence of transitions that can fire leads machine '{0}' to state '{1}'",
        "What it protects from is not protected from.",
        "Correct the guards that lead to it, or remove it.");

    /// <summary>Dead state.</summary>
    public static readonly DiagnosticDescriptor DeadState = new(
        "SBMS163", "State that is never left",
        "Machine '{0}' can never leave state '{1}', which is not declared 'final: true'",
        "The machine would stand still for ever, unintended.",
        "Correct the guards that lead out of it, or declare it final.");

    /// <summary>Overflow.</summary>
    public static readonly DiagnosticDescriptor Overflow = new(
        "SBMS164", "Value that leaves its range",
        "'{0}' can become {1}, outside of its range {2} to {3}, with {4}",
        "The controller would store another number than the specification means.",
        "Limit the value with min or max, or widen the range.");

    /// <summary>Time budget.</summary>
    public static readonly DiagnosticDescriptor Budget = new(
        "SBMS165", "Time budget exceeded by an allowed configuration",
        "The chain '{0}' of hazard '{1}' takes {2} ms with {3}; the budget is {4} ms",
        "An integrator may choose these values, and the safe state would be reached too late.",
        "Add a constraint, narrow a parameter's range, or justify another budget.");
}

/// <summary>What the solver said about a specification.</summary>
/// <param name="Findings">What is wrong, by file, line and column.</param>
/// <param name="Notes">What is worth knowing and not wrong: guards that overlap, where their order decides.</param>
/// <param name="Undecided">Questions that the solver did not answer.</param>
/// <param name="Questions">Questions that were asked.</param>
public sealed record DeepResult(
    IReadOnlyList<Diagnostic> Findings, IReadOnlyList<string> Notes, IReadOnlyList<string> Undecided, int Questions);
