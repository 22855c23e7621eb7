namespace SafeBms.Specification.Yaml;

/// <summary>A file after parsing. Two documents are equal when path and content are, so that results can be kept per
/// file.</summary>
public sealed class YamlDocument : IEquatable<YamlDocument>
{
    private readonly byte[] content;

    internal YamlDocument(SpecificationFile file, YamlMapping? root, IReadOnlyList<Diagnostic> diagnostics)
    {
        Path = file.Path;
        content = file.Content;
        Root = root;
        Diagnostics = diagnostics;
    }

    /// <summary>Path relative to the specification folder.</summary>
    public string Path { get; }

    /// <summary>The top-level mapping; null if the file is unusable.</summary>
    public YamlMapping? Root { get; }

    /// <summary>What was found while parsing.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <inheritdoc/>
    public bool Equals(YamlDocument? other) =>
        other is not null && other.Path == Path && other.content.SequenceEqual(content);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as YamlDocument);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = StringComparer.Ordinal.GetHashCode(Path);
        foreach (byte item in content)
        {
            hash = unchecked((hash * 31) + item);
        }

        return hash;
    }
}
