namespace SafeBms.Exploration.Slices;

/// <summary>What a run of SPIN is about: a property, or a part of it, on at most four machines.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Part">Which part: empty for the whole; <c>then:NAME</c> for the conjuncts of the conclusion that
/// read NAME, or <c>then:NUMBER</c> for one of them, counted from 1;
/// <c>if:NAME</c> for one disjunct of the definition <c>open_demand</c>.</param>
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
