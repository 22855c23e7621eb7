using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Laboratory.Tests;

/// <summary>The specification of this repository, and its compiled core: compiled once for all tests.</summary>
internal static class ShippedSpecification
{
    private static readonly Lazy<SpecificationModel> Read = new(ReadFiles);

    private static readonly Lazy<CompiledCore> CompiledOnce = new(() => CompiledCore.Compile(Read.Value));

    public static SpecificationModel Model => Read.Value;

    public static CompiledCore Compiled => CompiledOnce.Value;

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

    private static string Root()
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
