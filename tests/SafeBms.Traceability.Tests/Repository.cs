using System.Text.RegularExpressions;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Traceability.Tests;

/// <summary>Everything that claims to show something: the specification, the scenarios, the sources of the tests.</summary>
internal static class Repository
{
    private static readonly Lazy<SpecificationModel> ReadModel = new(ReadSpecification);
    private static readonly Lazy<IReadOnlyList<Scenario>> ReadScenarios = new(() =>
        [.. Files("scenarios", "*.scenario.yaml").Select(path => ScenarioParser.Parse(File.ReadAllBytes(path)))]);

    private static readonly Lazy<TestSources> ReadSources = new(() =>
        TestSources.Read(Files("tests", "*.cs").Select(path => (Relative(path), File.ReadAllText(path)))));

    public static string Root { get; } = FindRoot();

    public static SpecificationModel Model => ReadModel.Value;

    public static IReadOnlyList<Scenario> Scenarios => ReadScenarios.Value;

    public static TestSources Tests => ReadSources.Value;

    public static bool HasFile(string path) =>
        File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Regex.IsMatch(Relative(path), "/(bin|obj|SafeBms.Traceability.Tests)/"))
            .Order(StringComparer.Ordinal);

    private static SpecificationModel ReadSpecification()
    {
        string folder = Path.Combine(Root, "spec");
        SpecificationFile[] files =
        [
            .. Files("spec", "*.yaml")
                .Select(path => new SpecificationFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))
                .Where(file => !file.Path.StartsWith("schema/", StringComparison.Ordinal)),
        ];
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside of a checkout: no SafeBms.sln above them.");
    }
}
