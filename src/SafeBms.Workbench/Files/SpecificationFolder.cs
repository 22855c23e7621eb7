using SafeBms.Specification;

namespace SafeBms.Workbench.Files;

/// <summary>Reads the files of a specification from disk.</summary>
public static class SpecificationFolder
{
    // The language refuses files above 1 MB. One byte more than that is enough to see it; more is never loaded.
    private const int LoadedBytes_max = (1024 * 1024) + 1;

    // A folder with more files than this is not a specification but a mistake such as '--spec /'.
    private const int Files_max = 2000;

    private static readonly EnumerationOptions Walk = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>All <c>*.yaml</c> files of the folder and below, without its <c>schema</c>, sorted by path.</summary>
    /// <exception cref="UnusableException">The folder does not exist, is empty of YAML, or cannot be read.</exception>
    public static IReadOnlyList<SpecificationFile> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UnusableException(
                $"there is no folder '{folder}'; name the specification's folder with --spec, or run this where it is");
        }

        List<string> paths = [.. YamlFiles(folder).Take(Files_max + 1)];
        if (paths.Count == 0)
        {
            throw new UnusableException(
                $"'{folder}' holds no .yaml file; a specification has at least system.yaml");
        }

        if (paths.Count > Files_max)
        {
            throw new UnusableException(
                $"'{folder}' holds more than {Files_max} .yaml files: this is not a specification");
        }

        return [.. paths
            .Select(path => new SpecificationFile(Relative(folder, path), Load(path)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> YamlFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.yaml", Walk)
            .Where(path => !Relative(folder, path).StartsWith("schema/", StringComparison.Ordinal));

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static byte[] Load(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] buffer = new byte[LoadedBytes_max];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnusableException($"'{path}' cannot be read: {problem.Message}", problem);
        }
    }
}
