using SafeBms.Mutation.Nets;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Tests;

/// <summary>The specification, scenarios and dispositions of this repository.</summary>
internal static class ShippedSpecification
{
    private static readonly Lazy<IReadOnlyList<SpecificationFile>> AllFiles = new(ReadFiles);

    private static readonly Lazy<SpecificationModel> Read = new(() => SpecificationReader.Read(AllFiles.Value).Value
        ?? throw new InvalidOperationException("the specification has findings; run safebms-spec check"));

    public static IReadOnlyList<SpecificationFile> Files => AllFiles.Value;

    public static SpecificationModel Model => Read.Value;

    /// <summary>The scenarios up to a length.</summary>
    public static IReadOnlyList<Play> Scenarios(long longest_ms) =>
        Plays.Load(Path.Combine(Root(), "scenarios"), longest_ms);

    public static string Root()
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

    private static List<SpecificationFile> ReadFiles()
    {
        string folder = Path.Combine(Root(), "spec");
        return [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace('\\', '/'), Path: path))
            .Where(item => !item.Name.StartsWith("schema/", StringComparison.Ordinal))
            .OrderBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => new SpecificationFile(item.Name, File.ReadAllBytes(item.Path)))];
    }
}
