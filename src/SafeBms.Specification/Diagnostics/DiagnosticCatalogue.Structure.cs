namespace SafeBms.Specification;

/// <content>Rules on keys and values.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>Unknown key.</summary>
    public static readonly DiagnosticDescriptor UnknownKey = Rule(
        "SBMS020", "Unknown key",
        "'{0}' is no key of {1}{2}",
        "A misspelt key would silently have no effect.",
        "Correct or remove the key.");

    /// <summary>Key missing.</summary>
    public static readonly DiagnosticDescriptor MissingKey = Rule(
        "SBMS021", "Key missing",
        "{0} lacks the key '{1}'",
        "There is no safe default for it.",
        "Add the key.");

    /// <summary>Wrong kind of content.</summary>
    public static readonly DiagnosticDescriptor WrongNode = Rule(
        "SBMS022", "Wrong kind of content",
        "{0} must be {1}, but here is {2}",
        "It cannot be understood.",
        "Write it in the form that the language page shows.");

    /// <summary>Invalid name.</summary>
    public static readonly DiagnosticDescriptor InvalidName = Rule(
        "SBMS023", "Invalid name",
        "'{0}' is no name",
        "Names become identifiers in the generated code and in diagrams.",
        "Use letters, digits, underscores and inner hyphens; start with a letter; at most 80 characters.");

    /// <summary>Reserved name.</summary>
    public static readonly DiagnosticDescriptor ReservedName = Rule(
        "SBMS024", "Reserved name",
        "'{0}' is a word of the language",
        "An expression could not tell the two apart.",
        "Choose another name.");

    /// <summary>Duplicate name.</summary>
    public static readonly DiagnosticDescriptor DuplicateName = Rule(
        "SBMS025", "Duplicate name",
        "'{0}' is there already in {1}",
        "It would be unclear which of the two is meant.",
        "Rename one of them.");

    /// <summary>Duplicate number.</summary>
    public static readonly DiagnosticDescriptor DuplicateId = Rule(
        "SBMS026", "Duplicate number",
        "The number {0} of {1} is given to '{2}' and to '{3}'",
        "The number is what displays and records see: they could not tell the two apart.",
        "Give each a number of its own, and never reuse an old one.");

    /// <summary>Not one of the possible words.</summary>
    public static readonly DiagnosticDescriptor InvalidChoice = Rule(
        "SBMS027", "Not one of the possible words",
        "'{0}' is not possible for '{1}'; possible are: {2}",
        "Nothing is guessed.",
        "Write one of the words.");

    /// <summary>Not a number.</summary>
    public static readonly DiagnosticDescriptor NotANumber = Rule(
        "SBMS028", "Not a number",
        "'{0}' is not a number",
        "A number is needed here.",
        "Write a number, with its unit where that is not the base unit, such as '500 ms' or '3.75 V'.");

    /// <summary>Empty text.</summary>
    public static readonly DiagnosticDescriptor EmptyText = Rule(
        "SBMS029", "Empty text",
        "'{0}' of {1} is empty",
        "A reviewer needs to read what it is.",
        "Write the text.");

    /// <summary>Value out of range.</summary>
    public static readonly DiagnosticDescriptor ValueOutOfRange = Rule(
        "SBMS030", "Value out of range",
        "{0} is {1}, outside of {2} to {3} {4}",
        "The range is what is proved; a value outside of it is not covered.",
        "Change the value, or the range with its reason.");

    /// <summary>Range needs two numbers.</summary>
    public static readonly DiagnosticDescriptor RangeNeedsTwo = Rule(
        "SBMS031", "Range needs two numbers",
        "A range has two numbers: [least, largest]",
        "Every number is bounded.",
        "Write both bounds.");

    /// <summary>Range is empty.</summary>
    public static readonly DiagnosticDescriptor EmptyRange = Rule(
        "SBMS032", "Range is empty",
        "The range [{0}, {1}] is empty",
        "No value could ever be valid.",
        "Put the smaller number first.");

    /// <summary>Range too wide.</summary>
    public static readonly DiagnosticDescriptor RangeTooWide = Rule(
        "SBMS033", "Range too wide",
        "The range does not fit into 32 bits",
        "Signals, parameters and variables are stored in 32 bits.",
        "Narrow the range or use a larger unit.");

    /// <summary>Only for numbers.</summary>
    public static readonly DiagnosticDescriptor OnlyForNumbers = Rule(
        "SBMS034", "Only for numbers",
        "'{0}' has no meaning for {1}",
        "It would have no effect.",
        "Remove it.");

    /// <summary>Unknown type.</summary>
    public static readonly DiagnosticDescriptor UnknownType = Rule(
        "SBMS035", "Unknown type",
        "'{0}' is no type{1}",
        "Types are bool, int and the enumerations of signals.yaml.",
        "Correct the name.");

    /// <summary>Unknown unit in a declaration.</summary>
    public static readonly DiagnosticDescriptor UndeclarableUnit = Rule(
        "SBMS036", "Unknown unit in a declaration",
        "'{0}' is no unit of declarations; they are: {1}",
        "Values are stored in base units only.",
        "Use the base unit.");

    /// <summary>Maximum age below the period.</summary>
    public static readonly DiagnosticDescriptor MaxAgeBelowPeriod = Rule(
        "SBMS037", "Maximum age below the period",
        "'{0}' may be {1} ms old, but comes only every {2} ms",
        "It would be invalid between any two samples.",
        "Set max_age to at least the period, usually 2.5 times.");

    /// <summary>Carrier of a requirement not understood.</summary>
    public static readonly DiagnosticDescriptor InvalidCarrier = Rule(
        "SBMS038", "Carrier of a requirement not understood",
        "'carried_by' must be spec, {{ code: Type.Member }} or {{ planned: milestone }}",
        "It must be possible to find what carries a requirement.",
        "Write one of the three forms.");
}
