namespace SafeBms.Specification;

/// <content>Rules on wiring.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>Parameter not listed.</summary>
    public static readonly DiagnosticDescriptor ParameterNotListed = Rule(
        "SBMS080", "Parameter not listed",
        "{1} reads the parameter '{0}' but does not list it",
        "The list shows a reviewer all numbers on which the machine depends.",
        "Add it under 'parameters'.");

    /// <summary>Signal not listed.</summary>
    public static readonly DiagnosticDescriptor SignalNotUsed = Rule(
        "SBMS081", "Signal not listed",
        "{1} reads '{0}' but does not list it under 'uses'",
        "The list is the complete interface of the machine.",
        "Add an alias under 'uses'.");

    /// <summary>Property over an internal signal.</summary>
    public static readonly DiagnosticDescriptor InternalSignalInProperty = Rule(
        "SBMS082", "Property over an internal signal",
        "'{0}' belongs to a machine",
        "A property must not rest on what it checks: a fault there would excuse itself.",
        "Write the condition over inputs, outputs and parameters.");

    /// <summary>Use not understood.</summary>
    public static readonly DiagnosticDescriptor InvalidUse = Rule(
        "SBMS083", "Use not understood",
        "'{0}' is no source",
        "Uses name things; they compute nothing.",
        "Write a signal, group, machine, machine.output, machine.state, or previous(...) of one of them.");

    /// <summary>Unknown signal.</summary>
    public static readonly DiagnosticDescriptor UnknownSignal = Rule(
        "SBMS084", "Unknown signal",
        "'{0}' is no signal, group or machine{1}",
        "There is nothing to read.",
        "Correct the name, or declare the signal in signals.yaml.");

    /// <summary>Unknown machine.</summary>
    public static readonly DiagnosticDescriptor UnknownMachine = Rule(
        "SBMS085", "Unknown machine",
        "'{0}' is no machine{1}",
        "There is nothing to read or run.",
        "Correct the name.");

    /// <summary>Unknown output.</summary>
    public static readonly DiagnosticDescriptor UnknownOutput = Rule(
        "SBMS086", "Unknown output",
        "'{0}' is no output of machine '{1}'{2}",
        "There is nothing to read or set.",
        "Correct the name.");

    /// <summary>Unknown output signal.</summary>
    public static readonly DiagnosticDescriptor UnknownOutputSignal = Rule(
        "SBMS087", "Unknown output signal",
        "'{0}' is no output of signals.yaml{1}",
        "The value would not reach any terminal.",
        "Correct the name.");

    /// <summary>Unknown group.</summary>
    public static readonly DiagnosticDescriptor UnknownGroup = Rule(
        "SBMS088", "Unknown group",
        "'{0}' is no top-level group{1}",
        "There are no members to make instances for.",
        "Correct the name.");

    /// <summary>Unknown parameter.</summary>
    public static readonly DiagnosticDescriptor UnknownParameter = Rule(
        "SBMS089", "Unknown parameter",
        "'{0}' is no parameter{1}",
        "There is no number behind the name.",
        "Correct the name, or declare it in parameters.yaml.");

    /// <summary>Output signal needs previous.</summary>
    public static readonly DiagnosticDescriptor OutputSignalNeedsPrevious = Rule(
        "SBMS090", "Output signal needs previous",
        "'{0}' is written at the end of the scan: write previous({0})",
        "Its value of this scan does not exist yet.",
        "Write previous(...), or use the output of the machine that drives it.");

    /// <summary>previous of an input in uses.</summary>
    public static readonly DiagnosticDescriptor PreviousOfInput = Rule(
        "SBMS091", "previous of an input in uses",
        "Use '{0}' itself, and write previous({1}) in the expression",
        "Inputs are the same in the whole scan.",
        "Drop previous here.");

    /// <summary>Machine needs an output.</summary>
    public static readonly DiagnosticDescriptor MachineNeedsField = Rule(
        "SBMS092", "Machine needs an output",
        "'{0}' is a machine: name one of its outputs, such as {0}.{1}",
        "A machine is not a value.",
        "Name an output, or state.");

    /// <summary>Instanced machine needs a fold.</summary>
    public static readonly DiagnosticDescriptor InstancedNeedsFold = Rule(
        "SBMS093", "Instanced machine needs a fold",
        "'{0}' has many instances: use it whole and fold over '{1}'",
        "There is no single value to read.",
        "Write 'alias: machine' and fold, as in any(v in alias: v.output).");

    /// <summary>Parameter in uses.</summary>
    public static readonly DiagnosticDescriptor ParameterInUses = Rule(
        "SBMS094", "Parameter in uses",
        "'{0}' is a parameter",
        "Parameters are listed apart, so that a reviewer finds all numbers.",
        "Move it to 'parameters'.");

    /// <summary>Cyclic wiring.</summary>
    public static readonly DiagnosticDescriptor CyclicWiring = Rule(
        "SBMS095", "Cyclic wiring",
        "'{0}' reads '{1}', but '{2}' does not run before it in a scan",
        "Its value of this scan does not exist yet.",
        "Write previous(...), or change the order in system.yaml.");

    /// <summary>violation not possible here.</summary>
    public static readonly DiagnosticDescriptor ViolationHere = Rule(
        "SBMS096", "violation not possible here",
        "Only the shutdown machine may read 'violation', not '{0}'",
        "Properties are evaluated after all other machines.",
        "Remove it.");

    /// <summary>Machine never runs.</summary>
    public static readonly DiagnosticDescriptor MachineNotInOrder = Rule(
        "SBMS097", "Machine never runs",
        "Machine '{0}' is neither in the order of system.yaml nor the shutdown machine",
        "It would look as if it protected something.",
        "Add it to the order, or delete the file.");

    /// <summary>Shutdown machine in the order.</summary>
    public static readonly DiagnosticDescriptor ShutdownInOrder = Rule(
        "SBMS098", "Shutdown machine in the order",
        "'{0}' is the shutdown machine and stands in the order as well",
        "It would run twice a scan.",
        "Remove it from the order.");

    /// <summary>Shutdown machine without active.</summary>
    public static readonly DiagnosticDescriptor ShutdownWithoutActive = Rule(
        "SBMS099", "Shutdown machine without active",
        "The shutdown machine '{0}' needs an output 'active: {{ type: bool }}' and no instances",
        "It says whose outputs are written.",
        "Add the output.");

    /// <summary>Group size outside of its capacity.</summary>
    public static readonly DiagnosticDescriptor ConfiguredOutOfCapacity = Rule(
        "SBMS100", "Group size outside of its capacity",
        "'{0}' says how many members of '{1}' exist: it must be a count of 1 to {2}, but is {5} of {3} to {4}",
        "An empty group would make every all(...) true; a larger one would be cut off.",
        "Change the range of the parameter, or the capacity.");

    /// <summary>Instanced machine drives a signal.</summary>
    public static readonly DiagnosticDescriptor InstanceDrives = Rule(
        "SBMS101", "Instanced machine drives a signal",
        "'{0}' has many instances and cannot drive '{1}'",
        "They would overwrite each other.",
        "Let a single machine fold over them and drive the signal.");

    /// <summary>Optional output drives a signal.</summary>
    public static readonly DiagnosticDescriptor OptionalDrives = Rule(
        "SBMS102", "Optional output drives a signal",
        "'{0}' can be invalid and cannot drive '{1}'",
        "A terminal always has a value.",
        "Choose a value for the invalid case first.");

    /// <summary>Signal driven twice.</summary>
    public static readonly DiagnosticDescriptor DrivenTwice = Rule(
        "SBMS103", "Signal driven twice",
        "'{0}' is driven by '{1}' and by '{2}'",
        "The later one would silently win.",
        "Let one machine decide.");

    /// <summary>Input not read.</summary>
    public static readonly DiagnosticDescriptor UnreadInput = Rule(
        "SBMS104", "Input not read",
        "No machine and no property reads the input '{0}'",
        "A measurement that protects nothing looks like protection.",
        "Use it, or remove it from signals.yaml.");

    /// <summary>Parameter not read.</summary>
    public static readonly DiagnosticDescriptor UnreadParameter = Rule(
        "SBMS105", "Parameter not read",
        "Nothing reads the parameter '{0}'",
        "Changing it would have no effect.",
        "Use it, or remove it.");

    /// <summary>Use not read.</summary>
    public static readonly DiagnosticDescriptor UnreadUse = Rule(
        "SBMS106", "Use not read",
        "'{0}' of {1} is never read",
        "The interface would claim a dependency that is not there.",
        "Remove it, or use it.");

    /// <summary>Listed parameter not read.</summary>
    public static readonly DiagnosticDescriptor UnreadListedParameter = Rule(
        "SBMS107", "Listed parameter not read",
        "{1} lists the parameter '{0}' but does not read it",
        "The list would claim a dependency that is not there.",
        "Remove it, or use it.");

    /// <summary>Output not read.</summary>
    public static readonly DiagnosticDescriptor UnreadOutput = Rule(
        "SBMS108", "Output not read",
        "The output '{0}' of machine '{1}' drives nothing, and nobody reads it",
        "It would look as if it had an effect.",
        "Let it drive a signal, read it, or remove it.");
}
