namespace SafeBms.Differential.Tests;

/// <summary>States and transitions that random runs of this length do not reach, each with the reason. A name that is not
/// listed must be visited.</summary>
internal static class Unvisited
{
    public static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
    };
}
