namespace SafeBms.Mutation;

/// <summary>The kinds of mistakes, by the names that stand in ids, reports and <c>--only</c>.</summary>
public static class Operators
{
    /// <summary>A transition is missing.</summary>
    public const string DropTransition = "drop-transition";

    /// <summary>Two neighbouring transitions have each other's priority.</summary>
    public const string SwapPriorities = "swap-priorities";

    /// <summary>A guard says the opposite.</summary>
    public const string NegateGuard = "negate-guard";

    /// <summary>One condition is always true.</summary>
    public const string AtomTrue = "atom-true";

    /// <summary>One condition is always false.</summary>
    public const string AtomFalse = "atom-false";

    /// <summary>A comparison is strict where it was not, or the other way round; equal and not equal.</summary>
    public const string Comparison = "comparison";

    /// <summary>And instead of or, or the other way round.</summary>
    public const string Logic = "logic";

    /// <summary>A number, or what is compared with, is one base unit larger.</summary>
    public const string Plus = "plus-one";

    /// <summary>A number, or what is compared with, is one base unit smaller.</summary>
    public const string Minus = "minus-one";

    /// <summary>A timer, or a duration, is zero.</summary>
    public const string Zero = "no-time";

    /// <summary>An assignment is missing.</summary>
    public const string DropAssignment = "drop-assignment";

    /// <summary>Two neighbouring assignments are done in the other order.</summary>
    public const string SwapAssignments = "swap-assignments";

    /// <summary>A transition leads to another state.</summary>
    public const string Redirect = "redirect";

    /// <summary>Another state is the initial one.</summary>
    public const string WrongInitial = "wrong-initial";

    /// <summary>A variable, output or timer begins with another value.</summary>
    public const string InitialValue = "initial-value";

    /// <summary>A timer has no reset of its own, a variable is not retained or is lost as something else.</summary>
    public const string DropLatch = "drop-latch";

    /// <summary>A release threshold is the threshold itself.</summary>
    public const string DropHysteresis = "drop-hysteresis";

    /// <summary>This scan's value instead of the last one's.</summary>
    public const string DropPrevious = "drop-previous";

    /// <summary>A temporal call is its operand: no filter, no memory, no edge.</summary>
    public const string DropTemporal = "drop-temporal";

    /// <summary>A machine is missing in the order.</summary>
    public const string DropMachine = "drop-machine";

    /// <summary>Two neighbouring machines run in the other order.</summary>
    public const string SwapMachines = "swap-machines";

    /// <summary>A state gives another output.</summary>
    public const string WrongOutput = "wrong-output";

    /// <summary>What holds of invalid data is the opposite.</summary>
    public const string ElseFlip = "else-flip";

    /// <summary>Min and max, plus and minus, any and all, the two branches of a choice.</summary>
    public const string Arithmetic = "arithmetic";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DropTransition, SwapPriorities, NegateGuard, AtomTrue, AtomFalse, Comparison, Logic, Plus, Minus, Zero,
        DropAssignment, SwapAssignments, Redirect, WrongInitial, InitialValue, DropLatch, DropHysteresis, DropPrevious,
        DropTemporal, DropMachine, SwapMachines, WrongOutput, ElseFlip, Arithmetic,
    ];
}
