using System.Text.RegularExpressions;

namespace SafeBms.Traceability.Tests;

/// <summary>What the sources of the tests say: the names of the tests, and the requirements that they claim.</summary>
internal sealed class TestSources
{
    private static readonly Regex Mark = new(
        "^\\s*\\[(Fact|Theory|Property)\\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex Claim = new(
        "\\[Trait\\(\"Requirement\", \"(?<id>[^\"]*)\"\\)\\]", RegexOptions.CultureInvariant);

    private static readonly Regex Method = new(
        "^\\s*public (static )?(async )?(void|Task) (?<name>\\w+)\\(",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Names of tests, each as <c>SafeBms.X.Tests</c> and name.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids claimed by traits, with the tests that claim them.</summary>
    public List<(string Id, string Test)> Claims { get; } = [];

    /// <summary>Reads sources; of each file its path and text. A trait counts only above a test, else it would claim
    /// what nobody runs.</summary>
    public static TestSources Read(IEnumerable<(string Path, string Text)> files)
    {
        TestSources sources = new();
        foreach ((string path, string text) in files)
        {
            sources.ReadFile(path, text);
        }

        return sources;
    }

    private void ReadFile(string path, string text)
    {
        List<string> ids = [];
        bool isTest = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            isTest |= Mark.IsMatch(line);
            ids.AddRange(Claim.Matches(line).Select(match => match.Groups["id"].Value));
            Match method = Method.Match(line);
            if (method.Success)
            {
                Add(path, method.Groups["name"].Value, isTest, ids);
                ids = [];
                isTest = false;
            }
        }

        AddOrphans(path, ids);
    }

    private void Add(string path, string name, bool isTest, List<string> ids)
    {
        if (!isTest)
        {
            AddOrphans(path, ids);
            return;
        }

        Names.Add(name);
        Claims.AddRange(ids.Select(id => (id, $"{path}: {name}")));
    }

    private static void AddOrphans(string path, List<string> ids)
    {
        if (ids.Count > 0)
        {
            throw new InvalidOperationException($"{path}: {string.Join(", ", ids)} is claimed where there is no test.");
        }
    }
}
