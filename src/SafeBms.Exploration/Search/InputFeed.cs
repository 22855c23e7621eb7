using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Search;

/// <summary>Turns surroundings and the outputs of the last scan into the inputs of the next one.</summary>
/// <remarks>No physics: contacts follow their coils one scan later unless they are stuck; current flows as the
/// circumstance says. The core must be safe whatever its inputs are, so a wrong picture of the boat costs reach, not
/// truth.</remarks>
internal sealed class InputFeed
{
    private const int NeverAccepted = int.MinValue;

    private readonly SpecificationModel model;
    private readonly IReadOnlyDictionary<string, long> parameters;
    private readonly CoreNames names;
    private readonly int[] last;
    private readonly List<int> cells = [];
    private readonly List<int> temperatures = [];
    private readonly Dictionary<string, int> inputs = [];
    private readonly Dictionary<string, int> outputs = [];

    public InputFeed(SpecificationModel model, CoreNames names, IReadOnlyDictionary<string, long> parameters)
    {
        this.model = model;
        this.names = names;
        this.parameters = parameters;
        last = new int[names.Inputs.Count];
        for (int index = 0; index < names.Inputs.Count; index++)
        {
            inputs[names.Inputs[index]] = index;
        }

        for (int index = 0; index < names.Outputs.Count; index++)
        {
            outputs[names.Outputs[index]] = index;
        }

        for (int battery = 0; battery < Parameter("battery_count"); battery++)
        {
            temperatures.Add(Find(inputs, $"battery[{battery}].temperature"));
            for (int cell = 0; cell < Parameter("cells_per_battery"); cell++)
            {
                cells.Add(Find(inputs, $"battery[{battery}].cell[{cell}].voltage"));
            }
        }
    }

    /// <summary>Called for each input that changes: index, value, and whether it is accepted.</summary>
    public Action<int, int, bool>? Changed { get; set; }

    /// <summary>Forgets what was set before: the next call sets every input.</summary>
    public void Restart() => Array.Fill(last, NeverAccepted + 1);

    /// <summary>Sets the inputs of the next scan.</summary>
    /// <returns>Whether any input differs from the scan before.</returns>
    public bool Set(ILoadedCore core, Surroundings around)
    {
        bool coil = Output(core, "contactor_coil");
        bool precharges = Output(core, "precharge");
        bool isClosed = around[Surroundings.Contact] switch { 1 => false, 2 => true, _ => coil };
        int battery = BatteryVoltage(around);
        bool isChanged = false;
        void Put(string name, int? value) => isChanged |= SetOne(core, Find(inputs, name), value);
        void Flag(string name, bool? value) => Put(name, value is { } known ? (known ? 1 : 0) : null);

        Flag("contactor_feedback", around[Surroundings.Contact] == 3 ? null : isClosed);
        Flag("relay_readback", around[Surroundings.RelayContact] switch
        {
            1 => true, 2 => false, 3 => null, _ => Output(core, "programmable_relay"),
        });
        Flag("charge_readback", around[Surroundings.Permits] == 1 || Output(core, "allow_to_charge"));
        Flag("discharge_readback", around[Surroundings.Permits] != 2 && Output(core, "allow_to_discharge"));
        Flag("precharge_readback", around[Surroundings.Precharge] == 1 || precharges);
        int? known = around[Surroundings.BatteryVoltage] == 4 ? null : battery;
        Put("battery_voltage", known);
        Put("bus_voltage", BusVoltage(around, battery, isClosed, precharges));
        Put("precharge_current", precharges ? around[Surroundings.Bus] == 3 ? 5000 : 100 : 0);
        int? current = Current(around, isClosed);
        Put("pack_current", current);
        Put("pack_current_redundant", current);
        Flag("battery_cable_ok", around[Surroundings.Cable] != 1);
        Flag("battery_alarm", around[Surroundings.Cable] == 2);
        SetOperator(around, Put, Flag);
        SetController(around, Put, Flag);
        isChanged |= SetBank(core, around);
        return isChanged;
    }

    private void SetOperator(Surroundings around, Action<string, int?> put, Action<string, bool?> flag)
    {
        bool? bridged = around[Surroundings.Remote] switch { 0 => false, 1 => true, _ => null };
        flag("remote_bridged", bridged);
        flag("remote_high", bridged is null ? null : false);
        flag("remote_low", bridged is null ? null : false);
        flag("acknowledge", around[Surroundings.Acknowledge] == 1);
        string wanted = around[Surroundings.ModeRequest] switch { 1 => "on", 2 => "standby", 3 => "off", _ => "none" };
        put("mode_request", model.Signals.Enums.First(one => one.Name == "mode_request").Members
            .First(member => member.Name == wanted).Id);
    }

    private void SetController(Surroundings around, Action<string, int?> put, Action<string, bool?> flag)
    {
        int controller = around[Surroundings.Controller];
        flag("self_test_passed", controller != 1);
        flag("configuration_valid", controller != 2);
        flag("retained_valid", true);
        flag("restarted_after_fault", false);
        flag("scan_overrun", controller == 3);
        put("internal_temperature", controller switch
        {
            4 => Parameter("internal_temperature_max") + 1, 5 => Parameter("internal_temperature_trip") + 1, _ => 300,
        });
        put("state_of_charge", around[Surroundings.Charge] switch
        {
            1 => Parameter("discharge_floor"), 2 => null, _ => 800,
        });
        flag("aux_fault", around[Surroundings.Aux] == 1);
    }

    private bool SetBank(ILoadedCore core, Surroundings around)
    {
        int voltage = around[Surroundings.Cells] switch
        {
            1 => Parameter("cell_ov1") - 1,
            2 => Parameter("cell_ov1"),
            3 => Parameter("cell_ov2"),
            4 => Parameter("cell_prealarm"),
            5 => Parameter("cell_uv1"),
            6 => Parameter("cell_uv2"),
            7 => Parameter("cell_charge_floor") - 1,
            _ => 3300,
        };
        bool isChanged = false;
        for (int index = 0; index < cells.Count; index++)
        {
            bool isLost = around[Surroundings.Cells] == 8 && index == 0;
            isChanged |= SetOne(core, cells[index], isLost ? null : voltage);
        }

        int? degrees = around[Surroundings.Temperature] switch
        {
            1 => Parameter("charge_temperature_min") - 1,
            2 => Parameter("charge_temperature_max") + 1,
            3 => Parameter("discharge_temperature_max") + 1,
            4 => Parameter("temperature_trip") + 1,
            5 => null,
            _ => 250,
        };
        foreach (int index in temperatures)
        {
            isChanged |= SetOne(core, index, degrees);
        }

        return isChanged;
    }

    private int BatteryVoltage(Surroundings around) => around[Surroundings.BatteryVoltage] switch
    {
        1 => Parameter("voltage_min") - 1,
        2 => Parameter("voltage_max") + 1,
        3 => Parameter("voltage_absolute") + 1,
        _ => 3300 * Parameter("series_cells"),
    };

    private static int? BusVoltage(Surroundings around, int battery, bool isClosed, bool precharges) =>
        around[Surroundings.Bus] switch
        {
            _ when isClosed => battery,
            1 => battery + 2000,
            2 => 0,
            3 => precharges ? battery / 2 : 0,
            4 => null,
            _ => precharges ? battery - 50 : 0,
        };

    private int? Current(Surroundings around, bool isClosed) => around[Surroundings.Current] switch
    {
        7 => null,
        0 => 0,
        _ when !isClosed => 0,
        1 => -20_000,
        2 => 20_000,
        3 => -(Parameter("continuous_current") + 1),
        4 => -(Parameter("peak_current") + 1),
        5 => -Parameter("short_current"),
        _ => Parameter("peak_current") + 1,
    };

    private bool SetOne(ILoadedCore core, int input, int? value)
    {
        int wanted = value ?? NeverAccepted;
        if (last[input] == wanted)
        {
            return false;
        }

        last[input] = wanted;
        core.SetInput(input, value ?? 0, 0, value is not null);
        Changed?.Invoke(input, value ?? 0, value is not null);
        return true;
    }

    private bool Output(ILoadedCore core, string name) => core.Output(Find(outputs, name)) != 0;

    private int Parameter(string name) => parameters.TryGetValue(name, out long value)
        ? (int)value
        : throw new ExplorationException($"the explorer needs the parameter '{name}', which the specification lacks");

    private static int Find(Dictionary<string, int> table, string name) => table.TryGetValue(name, out int index)
        ? index
        : throw new ExplorationException($"the explorer needs '{name}', which the specification lacks");
}
