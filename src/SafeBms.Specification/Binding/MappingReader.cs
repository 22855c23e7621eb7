using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Reads the keys of one mapping, reports missing ones, and at the end those that nobody asked for.</summary>
/// <param name="mapping">What is read.</param>
/// <param name="owner">What it describes, for messages.</param>
/// <param name="bag">Findings.</param>
internal sealed class MappingReader(YamlMapping mapping, string owner, DiagnosticBag bag)
{
    private readonly List<string> known = [];

    /// <summary>The node of a key, or null.</summary>
    public YamlNode? Node(string key)
    {
        known.Add(key);
        return mapping.Find(key)?.Value;
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => mapping.Find(key) is not null;

    /// <summary>The place of a key, or of the whole where it is missing.</summary>
    public SourceSpan SpanOf(string key) => mapping.Find(key)?.Value.Span ?? mapping.Span;

    /// <summary>A scalar, or null.</summary>
    public YamlScalar? Scalar(string key, bool required = false)
    {
        YamlNode? node = Required(key, required);
        if (node is null or YamlScalar)
        {
            return node as YamlScalar;
        }

        bag.Report(WrongNode, node.Span, $"'{key}' of {owner}", "a text", node.Description);
        return null;
    }

    /// <summary>A text that is not empty; the empty text where it is missing.</summary>
    public string Text(string key, bool required = false)
    {
        YamlScalar? scalar = Scalar(key, required);
        if (scalar is not null && scalar.Value.Trim().Length == 0)
        {
            bag.Report(EmptyText, scalar.Span, key, owner);
        }

        return scalar?.Value.Trim() ?? string.Empty;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key)
    {
        YamlScalar? scalar = Scalar(key);
        if (scalar is not null && scalar.Value is not ("true" or "false"))
        {
            bag.Report(InvalidChoice, scalar.Span, scalar.Value, key, "true, false");
        }

        return scalar?.Value == "true";
    }

    /// <summary>One of some words; the first where it is missing.</summary>
    public string Choice(string key, bool required, params string[] words)
    {
        YamlScalar? scalar = Scalar(key, required);
        if (scalar is null || Array.IndexOf(words, scalar.Value) >= 0)
        {
            return scalar?.Value ?? words[0];
        }

        bag.Report(InvalidChoice, scalar.Span, scalar.Value, key, string.Join(", ", words));
        return words[0];
    }

    /// <summary>A mapping, or null.</summary>
    public YamlMapping? Mapping(string key, bool required = false)
    {
        YamlNode? node = Required(key, required);
        if (node is null or YamlMapping)
        {
            return node as YamlMapping;
        }

        bag.Report(WrongNode, node.Span, $"'{key}' of {owner}", "a mapping", node.Description);
        return null;
    }

    /// <summary>Entries of a mapping whose keys are names; none where it is missing.</summary>
    public IEnumerable<YamlEntry> Named(string key, bool required = false)
    {
        foreach (YamlEntry entry in Mapping(key, required)?.Entries ?? [])
        {
            if (CheckName(entry.Key, bag))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Items of a list; none where it is missing.</summary>
    public IReadOnlyList<YamlNode> List(string key, bool required = false)
    {
        YamlNode? node = Required(key, required);
        if (node is YamlSequence list)
        {
            return list.Items;
        }

        if (node is not null)
        {
            bag.Report(WrongNode, node.Span, $"'{key}' of {owner}", "a list", node.Description);
        }

        return [];
    }

    /// <summary>Texts of a list, or a single text.</summary>
    public IReadOnlyList<YamlScalar> Texts(string key, bool required = false)
    {
        if (Node(key) is YamlScalar single)
        {
            return [single];
        }

        List<YamlScalar> texts = [];
        foreach (YamlNode item in List(key, required))
        {
            if (item is YamlScalar scalar)
            {
                texts.Add(scalar);
            }
            else
            {
                bag.Report(WrongNode, item.Span, $"an item of '{key}'", "a text", item.Description);
            }
        }

        return texts;
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Finish()
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key.Value))
            {
                bag.Report(UnknownKey, entry.Key.Span, entry.Key.Value, owner, Suggestion.For(entry.Key.Value, known));
            }
        }
    }

    /// <summary>Whether a key can be a name in expressions; reports it otherwise.</summary>
    public static bool CheckName(YamlScalar key, DiagnosticBag bag)
    {
        if (!Lexer.IsName(key.Value) || key.Value.Length > 80)
        {
            bag.Report(InvalidName, key.Span, key.Value);
            return false;
        }

        bool reserved = ExpressionParser.IsReserved(key.Value)
            || key.Value is "elapsed" or "member" or "samples" or "of";
        if (reserved)
        {
            bag.Report(ReservedName, key.Span, key.Value);
        }

        return !reserved;
    }

    private YamlNode? Required(string key, bool required)
    {
        YamlNode? node = Node(key);
        if (node is null && required)
        {
            bag.Report(MissingKey, mapping.Span, owner, key);
        }

        return node;
    }
}
