namespace SafeBms.System.Tests.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Violations">Number of each violated property with the scan of its first violation.</param>
/// <param name="Seen">The conditions of <c>must_see</c> that were true at least once, by their number.</param>
/// <param name="OutputsHash">Hash of every output of every scan.</param>
internal sealed record RunOutcome(
    IReadOnlyDictionary<int, int> Violations, IReadOnlyList<int> Seen, ulong OutputsHash);
