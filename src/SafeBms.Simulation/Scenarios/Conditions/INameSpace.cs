namespace SafeBms.Simulation.Scenarios;

/// <summary>A name that a condition may use.</summary>
/// <param name="Handle">Number by which the value is read.</param>
/// <param name="Unit">Base unit, "bool", or an enumeration's name; empty if it has none.</param>
public readonly record struct NamedValue(int Handle, string Unit);

/// <summary>
/// Where conditions get their values from: inputs, outputs and state of the core and truths of the boat.
/// </summary>
public interface INameSpace
{
    /// <summary>Finds a name.</summary>
    bool TryResolve(string name, out NamedValue value);

    /// <summary>Finds the number of an enumeration's word, for example of "running" for device_state.</summary>
    bool TryWord(int handle, string word, out long value);

    /// <summary>The value after the last scan.</summary>
    long Read(int handle);

    /// <summary>False if the value is an input that the core holds for invalid.</summary>
    bool IsValid(int handle);

    /// <summary>A value in words, with its unit.</summary>
    string Text(int handle, long value);

    /// <summary>Names that are near a wrong one, best first, for the message.</summary>
    IEnumerable<string> Names { get; }
}
