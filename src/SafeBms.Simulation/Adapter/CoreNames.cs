using System.Globalization;
using SafeBms.Core;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// Every value by name: inputs (<c>pack_current</c>), outputs (<c>contactor_coil</c>), states, variables and outputs of
/// machines (<c>contactor.state</c>), and truths of the boat (<c>boat.load_dumps</c>).
/// </summary>
public sealed class CoreNames : INameSpace
{
    private const int OutputBase = 10_000;
    private const int StateBase = 20_000;
    private const int BoatBase = 90_000;
    private const int LargestWord = 300;

    private readonly SimulatedBoat _boat;
    private readonly BoatValues _values;
    private readonly Dictionary<string, int> _handles = new(StringComparer.Ordinal);

    internal CoreNames(SimulatedBoat boat)
    {
        _boat = boat;
        _values = new BoatValues(boat.Plant);

        // Outputs and machines may share a name with an input; the first one added keeps the plain name.
        for (int i = 0; i < OutputTable.Count; i++)
        {
            _handles.TryAdd(OutputTable.Name(i), OutputBase + i);
        }

        for (int i = 0; i < InputTable.Count; i++)
        {
            _handles.TryAdd(InputTable.Name(i), i);
        }

        for (int i = 0; i < StateTable.Count; i++)
        {
            _handles.TryAdd(StateTable.Name(i), StateBase + i);
        }

        for (int i = 0; i < _values.Count; i++)
        {
            _handles.TryAdd(_values.Name(i), BoatBase + i);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names => _handles.Keys;

    /// <inheritdoc/>
    public bool TryResolve(string name, out NamedValue value)
    {
        bool found = _handles.TryGetValue(name, out int handle);
        value = found ? new NamedValue(handle, UnitOf(handle)) : default;
        return found;
    }

    /// <inheritdoc/>
    public bool TryWord(int handle, string word, out long value)
    {
        for (value = 0; value <= LargestWord; value++)
        {
            if (IsWord(handle, value) && TextOf(handle, value) == word)
            {
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public long Read(int handle) => handle switch
    {
        >= BoatBase => _values.Read(handle - BoatBase),
        >= StateBase => StateTable.Get(_boat.State, handle - StateBase),
        >= OutputBase => OutputTable.Get(_boat.Outputs, handle - OutputBase),
        _ => InputTable.Get(_boat.Inputs, handle).Value,
    };

    /// <inheritdoc/>
    public bool IsValid(int handle) => handle >= OutputBase || InputTable.IsValid(_boat.State.Inputs, handle);

    /// <inheritdoc/>
    public string Text(int handle, long value) => handle >= OutputBase && handle < BoatBase
        ? TextOf(handle, value)
        : UnitOf(handle) == "bool"
            ? (value == 0 ? "false" : "true")
            : string.Create(CultureInfo.InvariantCulture, $"{value} {UnitOf(handle)}").TrimEnd();

    /// <summary>True if the value is a state or a member of an enumeration.</summary>
    public bool IsWords(int handle) => handle is >= OutputBase and < BoatBase
        && Enumerable.Range(0, LargestWord).Any(value => IsWord(handle, value)) && !IsSwitch(handle);

    /// <summary>True if the value is on or off.</summary>
    public bool IsSwitch(int handle) => UnitOf(handle) == "bool";

    /// <summary>Base unit, or "bool".</summary>
    public string UnitOf(int handle)
    {
        string unit = handle switch
        {
            >= BoatBase => _values.Unit(handle - BoatBase),
            >= StateBase => StateTable.Unit(handle - StateBase),
            >= OutputBase => OutputTable.Unit(handle - OutputBase),
            _ => InputTable.Unit(handle),
        };
        bool isSwitch = unit.Length == 0 && handle is >= OutputBase and < BoatBase && TextOf(handle, 1) == "true";
        return isSwitch ? "bool" : unit;
    }

    /// <summary>True if an input belongs to a battery and cell that this boat has.</summary>
    public bool IsConfigured(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        PlantOptions options = _boat.Plant.Options;
        return Index(name, "battery[") < options.BatteryCount && Index(name, "cell[") < options.CellsPerBattery;
    }

    private static int Index(string name, string group)
    {
        int at = name.IndexOf(group, StringComparison.Ordinal);
        int end = at < 0 ? -1 : name.IndexOf(']', at);
        return end < 0 ? 0
            : int.Parse(name.AsSpan(at + group.Length, end - at - group.Length), CultureInfo.InvariantCulture);
    }

    // A number reads as itself; anything else is a word.
    private static bool IsWord(int handle, long value)
    {
        if (handle is < OutputBase or >= BoatBase)
        {
            return false;
        }

        string text = TextOf(handle, value);
        return text.Length > 0 && !char.IsAsciiDigit(text[0]) && text[0] != '-';
    }

    private static string TextOf(int handle, long value) => handle switch
    {
        >= StateBase and < BoatBase => StateTable.Text(handle - StateBase, value),
        >= OutputBase and < StateBase => OutputTable.Text(handle - OutputBase, value),
        _ => "",
    };
}
