using SafeBms.Specification;

namespace SafeBms.Workbench;

/// <summary>The file system's side of a specification.</summary>
public static class SpecificationFolder
{
    /// <summary>Reads every <c>*.yaml</c> below a folder, without its <c>schema</c> folder, in ordinal order.</summary>
    /// <param name="folder">The specification folder.</param>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be read.</exception>
    public static IReadOnlyList<SpecificationFile> Load(string folder)
    {
        List<SpecificationFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!relative.StartsWith("schema/", StringComparison.Ordinal))
            {
                files.Add(new SpecificationFile(relative, File.ReadAllBytes(path)));
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }
}
