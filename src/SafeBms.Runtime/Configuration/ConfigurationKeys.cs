using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// Every key that a configuration file may have, section by section. Reader, messages and the test that compares the
/// reader with deploy/safebms.schema.json all use this table.
/// </summary>
public static class ConfigurationKeys
{
    internal static readonly string[] Root =
    [
        "product", "profile", "run_directory", "state_directory", "parameters", "lines", "buses", "sources",
        "not_available", "watchdog", "real_time", "guard", "simulation",
    ];

    internal static readonly string[] Lines =
        ["driver", "outputs_chip", "inputs_chip", "outputs", "inputs", "heartbeat"];

    internal static readonly string[] Output = ["line", "active_low", "bias", "drive"];
    internal static readonly string[] Input = ["line", "active_low", "bias", "follows", "constant"];
    internal static readonly string[] Heartbeat = ["line", "active_low"];
    internal static readonly string[] Bus = ["name", "driver", "interface"];

    internal static readonly string[] Source =
        ["kind", "bus", "period", "feeds", "base_id", "first_battery", "batteries", "cells", "endian"];

    internal static readonly string[] Watchdog = ["device", "timeout"];
    internal static readonly string[] RealTime = ["required", "priority", "cpu"];
    internal static readonly string[] Guard = ["scale"];
    internal static readonly string[] Simulation = ["boat", "set"];

    internal static readonly Names<Profile> Profiles = new(
        [("simulated", Profile.Simulated), ("rig", Profile.Rig), ("real", Profile.Real)]);

    internal static readonly Names<LineDriver> LineDrivers = new(
        [("virtual", LineDriver.Virtual), ("gpio", LineDriver.Gpio)]);

    internal static readonly Names<BusDriver> BusDrivers = new(
        [("virtual", BusDriver.Virtual), ("socketcan", BusDriver.SocketCan)]);

    internal static readonly Names<LineBias> Biases = new(
    [
        ("as_is", LineBias.AsFound), ("disabled", LineBias.Disabled), ("pull_up", LineBias.PullUp),
        ("pull_down", LineBias.PullDown),
    ]);

    internal static readonly Names<LineDrive> Drives = new(
    [
        ("push_pull", LineDrive.PushPull), ("open_drain", LineDrive.OpenDrain),
        ("open_source", LineDrive.OpenSource),
    ]);

    internal static readonly Names<bool> Switches = new([("true", true), ("false", false)]);

    internal static readonly Names<ByteOrder> ByteOrders = new(
        [("big", ByteOrder.Big), ("little", ByteOrder.Little)]);

    internal static readonly Names<SourceKind> SourceKinds = new(
    [
        ("safebms", SourceKind.SafeBms), ("lifepo4", SourceKind.LiFePo4), ("foxbms", SourceKind.FoxBms),
        ("ivt_s", SourceKind.IvtS),
    ]);

    internal static readonly Names<MeasuredQuantity> Quantities = new(
    [
        ("cells", MeasuredQuantity.Cells), ("temperatures", MeasuredQuantity.Temperatures),
        ("pack_current", MeasuredQuantity.PackCurrent),
        ("pack_current_redundant", MeasuredQuantity.PackCurrentRedundant),
        ("battery_voltage", MeasuredQuantity.BatteryVoltage), ("bus_voltage", MeasuredQuantity.BusVoltage),
        ("precharge_current", MeasuredQuantity.PrechargeCurrent),
        ("internal_temperature", MeasuredQuantity.InternalTemperature),
        ("state_of_charge", MeasuredQuantity.StateOfCharge),
    ]);

    internal static readonly Names<OutputLine> Outputs = new(
    [
        ("contactor_coil", OutputLine.ContactorCoil), ("precharge", OutputLine.Precharge),
        ("programmable_relay", OutputLine.ProgrammableRelay), ("allow_to_charge", OutputLine.AllowToCharge),
        ("allow_to_discharge", OutputLine.AllowToDischarge), ("aux", OutputLine.Aux),
        ("pre_alarm", OutputLine.PreAlarm), ("alarm", OutputLine.Alarm),
    ]);

    internal static readonly Names<InputLine> Inputs = new(
    [
        ("contactor_feedback", InputLine.ContactorFeedback), ("precharge_readback", InputLine.PrechargeReadback),
        ("relay_readback", InputLine.RelayReadback), ("charge_readback", InputLine.ChargeReadback),
        ("discharge_readback", InputLine.DischargeReadback), ("battery_cable_ok", InputLine.BatteryCableOk),
        ("battery_alarm", InputLine.BatteryAlarm), ("aux_fault", InputLine.AuxFault),
        ("remote_bridged", InputLine.RemoteBridged), ("remote_high", InputLine.RemoteHigh),
        ("remote_low", InputLine.RemoteLow),
    ]);

    /// <summary>The keys of every section, by its place; "[]" stands for each item and "*" for each name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Sections { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [""] = Root,
            ["lines"] = Lines,
            ["lines.outputs"] = Outputs.All,
            ["lines.outputs.*"] = Output,
            ["lines.inputs"] = Inputs.All,
            ["lines.inputs.*"] = Input,
            ["lines.heartbeat"] = Heartbeat,
            ["buses[]"] = Bus,
            ["sources[]"] = Source,
            ["watchdog"] = Watchdog,
            ["real_time"] = RealTime,
            ["guard"] = Guard,
            ["simulation"] = Simulation,
        };

    /// <summary>Name of a line as configuration files and messages call it.</summary>
    public static string NameOf(OutputLine line) => Outputs.Of(line);

    /// <summary>Name of a line as configuration files and messages call it.</summary>
    public static string NameOf(InputLine line) => Inputs.Of(line);
}

/// <summary>Names of the values of one kind.</summary>
internal sealed class Names<T>((string Name, T Value)[] pairs)
{
    public IReadOnlyList<string> All { get; } = [.. pairs.Select(p => p.Name)];

    public bool TryFind(string name, out T value)
    {
        foreach ((string known, T found) in pairs)
        {
            if (known == name)
            {
                value = found;
                return true;
            }
        }

        value = default!;
        return false;
    }

    public string Of(T value) => pairs.First(p => EqualityComparer<T>.Default.Equals(p.Value, value)).Name;
}
