using System.Text;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>The shipped configurations, and ways to spoil them.</summary>
internal static class Examples
{
    public static string Root { get; } = FindRoot();

    public static string Real => File.ReadAllText(Path.Combine(Root, "deploy", "safebms.yaml"));

    public static string Rig => File.ReadAllText(Path.Combine(Root, "tests", "hil", "rig.safebms.yaml"));

    public static ConfigurationResult Read(string text) => ConfigurationReader.Read(Encoding.UTF8.GetBytes(text));

    /// <summary>The example for a real installation with one place changed; the place must exist.</summary>
    public static string Spoiled(string text, string place, string instead)
    {
        Assert.Contains(place, text, StringComparison.Ordinal);
        return text.Replace(place, instead, StringComparison.Ordinal);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of a checkout.");
    }
}
