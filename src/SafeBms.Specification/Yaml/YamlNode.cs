using SafeBms.Specification.Model;
using YamlDotNet.Core;

namespace SafeBms.Specification.Yaml;

/// <summary>A node of a file, with its place.</summary>
public abstract class YamlNode
{
    private protected YamlNode(SourceSpan span) => Span = span;

    /// <summary>Where the node stands.</summary>
    public SourceSpan Span { get; }

    /// <summary>What the node is, in words for messages.</summary>
    public abstract string Description { get; }
}

/// <summary>A text; nothing is guessed about its type.</summary>
public sealed class YamlScalar : YamlNode
{
    private readonly SourceText source;
    private readonly int start;
    private readonly ScalarStyle style;
    private int[]? offsets;

    internal YamlScalar(SourceText source, int start, int end, string value, ScalarStyle style)
        : base(source.SpanAt(start, Math.Min(end - start, LineRest(source.Text, start))))
    {
        this.source = source;
        this.start = start;
        this.style = style;
        Value = value;
    }

    /// <summary>The text without quotes and escapes.</summary>
    public string Value { get; }

    /// <summary>Written without quotes.</summary>
    public bool IsPlain => style == ScalarStyle.Plain;

    /// <inheritdoc/>
    public override string Description => Value.Length == 0 && IsPlain ? "nothing" : "a text";

    /// <summary>The place of a part of the value in the file, whatever the quotes, escapes and folds.</summary>
    public SourceSpan SpanOf(int offset, int length)
    {
        offsets ??= ScalarOffsets.Compute(source.Text, start, Value, style);
        int index = Math.Max(0, Math.Min(offset, Value.Length));
        return source.SpanAt(offsets[index], length);
    }

    private static int LineRest(string text, int start)
    {
        int end = text.IndexOf('\n', Math.Min(start, text.Length));
        return (end < 0 ? text.Length : end) - start;
    }
}

/// <summary>A key and its value.</summary>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>Keys and values, in document order; keys are unique.</summary>
public sealed class YamlMapping : YamlNode
{
    internal YamlMapping(SourceSpan span, IReadOnlyList<YamlEntry> entries)
        : base(span) => Entries = entries;

    /// <summary>Entries in document order.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Description => "a mapping";

    /// <summary>The entry of a key, or null.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Value == key);
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(SourceSpan span, IReadOnlyList<YamlNode> items)
        : base(span) => Items = items;

    /// <summary>Items in document order.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Description => "a list";
}
