using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Everything that a slice leaves free: inputs, and what was cut. One choice a thing and scan.</summary>
internal sealed class FreeChoices(IReadOnlyDictionary<string, long> parameters)
{
    private readonly Dictionary<string, SliceVariable> choices = [];
    private readonly Dictionary<string, AnalogTerm> terms = [];
    private readonly HashSet<string> names = [];
    private readonly List<SliceVariable> order = [];

    /// <summary>All choices; one that depends on another stands after it.</summary>
    public IReadOnlyList<SliceVariable> All => order;

    /// <summary>All analogue terms.</summary>
    public IEnumerable<AnalogTerm> Terms => terms.Values;

    public long Parameter(string name) => parameters[name];

    /// <summary>A free boolean.</summary>
    public SliceNode Bool(string key, SliceNode onlyIf)
    {
        if (!choices.TryGetValue(key, out SliceVariable? choice))
        {
            choice = new SliceVariable(NameOf(key), SliceRole.Choice, 0, 1, key) { OnlyIf = onlyIf };
            choices.Add(key, choice);
            order.Add(choice);
        }

        return new ReadNode(choice);
    }

    /// <summary>A free number from 0 to <paramref name="max"/>.</summary>
    public SliceNode Number(string key, long max)
    {
        if (!choices.TryGetValue(key, out SliceVariable? choice))
        {
            choice = new SliceVariable(NameOf(key), SliceRole.Choice, 0, max, key);
            choices.Add(key, choice);
            order.Add(choice);
        }

        return new ReadNode(choice);
    }

    /// <summary>Whether an input, or what is computed from inputs, is valid in this scan.</summary>
    public SliceNode Valid(string key) => Bool($"valid {key}", SliceNode.True);

    /// <summary>Whether an input is new in this scan; only a valid one is.</summary>
    public SliceNode NewSample(string key) => Bool($"new {key}", Valid(key));

    /// <summary>A term over free values is at or above a threshold.</summary>
    public SliceNode AtLeast(string key, SliceNode valid, long threshold)
    {
        if (!terms.TryGetValue(key, out AnalogTerm? term))
        {
            SliceVariable @class = new(NameOf(key), SliceRole.Choice, 0, 0, key) { OnlyIf = valid };
            term = new AnalogTerm(@class);
            terms.Add(key, term);
            order.Add(@class);
        }

        return new AtLeastNode(term, threshold);
    }

    /// <summary>A name that Promela accepts and that nothing else has.</summary>
    public string NameOf(string key)
    {
        StringBuilder name = new();
        foreach (char letter in key.Length > 48 ? key[..48] : key)
        {
            char part = char.IsAsciiLetterOrDigit(letter) ? letter : '_';
            if (part != '_' || (name.Length > 0 && name[^1] != '_'))
            {
                name.Append(part);
            }
        }

        string wanted = name.ToString().TrimEnd('_');
        wanted = wanted.Length == 0 || char.IsAsciiDigit(wanted[0]) ? "x" + wanted : wanted;
        string unique = wanted;
        for (int number = 2; !names.Add(unique); number++)
        {
            unique = $"{wanted}_{number}";
        }

        return unique;
    }
}
