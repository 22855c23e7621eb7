using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>The files by what they are.</summary>
internal sealed class FileSet
{
    /// <summary><c>signals.yaml</c>.</summary>
    public YamlMapping? Signals { get; private set; }

    /// <summary><c>parameters.yaml</c>.</summary>
    public YamlMapping? Parameters { get; private set; }

    /// <summary><c>requirements.yaml</c>.</summary>
    public YamlMapping? Requirements { get; private set; }

    /// <summary><c>system.yaml</c>.</summary>
    public YamlMapping? System { get; private set; }

    /// <summary>State machines.</summary>
    public List<(string File, YamlMapping Root)> Machines { get; } = [];

    /// <summary>Properties.</summary>
    public List<(string File, YamlMapping Root)> Properties { get; } = [];

    /// <summary>Products.</summary>
    public List<YamlMapping> Products { get; } = [];

    /// <summary>Sorts files by their names and reports strangers and missing ones.</summary>
    public static FileSet Sort(IReadOnlyList<YamlDocument> documents, DiagnosticBag bag)
    {
        FileSet set = new();
        HashSet<string> paths = new(StringComparer.Ordinal);
        foreach (YamlDocument document in documents)
        {
            if (!paths.Add(document.Path))
            {
                bag.Report(DuplicateName, new SourceSpan(document.Path, 1, 1, 1), document.Path, "the files");
            }
            else
            {
                set.Add(document, bag);
            }
        }

        foreach (string name in new[] { "parameters.yaml", "requirements.yaml", "signals.yaml", "system.yaml" })
        {
            if (!paths.Contains(name))
            {
                bag.Report(MissingFile, new SourceSpan(name, 1, 1, 1), name);
            }
        }

        return set;
    }

    private void Add(YamlDocument document, DiagnosticBag bag)
    {
        string path = document.Path;
        YamlMapping? root = document.Root;
        bool Ends(string suffix) => path.EndsWith(suffix, StringComparison.Ordinal);
        if (Ends(".statemachine.yaml"))
        {
            Keep(Machines, path, root);
        }
        else if (Ends(".properties.yaml"))
        {
            Keep(Properties, path, root);
        }
        else if (Ends(".product.yaml") && path.StartsWith("products/", StringComparison.Ordinal))
        {
            if (root is not null)
            {
                Products.Add(root);
            }
        }
        else
        {
            AddSingle(path, root, bag);
        }
    }

    private void AddSingle(string path, YamlMapping? root, DiagnosticBag bag)
    {
        switch (path)
        {
            case "signals.yaml":
                Signals = root;
                break;
            case "parameters.yaml":
                Parameters = root;
                break;
            case "requirements.yaml":
                Requirements = root;
                break;
            case "system.yaml":
                System = root;
                break;
            default:
                bag.Report(UnknownFile, new SourceSpan(path, 1, 1, 1), path);
                break;
        }
    }

    private static void Keep(List<(string File, YamlMapping Root)> list, string path, YamlMapping? root)
    {
        if (root is not null)
        {
            list.Add((path, root));
        }
    }
}
