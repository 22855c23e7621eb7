using System.Text;
using YamlDotNet.RepresentationModel;

namespace SafeBms.Specification.Tests;

/// <summary>The small specification of SmallSpec/, which examples are put into, one change at a time.</summary>
internal sealed class SmallBoat
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "SafeBms.Specification.Tests", "SmallSpec");
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    internal SmallBoat()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(Folder, path).Replace('\\', '/'), File.ReadAllBytes(path));
        }
    }

    internal IReadOnlyList<SpecificationFile> Files => [.. files.Select(file => new SpecificationFile(file.Key, file.Value))];

    internal bool Contains(string file) => files.ContainsKey(file);

    internal string Text(string file) => Encoding.UTF8.GetString(files[file]);

    /// <summary>Replaces a file or adds one.</summary>
    internal SmallBoat With(string file, string text) => With(file, Encoding.UTF8.GetBytes(text));

    internal SmallBoat With(string file, byte[] content)
    {
        files[file] = content;
        return this;
    }

    internal SmallBoat Without(string file)
    {
        if (!files.Remove(file))
        {
            throw new InvalidOperationException($"{file} is not part of the small specification");
        }

        return this;
    }

    /// <summary>Replaces a text that stands exactly once in the file.</summary>
    internal SmallBoat Edit(string file, string from, string to)
    {
        string text = Text(file);
        int first = text.IndexOf(from, StringComparison.Ordinal);
        if (first < 0 || text.IndexOf(from, first + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"{file}: '{from}' does not stand there exactly once");
        }

        return With(file, text[..first] + to + text[(first + from.Length)..]);
    }

    /// <summary>Adds a machine at the end of the order.</summary>
    internal SmallBoat AddMachine(string name, string text) =>
        With($"{name}.statemachine.yaml", text).Edit("system.yaml", "alternator-atc]", $"alternator-atc, {name}]");

    /// <summary>Adds the keys of a fragment to the sections that the file already has.</summary>
    internal SmallBoat Merge(string file, string fragment)
    {
        YamlStream into = Load(Text(file));
        Merge((YamlMappingNode)into.Documents[0].RootNode, (YamlMappingNode)Load(fragment).Documents[0].RootNode);
        StringWriter writer = new();
        into.Save(writer, assignAnchors: false);
        // A saved stream ends with the mark of a document's end, which a strict file does not have.
        return With(file, writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal));
    }

    private static void Merge(YamlMappingNode into, YamlMappingNode from)
    {
        foreach ((YamlNode key, YamlNode value) in from)
        {
            if (!into.Children.TryGetValue(key, out YamlNode? existing))
            {
                into.Add(key, value);
            }
            else if (existing is YamlMappingNode mapping && value is YamlMappingNode more)
            {
                Merge(mapping, more);
            }
            else if (existing is YamlSequenceNode list && value is YamlSequenceNode items)
            {
                foreach (YamlNode item in items)
                {
                    list.Add(item);
                }
            }
            else
            {
                throw new InvalidOperationException($"'{key}' stands in both");
            }
        }
    }

    private static YamlStream Load(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream;
    }
}
