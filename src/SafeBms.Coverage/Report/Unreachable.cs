using SafeBms.Coverage.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Coverage.YamlFields;

namespace SafeBms.Coverage.Report;

/// <summary>What can never be seen, with the reason in words. Kept in the repository and checked: an entry that was
/// seen, or that names nothing, is a finding.</summary>
/// <param name="Reasons">The reason of each obligation.</param>
/// <param name="Argued">Those whose reason is an argument in words alone; all others are to be proved.</param>
/// <param name="Open">What the tests do not show and nobody has found unreachable; it counts as missing.</param>
public sealed record Unreachable(
    IReadOnlyDictionary<Obligation, string> Reasons, IReadOnlySet<Obligation> Argued, IReadOnlySet<Obligation> Open)
{
    /// <summary>Nothing is unreachable.</summary>
    public static Unreachable Nothing { get; } = new(
        new Dictionary<Obligation, string>(), new HashSet<Obligation>(), new HashSet<Obligation>());

    /// <summary>Reads the list.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what.</exception>
    public static Unreachable Read(string path, byte[] content)
    {
        Dictionary<Obligation, string> reasons = [];
        HashSet<Obligation> argued = [];
        HashSet<Obligation> open = [];
        YamlMapping root = Document(path, content);
        Allow(root, "unreachable", "open");
        foreach (YamlMapping group in List(root, "unreachable").Select(Mapping))
        {
            Allow(group, "machine", "because", "proved", "elements");
            string machine = Scalar(group, "machine").Value;
            YamlScalar because = Scalar(group, "because");
            if (because.Value.Length < 20)
            {
                throw Wrong(because, "a reason in words belongs here");
            }

            bool isArgued = IsArgued(group);
            foreach (YamlScalar element in List(group, "elements").Select(Scalar))
            {
                Obligation named = Element(machine, element);
                if (!reasons.TryAdd(named, because.Value))
                {
                    throw Wrong(element, "this stands here twice");
                }

                if (isArgued)
                {
                    argued.Add(named);
                }
            }
        }

        foreach (YamlMapping group in (root.Find("open") is null ? [] : List(root, "open")).Select(Mapping))
        {
            Allow(group, "machine", "elements");
            foreach (YamlScalar element in List(group, "elements").Select(Scalar))
            {
                Obligation named = Element(Scalar(group, "machine").Value, element);
                if (reasons.ContainsKey(named) || !open.Add(named))
                {
                    throw Wrong(element, "this stands here twice");
                }
            }
        }

        return new Unreachable(reasons, argued, open);
    }

    private static bool IsArgued(YamlMapping group)
    {
        if (group.Find("proved") is null)
        {
            return false;
        }

        YamlScalar proved = Scalar(group, "proved");
        return proved.Value == "false" ? true
            : throw Wrong(proved, "'proved' can only be 'false': without it a proof is asked for");
    }

    private static Obligation Element(string machine, YamlScalar element)
    {
        int space = element.Value.IndexOf(' ', StringComparison.Ordinal);
        string word = space < 0 ? string.Empty : element.Value[..space];
        Criterion criterion = Criteria.Find(word)
            ?? throw Wrong(element, $"'{word}' is not one of {string.Join(", ", Criteria.All.Select(Criteria.Word))}");
        return new Obligation(criterion, machine, element.Value[(space + 1)..]);
    }
}
