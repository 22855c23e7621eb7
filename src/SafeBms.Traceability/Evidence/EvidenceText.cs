using System.Text.RegularExpressions;
using SafeBms.Specification.Model;

namespace SafeBms.Traceability.Evidence;

/// <summary>Reads what the specification says of evidence in words.</summary>
public static partial class EvidenceText
{
    /// <summary>What evidence names in backquotes: a test, a scenario, a file or folder of the repository.</summary>
    public static IReadOnlyList<string> Names(string evidence) =>
        [.. Named().Matches(evidence).Select(match => match.Groups["what"].Value)];

    /// <summary>Whether a requirement belongs to a later milestone.</summary>
    public static bool IsPlanned(RequirementInfo requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return requirement.CarriedBy.StartsWith("planned", StringComparison.Ordinal);
    }

    [GeneratedRegex("`(?<what>[^`]+)`")]
    private static partial Regex Named();
}
