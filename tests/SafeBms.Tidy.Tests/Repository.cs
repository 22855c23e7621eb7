using System.Diagnostics;

namespace SafeBms.Tidy.Tests;

/// <summary>The checkout under test: its root and the files that belong to it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>C# sources below a folder, without build output, as paths relative to the root.</summary>
    public static IReadOnlyList<string> Sources(string folder)
    {
        string start = Path.Combine(Root, folder);
        return [.. Directory.EnumerateFiles(start, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new UnreachableException("The tests run outside of a checkout: no SafeBms.sln above " + AppContext.BaseDirectory);
    }
}
