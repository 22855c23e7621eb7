using SafeBms.Coverage.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Coverage.YamlFields;

namespace SafeBms.Coverage.Report;

/// <summary>What can never be seen, with the reason in words. Kept in the repository and checked: an entry that was
/// seen, or that names nothing, is a finding.</summary>
/// <param name="Reasons">The reason of each obligation.</param>
/// <param name="Open">What the tests do not show and nobody has found unreachable; it counts as missing.</param>
public sealed record Unreachable(IReadOnlyDictionary<Obligation, string> Reasons, IReadOnlySet<Obligation> Open)
{
    /// <summary>Nothing is unreachable.</summary>
    public static Unreachable Nothing { get; } = new(new Dictionary<Obligation, string>(), new HashSet<Obligation>());

    /// <summary>Reads the list.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what.</exception>
    public static Unreachable Read(string path, byte[] content)
    {
        Dictionary<Obligation, string> reasons = [];
        HashSet<Obligation> open = [];
        YamlMapping root = Document(path, content);
        Allow(root, "unreachable", "open");
        foreach (YamlMapping group in List(root, "unreachable").Select(Mapping))
        {
            Allow(group, "machine", "because", "elements");
            string machine = Scalar(group, "machine").Value;
            YamlScalar because = Scalar(group, "because");
            if (because.Value.Length < 20)
            {
                throw Wrong(because, "a reason in words belongs here");
            }

            foreach (YamlScalar element in List(group, "elements").Select(Scalar))
            {
                if (!reasons.TryAdd(Element(machine, element), because.Value))
                {
                    throw Wrong(element, "this stands here twice");
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

        return new Unreachable(reasons, open);
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
