namespace SafeBms.Differential.Tests;

/// <summary>
/// Short scripts of faults that lead into states which independent random faults do not find within a run: each forces
/// some inputs for as long as the delay behind them takes, and often a little less or more.
/// </summary>
internal sealed class Episodes(Dice dice, Thresholds thresholds, Func<string, IReadOnlyList<Source>> find)
{
    /// <summary>Starts one episode; returns the scan in which the next one may begin.</summary>
    /// <param name="scan">Now.</param>
    /// <param name="isPrecharging">Pre-charge is on: only some episodes make sense.</param>
    public long Start(long scan, bool isPrecharging)
    {
        long battery_mV = 3_300 * thresholds.SeriesCells;
        if (isPrecharging)
        {
            return dice.Below(3) switch
            {
                0 => Force(scan, 1_500, ("bus_voltage", battery_mV + 3_000)),
                1 => Force(scan, 200, ("pack_current", Value("precharge_pack_current_max") + 1)),
                _ => Force(scan, Value("precharge_time_max") + 500, ("bus_voltage", battery_mV / 2)),
            };
        }

        return dice.Below(16) switch
        {
            0 or 1 => Force(scan, 30, ("pack_current", -Value("short_current") - 1)),
            2 => OverCurrent(scan, 1),
            3 => OverCurrent(scan, -1),
            4 => Force(scan, Near("prealarm_time", 8_000), ("state_of_charge", Value("discharge_floor"))),
            5 => Force(scan, Near("prealarm_time", 3_000), ("cell", Value("cell_uv1"))),
            6 => Force(
                scan,
                Near("temperature_trip_time", 1_500),
                ("internal_temperature", Value("internal_temperature_trip") + 1)),
            7 => Force(scan, 1 + dice.Below(3_000), ("battery_cable_ok", 0)),
            8 => CableAndAlarm(scan),
            9 => Force(scan, 60, ("battery_voltage", Value("voltage_absolute") + 1)),
            10 => Force(scan, Near("voltage_time", 100), ("battery_voltage", Value("voltage_max") + 1)),
            11 => Disobey(scan, "cell", Value("cell_uv2"), -5_000),
            12 => Disobey(scan, "cell", Value("cell_ov1") + 1, 5_000),
            13 => Force(scan, 5, ("scan_overrun", 1)),
            14 => Force(scan, Near("current_pair_time", 50), ("pack_current_redundant", 300_000)),
            _ => Force(scan, Near("cell_spread_time", 500), ("battery[0].cell[0].voltage", 2_700)),
        };
    }

    /// <summary>The contactor is open: only what shows without load.</summary>
    public long StartOpen(long scan) =>
        Force(scan, Near("leakage_time", 50), ("pack_current", Value("leakage_current") + 1));

    // Both ends may come first.
    private long CableAndAlarm(long scan)
    {
        long cable = Force(scan, 1 + dice.Below(3_000), ("battery_cable_ok", 0));
        long alarm = Force(scan, 1 + dice.Below(3_000), ("battery_alarm", 1));
        return Math.Max(cable, alarm);
    }

    private long OverCurrent(long scan, int sign)
    {
        long current_mA = sign * (Value("peak_current") + 1);
        long lasts = Value("peak_filter_time") + dice.Pick(
            [50, Value("over_current_permit_time") + 200,
             Value("over_current_permit_time") + Value("over_current_open_time") + 300]);
        return Force(scan, lasts, ("pack_current", current_mA), ("pack_current_redundant", current_mA));
    }

    private long Disobey(long scan, string input, long value, long current_mA)
    {
        long lasts = Value("prealarm_time") + Value("secondary_time") + dice.Between(-1_000, 6_000);
        return Force(scan, lasts, (input, value), ("pack_current", current_mA), ("pack_current_redundant", current_mA));
    }

    private long Force(long scan, long lasts, params (string Input, long Value)[] forced)
    {
        foreach ((string input, long value) in forced)
        {
            foreach (Source source in find(input))
            {
                source.Force(value, scan + lasts);
            }
        }

        return scan + lasts + dice.Between(500, 6_000);
    }

    private long Near(string delay, long margin) => Value(delay) + dice.Between(-margin, 2 * margin);

    private long Value(string parameter) => thresholds.Value(parameter);
}
