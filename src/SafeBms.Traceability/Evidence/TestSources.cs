using System.Text.RegularExpressions;

namespace SafeBms.Traceability.Evidence;

/// <summary>A test as its source says it.</summary>
/// <param name="Class">Namespace and class.</param>
/// <param name="Name">Name of the method, a sentence.</param>
/// <param name="File">Path in the repository.</param>
/// <param name="Line">Line of the method.</param>
/// <param name="Claims">Ids of the requirements and properties that it claims to show.</param>
public sealed record TestInfo(string Class, string Name, string File, int Line, IReadOnlyList<string> Claims)
{
    /// <summary>As a test runner calls it.</summary>
    public string FullName => $"{Class}.{Name}";
}

/// <summary>What the sources of the tests say: the tests, and what they claim with
/// <c>[Requirement("REQ-...")]</c>.</summary>
/// <remarks>Read as text, so that the trace needs neither a compiler nor built tests. A claim that hides from this
/// reading (in a constant, over several lines) is missing in the trace, and a missing claim is an orphan: the error
/// shows.</remarks>
public sealed class TestSources
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Mark = new(@"^\s*\[(\w*Fact|\w*Theory|Property)\b", Options);
    private static readonly Regex Claim = new(@"\[Requirement\(""(?<id>[^""]*)""\)\]", Options);
    private static readonly Regex OldClaim = new(@"\[Trait\(""Requirement"",", Options);
    private static readonly Regex Space = new(@"^namespace (?<name>[\w.]+)", Options);
    private static readonly Regex Type = new(
        @"^(public |internal )?(sealed |abstract |static |partial )*class (?<name>\w+)", Options);

    private static readonly Regex Method = new(
        @"^\s*public (static )?(async )?(void|Task) (?<name>\w+)\(", Options);

    private readonly List<TestInfo> tests = [];

    /// <summary>All tests, in the order of the files.</summary>
    public IReadOnlyList<TestInfo> Tests => tests;

    /// <summary>Whether some test has this name.</summary>
    public bool Has(string name) => tests.Exists(test => test.Name == name);

    /// <summary>Reads sources; of each file its path and text.</summary>
    /// <exception cref="TraceException">A claim stands where nobody runs it, or is written in the old way.</exception>
    public static TestSources Read(IEnumerable<(string Path, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
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
        string space = string.Empty;
        string type = string.Empty;
        bool isTest = false;
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            if (OldClaim.IsMatch(line))
            {
                throw new TraceException($"{path}({number}): write [Requirement(\"...\")] instead of a Trait.");
            }

            space = Space.Match(line) is { Success: true } found ? found.Groups["name"].Value : space;
            type = Type.Match(line) is { Success: true } named ? named.Groups["name"].Value : type;
            isTest |= Mark.IsMatch(line);
            ids.AddRange(Claim.Matches(line).Select(match => match.Groups["id"].Value));
            Match method = Method.Match(line);
            if (method.Success)
            {
                RefuseUnlessTest(path, number, isTest, ids);
                if (isTest)
                {
                    tests.Add(new TestInfo($"{space}.{type}", method.Groups["name"].Value, path, number, ids));
                }

                ids = [];
                isTest = false;
            }
        }

        RefuseUnlessTest(path, number, isTest: false, ids);
    }

    private static void RefuseUnlessTest(string path, int line, bool isTest, List<string> ids)
    {
        if (!isTest && ids.Count > 0)
        {
            throw new TraceException(
                $"{path}({line}): {string.Join(", ", ids)} is claimed where there is no test; put it above a test.");
        }
    }
}
