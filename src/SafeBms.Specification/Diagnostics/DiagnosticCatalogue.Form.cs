namespace SafeBms.Specification;

/// <content>Rules on the form of the files.</content>
public static partial class DiagnosticCatalogue
{
    /// <summary>File too large.</summary>
    public static readonly DiagnosticDescriptor FileTooLarge = Rule(
        "SBMS001", "File too large",
        "The file has {0} bytes; at most {1} are read",
        "A specification is read by people; a huge file is an accident or an attack.",
        "Split the file: one machine a file.");

    /// <summary>Not UTF-8.</summary>
    public static readonly DiagnosticDescriptor InvalidUtf8 = Rule(
        "SBMS002", "Not UTF-8",
        "The file is not valid UTF-8 from here on",
        "Two readers could see different text in the same bytes.",
        "Save the file as UTF-8 without a byte-order mark.");

    /// <summary>Byte-order mark.</summary>
    public static readonly DiagnosticDescriptor ByteOrderMark = Rule(
        "SBMS003", "Byte-order mark",
        "The file starts with a byte-order mark",
        "The mark is invisible and makes the first key another one.",
        "Save the file as UTF-8 without a byte-order mark.");

    /// <summary>Forbidden character.</summary>
    public static readonly DiagnosticDescriptor ForbiddenCharacter = Rule(
        "SBMS004", "Forbidden character",
        "The character {0} is not allowed",
        "It is invisible, or some readers take it for a line end and others do not.",
        "Remove the character.");

    /// <summary>Tab character.</summary>
    public static readonly DiagnosticDescriptor TabCharacter = Rule(
        "SBMS005", "Tab character",
        "A tab is not allowed",
        "How wide a tab is, and so what is nested in what, depends on the editor.",
        "Use spaces, two a level.");

    /// <summary>Empty file.</summary>
    public static readonly DiagnosticDescriptor EmptyFile = Rule(
        "SBMS006", "Empty file",
        "The file has no content",
        "An empty file is usually a failed save; a machine would silently be missing.",
        "Write the content, or delete the file.");

    /// <summary>Not YAML.</summary>
    public static readonly DiagnosticDescriptor YamlSyntax = Rule(
        "SBMS007", "Not YAML",
        "The file cannot be read as YAML here: {0}",
        "What follows a fault of the form would be guesswork.",
        "Check indentation, brackets, quotes and colons; quote texts that contain ': ' or ' #'.");

    /// <summary>Anchor or alias.</summary>
    public static readonly DiagnosticDescriptor AnchorOrAlias = Rule(
        "SBMS008", "Anchor or alias",
        "'{0}': anchors and aliases are not allowed",
        "What is read would stand somewhere else, and nested aliases can grow without bound.",
        "Write the content where it is meant.");

    /// <summary>Tag or directive.</summary>
    public static readonly DiagnosticDescriptor TagOrDirective = Rule(
        "SBMS009", "Tag or directive",
        "'{0}': tags and directives are not allowed",
        "They change the meaning of what looks like a plain text.",
        "Remove it.");

    /// <summary>Several documents.</summary>
    public static readonly DiagnosticDescriptor SeveralDocuments = Rule(
        "SBMS010", "Several documents",
        "A second document starts here",
        "A reader that stops at the first one would miss the rest.",
        "Put it into a file of its own and remove the line '---'.");

    /// <summary>Duplicate key.</summary>
    public static readonly DiagnosticDescriptor DuplicateKey = Rule(
        "SBMS011", "Duplicate key",
        "The key '{0}' is there already in this mapping",
        "One of the two would silently be lost.",
        "Remove or rename one of them.");

    /// <summary>Merge key.</summary>
    public static readonly DiagnosticDescriptor MergeKey = Rule(
        "SBMS012", "Merge key",
        "The merge key '<<' is not allowed",
        "What is read would stand somewhere else.",
        "Write the entries out.");

    /// <summary>Nested too deeply.</summary>
    public static readonly DiagnosticDescriptor TooDeep = Rule(
        "SBMS013", "Nested too deeply",
        "More than {0} levels are nested here",
        "Nobody can read that, and readers of it could run out of stack.",
        "Flatten the structure.");

    /// <summary>Key is not a text.</summary>
    public static readonly DiagnosticDescriptor KeyIsNotText = Rule(
        "SBMS014", "Key is not a text",
        "A key must be a text",
        "Keys name things.",
        "Write a plain name before the colon.");

    /// <summary>Value missing in braces.</summary>
    public static readonly DiagnosticDescriptor UnquotedExpression = Rule(
        "SBMS015", "Value missing in braces",
        "'{0}' has no value; inside of braces a comma ends a text",
        "YAML cuts an unquoted text at a comma or at ': ', so that half an expression would be compiled.",
        "Put the expression into quotes, or write the keys on lines of their own.");

    /// <summary>File of no known kind.</summary>
    public static readonly DiagnosticDescriptor UnknownFile = Rule(
        "SBMS016", "File of no known kind",
        "'{0}' is no file of a specification",
        "It would not be read, although it looks as if it were.",
        "Name it *.statemachine.yaml, *.properties.yaml or products/*.product.yaml, or move it out of the folder.");

    /// <summary>File missing.</summary>
    public static readonly DiagnosticDescriptor MissingFile = Rule(
        "SBMS017", "File missing",
        "The file '{0}' is missing",
        "Nothing can be bound without it.",
        "Create the file.");

    /// <summary>Too many keys and values.</summary>
    public static readonly DiagnosticDescriptor TooManyNodes = Rule(
        "SBMS018", "Too many keys and values",
        "The file holds more than {0} keys and values",
        "Nobody can review that, and it would take long to read.",
        "Split the file: one machine a file.");
}
