using System.Globalization;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// What is true on the boat, whether or not a sensor sees it: <c>boat.load_dumps</c>, <c>boat.contact_closed</c>.
/// </summary>
public sealed class BoatValues
{
    private readonly List<(string Name, string Unit, Func<Plant, long> Read)> _values =
    [
        ("boat.contact_closed", "bool", p => p.ContactClosed ? 1 : 0),
        ("boat.pack_current", "mA", p => p.PackCurrent_uA / 1000),
        ("boat.bank_current", "mA", p => p.BankCurrent_uA / 1000),
        ("boat.battery_voltage", "mV", p => p.BatteryVoltage_uV / 1000),
        ("boat.bus_voltage", "mV", p => p.BusVoltage_uV / 1000),
        ("boat.alternator_current", "mA", p => p.AlternatorCurrent_uA / 1000),
        ("boat.alternator_field", "mA", p => p.Alternator.Field_uA / 1000),
        ("boat.solar_current", "mA", p => p.SolarCurrent_uA / 1000),
        ("boat.shore_current", "mA", p => p.ShoreCurrent_uA / 1000),
        ("boat.precharge_current", "mA", p => p.PrechargeCurrent_uA / 1000),
        ("boat.state_of_charge", "permille", p => p.StateOfCharge_permille),
        ("boat.inrush_peak", "mA", p => p.InrushPeak_mA),
        ("boat.load_dumps", "count", p => p.LoadDumpCount),
        ("boat.load_dump_peak", "mV", p => p.LoadDumpPeak_mV),
        ("boat.controller_temperature", "dC", p => p.BmsTemperature_dC),
    ];

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Plant _plant;

    /// <summary>Binds to a boat.</summary>
    public BoatValues(Plant plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        _plant = plant;
        for (int i = 0; i < Plant.LoadCount; i++)
        {
            int load = i;
            string name = string.Create(CultureInfo.InvariantCulture, $"boat.load[{load}]");
            _values.Add((name + "_current", "mA", p => p.LoadCurrent_uA(load) / 1000));
            _values.Add((name + "_on", "bool", p => p.Loads[load].Active ? 1 : 0));
        }

        for (int i = 0; i < _values.Count; i++)
        {
            _index.Add(_values[i].Name, i);
        }
    }

    /// <summary>Number of values.</summary>
    public int Count => _values.Count;

    /// <summary>Name of a value.</summary>
    public string Name(int index) => _values[index].Name;

    /// <summary>Unit of a value: a base unit, "count" or "bool".</summary>
    public string Unit(int index) => _values[index].Unit;

    /// <summary>Number of a name, or -1.</summary>
    public int IndexOf(string name) => _index.TryGetValue(name, out int index) ? index : -1;

    /// <summary>A value now.</summary>
    public long Read(int index) => _values[index].Read(_plant);
}

/// <summary>Notices that a value of the boat differs from what it was when last looked at.</summary>
internal sealed class BoatWatch(BoatValues values)
{
    private readonly long[] _kept = new long[values.Count];

    /// <summary>Remembers the values of now.</summary>
    public void Keep()
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            _kept[i] = values.Read(i);
        }
    }

    /// <summary>True if one is not what was remembered.</summary>
    public bool Moved()
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            if (values.Read(i) != _kept[i])
            {
                return true;
            }
        }

        return false;
    }
}
