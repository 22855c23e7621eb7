using SafeBms.Proof.Induction;

namespace SafeBms.Proof;

/// <summary>What is known of one part of a property after an attempt to prove it.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Facts">The invariant, in SMT-LIB over state variables and parameters.</param>
/// <param name="Machines">The machines that were inside of the last slice.</param>
/// <param name="Fingerprint">Of everything that the proof depends on.</param>
public sealed record CaseOutcome(
    InductionVerdict Verdict, IReadOnlyList<string> Facts, IReadOnlyList<string> Machines, string Fingerprint)
{
    /// <summary>Wall-clock time.</summary>
    public double Seconds { get; init; }

    /// <summary>Questions to the solver.</summary>
    public int Questions { get; init; }

    /// <summary>Nothing that it depends on has changed since it was proved.</summary>
    public bool FromCache { get; init; }

    /// <summary>Where it is not proved: a state from which it fails, and which no candidate excludes.</summary>
    public IReadOnlyDictionary<string, long> Before { get; init; } = new Dictionary<string, long>();
}

/// <summary>What is known of a property: of all its parts.</summary>
/// <param name="Id">The property.</param>
/// <param name="Product">The product.</param>
/// <param name="Cases">Its parts.</param>
public sealed record ProofOutcome(string Id, string Product, IReadOnlyList<CaseOutcome> Cases)
{
    /// <summary>All parts are proved.</summary>
    public bool IsProved => Cases.All(one => one.Verdict == InductionVerdict.Proved);

    /// <summary>Some part ran out of time.</summary>
    public bool IsOutOfTime => Cases.Any(one => one.Verdict == InductionVerdict.OutOfTime);

    /// <summary>Everything that the proof of any part needs.</summary>
    public IReadOnlyList<string> Facts => [.. Cases.SelectMany(one => one.Facts).Distinct()];

    /// <summary>The machines of all parts.</summary>
    public IReadOnlyList<string> Machines =>
        [.. Cases.SelectMany(one => one.Machines).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Time of all parts together.</summary>
    public double Seconds => Cases.Sum(one => one.Seconds);

    /// <summary>Questions to the solver.</summary>
    public int Questions => Cases.Sum(one => one.Questions);

    /// <summary>Nothing had to be proved anew.</summary>
    public bool FromCache => Cases.All(one => one.FromCache);
}

/// <summary>A proof of a part that was made before.</summary>
/// <param name="Machines">The slice.</param>
/// <param name="Fingerprint">Of everything that it depends on.</param>
/// <param name="Facts">The invariant.</param>
public sealed record StoredCase(IReadOnlyList<string> Machines, string Fingerprint, IReadOnlyList<string> Facts)
{
    /// <summary>The specification and the product of which it was shown, as its maker names them; null if that does not
    /// matter any more.</summary>
    public string? Scope { get; init; }
}

/// <summary>How long is tried.</summary>
/// <param name="PerProperty">All slices of a property together.</param>
/// <param name="PerAttempt">One slice.</param>
/// <param name="PerQuestion_ms">One question to the solver.</param>
/// <param name="Episodes">Simulated runs with random inputs, for samples of many parameters.</param>
/// <param name="ScansPerEpisode">Their length.</param>
public sealed record ProofLimits(
    TimeSpan PerProperty, TimeSpan PerAttempt, int PerQuestion_ms, int Episodes, int ScansPerEpisode)
{
    /// <summary>What the command uses if nothing is said.</summary>
    public static ProofLimits Usual { get; } = For(TimeSpan.FromSeconds(60));

    /// <summary>The usual ones with so much time for a property.</summary>
    public static ProofLimits For(TimeSpan perProperty) => new(perProperty, perProperty, 10_000, 8, 20_000);
}
