namespace SafeBms.Exploration.Slices;

/// <summary>What a run of SPIN is about: a property, or a part of it, on at most four machines.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Part">Which part: empty for the whole; <c>then:NAME</c> for the conjuncts of the conclusion that
/// read NAME, or <c>then:NUMBER</c> for one of them, counted from 1;
/// <c>if:NAME</c> for one disjunct of the definition <c>open_demand</c>. A property "demand leads to response" may
/// also be shown in two steps that meet at an output of a machine: <c>until:MACHINE.OUTPUT:NAME</c>, the disjunct NAME
/// (<c>NAME#2</c> for its second alternative) leads to that output (or to the response) within
/// <see cref="Handover_ms"/>; <c>from:MACHINE.OUTPUT</c>, the output leads to the response in the rest of the
/// time.</param>
/// <param name="Machines">Machines that are kept.</param>
/// <param name="Kept">Clocks and variables of machines that are kept: <c>machine.timer</c>,
/// <c>machine.elapsed.State</c>, <c>machine.detector.SLOT</c>, <c>machine.variable</c>, or <c>machine.*</c>. All others
/// become free.</param>
/// <param name="Freed">What becomes free besides: definitions and outputs (<c>machine.name</c>), and which of its own
/// transitions a state takes (<c>machine.from.State</c>).</param>
/// <param name="Parameters">Parameter values that differ from the product's.</param>
public sealed record SliceDefinition(
    string Property,
    string Part,
    IReadOnlyList<string> Machines,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Freed,
    IReadOnlyDictionary<string, long> Parameters)
{
    /// <summary>Most machines of a slice.</summary>
    public const int Machines_max = 4;

    /// <summary>Of the time of a property in two steps, what the first of them may take.</summary>
    public const long Handover_ms = 2;

    private const string FromMark = "from:";
    private const string UntilMark = "until:";

    /// <summary>The output at which the second step begins; empty if this is none.</summary>
    public string From => Part.StartsWith(FromMark, StringComparison.Ordinal) ? Part[FromMark.Length..] : string.Empty;

    /// <summary>The output at which the first step ends; empty if this is none.</summary>
    public string Until => Part.StartsWith(UntilMark, StringComparison.Ordinal) ? Part.Split(':')[1] : string.Empty;

    /// <summary>One of the two steps.</summary>
    public bool IsStep => From.Length > 0 || Until.Length > 0;

    /// <summary>What stands for the whole demand: a definition, or an output; empty for itself.</summary>
    public string Cause => From.Length > 0 ? From
        : Until.Length > 0 ? Part.Split(':')[2]
        : Part.StartsWith("if:", StringComparison.Ordinal) ? Part["if:".Length..] : string.Empty;

    /// <summary>Property and part, as printed.</summary>
    public string Name => Part.Length == 0 ? Property : $"{Property}[{Part}]";
}

/// <summary>The slice cannot be cut out of this specification; the message says why.</summary>
public sealed class SliceException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public SliceException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public SliceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public SliceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
