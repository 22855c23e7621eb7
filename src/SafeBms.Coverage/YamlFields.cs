using SafeBms.Specification;
using SafeBms.Specification.Yaml;

namespace SafeBms.Coverage;

/// <summary>Reads fields of YAML files; what is wrong is a <see cref="FormatException"/> that says where.</summary>
internal static class YamlFields
{
    /// <summary>The top-level mapping of a file.</summary>
    public static YamlMapping Document(string path, byte[] content)
    {
        YamlDocument document = SpecificationReader.Parse(new SpecificationFile(path, content));
        Diagnostic? problem = document.Diagnostics.FirstOrDefault(found => found.IsError);
        return problem is null && document.Root is YamlMapping root ? root
            : throw new FormatException($"{problem?.Span.ToString() ?? path}: {problem?.Message ?? "nothing in it"}");
    }

    /// <summary>The entries of a mapping under a key; none if the key is missing.</summary>
    public static IEnumerable<YamlEntry> Entries(YamlMapping from, string key) =>
        from.Find(key) is YamlEntry entry ? Mapping(entry.Value).Entries : [];

    /// <summary>A list under a key.</summary>
    public static IReadOnlyList<YamlNode> List(YamlMapping from, string key) =>
        from.Find(key)?.Value is YamlSequence list ? list.Items : throw Wrong(from, $"a list '{key}' is missing");

    /// <summary>A text under a key.</summary>
    public static YamlScalar Scalar(YamlMapping from, string key) =>
        from.Find(key)?.Value as YamlScalar ?? throw Wrong(from, $"'{key}' is missing");

    /// <summary>A node as a text.</summary>
    public static YamlScalar Scalar(YamlNode node) =>
        node as YamlScalar ?? throw Wrong(node, $"a text belongs here, not {node.Description}");

    /// <summary>A node as a mapping.</summary>
    public static YamlMapping Mapping(YamlNode node) =>
        node as YamlMapping ?? throw Wrong(node, $"a mapping belongs here, not {node.Description}");

    /// <summary>The value of an entry as a text.</summary>
    public static string Text(YamlEntry entry) => Scalar(entry.Value).Value;

    /// <summary>Refuses other keys than these.</summary>
    public static void Allow(YamlMapping mapping, params string[] keys)
    {
        if (mapping.Entries.FirstOrDefault(entry => !keys.Contains(entry.Key.Value)) is YamlEntry other)
        {
            throw Wrong(other.Key, $"'{other.Key.Value}' is not known here: {string.Join(", ", keys)}");
        }
    }

    /// <summary>What is wrong, and where.</summary>
    public static FormatException Wrong(YamlNode node, string what) => new($"{node.Span}: {what}");
}
