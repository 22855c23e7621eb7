using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// Reads the strict subset of YAML that specifications use too: mappings, sequences and plain values in one document,
/// without anchors, aliases, tags, duplicate keys, tabs or a byte-order mark. A hostile file ends in a message.
/// </summary>
public static class StrictYaml
{
    /// <summary>Largest file in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a document.</summary>
    /// <exception cref="ScenarioException">It is not in the subset; the message says where and why.</exception>
    public static YamlNode Read(ReadOnlySpan<byte> bytes)
    {
        string text = Decode(bytes);
        RefuseForbiddenCharacters(text);
        Parser parser = new(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Current is StreamEnd)
            {
                throw new ScenarioException(1, 1, "The file is empty.");
            }

            parser.Consume<DocumentStart>();
            YamlNode root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Current is not StreamEnd)
            {
                throw At(parser.Current!.Start, "A file holds one document; remove the second '---'.");
            }

            return root;
        }
        catch (YamlException problem)
        {
            throw At(problem.Start, "This is no YAML: " + FirstLine(problem.Message));
        }
        catch (Exception problem) when (problem is not (ScenarioException or OutOfMemoryException))
        {
            // The library's scanner trips over some malformed texts; found by random files.
            throw At(parser.Current?.End ?? Mark.Empty, "This is no YAML: something after this place is malformed.");
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ScenarioException(1, 1, $"The file has {bytes.Length} bytes; the limit is {MaxBytes}.");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            throw new ScenarioException(1, 1, "The file starts with a byte-order mark; save it as UTF-8 without one.");
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ScenarioException(1, 1, "The file is not valid UTF-8.");
        }
    }

    private static void RefuseForbiddenCharacters(string text)
    {
        int line = 1;
        int column = 1;
        foreach (char c in text)
        {
            if (c == '\n')
            {
                line++;
                column = 1;
                continue;
            }

            if (c == '\t')
            {
                throw new ScenarioException(line, column, "A tab stands here; indent with spaces.");
            }

            if (c < ' ' && c != '\r')
            {
                throw new ScenarioException(line, column, $"The control character 0x{(int)c:X2} stands here.");
            }

            column++;
        }
    }

    private static YamlNode ReadNode(Parser parser, int depth)
    {
        ParsingEvent current = parser.Current ?? throw new ScenarioException("The file ends too early.");
        int line = (int)current.Start.Line;
        int column = (int)current.Start.Column;
        if (depth > MaxDepth)
        {
            throw new ScenarioException(line, column, $"The nesting is deeper than {MaxDepth} levels.");
        }

        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw new ScenarioException(line, column, "Anchors and aliases are not allowed; write the value out.");
        }

        if (current is NodeEvent { Tag.IsEmpty: false })
        {
            throw new ScenarioException(line, column, "Tags are not allowed; remove the '!...'.");
        }

        switch (current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return new YamlText(line, column, scalar.Value);
            case SequenceStart:
                return ReadList(parser, depth, line, column);
            case MappingStart:
                return ReadMap(parser, depth, line, column);
            default:
                throw new ScenarioException(line, column, "A value is expected here.");
        }
    }

    private static YamlList ReadList(Parser parser, int depth, int line, int column)
    {
        parser.MoveNext();
        List<YamlNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1));
        }

        return new YamlList(line, column, items);
    }

    private static YamlMap ReadMap(Parser parser, int depth, int line, int column)
    {
        parser.MoveNext();
        List<YamlEntry> entries = [];
        HashSet<string> seen = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(parser, depth + 1) is not YamlText key)
            {
                throw new ScenarioException(line, column, "A key must be a single word.");
            }

            if (!seen.Add(key.Value))
            {
                throw new ScenarioException(key.Line, key.Column, $"The key '{key.Value}' stands twice.");
            }

            entries.Add(new YamlEntry(key.Line, key.Column, key.Value, ReadNode(parser, depth + 1)));
        }

        return new YamlMap(line, column, entries);
    }

    private static ScenarioException At(Mark mark, string message) =>
        new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column), message);

    private static string FirstLine(string message)
    {
        int end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
