using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Tests;

/// <summary>The specification of this repository, as it is or with a fault put into it.</summary>
internal static class SpecificationFiles
{
    public static SpecificationModel Shipped() => Bind(Files());

    /// <summary>The specification after one replacement in one file; the text must be there exactly once.</summary>
    public static SpecificationModel WithFault(string file, string text, string by)
    {
        List<SpecificationFile> files = Files();
        int index = files.FindIndex(one => one.Path == file);
        string before = System.Text.Encoding.UTF8.GetString(files[index].Content);
        if (before.Split(text).Length != 2)
        {
            throw new InvalidOperationException($"'{text}' is not exactly once in {file}");
        }

        files[index] = new SpecificationFile(file, System.Text.Encoding.UTF8.GetBytes(before.Replace(text, by, StringComparison.Ordinal)));
        return Bind(files);
    }

    private static SpecificationModel Bind(List<SpecificationFile> files)
    {
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static List<SpecificationFile> Files()
    {
        string folder = Path.Combine(Root(), "spec");
        return [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(one => !one.Name.StartsWith("schema/", StringComparison.Ordinal))
            .OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new SpecificationFile(one.Name, File.ReadAllBytes(one.Path)))];
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
