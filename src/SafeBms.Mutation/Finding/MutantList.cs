using System.Globalization;
using System.Text;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation.Finding;

/// <summary>The text of one file and the mutants found in it.</summary>
internal sealed class MutantList
{
    private readonly List<Mutant> mutants = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<int> lines = [0];
    private readonly string path;
    private readonly string stem;
    private readonly string machine;

    internal MutantList(SpecificationFile file, string machine)
    {
        path = file.Path;
        Text = Encoding.UTF8.GetString(file.Content);
        this.machine = machine;
        stem = path.Replace(".statemachine.yaml", string.Empty, StringComparison.Ordinal)
            .Replace(".product.yaml", string.Empty, StringComparison.Ordinal)
            .Replace(".yaml", string.Empty, StringComparison.Ordinal);
        for (int at = 0; at < Text.Length; at++)
        {
            if (Text[at] == '\n')
            {
                lines.Add(at + 1);
            }
        }
    }

    internal string Text { get; }

    internal IReadOnlyList<Mutant> Mutants => mutants;

    /// <summary>Notes a mutant; the second one of an operator at a place gets <c>#2</c>.</summary>
    internal void Add(
        string kind, string place, int start, int length, string replacement, string parameter = "", int delta = 0)
    {
        string was = OneLine(Text.Substring(start, length));
        string now = OneLine(replacement);
        if (was == now)
        {
            return;
        }

        string id = $"{stem}:{kind}:{place}";
        int number = numbers[id] = numbers.GetValueOrDefault(id) + 1;
        string unique = number == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}#{number}");
        mutants.Add(new Mutant(unique, kind, path, start, length, replacement, was, now)
        {
            Machine = machine, Parameter = parameter, Delta = delta,
        });
    }

    /// <summary>Replaces a whole scalar's inside; quotes stay.</summary>
    internal void Replace(string kind, string place, YamlScalar scalar, string replacement)
    {
        (int start, int length) = Inside(scalar, 0, scalar.Value.Length);
        Add(kind, place, start, length, replacement);
    }

    /// <summary>Where a part of a scalar's value stands in the text.</summary>
    internal (int Start, int Length) Inside(YamlScalar scalar, int offset, int length)
    {
        int start = OffsetOf(scalar.SpanOf(offset, 1));
        int end = length == 0 ? start : OffsetOf(scalar.SpanOf(offset + length - 1, 1)) + 1;
        return (start, end - start);
    }

    /// <summary>Where a place stands in the text.</summary>
    internal int OffsetOf(SourceSpan span) => lines[span.Line - 1] + span.Column - 1;

    /// <summary>Begin of the line of a node.</summary>
    internal int LineStart(YamlNode node) => lines[node.Span.Line - 1];

    /// <summary>The lines of a list item or mapping entry: from its own line to before the next line that is not
    /// indented more.</summary>
    internal (int Start, int Length) Block(YamlNode first)
    {
        int line = first.Span.Line - 1;
        int indent = Indent(line);
        int end = line + 1;
        while (end < lines.Count && (IsBlank(end) || Indent(end) > indent))
        {
            end++;
        }

        while (end > line + 1 && IsBlank(end - 1))
        {
            end--;
        }

        int stop = end < lines.Count ? lines[end] : Text.Length;
        return (lines[line], stop - lines[line]);
    }

    private bool IsBlank(int line) => LineText(line).Trim().Length == 0;

    private int Indent(int line) => LineText(line).TakeWhile(letter => letter == ' ').Count();

    private string LineText(int line)
    {
        int end = line + 1 < lines.Count ? lines[line + 1] : Text.Length;
        return Text[lines[line]..end];
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
