using System.Globalization;
using SafeBms.Runtime.View;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// What the controller did over a recording: a row whenever contactor, permits, alarms or limits changed.
/// </summary>
internal sealed class MeasuredReport
{
    private static readonly string[] Watched =
    [
        "device_state", "contactor_coil", "programmable_relay", "allow_to_charge", "allow_to_discharge",
        "charge_voltage_limit", "charge_current_limit", "discharge_current_limit", "current_alarm", "first_cause",
    ];

    private readonly List<string> _rows = [];
    private readonly (string Name, int Handle)[] _handles;
    private readonly long[] _last;
    private readonly int _voltage;
    private readonly int _current;
    private long _lowest_mA;
    private long _highest_mA;
    private readonly int _chargeLimit;
    private readonly int _dischargeLimit;
    private long _aboveChargeLimit_ms;
    private long _aboveDischargeLimit_ms;

    public MeasuredReport(ScenarioRunner runner)
    {
        CoreNames names = runner.Boat.Names;
        _handles = [.. Watched.Select(w => (w, Handle(names, w)))];
        _last = [.. Watched.Select(_ => long.MinValue)];
        _voltage = Handle(names, "battery_voltage");
        _current = Handle(names, "pack_current");
        _chargeLimit = Handle(names, "charge_current_limit");
        _dischargeLimit = Handle(names, "discharge_current_limit");
        runner.AfterScan = Look;
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<string> Rows => _rows;

    /// <summary>Range of the current, and for how long it lay outside of the limits given to chargers and
    /// inverters.</summary>
    public string Currents => $"current {Format.Ampere(_lowest_mA)} to {Format.Ampere(_highest_mA)}, "
        + "above the charge limit for "
        + $"{Format.Time(_aboveChargeLimit_ms)}, above the discharge limit for {Format.Time(_aboveDischargeLimit_ms)}";

    private void Look(SimulatedBoat boat)
    {
        CoreNames names = boat.Names;
        long current_mA = names.Read(_current);
        _lowest_mA = Math.Min(_lowest_mA, current_mA);
        _highest_mA = Math.Max(_highest_mA, current_mA);
        _aboveChargeLimit_ms += boat.Outputs.AllowToCharge && current_mA > names.Read(_chargeLimit) ? 1 : 0;
        _aboveDischargeLimit_ms += boat.Outputs.AllowToDischarge && -current_mA > names.Read(_dischargeLimit) ? 1 : 0;
        bool changed = false;
        for (int i = 0; i < _handles.Length; i++)
        {
            long value = names.Read(_handles[i].Handle);
            changed |= value != _last[i];
            _last[i] = value;
        }

        if (changed)
        {
            string values = string.Join("  ", _handles.Select((h, i) => $"{h.Name} {names.Text(h.Handle, _last[i])}"));
            _rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{Format.Time(boat.Scans - 1),10}  {Format.Volt(names.Read(_voltage))} "
                + $"{Format.Ampere(current_mA)}  {values}"));
        }
    }

    private static int Handle(CoreNames names, string name) => names.TryResolve(name, out NamedValue value)
        ? value.Handle
        : throw new InvalidOperationException($"There is no value '{name}'.");
}
