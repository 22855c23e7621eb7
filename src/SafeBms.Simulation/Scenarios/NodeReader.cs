namespace SafeBms.Simulation.Scenarios;

/// <summary>Takes known keys out of a mapping and notes what is wrong.</summary>
internal sealed class NodeReader
{
    private readonly YamlMap _map;
    private readonly string _what;
    private readonly List<ScenarioProblem> _problems;

    public NodeReader(YamlNode node, IReadOnlyList<string> keys, string what, List<ScenarioProblem> problems)
    {
        _what = what;
        _problems = problems;
        if (node is not YamlMap map)
        {
            _problems.Add(new ScenarioProblem(
                node.Line, node.Column, $"{Capital(what)} has keys ({string.Join(", ", keys)}); here is {node.Kind}."));
            _map = new YamlMap(node.Line, node.Column, []);
            return;
        }

        _map = map;
        foreach (YamlEntry entry in map.Entries)
        {
            if (!keys.Contains(entry.Key))
            {
                string near = Suggest.Nearest(entry.Key, keys);
                _problems.Add(new ScenarioProblem(entry.Line, entry.Column,
                    $"{Capital(what)} has no key '{entry.Key}'.{near} Possible are {string.Join(", ", keys)}."));
            }
        }
    }

    public bool Has(string key) => _map.Find(key) is not null;

    public void Problem(string key, string message)
    {
        YamlNode place = _map.Find(key) ?? _map;
        _problems.Add(new ScenarioProblem(place.Line, place.Column, message));
    }

    public PlacedText? Text(string key, bool required = false)
    {
        switch (_map.Find(key))
        {
            case YamlText text when text.Value.Length > 0:
                return new PlacedText(text.Value, text.Line, text.Column);
            case null when !required:
                return null;
            case null:
                _problems.Add(new ScenarioProblem(_map.Line, _map.Column, $"{Capital(_what)} needs '{key}:'."));
                return null;
            default:
                Problem(key, $"'{key}' takes one value.");
                return null;
        }
    }

    public long Duration(string key, long fallback_ms, bool required = false)
    {
        if (Text(key, required) is not { } text)
        {
            return fallback_ms;
        }

        if (Quantity.TryParseDuration(text.Text, out long duration_ms, out string problem))
        {
            return duration_ms;
        }

        Problem(key, problem);
        return fallback_ms;
    }

    public IReadOnlyList<YamlNode> Items(string key)
    {
        switch (_map.Find(key))
        {
            case null:
                return [];
            case YamlList list:
                return list.Items;
            default:
                Problem(key, $"'{key}' takes a list; begin each item with '- '.");
                return [];
        }
    }

    public IReadOnlyList<PlacedText> Texts(string key)
    {
        List<PlacedText> texts = [];
        foreach (YamlNode item in Items(key))
        {
            if (item is YamlText text)
            {
                texts.Add(new PlacedText(text.Value, text.Line, text.Column));
            }
            else
            {
                _problems.Add(new ScenarioProblem(item.Line, item.Column, $"'{key}' takes a list of single values."));
            }
        }

        return texts;
    }

    public IReadOnlyList<Setting> Settings(string key)
    {
        switch (_map.Find(key))
        {
            case null:
                return [];
            case YamlMap map:
                return ReadSettings(map, key);
            default:
                Problem(key, $"'{key}' takes names with values.");
                return [];
        }
    }

    private List<Setting> ReadSettings(YamlMap map, string key)
    {
        List<Setting> settings = [];
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlText text)
            {
                settings.Add(new Setting(entry.Key, text.Value, entry.Line, entry.Column, text.Line, text.Column));
            }
            else
            {
                _problems.Add(new ScenarioProblem(
                    entry.Value.Line, entry.Value.Column, $"'{key}.{entry.Key}' takes one value."));
            }
        }

        return settings;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
