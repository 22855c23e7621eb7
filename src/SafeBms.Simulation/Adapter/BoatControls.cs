using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>What the operator asks for; present for one scan.</summary>
public sealed class OperatorRequests
{
    /// <summary>Number of the requested mode in the interface; 0 asks for nothing.</summary>
    public int Mode { get; set; }

    /// <summary>True if the operator acknowledges.</summary>
    public bool Acknowledge { get; set; }

    internal bool Any => Mode != 0 || Acknowledge;
}

/// <summary>
/// Everything on the boat that somebody can set while it runs, by name: <c>load: 40 A</c>, <c>alternator: on</c>,
/// <c>battery[2].temperature: 3 degC</c>.
/// </summary>
public sealed class BoatControls
{
    private readonly Plant _plant;
    private readonly OperatorRequests _requests;
    private readonly Dictionary<string, Func<string, Action>> _known = new(StringComparer.Ordinal);

    /// <summary>Binds to a boat.</summary>
    public BoatControls(Plant plant, OperatorRequests requests)
    {
        ArgumentNullException.ThrowIfNull(plant);
        _plant = plant;
        _requests = requests;
        AddOperator();
        AddSources();
        for (int i = 0; i < Plant.LoadCount; i++)
        {
            AddLoad($"load[{i}]", plant.Loads[i]);
        }

        AddLoad("load", plant.Loads[0]);
        AddLoad("inverter", plant.Loads[1]);
        AddBank();
        AddFlags();
    }

    /// <summary>Every name.</summary>
    public IEnumerable<string> Names => _known.Keys;

    /// <summary>Reads a setting; the action performs it, as often as wanted.</summary>
    /// <exception cref="FormatException">The name or value is wrong; the message says what is possible.</exception>
    public Action Bind(string name, string value)
    {
        if (!_known.TryGetValue(name, out Func<string, Action>? bind))
        {
            throw new FormatException($"Nothing on this boat is called '{name}'.{Suggest.Nearest(name, _known.Keys)}");
        }

        return bind(value);
    }

    private void AddOperator()
    {
        OperatorInputs inputs = _plant.Inputs;
        Add("remote", on => inputs.RemoteBridged = on);
        Add("remote_high", on => inputs.RemoteH = on);
        Add("remote_low", on => inputs.RemoteL = on);
        _known["mode"] = value =>
        {
            int mode = value switch
            {
                "on" => 3,
                "off" => 4,
                "standby" => 252,
                _ => throw new FormatException($"'{value}' is no mode; write on, standby or off."),
            };
            return () => _requests.Mode = mode;
        };
        _known["acknowledge"] = value =>
            Values.Switch(value)
                ? () => _requests.Acknowledge = true
                : throw new FormatException("'acknowledge' is a push: write 'true'.");
    }

    private void AddSources()
    {
        Alternator alternator = _plant.Alternator;
        Add("alternator", on => alternator.Running = on);
        Add("alternator_current", "mA", value => alternator.Limit_mA = value);
        Add("alternator_voltage", "mV", value => alternator.SetPoint_mV = value);
        AddCharger("solar", _plant.Solar);
        AddCharger("shore", _plant.Shore);
    }

    private void AddCharger(string name, Charger charger)
    {
        Add(name, on => charger.Running = on);
        Add(name + "_current", "mA", value => charger.Limit_mA = value);
        Add(name + "_voltage", "mV", value => charger.SetPoint_mV = value);
        Add(name + "_obeys", on => charger.Permit.Obeys = on);
        Add(name + "_reaction", "ms", value => charger.Permit.Reaction_ms = value);
    }

    // "load: 40 A" sets and switches on in one go; "load: on" and "load: off" only switch.
    private void AddLoad(string name, Load load)
    {
        _known[name] = value =>
        {
            if (value is "on" or "off" or "true" or "false")
            {
                bool on = Values.Switch(value);
                return () => load.On = on;
            }

            (LoadKind kind, int amount) = Demand(value);
            return () =>
            {
                load.Kind = kind;
                load.Value = amount;
                load.On = true;
            };
        };
        Add(name + "_obeys", on => load.Permit.Obeys = on);
        Add(name + "_reaction", "ms", value => load.Permit.Reaction_ms = value);
    }

    private void AddBank()
    {
        Add("ambient", "dC", value => _plant.Ambient_dC = value);
        Add("aux_load", "mA", value => _plant.Aux.Load_mA = value);
        Add("own_consumption", "mA", value => _plant.OwnConsumption_mA = value);
        Add("controller_warming", "dC", value => _plant.BmsTemperatureOffset_dC = value);
        Add("battery_temperature", "dC", value => ForEachBattery(b => _plant.SetBatteryTemperature(b, value)));
        Add("state_of_charge", "permille", value => ForEachBattery(b => SetCharge(b, value)));
        for (int b = 0; b < _plant.Options.BatteryCount; b++)
        {
            int battery = b;
            string name = string.Create(CultureInfo.InvariantCulture, $"battery[{battery}]");
            Add(name + ".temperature", "dC", value => _plant.SetBatteryTemperature(battery, value));
            Add(name + ".charge", "permille", value => SetCharge(battery, value));
            for (int c = 0; c < _plant.Options.CellsPerBattery; c++)
            {
                int cell = c;
                string cellName = string.Create(CultureInfo.InvariantCulture, $"{name}.cell[{cell}].charge");
                Add(cellName, "permille", value => _plant.SetCellSoc(battery, cell, value));
            }
        }
    }

    private void AddFlags()
    {
        OperatorInputs inputs = _plant.Inputs;
        Add("battery_cable", on => inputs.BatteryCableOk = on);
        Add("battery_alarm", on => inputs.BatteryAlarm = on);
        Add("scan_overrun", on => inputs.ScanOverrun = on);
        Add("configuration_valid", on => inputs.ConfigurationOk = on);
        Add("self_test_passed", on => inputs.SelfTestOk = on);
        Add("retained_valid", on => inputs.RetainedDataOk = on);
        Add("restarted_after_fault", on => inputs.RestartedAfterFault = on);
    }

    private void Add(string name, Action<bool> set) => _known[name] = value =>
    {
        bool on = Values.Switch(value);
        return () => set(on);
    };

    private void Add(string name, string unit, Action<int> set) => _known[name] = value =>
    {
        int amount = Values.Whole(value, unit);
        return () => set(amount);
    };

    private static (LoadKind Kind, int Value) Demand(string text)
    {
        if (!Quantity.TryParse(text, out Quantity quantity, out string problem))
        {
            throw new FormatException(
                $"'{text}' is no load; write for example '40 A', '500 W', '200 mohm', 'on' or 'off'. {problem}");
        }

        if (quantity.Value is < 1 or > int.MaxValue)
        {
            throw new FormatException($"'{text}' is no load; use at least 1 mA, 1 mW or 1 mohm, or 'off'.");
        }

        int value = (int)quantity.Value;
        return quantity.Unit switch
        {
            "mA" => (LoadKind.Current, value),
            "mW" => (LoadKind.Power, value),
            "mohm" => (LoadKind.Resistance, value),
            "ohm" => (LoadKind.Resistance, checked(value * 1000)),
            _ => throw new FormatException($"'{text}' is no load; write it in A, W, mohm or ohm."),
        };
    }

    private void ForEachBattery(Action<int> action)
    {
        for (int b = 0; b < _plant.Options.BatteryCount; b++)
        {
            action(b);
        }
    }

    private void SetCharge(int battery, int charge_permille)
    {
        for (int c = 0; c < _plant.Options.CellsPerBattery; c++)
        {
            _plant.SetCellSoc(battery, c, charge_permille);
        }
    }
}
