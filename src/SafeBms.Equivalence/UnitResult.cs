namespace SafeBms.Equivalence;

/// <summary>What was found out about one part of the generated code.</summary>
public enum UnitOutcome
{
    /// <summary>The code computes what the specification says, for all values.</summary>
    Equal,

    /// <summary>There are values for which it does not.</summary>
    Different,

    /// <summary>The code holds something that is not understood.</summary>
    NotUnderstood,

    /// <summary>The solver has left it open, or what was assumed is impossible.</summary>
    NotShown,
}

/// <summary>The result for one part: a machine, the border, the monitors, the composition.</summary>
/// <param name="Name">The machine, or <c>validity</c>, <c>monitors</c>, <c>witnesses</c>, <c>scan</c>, <c>start</c>,
/// <c>retain</c>, <c>parameters</c>.</param>
/// <param name="Outcome">What was found out.</param>
/// <param name="Claims">Number of comparisons and other claims.</param>
/// <param name="Asked">Those of them that needed the solver; the others are the same term on both sides.</param>
/// <param name="Seconds">Time that it took.</param>
/// <param name="Kept">The answer was kept from an earlier run on the same text.</param>
/// <param name="Findings">What is wrong, with place and values; empty if nothing is.</param>
public sealed record UnitResult(
    string Name, UnitOutcome Outcome, int Claims, int Asked, double Seconds, bool Kept,
    IReadOnlyList<string> Findings);
