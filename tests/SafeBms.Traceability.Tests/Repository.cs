using System.Text.RegularExpressions;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability.Tests;

/// <summary>The trace of this repository, without results: those of the run that is under way do not exist yet.</summary>
internal static class Repository
{
    private const string Reviewed = "coverage/trace-reviewed.yaml";

    internal static readonly string Root = FindRoot();

    private static readonly Lazy<TraceInput> ReadInput = new(() => new TraceInput(
        ReadSpecification(),
        "spec",
        [.. Files("scenarios", "*.scenario.yaml").Select(path =>
            new ScenarioFile(Relative(path), ScenarioParser.Parse(File.ReadAllBytes(path))))],
        TestSources.Read(Files("tests", "*.cs").Select(path => (Relative(path), File.ReadAllText(path)))),
        ReviewedRequirements.Read(Reviewed, File.ReadAllBytes(Path.Combine(Root, Reviewed))),
        Reviewed,
        ResultSet.None,
        HasFile));

    private static readonly Lazy<TraceGraph> BuiltGraph = new(() => TraceBuilder.Build(Input));

    public static TraceInput Input => ReadInput.Value;

    public static TraceGraph Graph => BuiltGraph.Value;

    private static bool HasFile(string path) =>
        File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Regex.IsMatch(Relative(path), "/(bin|obj)/"))
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
