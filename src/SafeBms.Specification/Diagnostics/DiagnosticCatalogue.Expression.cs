namespace SafeBms.Specification;

/// <content>Rules on expressions.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>Unexpected character.</summary>
    public static readonly DiagnosticDescriptor UnexpectedCharacter = Rule(
        "SBMS040", "Unexpected character",
        "The character '{0}' has no meaning in an expression",
        "Nothing is guessed.",
        "Use the words and signs of the language page.");

    /// <summary>Syntax of an expression.</summary>
    public static readonly DiagnosticDescriptor ExpressionSyntax = Rule(
        "SBMS041", "Syntax of an expression",
        "Expected {0}, but found {1}",
        "The expression cannot be understood.",
        "Correct the expression; operators are words such as and, or, not, implies.");

    /// <summary>Expression too large.</summary>
    public static readonly DiagnosticDescriptor ExpressionTooLarge = Rule(
        "SBMS042", "Expression too large",
        "The expression is longer than {0} characters or nested deeper than {1} brackets",
        "Nobody can review that.",
        "Give parts of it a name under define.");

    /// <summary>Unknown unit.</summary>
    public static readonly DiagnosticDescriptor UnknownUnit = Rule(
        "SBMS043", "Unknown unit",
        "'{0}' is no unit{1}",
        "A number without known unit means nothing.",
        "Use a unit of the language page.");

    /// <summary>Not a whole number of the base unit.</summary>
    public static readonly DiagnosticDescriptor NotWholeUnit = Rule(
        "SBMS044", "Not a whole number of the base unit",
        "'{0}' is {1} {2}, which is not a whole number",
        "All values are integers in base units; rounding would be silent.",
        "Write a value that is a whole number of the base unit.");

    /// <summary>Duration is no multiple of the tick.</summary>
    public static readonly DiagnosticDescriptor NotWholeTick = Rule(
        "SBMS045", "Duration is no multiple of the tick",
        "'{0}' is {1} {2}: durations are whole scans of 1 ms",
        "A shorter time than a scan cannot be observed.",
        "Write a whole number of milliseconds.");

    /// <summary>Number too large.</summary>
    public static readonly DiagnosticDescriptor NumberTooLarge = Rule(
        "SBMS046", "Number too large",
        "'{0}' is too large",
        "It would not fit into 64 bits.",
        "Write a smaller number.");

    /// <summary>Minus needs spaces.</summary>
    public static readonly DiagnosticDescriptor MinusNeedsSpaces = Rule(
        "SBMS047", "Minus needs spaces",
        "'{0}' is read as one name; a difference is written '{1}'",
        "Names may contain hyphens.",
        "Put spaces around the minus sign.");

    /// <summary>Unknown name.</summary>
    public static readonly DiagnosticDescriptor UnknownName = Rule(
        "SBMS048", "Unknown name",
        "'{0}' is not known here{1}",
        "A wrong name would compile into a wrong condition.",
        "Correct the name, or declare it.");

    /// <summary>Name not available here.</summary>
    public static readonly DiagnosticDescriptor NameNotAvailable = Rule(
        "SBMS049", "Name not available here",
        "'{0}' cannot be read here: {1}",
        "Everything is evaluated once a scan, in document order.",
        "Move the declaration up, or write the expression out.");

    /// <summary>Unknown function.</summary>
    public static readonly DiagnosticDescriptor UnknownFunction = Rule(
        "SBMS050", "Unknown function",
        "'{0}' is no function{1}",
        "Only the calls of the language page have a meaning.",
        "Correct the name.");

    /// <summary>Wrong arguments.</summary>
    public static readonly DiagnosticDescriptor WrongArguments = Rule(
        "SBMS051", "Wrong arguments",
        "'{0}' is written {1}",
        "The call cannot be understood.",
        "Write the call in that form.");

    /// <summary>Types do not fit.</summary>
    public static readonly DiagnosticDescriptor TypeMismatch = Rule(
        "SBMS052", "Types do not fit",
        "Expected {0}, but this is {1}",
        "Comparing or assigning values of different kinds has no meaning.",
        "Correct the expression.");

    /// <summary>Units do not fit.</summary>
    public static readonly DiagnosticDescriptor UnitMismatch = Rule(
        "SBMS053", "Units do not fit",
        "{0} and {1} do not fit together{2}",
        "Adding or comparing different quantities is a classic cause of accidents.",
        "Convert one side, or correct the name.");

    /// <summary>Units cannot be multiplied.</summary>
    public static readonly DiagnosticDescriptor UnitsNotMultipliable = Rule(
        "SBMS054", "Units cannot be multiplied",
        "{0} times {1} has no unit in the language",
        "The result would have no meaning.",
        "Make one side a count, or multiply ohm by mA (gives mV).");

    /// <summary>Overflow in an intermediate value.</summary>
    public static readonly DiagnosticDescriptor ArithmeticOverflow = Rule(
        "SBMS055", "Overflow in an intermediate value",
        "The result can leave 64 bits",
        "It would wrap to a wrong value.",
        "Narrow the operands with clamp, min or max.");

    /// <summary>else is missing.</summary>
    public static readonly DiagnosticDescriptor MissingElse = Rule(
        "SBMS056", "else is missing",
        "This can be invalid: say what then holds, with 'else true' or 'else false'",
        "A lost or implausible measurement must have a chosen consequence, at each comparison.",
        "Add 'else true' or 'else false' directly behind the comparison (trips usually true, permits false).");

    /// <summary>else without effect.</summary>
    public static readonly DiagnosticDescriptor UselessElse = Rule(
        "SBMS057", "else without effect",
        "This is always valid, so that else has no effect",
        "A reviewer would believe that a fault is covered here.",
        "Remove else.");

    /// <summary>valid without effect.</summary>
    public static readonly DiagnosticDescriptor UselessValid = Rule(
        "SBMS058", "valid without effect",
        "This is always valid",
        "A reviewer would believe that a fault is covered here.",
        "Remove valid, or name the input that is meant.");

    /// <summary>Order of things without order.</summary>
    public static readonly DiagnosticDescriptor OrderOfUnordered = Rule(
        "SBMS059", "Order of things without order",
        "'{0}' compares numbers only, not {1}",
        "Enumerations and bools have no order.",
        "Use ==, != or in { ... }.");

    /// <summary>Unknown member of an enumeration.</summary>
    public static readonly DiagnosticDescriptor UnknownMember = Rule(
        "SBMS060", "Unknown member of an enumeration",
        "'{0}' is no member of '{1}'{2}",
        "A wrong name would compile into a wrong condition.",
        "Correct the name.");

    /// <summary>Unknown state.</summary>
    public static readonly DiagnosticDescriptor UnknownState = Rule(
        "SBMS061", "Unknown state",
        "'{0}' is no state of machine '{1}'{2}",
        "The condition or transition would have no meaning.",
        "Correct the name.");

    /// <summary>State needs a comparison.</summary>
    public static readonly DiagnosticDescriptor StateNeedsComparison = Rule(
        "SBMS062", "State needs a comparison",
        "'{0}' is a state: compare it, as in '{0} == Name'",
        "States are not numbers.",
        "Write '== Name', '!= Name' or 'in {A, B}'.");

    /// <summary>Group needs a fold.</summary>
    public static readonly DiagnosticDescriptor GroupNeedsFold = Rule(
        "SBMS063", "Group needs a fold",
        "'{0}' is many values: fold them, as in any(v in {0}: ...)",
        "There is no single value to read.",
        "Use any, all, count, min, max or sum.");

    /// <summary>Member needs a field.</summary>
    public static readonly DiagnosticDescriptor MemberNeedsField = Rule(
        "SBMS064", "Member needs a field",
        "'{0}' is a member of a group: name a field, as in {0}.voltage",
        "A member has several values.",
        "Write the field behind a dot.");

    /// <summary>No fields.</summary>
    public static readonly DiagnosticDescriptor NoFields = Rule(
        "SBMS065", "No fields",
        "'{0}' has no field '{1}'",
        "Only members of groups have fields.",
        "Declare what is meant under uses, and read it by its alias.");

    /// <summary>Unknown input of a group.</summary>
    public static readonly DiagnosticDescriptor UnknownMemberInput = Rule(
        "SBMS066", "Unknown input of a group",
        "'{0}' is no input of group '{1}'{2}",
        "There is nothing to read.",
        "Correct the name.");

    /// <summary>Not a group.</summary>
    public static readonly DiagnosticDescriptor NotAGroup = Rule(
        "SBMS067", "Not a group",
        "'{0}' is neither a group nor an instanced machine",
        "Only those can be folded.",
        "Name a group, a nested group of a fold variable, or an alias of an instanced machine.");

    /// <summary>Fold variable not read.</summary>
    public static readonly DiagnosticDescriptor FoldVariableUnread = Rule(
        "SBMS068", "Fold variable not read",
        "The body of the fold does not read '{0}'",
        "Every member would give the same result: the condition is not what it seems.",
        "Read a field of the variable in the body.");

    /// <summary>Temporal call in a fold.</summary>
    public static readonly DiagnosticDescriptor TemporalInFold = Rule(
        "SBMS069", "Temporal call in a fold",
        "'{0}' may not stand inside of a fold",
        "It needs memory for each member.",
        "Make an instanced machine for the group and fold over its outputs.");

    /// <summary>Temporal call not possible here.</summary>
    public static readonly DiagnosticDescriptor TemporalHere = Rule(
        "SBMS070", "Temporal call not possible here",
        "'{0}' may not stand in {1}",
        "Its memory advances once a scan, before guards are evaluated; here it would be misleading.",
        "Give it a name under define and read that.");

    /// <summary>elapsed not possible here.</summary>
    public static readonly DiagnosticDescriptor ElapsedHere = Rule(
        "SBMS071", "elapsed not possible here",
        "'elapsed' has no meaning in {0}",
        "It belongs to one state.",
        "Use it in guards and actions of a state, or use a timer.");

    /// <summary>Own state not possible here.</summary>
    public static readonly DiagnosticDescriptor OwnStateHere = Rule(
        "SBMS072", "Own state not possible here",
        "'state' may not be compared in {0}",
        "During a transition it is in between.",
        "Compare it in a guard, definition, timer or combinational output.");

    /// <summary>Own output needs previous.</summary>
    public static readonly DiagnosticDescriptor OwnOutputNeedsPrevious = Rule(
        "SBMS073", "Own output needs previous",
        "The own output '{0}' is not computed yet in {1}; write previous({0})",
        "Outputs are computed last; only the value of the last scan exists.",
        "Write previous(...).");

    /// <summary>Duration or count not constant.</summary>
    public static readonly DiagnosticDescriptor AmountNotConstant = Rule(
        "SBMS074", "Duration or count not constant",
        "A duration or number of samples must be made of literals and parameters",
        "A bound that moves cannot be proved.",
        "Use a parameter.");

    /// <summary>Duration or count out of range.</summary>
    public static readonly DiagnosticDescriptor AmountOutOfRange = Rule(
        "SBMS075", "Duration or count out of range",
        "It can be {0} to {1}; at least {2} and at most 2147483647 is possible",
        "Such a bound has no meaning.",
        "Change the value, or the range of the parameter.");

    /// <summary>Not an input.</summary>
    public static readonly DiagnosticDescriptor NotAnInput = Rule(
        "SBMS076", "Not an input",
        "'{0}' needs an input signal",
        "Only inputs have samples and an age.",
        "Name an alias of an input, or a member of a group.");

    /// <summary>previous of a timer that starts at its limit.</summary>
    public static readonly DiagnosticDescriptor PreviousOfFullTimer = Rule(
        "SBMS077", "previous of a timer that starts at its limit",
        "The value before the first scan depends on a parameter",
        "It is not known when the code is generated.",
        "Compare the timer itself, and take previous of that.");

    /// <summary>clamp inverted.</summary>
    public static readonly DiagnosticDescriptor ClampInverted = Rule(
        "SBMS078", "clamp inverted",
        "The lower bound is at least {0}, the upper one at most {1}",
        "No value lies between them.",
        "Exchange the bounds.");

    /// <summary>leads_to not possible here.</summary>
    public static readonly DiagnosticDescriptor LeadsToInside = Rule(
        "SBMS079", "leads_to not possible here",
        "'leads_to' can only be the whole of a property's always",
        "It is an obligation over time and no condition of a moment.",
        "Make it a property of its own.");
}
