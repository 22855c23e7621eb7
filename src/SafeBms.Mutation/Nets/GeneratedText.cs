using System.Text;

namespace SafeBms.Mutation.Nets;

/// <summary>Generated C# without what says nothing about its behaviour: comments, empty lines and the map of lines.
/// </summary>
internal static class GeneratedText
{
    private const string Map = "\n/// <summary>Where the elements of this file";

    internal static string Bare(string text)
    {
        int end = text.IndexOf(Map, StringComparison.Ordinal);
        StringBuilder bare = new(text.Length);
        foreach (ReadOnlySpan<char> line in text.AsSpan(0, end < 0 ? text.Length : end).EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.TrimStart();
            if (trimmed.Length > 0 && !trimmed.StartsWith("//"))
            {
                int comment = line.IndexOf(" // ");
                bare.Append(comment < 0 ? line : line[..comment].TrimEnd()).Append('\n');
            }
        }

        return bare.ToString();
    }

    /// <summary>Bare texts by file, without the map of the whole.</summary>
    internal static Dictionary<string, string> Bare(IReadOnlyDictionary<string, string> sources) => sources
        .Where(source => source.Key != "SpecificationMap.g.cs")
        .ToDictionary(source => source.Key, source => Bare(source.Value), StringComparer.Ordinal);
}
