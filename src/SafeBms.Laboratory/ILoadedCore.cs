namespace SafeBms.Laboratory;

/// <summary>One controller of a specification that was compiled in memory. Values go by index (see
/// <see cref="CoreNames"/>); nothing here is looked up by name or by reflection once it runs. Not safe for two threads
/// at once; two controllers of one <see cref="CompiledCore"/> share nothing that changes.</summary>
public interface ILoadedCore
{
    /// <summary>Names of everything that has an index here.</summary>
    CoreNames Names { get; }

    /// <summary>Whether the shutdown machine has taken over.</summary>
    bool IsShutdown { get; }

    /// <summary>Whether the conditions that properties must see are followed after each scan; true at first. Without
    /// them a scan is faster and <see cref="WasSeen"/> stands still.</summary>
    bool FollowsWitnesses { get; set; }

    /// <summary>Size of a state for <see cref="ReadState"/> and <see cref="WriteState"/>, bytes.</summary>
    int StateSize { get; }

    /// <summary>Goes to before step 0, with all inputs never accepted and the outputs at their safe values.</summary>
    /// <param name="product">A product by name, or null for the first one.</param>
    /// <param name="parameters">Parameters of the set that differ from the product's, by name.</param>
    /// <param name="retained">What survived, by flat name (<c>machine.variable</c>, <c>machine[3].variable</c>); what
    /// is missing is 0; null if all of it is lost.</param>
    /// <returns>What is wrong with the product, a name or a value, or null. After a problem the controller is as it
    /// was.</returns>
    string? Start(
        string? product = null,
        IReadOnlyDictionary<string, long>? parameters = null,
        IReadOnlyDictionary<string, long>? retained = null);

    /// <summary>What would survive a loss of power now, by flat name.</summary>
    IReadOnlyDictionary<string, long> Retain();

    /// <summary>The value of a parameter that the controller was started with.</summary>
    long Parameter(int parameter);

    /// <summary>An input for the next scans; it stays, with its age, until it is set again.</summary>
    /// <param name="input">Index of the input.</param>
    /// <param name="value">Base unit; an enumeration by id, a bool as 0 or 1.</param>
    /// <param name="age_ms">Scans since it was accepted; 0 is a new sample.</param>
    /// <param name="accepted">False: never accepted.</param>
    void SetInput(int input, int value, int age_ms = 0, bool accepted = true);

    /// <summary>One scan.</summary>
    void Scan();

    /// <summary>An output as it was written in the last scan.</summary>
    long Output(int output);

    /// <summary>A row of the state table: state, variable, timer or output of a machine.</summary>
    long State(int row);

    /// <summary>A value of the state table in words.</summary>
    string StateText(int row);

    /// <summary>Whether a property failed in the last scan.</summary>
    bool IsViolated(int property);

    /// <summary>Whether any property failed in the last scan.</summary>
    bool IsAnyViolated();

    /// <summary>In how many scans a property has failed.</summary>
    long Violations(int property);

    /// <summary>Whether a condition that must be seen has been seen since the start.</summary>
    bool WasSeen(int witness);

    /// <summary>Becomes a copy of another controller of the same <see cref="CompiledCore"/>: state, inputs, outputs and
    /// what was seen.</summary>
    /// <exception cref="ArgumentException">The other one is of another compilation.</exception>
    void CopyFrom(ILoadedCore other);

    /// <summary>64 bits over the state; equal states have equal ones. The counts of violations and the ages of the
    /// inputs are part of the state, inputs that are set for the next scan and what was seen are not.</summary>
    ulong HashOfState();

    /// <summary>Copies the state out.</summary>
    /// <param name="target"><see cref="StateSize"/> bytes.</param>
    void ReadState(Span<byte> target);

    /// <summary>Continues from a state that <see cref="ReadState"/> gave.</summary>
    /// <param name="source"><see cref="StateSize"/> bytes.</param>
    void WriteState(ReadOnlySpan<byte> source);
}
