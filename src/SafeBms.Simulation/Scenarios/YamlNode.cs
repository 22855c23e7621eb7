namespace SafeBms.Simulation.Scenarios;

/// <summary>A value of a scenario file with its place.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public abstract record YamlNode(int Line, int Column)
{
    /// <summary>What it is, in words for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value, as written.</summary>
public sealed record YamlText(int Line, int Column, string Value) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => $"the value '{Value}'";
}

/// <summary>A list.</summary>
public sealed record YamlList(int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file.</summary>
public sealed record YamlMap(int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key, or null.</summary>
    public YamlNode? Find(string key)
    {
        foreach (YamlEntry entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }
}

/// <summary>A key with its value.</summary>
public sealed record YamlEntry(int Line, int Column, string Key, YamlNode Value);
