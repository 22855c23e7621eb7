using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Tests.Scenarios;

/// <summary>A few named values that a test sets by hand.</summary>
internal sealed class FakeNames : INameSpace
{
    private static readonly string[] Modes = ["off", "running", "error"];
    private readonly List<(string Name, string Unit)> _known =
        [("coil", "bool"), ("pack_current", "mA"), ("mode", "mode"), ("bus", "mV"), ("battery-link[1].lost", "bool"),
            ("temperature", "dC")];

    public Dictionary<string, long> Values { get; } = [];

    public HashSet<string> Invalid { get; } = [];

    public IEnumerable<string> Names => _known.Select(k => k.Name);

    public long this[string name]
    {
        set => Values[name] = value;
    }

    public bool TryResolve(string name, out NamedValue value)
    {
        int index = _known.FindIndex(k => k.Name == name);
        value = index < 0 ? default : new NamedValue(index, _known[index].Unit);
        return index >= 0;
    }

    public bool TryWord(int handle, string word, out long value)
    {
        value = _known[handle].Name == "mode" ? Array.IndexOf(Modes, word) : -1;
        return value >= 0;
    }

    public long Read(int handle) => Values.GetValueOrDefault(_known[handle].Name);

    public bool IsValid(int handle) => !Invalid.Contains(_known[handle].Name);

    public string Text(int handle, long value) => _known[handle].Unit switch
    {
        "bool" => value == 0 ? "false" : "true",
        "mode" => Modes[value],
        string unit => $"{value} {unit}",
    };
}
