using System.Runtime.CompilerServices;

namespace SafeBms.System.Tests;

/// <summary>Where things are in this working copy.</summary>
internal static class Repository
{
    public static string SpecificationFolder => Path.Combine(Root(), "spec");

    public static string ScenarioFolder => Path.Combine(Root(), "scenarios");

    /// <summary>Not kept in version control.</summary>
    public static string ResultFolder => Path.Combine(Root(), "TestResults", "property-runs");

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
