namespace SafeBms.Specification;

/// <content>Rules on machines.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>No initial state.</summary>
    public static readonly DiagnosticDescriptor NoInitialState = Rule(
        "SBMS110", "No initial state",
        "No state of {0} is initial",
        "It would be unclear where to start.",
        "Mark exactly one with 'initial: true'.");

    /// <summary>Several initial states.</summary>
    public static readonly DiagnosticDescriptor SeveralInitialStates = Rule(
        "SBMS111", "Several initial states",
        "'{1}' and '{2}' of {0} are both initial",
        "It would be unclear where to start.",
        "Mark exactly one.");

    /// <summary>Unreachable state.</summary>
    public static readonly DiagnosticDescriptor UnreachableState = Rule(
        "SBMS112", "Unreachable state",
        "No sequence of transitions leads to state '{0}'",
        "Whatever it protects against is not handled.",
        "Add a transition, or remove the state.");

    /// <summary>Dead end.</summary>
    public static readonly DiagnosticDescriptor DeadEnd = Rule(
        "SBMS113", "Dead end",
        "State '{0}' has no way out and is not declared final",
        "The system would stay in it until it is switched off.",
        "Add a transition, or write 'final: true'.");

    /// <summary>Transition never fires.</summary>
    public static readonly DiagnosticDescriptor NeverFires = Rule(
        "SBMS114", "Transition never fires",
        "The guard '{0}' is false for every value that can occur",
        "The reaction that it describes does not exist.",
        "Correct the guard; mind ranges and units.");

    /// <summary>Transition after an unconditional one.</summary>
    public static readonly DiagnosticDescriptor ShadowedTransition = Rule(
        "SBMS115", "Transition after an unconditional one",
        "It can never fire: the guard '{0}' before it is always true",
        "The reaction that it describes does not exist.",
        "Change the order, or the guard before it.");

    /// <summary>State without number.</summary>
    public static readonly DiagnosticDescriptor StateWithoutId = Rule(
        "SBMS116", "State without number",
        "State '{0}' of machine '{1}' has no id, but others have",
        "Numbers that shift with every edit break displays and records.",
        "Give all states an id, or none.");

    /// <summary>Too many states.</summary>
    public static readonly DiagnosticDescriptor TooManyStates = Rule(
        "SBMS117", "Too many states",
        "Machine '{0}' has {1} states; at most 256 are possible",
        "A state is stored in one byte.",
        "Split the machine.");

    /// <summary>History of a leaf.</summary>
    public static readonly DiagnosticDescriptor HistoryOfLeaf = Rule(
        "SBMS118", "History of a leaf",
        "State '{0}' has no children to remember",
        "It would have no effect.",
        "Remove history.");

    /// <summary>State without history.</summary>
    public static readonly DiagnosticDescriptor NoHistory = Rule(
        "SBMS119", "State without history",
        "State '{0}' keeps no history",
        "There is nothing to return to.",
        "Declare 'history: shallow' or 'history: deep' there, or go to the state itself.");

    /// <summary>Output not set.</summary>
    public static readonly DiagnosticDescriptor OutputNotSet = Rule(
        "SBMS120", "Output not set",
        "Output '{0}' has no value in state '{1}'",
        "It would keep whatever it had before.",
        "Set it in the state or in one of its parents.");

    /// <summary>Combinational output set by a state.</summary>
    public static readonly DiagnosticDescriptor CombinationalInState = Rule(
        "SBMS121", "Combinational output set by a state",
        "Output '{0}' has 'is:' and cannot be set in state '{1}'",
        "Two rules would compete.",
        "Keep one of them.");

    /// <summary>Output of a block needs is.</summary>
    public static readonly DiagnosticDescriptor BlockOutputNeedsIs = Rule(
        "SBMS122", "Output of a block needs is",
        "Output '{0}' of '{1}' has no 'is:', and there are no states to set it",
        "It would never change.",
        "Write 'is:' with an expression.");

    /// <summary>Value may be invalid.</summary>
    public static readonly DiagnosticDescriptor InvalidValueAssigned = Rule(
        "SBMS123", "Value may be invalid",
        "{0} needs a value that is always valid",
        "A fault of a measurement must not leak into a decision.",
        "Choose a value for the invalid case, as in choose(valid(x), x, 0 mV) over a definition, or declare "
            + "the output 'optional: true'.");

    /// <summary>Value can leave its range.</summary>
    public static readonly DiagnosticDescriptor OverflowPossible = Rule(
        "SBMS124", "Value can leave its range",
        "{0} can be {1} to {2}, but {3} holds {4} to {5} {6}",
        "It would wrap, or be outside of what was proved.",
        "Use clamp, min or max, or widen the range.");

    /// <summary>Not a variable.</summary>
    public static readonly DiagnosticDescriptor NotAVariable = Rule(
        "SBMS125", "Not a variable",
        "'{0}' is no variable of {1}{2}",
        "Actions assign variables only; outputs are given by states.",
        "Correct the name, or declare the variable.");

    /// <summary>Retained without on_loss.</summary>
    public static readonly DiagnosticDescriptor RetainWithoutLoss = Rule(
        "SBMS126", "Retained without on_loss",
        "'{0}' is retained but does not say what holds when the memory is lost",
        "After a loss the safe side must be assumed.",
        "Add 'on_loss:' with the safe value.");

    /// <summary>on_loss without retain.</summary>
    public static readonly DiagnosticDescriptor LossWithoutRetain = Rule(
        "SBMS127", "on_loss without retain",
        "'{0}' has on_loss but is not retained",
        "It would have no effect.",
        "Add 'retain: true', or remove on_loss.");

    /// <summary>Limit of a timer.</summary>
    public static readonly DiagnosticDescriptor TimerLimit = Rule(
        "SBMS128", "Limit of a timer",
        "The limit of timer '{0}' must be a duration of at least 1 ms made of literals and parameters",
        "A timer saturates at a bound that is known and proved.",
        "Use a parameter in ms.");

    /// <summary>Timer never reset.</summary>
    public static readonly DiagnosticDescriptor TimerNeverResets = Rule(
        "SBMS129", "Timer never reset",
        "Timer '{0}' can never go back to 0",
        "It would measure from the first start only.",
        "Correct 'resets', or 'runs' where there is none.");

    /// <summary>Variable not read.</summary>
    public static readonly DiagnosticDescriptor UnreadVariable = Rule(
        "SBMS130", "Variable not read",
        "Variable '{0}' of {1} is never read",
        "It would have no effect.",
        "Remove it, or use it.");

    /// <summary>Timer not read.</summary>
    public static readonly DiagnosticDescriptor UnreadTimer = Rule(
        "SBMS131", "Timer not read",
        "Timer '{0}' of {1} is never read",
        "The time would be measured and never checked.",
        "Compare it with its bound, or remove it.");

    /// <summary>Definition not read.</summary>
    public static readonly DiagnosticDescriptor UnreadDefine = Rule(
        "SBMS132", "Definition not read",
        "'{0}' of {1} is never read",
        "It would have no effect.",
        "Remove it, or use it.");

    /// <summary>Variable never assigned.</summary>
    public static readonly DiagnosticDescriptor VariableNeverAssigned = Rule(
        "SBMS133", "Variable never assigned",
        "Variable '{0}' of machine '{1}' is never assigned",
        "It keeps its initial value for ever.",
        "Assign it in an action, or make it a parameter.");

    /// <summary>Timer saturates below its bound.</summary>
    public static readonly DiagnosticDescriptor TimerBelowBound = Rule(
        "SBMS134", "Timer saturates below its bound",
        "Timer '{0}' saturates at {1} ms and would have to reach {2} ms",
        "The comparison can never become true.",
        "Raise the limit to at least the bound.");

    /// <summary>Variable assigned twice.</summary>
    public static readonly DiagnosticDescriptor AssignedTwice = Rule(
        "SBMS135", "Variable assigned twice",
        "'{0}' is assigned twice in one list of actions",
        "The first assignment would have no effect, or a hidden one.",
        "Write one assignment.");

    /// <summary>Transition with the guard of an earlier one.</summary>
    public static readonly DiagnosticDescriptor RepeatedGuard = Rule(
        "SBMS137", "Transition with the guard of an earlier one",
        "The transition to '{0}' before it has the same guard and always wins",
        "The reaction that it describes does not exist.",
        "Correct one of the guards, or remove the transition.");

    /// <summary>Transition without requirement.</summary>
    public static readonly DiagnosticDescriptor TransitionWithoutRequirement = Rule(
        "SBMS138", "Transition without requirement",
        "A transition of '{0}' names no requirement",
        "Every change of state must be traceable to a reason that a reviewer can judge.",
        "Add 'requirement: REQ-...'.");

    /// <summary>Timer never runs.</summary>
    public static readonly DiagnosticDescriptor TimerNeverRuns = Rule(
        "SBMS136", "Timer never runs",
        "Timer '{0}' can never count",
        "Whatever waits for it would wait for ever.",
        "Correct 'runs'.");
}
