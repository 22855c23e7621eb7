using SafeBms.Specification.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SafeBms.Specification.Yaml;

/// <summary>Turns parser events into nodes and refuses everything outside of the subset. Stops at the first fault of
/// the form: what follows one is guesswork.</summary>
internal sealed class YamlTreeBuilder(SourceText source, DiagnosticBag bag)
{
    private readonly Parser parser = new(new StringReader(source.Text));
    private int nodes;

    /// <summary>The top-level mapping, or null after a finding.</summary>
    public YamlMapping? Build()
    {
        try
        {
            return ReadDocument();
        }
        catch (YamlException exception)
        {
            // Where the text ends too early the parser names the start of the file; what it read last says more.
            int offset = source.OffsetOf(exception.Start.Line, exception.Start.Column);
            Mark? last = parser.Current?.Start;
            offset = Math.Max(offset, last is { } mark ? source.OffsetOf(mark.Line, mark.Column) : 0);
            bag.Report(DiagnosticCatalogue.YamlSyntax, source.SpanAt(offset, 1), Trim(exception.Message));
            return null;
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's own failings must not become ours.
            bag.Report(DiagnosticCatalogue.YamlSyntax, source.SpanAt(0, 1), Trim(exception.Message));
            return null;
        }
    }

    private static string Trim(string message) => message.Replace("\r", string.Empty).Replace("\n", " ").TrimEnd('.');

    private YamlMapping? ReadDocument()
    {
        Move();
        if (parser.Current is not DocumentStart document)
        {
            bag.Report(DiagnosticCatalogue.EmptyFile, source.SpanAt(0, 1));
            return null;
        }

        if (document.Version is not null
            || document.Tags is { Count: > 0 } tags && !document.IsImplicit && HasDirectives())
        {
            bag.Report(DiagnosticCatalogue.TagOrDirective, source.SpanAt(0, 1), "%");
            return null;
        }

        Move();
        YamlNode? root = ReadNode(1);
        if (root is null)
        {
            return null;
        }

        Move();
        if (parser.Current is DocumentStart second)
        {
            bag.Report(DiagnosticCatalogue.SeveralDocuments, SpanOf(second));
            return null;
        }

        if (root is YamlMapping mapping)
        {
            return mapping;
        }

        if (root is YamlScalar { Value: "" })
        {
            bag.Report(DiagnosticCatalogue.EmptyFile, source.SpanAt(0, 1));
        }
        else
        {
            bag.Report(DiagnosticCatalogue.WrongNode, root.Span, "the file", "a mapping", root.Description);
        }

        return null;
    }

    private bool HasDirectives() => source.Text.StartsWith("%", StringComparison.Ordinal)
        || source.Text.Contains("\n%");

    // Skips what carries no content: stream and document ends, comments.
    private void Move()
    {
        do
        {
            if (!parser.MoveNext())
            {
                return;
            }
        }
        while (parser.Current is StreamStart or DocumentEnd or Comment);
    }

    private YamlNode? ReadNode(int depth)
    {
        ParsingEvent current = parser.Current!;
        if (current is AnchorAlias alias)
        {
            bag.Report(DiagnosticCatalogue.AnchorOrAlias, SpanOf(current), "*" + alias.Value);
            return null;
        }

        if (current is NodeEvent node && !Accept(node))
        {
            return null;
        }

        // Bounds the time that a file takes, whatever is in it.
        if (++nodes > StrictYaml.MaximumNodes)
        {
            bag.Report(DiagnosticCatalogue.TooManyNodes, SpanOf(current), StrictYaml.MaximumNodes);
            return null;
        }

        if (depth > StrictYaml.MaximumDepth && current is not Scalar)
        {
            bag.Report(DiagnosticCatalogue.TooDeep, SpanOf(current), StrictYaml.MaximumDepth);
            return null;
        }

        return current switch
        {
            Scalar scalar => ReadScalar(scalar),
            MappingStart mapping => ReadMapping(mapping, depth),
            SequenceStart => ReadSequence(depth),
            _ => null,
        };
    }

    private bool Accept(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            bag.Report(DiagnosticCatalogue.AnchorOrAlias, SpanOf(node), "&" + node.Anchor.Value);
            return false;
        }

        if (!node.Tag.IsEmpty)
        {
            bag.Report(DiagnosticCatalogue.TagOrDirective, SpanOf(node), node.Tag.Value);
            return false;
        }

        return true;
    }

    private YamlScalar? ReadScalar(Scalar scalar)
    {
        int start = source.OffsetOf(scalar.Start.Line, scalar.Start.Column);
        int end = source.OffsetOf(scalar.End.Line, scalar.End.Column);
        YamlScalar node = new(source, start, Math.Max(start, end), scalar.Value, scalar.Style);
        for (int index = 0; index < scalar.Value.Length; index++)
        {
            char character = scalar.Value[index];
            bool lonely = char.IsSurrogate(character) && !IsPaired(scalar.Value, index);
            if (lonely || (character != '\n' && StrictYaml.IsForbidden(character)))
            {
                bag.Report(
                    DiagnosticCatalogue.ForbiddenCharacter, node.SpanOf(index, 1), StrictYaml.CodePoint(character));
                return null;
            }
        }

        return node;
    }

    private static bool IsPaired(string text, int index) =>
        (index + 1 < text.Length && char.IsSurrogatePair(text, index))
            || (index > 0 && char.IsSurrogatePair(text, index - 1));

    private YamlMapping? ReadMapping(MappingStart start, int depth)
    {
        List<YamlEntry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        SourceSpan span = SpanOf(start);
        Move();
        while (parser.Current is not MappingEnd)
        {
            if (parser.Current is not (Scalar or AnchorAlias))
            {
                bag.Report(DiagnosticCatalogue.KeyIsNotText, SpanOf(parser.Current!));
                return null;
            }

            if (ReadNode(depth + 1) is not YamlScalar key || IsMergeKey(key))
            {
                return null;
            }

            bool isNew = keys.Add(key.Value);
            if (!isNew)
            {
                bag.Report(DiagnosticCatalogue.DuplicateKey, key.Span, key.Value);
            }

            Move();
            YamlNode? value = ReadNode(depth + 1);
            if (value is null)
            {
                return null;
            }

            if (start.Style == MappingStyle.Flow && value is YamlScalar { Value: "", IsPlain: true })
            {
                bag.Report(DiagnosticCatalogue.UnquotedExpression, key.Span, key.Value);
                return null;
            }

            if (isNew)
            {
                entries.Add(new YamlEntry(key, value));
            }

            Move();
        }

        return new YamlMapping(span, entries);
    }

    private bool IsMergeKey(YamlScalar key)
    {
        if (key.Value != "<<" || !key.IsPlain)
        {
            return false;
        }

        bag.Report(DiagnosticCatalogue.MergeKey, key.Span);
        return true;
    }

    private YamlSequence? ReadSequence(int depth)
    {
        SourceSpan span = SpanOf(parser.Current!);
        List<YamlNode> items = [];
        Move();
        while (parser.Current is not SequenceEnd)
        {
            YamlNode? item = ReadNode(depth + 1);
            if (item is null)
            {
                return null;
            }

            items.Add(item);
            Move();
        }

        return new YamlSequence(span, items);
    }

    private SourceSpan SpanOf(ParsingEvent item) =>
        source.SpanAt(source.OffsetOf(item.Start.Line, item.Start.Column), 1);
}
