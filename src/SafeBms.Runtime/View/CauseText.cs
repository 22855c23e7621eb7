using System.Globalization;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.View;

/// <summary>Says in one sentence what came first: the cause, the value that made it, and when.</summary>
internal static class CauseText
{
    /// <summary>The sentence.</summary>
    public static string Sentence(Snapshot now)
    {
        string cause = now.OutputText("first_cause");
        if (cause == "none")
        {
            return "Nothing is latched: there is no cause since the start or the last acknowledgement.";
        }

        long scan = now[Figure.CauseScan];
        long ago_s = Math.Max(0, now[Figure.Scans] - scan) / 1000;
        string when =
            string.Create(CultureInfo.InvariantCulture, $"at {Format.Time(scan)} after the start ({ago_s} s ago)");
        return $"{What(cause, now)} {when}.";
    }

    private static string What(string cause, Snapshot s) => cause switch
    {
        "cell_over_voltage" => $"A cell was too high: {Extreme(s, highest: true)}",
        "cell_under_voltage" => $"A cell was too low: {Extreme(s, highest: false)}",
        "low_state_of_charge" =>
            $"The state of charge reached the discharge floor: {Format.Percent(At(s, "state_of_charge"))}",
        "over_temperature" => $"A battery was too hot: {Hottest(s, highest: true)}",
        "under_temperature" => $"A battery was too cold to be charged: {Hottest(s, highest: false)}",
        "over_current" => $"The current was too high for too long: {Format.Ampere(At(s, "pack_current"))}",
        "short_circuit" => $"A short circuit: {Format.Ampere(At(s, "pack_current"))}",
        "battery_cable" => "The battery cable loop was open",
        "cell_data_stale" => $"Cell data were too old: {Missing(s)}",
        "cell_data_missing" => $"Cell data were missing: {Missing(s)}",
        "battery_voltage" => $"The battery voltage was out of range: {Format.Volt(At(s, "battery_voltage"))}",
        "wrong_system_voltage" =>
            $"The battery voltage does not fit the configured system voltage: {Format.Volt(At(s, "battery_voltage"))}",
        "precharge_timeout" => $"Pre-charge did not come to its end in time: {Sides(s)}",
        "precharge_too_fast" => $"Pre-charge ended sooner than any load allows: {Sides(s)}",
        "precharge_low_resistance" => $"The load is too strong for the pre-charge: {Sides(s)}",
        "precharge_over_current" =>
            $"Too much current during pre-charge: {Format.Ampere(At(s, "pack_current"))}",
        "precharge_weld" => $"The pre-charge path conducts although it is off: {Sides(s)}",
        "contactor_weld" => $"The contactor did not open: {Contactor(s)}",
        "contactor_no_close" => $"The contactor did not close: {Contactor(s)}",
        "contactor_uncommanded_open" => $"The contactor opened by itself: {Contactor(s)}",
        "contactor_feedback" => $"The contactor's feedback does not fit its current and voltage: {Contactor(s)}",
        "relay_readback" => $"A relay does not follow its command: {Relays(s)}",
        "leakage_current" => $"Current flowed past the open contactor: {Format.Ampere(At(s, "pack_current"))}",
        "internal_temperature" => $"The controller was too hot: {Format.Celsius(At(s, "internal_temperature"))}",
        "self_test" => "The self-test did not pass",
        "configuration" => "The configuration is not valid",
        "scan_overrun" => "Scans were late for too long",
        "sensor_plausibility" =>
            $"Sensors contradict each other: pack current {Format.Ampere(At(s, "pack_current"))} and "
            + $"{Format.Ampere(At(s, "pack_current_redundant"))}, battery {Format.Volt(At(s, "battery_voltage"))}",
        "attempts_exhausted" => $"Every attempt to pre-charge failed: {Sides(s)}",
        "loads_ignore_atd" =>
            $"Loads kept on drawing although discharging was not allowed: {Format.Ampere(At(s, "pack_current"))}",
        "chargers_ignore_atc" =>
            $"Chargers kept on charging although it was not allowed: {Format.Ampere(At(s, "pack_current"))}",
        "property_violation" => "A property of the specification did not hold",
        "cell_imbalance" => $"Cells are too far apart: {Extreme(s, highest: true)}, {Extreme(s, highest: false)}",
        "aux_fault" => "The AUX output was overloaded",
        "retained_data" => "The retained data were lost at the start",
        "restarted_after_fault" => "The controller was restarted after it had died or hung",
        _ => $"The cause was {cause.Replace('_', ' ')}",
    };

    private static long? At(Snapshot s, string input) => s.Input(input, atCause: true);

    private static string Extreme(Snapshot s, bool highest)
    {
        (long? value, int battery, int cell) found = (null, 0, 0);
        for (int b = 0; b < s[Figure.Batteries]; b++)
        {
            for (int c = 0; c < s[Figure.Cells]; c++)
            {
                long? voltage = s.Cell(b, c, atCause: true);
                if (voltage is not null
                    && (found.value is null || (highest ? voltage > found.value : voltage < found.value)))
                {
                    found = (voltage, b, c);
                }
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Format.Volt(found.value)} (battery {found.battery}, cell {found.cell})");
    }

    private static string Hottest(Snapshot s, bool highest)
    {
        (long? value, int battery) found = (null, 0);
        for (int b = 0; b < s[Figure.Batteries]; b++)
        {
            long? value = s.Temperature(b, atCause: true);
            if (value is not null && (found.value is null || (highest ? value > found.value : value < found.value)))
            {
                found = (value, b);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Format.Celsius(found.value)} (battery {found.battery})");
    }

    private static string Missing(Snapshot s)
    {
        List<int> missing = [];
        for (int b = 0; b < s[Figure.Batteries]; b++)
        {
            bool complete = s.Temperature(b, atCause: true) is not null;
            for (int c = 0; c < s[Figure.Cells]; c++)
            {
                complete &= s.Cell(b, c, atCause: true) is not null;
            }

            if (!complete)
            {
                missing.Add(b);
            }
        }

        return missing.Count == 0 ? "no battery at that moment" : $"battery {string.Join(", ", missing)}";
    }

    private static string Sides(Snapshot s) =>
        $"battery {Format.Volt(At(s, "battery_voltage"))}, system {Format.Volt(At(s, "bus_voltage"))}, "
        + $"pre-charge {Format.Ampere(At(s, "precharge_current"))}";

    private static string Contactor(Snapshot s) =>
        $"feedback {(At(s, "contactor_feedback") == 1 ? "closed" : "open")}, {Format.Ampere(At(s, "pack_current"))}, "
        + $"battery {Format.Volt(At(s, "battery_voltage"))}, system {Format.Volt(At(s, "bus_voltage"))}";

    private static string Relays(Snapshot s) => string.Join(", ", new[]
    {
        ("programmable relay", "relay_readback"), ("allow-to-charge", "charge_readback"),
        ("allow-to-discharge", "discharge_readback"), ("pre-charge", "precharge_readback"),
    }.Select(r => $"{r.Item1} reads {(At(s, r.Item2) == 1 ? "on" : "off")}"));
}
