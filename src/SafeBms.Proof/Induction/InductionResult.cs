using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Induction;

/// <summary>How an attempt to prove ended.</summary>
public enum InductionVerdict
{
    /// <summary>An inductive invariant was found that implies the property.</summary>
    Proved,

    /// <summary>The candidates do not suffice, in this slice.</summary>
    NotProved,

    /// <summary>The time was over, or the solver gave up.</summary>
    OutOfTime,
}

/// <summary>What came out of one attempt.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Facts">The invariant, over state variables and parameters.</param>
/// <param name="Questions">Questions to the solver.</param>
/// <param name="Before">A state that the candidates cannot exclude, and from which the property fails; by name.</param>
public sealed record InductionResult(
    InductionVerdict Verdict, IReadOnlyList<Term> Facts, int Questions, IReadOnlyDictionary<string, long> Before)
{
    /// <summary>Machines outside of the slice that made the difference, the most suspicious first, and how much
    /// so.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Missing { get; init; } = [];

    /// <summary>Facts from outside that do not hold after every scan: each with the state before a scan that ends them
    /// (empty where it is false at the start), which all other candidates allow.</summary>
    public IReadOnlyList<(Term Hint, IReadOnlyDictionary<string, long> Before)> Fallen { get; init; } = [];
}
