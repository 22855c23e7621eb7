using System.Globalization;
using System.Text.Json.Nodes;
using SafeBms.Core;
using SafeBms.Devices.RealTime;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.View;

/// <summary>The state of a running controller as lines and as JSON.</summary>
internal static class StatusText
{
    private static readonly string[] Alarms =
    [
        "contactor_alarm", "cell_voltage_alarm", "temperature_alarm", "current_alarm", "battery_data_alarm",
        "low_charge_alarm", "internal_alarm",
    ];

    /// <summary>One line, for logs.</summary>
    public static string Line(Snapshot s)
    {
        (long? low, long? high) = Cells(s);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Format.Time(s[Figure.Scans]),10}  {s.OutputText("device_state"),-16} K {OnOff(s, "contactor_coil"),-3} "
            + $"relay {OnOff(s, "programmable_relay"),-3} ATC {OnOff(s, "allow_to_charge"),-3} "
            + $"ATD {OnOff(s, "allow_to_discharge"),-3} {Format.Volt(s.Input("battery_voltage")),9} "
            + $"{Format.Ampere(s.Input("pack_current")),9} cells {Format.Volt(low, 3)} to {Format.Volt(high, 3)} "
            + $"SoC {Format.Percent(s.Input("state_of_charge"))} cause {s.OutputText("first_cause")} "
            + $"scan {Format.Duration(s[Figure.Quantile99_ns])}");
    }

    /// <summary>Everything in lines.</summary>
    public static IEnumerable<string> Lines(Snapshot s)
    {
        (long? low, long? high) = Cells(s);
        yield return $"{s.Product}: {s.OutputText("device_state")}, up for {Format.Time(s[Figure.Scans])} "
            + $"(process {s.ProcessId})";
        yield return $"contactor {OnOff(s, "contactor_coil")}, relay {OnOff(s, "programmable_relay")}, pre-charge "
            + $"{OnOff(s, "precharge")}, allow-to-charge {OnOff(s, "allow_to_charge")}, allow-to-discharge "
            + $"{OnOff(s, "allow_to_discharge")}, AUX {OnOff(s, "aux")}, pre-alarm {OnOff(s, "pre_alarm")}";
        yield return $"battery {Format.Volt(s.Input("battery_voltage"))}, system "
            + $"{Format.Volt(s.Input("bus_voltage"))}, current "
            + $"{Format.Ampere(s.Input("pack_current"))}, state of charge {Format.Percent(s.Input("state_of_charge"))}";
        yield return $"cells {Format.Volt(low, 3)} to {Format.Volt(high, 3)} in {s[Figure.Batteries]} batteries";
        yield return $"limits: {Format.Volt(s.Output("charge_voltage_limit"))}, charge "
            + $"{Format.Ampere(s.Output("charge_current_limit"))}, discharge "
            + $"{Format.Ampere(s.Output("discharge_current_limit"))}";
        string[] active = [.. Alarms.Where(a => s.Output(a) != 0).Select(a => $"{a} {s.OutputText(a)}")];
        yield return active.Length == 0 ? "no alarm" : string.Join(", ", active);
        yield return CauseText.Sentence(s);
        yield return $"scan {Format.Duration(s[Figure.Median_ns])} median, "
            + $"{Format.Duration(s[Figure.Quantile999_ns])} 99.9 %, "
            + $"{s[Figure.LateScans]} late, {s[Figure.Overruns]} overruns, {s[Figure.Violations]} scans with a "
            + "violation";
        yield return $"{s[Figure.Allocated]} bytes allocated, {s[Figure.Collections]} collections, "
            + $"{s[Figure.Restarts]} restarts; CAN {s[Figure.FramesReceived]} frames, {s[Figure.FramesRejected]} "
            + $"refused, {s[Figure.FramesLost]} lost";
        IReadOnlyList<string> refused = Refused(s);
        yield return refused.Count == 0
            ? "real time: everything granted"
            : $"real time: the machine refuses {string.Join(", ", refused)} ('safebms doctor' says what to do)";
    }

    /// <summary>Everything as JSON.</summary>
    public static JsonObject Json(Snapshot s)
    {
        JsonObject outputs = [];
        for (int i = 0; i < OutputTable.Count; i++)
        {
            string name = OutputTable.Name(i);
            outputs[name] =
                Value(OutputTable.Text(i, s.Output(name)), s.Output(name), OutputTable.Text(i, 1) == "true");
        }

        JsonObject inputs = [];
        for (int i = 0; i < InputTable.Count; i++)
        {
            string name = InputTable.Name(i);
            if (!name.Contains('[', StringComparison.Ordinal) || s.Input(name) is not null)
            {
                inputs[name] = s.Input(name);
            }
        }

        JsonObject states = [];
        foreach ((string machine, string state) in s.States())
        {
            states[machine] = state;
        }

        return new JsonObject
        {
            ["product"] = s.Product,
            ["process"] = s.ProcessId,
            ["specification"] = Specification.Text,
            ["scans"] = s[Figure.Scans],
            ["stopping"] = s[Figure.Stopping] != 0,
            ["outputs"] = outputs,
            ["inputs"] = inputs,
            ["states"] = states,
            ["why"] = Why(s),
            ["scan_time_ns"] = ScanTimeJson(s),
            ["late_scans"] = s[Figure.LateScans],
            ["overruns"] = s[Figure.Overruns],
            ["wake_up_ns"] = WakeUpJson(s),
            ["allocated_bytes"] = s[Figure.Allocated],
            ["collections"] = s[Figure.Collections],
            ["lines"] = LinesJson(s),
            ["can"] = BusesJson(s),
            ["retained"] = new JsonObject
            {
                ["writes"] = s[Figure.RetainedWrites],
                ["failures"] = s[Figure.RetainedFailures],
            },
            ["restarts"] = s[Figure.Restarts],
            ["scale"] = s[Figure.Scale],
            ["real_time"] = RealTimeJson(s),
            ["scans_with_violation"] = s[Figure.Violations],
        };
    }

    /// <summary>What of the real-time set-up was refused, in words; empty if nothing was.</summary>
    public static IReadOnlyList<string> Refused(Snapshot s)
    {
        long refused = s[Figure.RealTimeAsked] & ~s[Figure.RealTimeGranted];
        return [.. Enum.GetValues<RealTimeGrants>()
            .Where(g => g != RealTimeGrants.None && ((long)g & refused) == (long)g).Select(g => g.ToString())];
    }

    private static JsonObject ScanTimeJson(Snapshot s) => new()
    {
        ["median"] = s[Figure.Median_ns],
        ["p99"] = s[Figure.Quantile99_ns],
        ["p999"] = s[Figure.Quantile999_ns],
        ["maximum"] = s[Figure.Maximum_ns],
    };

    private static JsonObject WakeUpJson(Snapshot s) => new()
    {
        ["median"] = s[Figure.WakeUpMedian_ns],
        ["p999"] = s[Figure.WakeUp999_ns],
        ["maximum"] = s[Figure.WakeUpMaximum_ns],
    };

    private static JsonObject LinesJson(Snapshot s) => new()
    {
        ["write_failures"] = s[Figure.WriteFailures],
        ["mismatches"] = s[Figure.Mismatches],
        ["dry_run"] = s[Figure.DryRun] != 0,
    };

    private static JsonObject BusesJson(Snapshot s) => new()
    {
        ["received"] = s[Figure.FramesReceived],
        ["rejected"] = s[Figure.FramesRejected],
        ["foreign"] = s[Figure.FramesForeign],
        ["lost"] = s[Figure.FramesLost],
        ["floods"] = s[Figure.Floods],
        ["bus_offs"] = s[Figure.BusOffs],
        ["rebinds"] = s[Figure.Rebinds],
        ["silent_buses"] = s[Figure.SilentBuses],
    };

    private static JsonObject RealTimeJson(Snapshot s) => new()
    {
        ["complete"] = s[Figure.RealTimeAsked] != 0 && s[Figure.RealTimeAsked] == s[Figure.RealTimeGranted],
        ["refused"] = new JsonArray([.. Refused(s).Select(r => (JsonNode)r)]),
    };

    /// <summary>The first cause as JSON.</summary>
    public static JsonObject Why(Snapshot s) => new()
    {
        ["cause"] = s.OutputText("first_cause"),
        ["scan"] = s[Figure.CauseScan] < 0 ? null : s[Figure.CauseScan],
        ["sentence"] = CauseText.Sentence(s),
    };

    /// <summary>Lowest and highest valid cell.</summary>
    public static (long? Low, long? High) Cells(Snapshot s)
    {
        long? low = null;
        long? high = null;
        for (int b = 0; b < s[Figure.Batteries]; b++)
        {
            for (int c = 0; c < s[Figure.Cells]; c++)
            {
                if (s.Cell(b, c) is { } voltage)
                {
                    low = Math.Min(low ?? voltage, voltage);
                    high = Math.Max(high ?? voltage, voltage);
                }
            }
        }

        return (low, high);
    }

    public static string OnOff(Snapshot s, string output) => s.Output(output) != 0 ? "on" : "off";

    private static JsonValue Value(string text, long value, bool isSwitch) =>
        isSwitch ? JsonValue.Create(value != 0)
        : text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '-') ? JsonValue.Create(value)
        : JsonValue.Create(text);
}
