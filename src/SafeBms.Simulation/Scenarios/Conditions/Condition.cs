using System.Text;

namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// A condition over named values, bound and ready to run: <c>contactor_coil and pack_current &lt; -100 A</c>.
/// A comparison with an input that is not valid is false, whichever way it points; <c>valid(x)</c> asks.
/// </summary>
public sealed class Condition
{
    private readonly Node _root;
    private readonly List<(string Name, int Handle)> _reads = [];

    internal Condition(string text, Node root)
    {
        Text = text;
        _root = root;
        root.Collect(_reads);
        _reads = [.. _reads.Distinct()];
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Evaluates it; must be called once in every scan.</summary>
    public bool Step(INameSpace names) => _root.Step(names) != 0;

    /// <summary>
    /// True if further scans with the same values would change neither its truth nor what it remembers.
    /// </summary>
    internal bool IsSettled => _root.IsSettled;

    /// <summary>The names that it reads.</summary>
    internal IEnumerable<string> Reads => _reads.Select(r => r.Name);

    /// <summary>Forgets what held, rising and within remember.</summary>
    public void Reset() => _root.Reset();

    /// <summary>The values it reads, in words: "contactor_coil is false, pack_current is -20 mA".</summary>
    public string Explain(INameSpace names)
    {
        ArgumentNullException.ThrowIfNull(names);
        StringBuilder text = new();
        foreach ((string name, int handle) in _reads)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(name).Append(" is ")
                .Append(names.Text(handle, names.Read(handle)));
            if (!names.IsValid(handle))
            {
                text.Append(" (not valid)");
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">As written in the file.</param>
    /// <param name="names">What may be named.</param>
    /// <param name="line">Line of the file.</param>
    /// <param name="column">Column of the first character.</param>
    /// <exception cref="ScenarioException">It cannot be read; the message says where and what is possible.</exception>
    public static Condition Parse(string text, INameSpace names, int line = 1, int column = 1) =>
        new(text, new ConditionParser(text, names, line, column).Parse());
}
