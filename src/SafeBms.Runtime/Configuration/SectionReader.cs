using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>Collects what is found.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _list = [];

    public bool AnyError => _list.Exists(f => f.Kind == FindingKind.Error);

    public IReadOnlyList<Finding> Sorted =>
        [.. _list.Distinct().OrderBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Message, StringComparer.Ordinal)];

    public void Error(YamlNode place, string key, string message) =>
        _list.Add(new Finding(FindingKind.Error, place.Line, place.Column, key, message));

    public void Error(int line, int column, string key, string message) =>
        _list.Add(new Finding(FindingKind.Error, line, column, key, message));

    public void Warning(YamlNode place, string key, string message) =>
        _list.Add(new Finding(FindingKind.Warning, place.Line, place.Column, key, message));
}

/// <summary>
/// Takes the known keys of one section; every wrong key, type, unit or range becomes a finding with its place, and a
/// default takes the value's place so that reading goes on.
/// </summary>
internal sealed class SectionReader
{
    private readonly YamlMap _map;
    private readonly Findings _findings;

    public SectionReader(YamlNode node, string path, IReadOnlyList<string> keys, Findings findings)
    {
        Path = path;
        _findings = findings;
        if (node is not YamlMap map)
        {
            findings.Error(node, path, $"{Here} takes keys ({string.Join(", ", keys)}); here is {node.Kind}.");
            _map = new YamlMap(node.Line, node.Column, []);
            IsUsable = false;
            return;
        }

        _map = map;
        foreach (YamlEntry entry in map.Entries)
        {
            if (!keys.Contains(entry.Key))
            {
                findings.Error(entry.Line, entry.Column, Of(entry.Key),
                    $"There is no key '{entry.Key}' in {Here}.{Suggest.Nearest(entry.Key, keys)} "
                    + $"Possible are {string.Join(", ", keys)}.");
            }
        }
    }

    /// <summary>Its place by keys; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>False if there is no mapping here, so that missing keys need no word.</summary>
    public bool IsUsable { get; } = true;

    public YamlNode Node => _map;

    private string Here => Path.Length == 0 ? "the file" : $"'{Path}'";

    public bool Has(string key) => _map.Find(key) is not null;

    public YamlNode PlaceOf(string key) => _map.Find(key) ?? _map;

    public string Of(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void Error(string key, string message) => _findings.Error(PlaceOf(key), Of(key), message);

    public void Warning(string key, string message) => _findings.Warning(PlaceOf(key), Of(key), message);

    /// <summary>A single value, or null with a finding if it is none or is missing though needed.</summary>
    public string? Word(string key, string? neededFor = null)
    {
        switch (_map.Find(key))
        {
            case YamlText { Value.Length: > 0 } text:
                return text.Value;
            case null when neededFor is null || !IsUsable:
                return null;
            case null:
                _findings.Error(_map, Of(key), $"'{Of(key)}' is missing: {neededFor}");
                return null;
            default:
                Error(key, $"'{Of(key)}' takes one value.");
                return null;
        }
    }

    public T Choice<T>(string key, Names<T> names, T fallback, string? neededFor = null)
    {
        if (Word(key, neededFor) is not { } word)
        {
            return fallback;
        }

        if (names.TryFind(word, out T value))
        {
            return value;
        }

        Error(key, $"'{word}' is not possible for '{Of(key)}'.{Suggest.Nearest(word, names.All)} "
            + $"Possible are {string.Join(", ", names.All)}.");
        return fallback;
    }

    /// <summary>A quantity in a base unit; a bare number only for "count".</summary>
    public int Whole(
        string key, string unit, int minimum, int maximum, int fallback, string example, string? neededFor = null)
    {
        if (Word(key, neededFor) is not { } word)
        {
            return fallback;
        }

        if (!Quantity.TryParse(word, out Quantity quantity, out string problem))
        {
            Error(key, problem);
            return fallback;
        }

        if (quantity.Unit != unit)
        {
            Error(key, quantity.Unit == "count"
                ? $"'{word}' has no unit; '{Of(key)}' is written like '{example}'."
                : $"'{word}' is in {quantity.Unit}; '{Of(key)}' is written like '{example}'.");
            return fallback;
        }

        if (quantity.Value < minimum || quantity.Value > maximum)
        {
            string of = unit == "count" ? "" : " " + unit;
            Error(key, string.Create(CultureInfo.InvariantCulture,
                $"'{word}' is outside the range of '{Of(key)}': {minimum} to {maximum}{of}."));
            return fallback;
        }

        return (int)quantity.Value;
    }

    /// <summary>A section inside, or null if it is not there.</summary>
    public SectionReader? Section(string key, IReadOnlyList<string> keys) =>
        _map.Find(key) is { } node ? new SectionReader(node, Of(key), keys, _findings) : null;

    /// <summary>The items of a list with their places.</summary>
    public IReadOnlyList<(YamlNode Node, string Path)> Items(string key)
    {
        switch (_map.Find(key))
        {
            case null:
                return [];
            case YamlList list:
                return [.. list.Items.Select((item, i) =>
                    (item, string.Create(CultureInfo.InvariantCulture, $"{Of(key)}[{i}]")))];
            default:
                Error(key, $"'{Of(key)}' takes a list; begin each item with '- '.");
                return [];
        }
    }

    /// <summary>A list of names, each at most once.</summary>
    public IReadOnlyList<T> Choices<T>(string key, Names<T> names)
    {
        List<T> found = [];
        foreach ((YamlNode item, string path) in Items(key))
        {
            if (item is not YamlText text)
            {
                _findings.Error(item, path, $"'{Of(key)}' takes names; here is {item.Kind}.");
            }
            else if (!names.TryFind(text.Value, out T value))
            {
                _findings.Error(item, path, $"'{text.Value}' is not possible in '{Of(key)}'."
                    + $"{Suggest.Nearest(text.Value, names.All)} Possible are {string.Join(", ", names.All)}.");
            }
            else if (found.Contains(value))
            {
                _findings.Error(item, path, $"'{text.Value}' stands twice in '{Of(key)}'.");
            }
            else
            {
                found.Add(value);
            }
        }

        return found;
    }

    /// <summary>Names with values, as written.</summary>
    public IReadOnlyList<Setting> Settings(string key)
    {
        if (_map.Find(key) is not { } node)
        {
            return [];
        }

        if (node is not YamlMap map)
        {
            Error(key, $"'{Of(key)}' takes names with values; here is {node.Kind}.");
            return [];
        }

        List<Setting> settings = [];
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlText { Value.Length: > 0 } text)
            {
                settings.Add(new Setting(entry.Key, text.Value, entry.Line, entry.Column, text.Line, text.Column));
            }
            else
            {
                _findings.Error(entry.Value, Of(key), $"'{Of(key)}.{entry.Key}' takes one value.");
            }
        }

        return settings;
    }
}
