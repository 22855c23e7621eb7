using System.Runtime.CompilerServices;

namespace SafeBms.Specification.Tests;

/// <summary>Finds the files of the repository from the place of this source file.</summary>
internal static class RepositoryRoot
{
    internal static string Path { get; } = Find();

    internal static string Combine(params string[] parts) =>
        System.IO.Path.Combine([Path, .. parts]);

    private static string Find([CallerFilePath] string thisFile = "")
    {
        // A deterministic build may map source paths; then the test assembly's own folder leads there as well.
        foreach (string? start in new[] { System.IO.Path.GetDirectoryName(thisFile), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "SafeBms.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("SafeBms.sln was not found above the tests.");
    }
}
