namespace SafeBms.Coverage.Machines;

/// <summary>The generated code of one machine, with everything that it reads set from outside. Implemented by generated
/// code that is compiled together with the machine.</summary>
public interface IMachineBench
{
    /// <summary>The bytes of what the machine remembers.</summary>
    Span<byte> Memory { get; }

    /// <summary>Goes to before step 0; inputs are never accepted, everything else that is read is 0 and invalid.
    /// </summary>
    /// <param name="product">Row of the table of products.</param>
    /// <param name="parameters">All parameters of the set, in the order of their table.</param>
    /// <param name="kept">The machine's retained variables, in document order; empty if they were lost.</param>
    /// <returns>What is wrong with the parameters, or null.</returns>
    string? Start(int product, ReadOnlySpan<long> parameters, ReadOnlySpan<long> kept);

    /// <summary>Sets an input signal, by its row in the table of inputs; it stays until it is set again.</summary>
    void SetInput(int input, int value, int age_ms, bool accepted);

    /// <summary>Sets what an entry of <c>uses</c> reads from another machine or an output; it stays.</summary>
    /// <param name="use">Place of the entry.</param>
    /// <param name="member">Instance, where an instanced machine is read; else 0.</param>
    /// <param name="field">Output of the instanced machine by its place, -1 for its state; else 0.</param>
    /// <param name="value">Base unit; enumerations and states by id, bool as 0 or 1.</param>
    /// <param name="isValid">Validity, where the value may be invalid.</param>
    void SetUse(int use, int member, int field, long value, bool isValid);

    /// <summary>One scan of the machine.</summary>
    void Scan();

    /// <summary>A row of the state table; meaningful for the rows of this machine.</summary>
    long Row(int row);
}
