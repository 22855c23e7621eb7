using SafeBms.Specification;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation;

/// <summary>Why a mutant that nobody notices is no gap.</summary>
/// <param name="Mutant">Id.</param>
/// <param name="Change">The change that was looked at, as in <see cref="Mutation.Mutant.Change"/>: another change at
/// the same place needs another look.</param>
/// <param name="Kind"><c>equivalent</c>, <c>tolerance</c> or <c>accepted</c>.</param>
/// <param name="Because">The reason in words.</param>
/// <param name="Line">Where it is written.</param>
public sealed record Disposition(string Mutant, string Change, string Kind, string Because, int Line);

/// <summary>The dispositions that are kept in the repository.</summary>
public sealed class Dispositions
{
    private static readonly string[] Kinds = ["equivalent", "tolerance", "accepted"];

    // Of code a name is a line, in which several changes are possible.
    private readonly Dictionary<(string Mutant, string Change), Disposition> byMutant = [];

    private Dispositions()
    {
    }

    /// <summary>None.</summary>
    public static Dispositions None { get; } = new();

    /// <summary>All, in the file's order.</summary>
    public IReadOnlyCollection<Disposition> All => byMutant.Values;

    /// <summary>The disposition of a mutant as it is now; null if there is none.</summary>
    public Disposition? Of(Mutant mutant)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        return Of(mutant.Id, mutant.Change);
    }

    /// <summary>The same by name.</summary>
    /// <param name="mutant">Id.</param>
    /// <param name="change">The change as it is now.</param>
    public Disposition? Of(string mutant, string change) =>
        byMutant.TryGetValue((mutant, change), out Disposition? found) ? found : null;

    /// <summary>Dispositions whose mutant does not exist, or is another change by now.</summary>
    public IReadOnlyList<Disposition> WithoutMutant(IReadOnlyList<Mutant> all)
    {
        Dictionary<string, string> changes = all.ToDictionary(
            mutant => mutant.Id, mutant => mutant.Change, StringComparer.Ordinal);
        return [.. byMutant.Values.Where(item => changes.GetValueOrDefault(item.Mutant) != item.Change)];
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="FormatException">What is wrong, with the line.</exception>
    public static Dispositions Read(string path, byte[] content)
    {
        YamlDocument document = SpecificationReader.Parse(new SpecificationFile(path, content));
        if (document.Root is null || document.Diagnostics.Any(finding => finding.IsError))
        {
            Diagnostic? first = document.Diagnostics.FirstOrDefault(finding => finding.IsError);
            throw new FormatException(
                first is null ? $"{path}: nothing can be read" : $"{first.Span}: {first.Message}");
        }

        if (document.Root.Find("dispositions")?.Value is not YamlSequence items)
        {
            throw new FormatException($"{path}(1): the file has one list, 'dispositions:'");
        }

        Dispositions read = new();
        foreach (YamlNode item in items.Items)
        {
            Disposition one = One(path, item);
            if (!read.byMutant.TryAdd((one.Mutant, one.Change), one))
            {
                throw new FormatException($"{path}({one.Line}): '{one.Mutant}' has two dispositions");
            }
        }

        return read;
    }

    private static Disposition One(string path, YamlNode node)
    {
        int line = node.Span.Line;
        string Text(string key) => (node as YamlMapping)?.Find(key)?.Value is YamlScalar { Value.Length: > 0 } scalar
            ? scalar.Value
            : throw new FormatException(
                $"{path}({line}): each entry has 'mutant', 'change', 'disposition' and 'because'; '{key}' is missing");
        string kind = Text("disposition");
        return Kinds.Contains(kind, StringComparer.Ordinal)
            ? new Disposition(Text("mutant"), Text("change"), kind, Text("because"), line)
            : throw new FormatException($"{path}({line}): '{kind}' is none of {string.Join(", ", Kinds)}");
    }
}
