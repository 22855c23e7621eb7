using System.Runtime.CompilerServices;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Campaign.Tests;

/// <summary>Where things are in this working copy.</summary>
internal static class Repository
{
    private static readonly Lazy<SpecificationModel> LazyModel = new(ReadModel);

    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string SpecificationFolder => Path.Combine(Root, "spec");

    public static SpecificationModel Model => LazyModel.Value;

    private static SpecificationModel ReadModel()
    {
        SpecificationFile[] files = [.. Directory
            .EnumerateFiles(SpecificationFolder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new SpecificationFile(
                Path.GetRelativePath(SpecificationFolder, path).Replace('\\', '/'), File.ReadAllBytes(path)))];
        return SpecificationReader.Read(files).Value
            ?? throw new InvalidOperationException("The specification cannot be read; run safebms-spec check.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
