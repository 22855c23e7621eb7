namespace SafeBms.Proof.Solving;

/// <summary>An answer with what belongs to it.</summary>
/// <param name="Answer">Yes, no, or not known.</param>
/// <param name="Core">If there is no solution: assumptions that suffice for that.</param>
/// <param name="Values">If there is one: the values that were asked for; truth values as 0 and 1.</param>
public sealed record SolverReply(Answer Answer, IReadOnlyList<string> Core, long[] Values);
