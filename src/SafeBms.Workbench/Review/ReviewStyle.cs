using System.Reflection;

namespace SafeBms.Workbench.Review;

/// <summary>The style sheets that are part of the program.</summary>
internal static class ReviewStyle
{
    /// <summary>The look of the reviewer's page.</summary>
    internal static string Page { get; } = Load("review.css");

    /// <summary>The classes of a diagram in the colours of light and dark surroundings.</summary>
    internal static string Diagram { get; } = Load("diagram.css");

    private static string Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
