using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>What a machine remembers besides its state, at some point of a scan.</summary>
/// <param name="Variables">Variables by name.</param>
/// <param name="Elapsed">Time since entry, by the index of the state.</param>
/// <param name="History">What was active last, by the index of the state; -1 for nothing.</param>
internal sealed record MachineValues(IReadOnlyDictionary<string, Term> Variables, Term[] Elapsed, Term[] History)
{
    /// <summary>Nothing.</summary>
    public static MachineValues Empty { get; } = new(new Dictionary<string, Term>(), [], []);

    /// <summary>These values where the condition holds, else the others.</summary>
    public MachineValues Or(TermPool pool, Term condition, MachineValues others) => new(
        Variables.ToDictionary(
            one => one.Key, one => pool.Choose(condition, one.Value, others.Variables[one.Key]),
            StringComparer.Ordinal),
        Merge(pool, condition, Elapsed, others.Elapsed),
        Merge(pool, condition, History, others.History));

    /// <summary>With one variable changed.</summary>
    public MachineValues With(string variable, Term value) =>
        this with { Variables = new Dictionary<string, Term>(Variables) { [variable] = value } };

    private static Term[] Merge(TermPool pool, Term condition, Term[] these, Term[] others) =>
        [.. these.Zip(others, (one, other) => pool.Choose(condition, one, other))];
}
