using System.Text.RegularExpressions;

namespace SafeBms.Specification.Tests.Language;

/// <summary>An example of a page: the kind of file it is, and the finding that a wrong one must have.</summary>
internal sealed record LanguageExample(string Page, int Line, string Kind, string Expected, string Yaml)
{
    internal bool Wrong => Expected.Length > 0;

    public override string ToString() => $"{Page} line {Line}";

    /// <summary>The small specification with this example in it.</summary>
    internal SmallBoat Placed() => Kind switch
    {
        "machine" => new SmallBoat().AddMachine(Name("machine"), Yaml),
        "properties" => new SmallBoat().With("example.properties.yaml", Yaml),
        "product" => new SmallBoat().With($"products/{Name("product")}.product.yaml", Yaml),
        "system" => new SmallBoat().With("system.yaml", Yaml),
        "signals" or "parameters" or "requirements" => new SmallBoat().Merge($"{Kind}.yaml", Yaml),
        _ => throw new InvalidOperationException($"{this}: '{Kind}' is no kind of file"),
    };

    /// <summary>The file of <see cref="Placed"/> that holds the example.</summary>
    internal string File => Kind switch
    {
        "machine" => $"{Name("machine")}.statemachine.yaml",
        "properties" => "example.properties.yaml",
        "product" => $"products/{Name("product")}.product.yaml",
        _ => $"{Kind}.yaml",
    };

    private string Name(string key) => Regex.Match(Yaml, $@"^{key}:\s*(\S+)", RegexOptions.Multiline).Groups[1].Value;
}

/// <summary>The pages of docs/language and their marked examples.</summary>
internal static partial class LanguagePages
{
    internal static string Folder { get; } = RepositoryRoot.Combine("docs", "language");

    /// <summary>The pages of elements; the overview and the notation have a form of their own.</summary>
    internal static IReadOnlyList<string> Elements { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.md").Select(path => Path.GetFileName(path)!)
            .Where(name => name is not "README.md" and not "notation.md").Order(StringComparer.Ordinal)];

    internal static IReadOnlyList<LanguageExample> Examples { get; } = [.. Elements.SelectMany(Read)];

    internal static LanguageExample Find(string page, int line) => Examples.Single(example => example.Page == page && example.Line == line);

    private static IEnumerable<LanguageExample> Read(string page)
    {
        string text = File.ReadAllText(Path.Combine(Folder, page));
        foreach (Match match in Marked().Matches(text))
        {
            int line = text[..match.Index].Count(character => character == '\n') + 1;
            yield return new(page, line, match.Groups["kind"].Value, match.Groups["wrong"].Value, match.Groups["yaml"].Value);
        }
    }

    [GeneratedRegex(@"<!-- check: (?<kind>[a-z]+)( wrong (?<wrong>SBMS[0-9]{3}))? -->\n```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
