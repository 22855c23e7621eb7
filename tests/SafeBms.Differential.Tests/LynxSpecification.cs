using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>The specification that the safety core was generated from, read again from its files.</summary>
internal static class LynxSpecification
{
    private static readonly Lazy<SpecificationModel> Read = new(ReadFiles);

    public static SpecificationModel Model => Read.Value;

    private static SpecificationModel ReadFiles()
    {
        string folder = Path.Combine(Root(), "spec");
        List<SpecificationFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("schema/", StringComparison.Ordinal))
            {
                files.Add(new SpecificationFile(name, File.ReadAllBytes(path)));
            }
        }

        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

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
}
