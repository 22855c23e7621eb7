using System.Security.Cryptography;
using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Traceability.Evidence;

/// <summary>A short name of a requirement's wording: other words, another fingerprint.</summary>
public static class Fingerprint
{
    private const int Digits = 16;

    /// <summary>16 hexadecimal digits over id, text, hazard and source. Line breaks and runs of blanks count as one
    /// blank, so that laying the file out anew makes nothing suspect; <c>carried_by</c> is no part of the
    /// wording.</summary>
    public static string Of(RequirementInfo requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        // U+001F cannot stand in a specification: the parts cannot run into each other.
        string text = string.Join('\u001F', new[]
        {
            requirement.Id, requirement.Text, requirement.Hazard, requirement.Source,
        }.Select(Normalised));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
    }

    private static string Normalised(string text) => string.Join(
        ' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
