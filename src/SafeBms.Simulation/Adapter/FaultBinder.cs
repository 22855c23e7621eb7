using System.Globalization;
using System.Text;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>A fault with its place and size, ready to be injected.</summary>
public readonly record struct BoundFault(FaultId Id, int Target, int Magnitude, int Rate);

/// <summary>
/// Reads faults by name: <c>main-contactor-welded</c> or <c>F22</c>, target <c>battery[0].cell[1]</c>.
/// </summary>
public static class FaultBinder
{
    private static readonly Dictionary<string, FaultId> Known = MakeNames();

    private static readonly Dictionary<string, int> Channels = new(StringComparer.Ordinal)
    {
        ["pack_current"] = Channel.PackCurrent,
        ["pack_current_redundant"] = Channel.RedundantCurrent,
        ["battery_voltage"] = Channel.BatteryVoltage,
        ["bus_voltage"] = Channel.BusVoltage,
        ["precharge_current"] = Channel.PrechargeCurrent,
        ["internal_temperature"] = Channel.BmsTemperature,
        ["state_of_charge"] = Channel.StateOfCharge,
    };

    private static readonly Dictionary<string, DigitalInput> ContactInputs = new(StringComparer.Ordinal)
    {
        ["contactor_feedback"] = DigitalInput.ContactorFeedback,
        ["precharge_readback"] = DigitalInput.PrechargeFeedback,
        ["relay_readback"] = DigitalInput.RelayReadback,
        ["charge_readback"] = DigitalInput.AtcReadback,
        ["discharge_readback"] = DigitalInput.AtdReadback,
        ["remote_bridged"] = DigitalInput.RemoteBridged,
        ["remote_high"] = DigitalInput.RemoteH,
        ["remote_low"] = DigitalInput.RemoteL,
        ["battery_cable_ok"] = DigitalInput.BatteryCableOk,
        ["battery_alarm"] = DigitalInput.BatteryAlarm,
        ["aux_fault"] = DigitalInput.AuxOverCurrent,
        ["scan_overrun"] = DigitalInput.ScanOverrun,
        ["configuration_valid"] = DigitalInput.ConfigurationOk,
        ["self_test_passed"] = DigitalInput.SelfTestOk,
        ["retained_valid"] = DigitalInput.RetainedDataOk,
        ["restarted_after_fault"] = DigitalInput.RestartedAfterFault,
    };

    /// <summary>Every name, in the order of the fault list.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<FaultId>().Select(NameOf);

    /// <summary>The digital inputs by name, in the order of their bits.</summary>
    public static IEnumerable<string> Contacts => ContactInputs.Keys;

    /// <summary>The name of a fault as scenarios write it.</summary>
    public static string NameOf(FaultId id)
    {
        StringBuilder name = new();
        foreach (char c in id.ToString())
        {
            name.Append(char.IsAsciiLetterUpper(c) && name.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    /// <summary>Reads a fault.</summary>
    /// <exception cref="ScenarioException">There is no such fault, place or size.</exception>
    public static BoundFault Bind(PlacedText fault, PlacedText? target, PlacedText? value, PlacedText? rate)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (!Known.TryGetValue(fault.Text, out FaultId id))
        {
            throw new ScenarioException(fault.Line, fault.Column,
                $"There is no fault '{fault.Text}'.{Suggest.Nearest(fault.Text, Known.Keys)} "
                + $"Possible are {string.Join(", ", Names)}.");
        }

        int place = target is null ? 0 : id switch
        {
            FaultId.MemoryBitFlip => Memory(target),
            FaultId.InputsLost => ContactMask(target) ?? throw new ScenarioException(target.Line, target.Column,
                $"'{target.Text}' is no contact, nor several with '+' between them."),
            _ => Target(target),
        };
        return new BoundFault(id, place, Magnitude(id, value), rate is null ? 0 : Number(rate));
    }

    private static int Target(PlacedText text)
    {
        if (Channels.TryGetValue(text.Text, out int channel))
        {
            return channel;
        }

        if (ContactInputs.TryGetValue(text.Text, out DigitalInput contact))
        {
            return (int)contact;
        }

        if (text.Text is "allow_to_charge" or "allow_to_discharge")
        {
            return text.Text == "allow_to_charge" ? 0 : 1;
        }

        int? several = text.Text.Contains('+', StringComparison.Ordinal) ? ContactMask(text) : null;
        return Member(text.Text) ?? several ?? throw new ScenarioException(text.Line, text.Column,
            $"'{text.Text}' is no place for a fault; possible are "
            + $"{string.Join(", ", Channels.Keys.Concat(ContactInputs.Keys))}, "
            + "allow_to_charge, allow_to_discharge, battery[0], battery[0].temperature, battery[0].cell[0].");
    }

    // Several contacts at once, for edges in the same scan: "remote_bridged + contactor_feedback".
    private static int? ContactMask(PlacedText text)
    {
        int mask = 0;
        foreach (string name in text.Text.Split('+', StringSplitOptions.TrimEntries))
        {
            mask |= ContactInputs.TryGetValue(name, out DigitalInput contact)
                ? 1 << (int)contact
                : throw new ScenarioException(text.Line, text.Column, $"'{name}' is no contact.");
        }

        return mask;
    }

    // A named value of the core, or a byte of its memory by number: "contactor.state", "memory[1200]".
    private static int Memory(PlacedText text) =>
        MemoryMap.TryFind(text.Text, out int first, out _)
            ? first
            : Index(text.Text, "memory") ?? throw new ScenarioException(text.Line, text.Column,
                $"'{text.Text}' is no value of the controller's memory.{Suggest.Nearest(text.Text, MemoryMap.Names)} "
                + "Write for example contactor.state, or memory[0] for a byte by number.");

    private static int? Member(string text)
    {
        string[] parts = text.Split('.');
        if (Index(parts[0], "battery") is not { } battery || battery >= PlantOptions.MaxBatteries)
        {
            return null;
        }

        return parts switch
        {
            [_] => battery,
            [_, "temperature"] => Channel.Temperature(battery),
            [_, var cell] when Index(cell, "cell") is { } number && number < PlantOptions.MaxCellsPerBattery =>
                Channel.Cell(battery, number),
            _ => null,
        };
    }

    private static int? Index(string text, string name) =>
        text.StartsWith(name + "[", StringComparison.Ordinal) && text.EndsWith(']')
        && int.TryParse(text[(name.Length + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;

    private static int Magnitude(FaultId id, PlacedText? value) => value switch
    {
        null => id switch
        {
            FaultId.CapacitorBank => 200,
            FaultId.LiveBus => 1000,
            FaultId.LoadResistance => 5_000,
            FaultId.ShortCircuit => 10,
            FaultId.FeedbackBounce => 3,
            FaultId.InputFlapping => 10,
            FaultId.InputGlitch => 1,
            FaultId.ContactorSlowRelease => 500,
            FaultId.FramesLost => 50,
            FaultId.ScanStarved => 4,
            _ => 0,
        },
        { Text: "on" or "true" or "open" } => 1,
        { Text: "off" or "false" or "short" } => 0,
        { Text: "not-a-number" } => 0,
        { Text: "infinity" } => 1,
        { Text: "negative" } => 2,
        _ => Number(value),
    };

    private static int Number(PlacedText text)
    {
        if (!Quantity.TryParse(text.Text, out Quantity quantity, out string problem))
        {
            throw new ScenarioException(text.Line, text.Column, problem);
        }

        // The plant counts resistances in mOhm and shares in per cent.
        long value = quantity.Unit switch
        {
            "ohm" => quantity.Value * 1000,
            "permille" when text.Text.Contains('%', StringComparison.Ordinal) => quantity.Value / 10,
            _ => quantity.Value,
        };
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new ScenarioException(text.Line, text.Column, $"'{text.Text}' is too large.");
    }

    private static Dictionary<string, FaultId> MakeNames()
    {
        Dictionary<string, FaultId> names = new(StringComparer.Ordinal);
        foreach (FaultId id in Enum.GetValues<FaultId>())
        {
            names[NameOf(id)] = id;
            names[string.Create(CultureInfo.InvariantCulture, $"F{(int)id:00}")] = id;
        }

        return names;
    }
}
