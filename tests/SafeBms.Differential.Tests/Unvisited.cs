namespace SafeBms.Differential.Tests;

/// <summary>States and transitions that random runs of this length do not reach, each with the reason. A name that is
/// not listed counts as reachable.</summary>
internal static class Unvisited
{
    public static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["closing-budget: Counting -> Counting #1"] = "needs a closing in the very scan of the refill, minutes apart",
        ["charge-limits: Absorption -> Storage #1"] = "absorption takes 10 min at least, in one piece",
    };
}
