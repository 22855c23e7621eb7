using static SafeBms.Campaign.Claims;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>F01 to F12: what sensors and their wires do wrong.</summary>
internal static class SensorInjections
{
    private const string Cell = "battery[1].cell[1]";
    private const string OtherCell = "battery[0].cell[2]";
    private const string Temperature = "battery[1].temperature";

    private static readonly string[] Channels =
    [
        "pack_current", "pack_current_redundant", "battery_voltage", "bus_voltage", "precharge_current",
        "internal_temperature", "state_of_charge", Cell, Temperature,
    ];

    public static IEnumerable<Injection> All =>
    [
        .. StuckAtLast(), .. StuckCurrents(), .. StuckVoltages(), .. StuckOthers(), .. StuckCells(), .. Offsets(),
        .. Noise(), .. Wires(), .. BadNumbers(), .. Lost(),
    ];

    private static IEnumerable<Injection> StuckAtLast() =>
    [
        .. Channels.Select(channel => new Injection("F01", "last-" + Short(channel),
            [Break(0, "sensor-stuck-at-last", channel), Set(500, "inverter", "80 A")])
        {
            Length_ms = 4_000,
            Claims = channel.StartsWith("pack_current", StringComparison.Ordinal)
                ? [DrawsMore(Expected.Within(1_700, "battery_data_alarm == alarm and not allow_to_charge", "P41a"))]
                : [],
        }),
        new("F01", "frozen-battery",
            [
                Set(0, "load", "off"), Set(0, "inverter", "off"), Set(0, "alternator", "off"), Set(0, "shore", "off"),
                .. Enumerable.Range(0, 4).Select(c => Break(0, "sensor-stuck-at-last", $"battery[1].cell[{c}]")),
                Set(30_000, "load", "60 A"),
            ])
        {
            Length_ms = 64_000,
            Where = s => s.Is(StateTraits.Calm) && s.Boat == BoatSetup.Ordinary,
            Claims = [Calm(Expected.Within(62_000, "battery_data_alarm != ok", "P40"))],
        },
    ];

    private static IEnumerable<Injection> StuckCurrents() =>
    [
        .. Each("5900 A", "-5900 A").Select(value => new Injection("F02", "current-" + value.Replace(" ", ""),
            [Break(0, "sensor-stuck-at-value", "pack_current", value)])
        {
            Claims =
            [
                Closed(Expected.Within(FastSeen_ms + 8, "not allow_to_charge and not allow_to_discharge", "P31")),
                .. Opens(FastSeen_ms + 8 + Open_ms, 6_000, "P31, P32: after the time of the fuse"),
                Shows(FastSeen_ms + 110, "short_circuit"),
            ],
        }),
        new("F02", "current-0A", [Break(0, "sensor-stuck-at-value", "pack_current", "0 A")]) { Claims = [PairDiffers] },
        new("F02", "current-over-peak",
            [Break(0, "sensor-stuck-at-value", "pack_current", "-650 A")])
        {
            Length_ms = 66_000,
            Claims =
            [
                Closed(Expected.Within(300, "current_alarm == alarm", "REQ-CUR-02: over the peak")),
                Closed(Expected.Within(30_300, "not allow_to_discharge", "P29: 30 s after the alarm")),
                .. Opens(60_300 + Open_ms, 66_000, "P29: another 30 s later"),
            ],
            Where = s => s.Is(StateTraits.Calm),
        },
        new("F02", "redundant-5900A", [Break(0, "sensor-stuck-at-value", "pack_current_redundant", "5900 A")])
        {
            Claims = [Started(Expected.Within(1_200, "battery_data_alarm == alarm and not allow_to_charge", "P41a"))],
        },
    ];

    private static IEnumerable<Injection> StuckVoltages() =>
    [
        new("F02", "battery-voltage-0V", [Break(0, "sensor-stuck-at-value", "battery_voltage", "0 V")])
        {
            Length_ms = 36_000,
            Claims =
            [
                .. Opens(30_050 + Open_ms, 36_000, "P33: below 9 V for 30 s"),
                new(s => !s.Is(StateTraits.Closed) && !s.Is(StateTraits.Moving),
                    Expected.Never("rising(contactor_coil) or rising(precharge)", "P33, P34: nothing closes", 100)),
            ],
        },
        new("F02", "battery-voltage-100V", [Break(0, "sensor-stuck-at-value", "battery_voltage", "100 V")])
        {
            Claims =
            [
                .. Opens(50 + Open_ms, 6_000, "P33: above 75 V at once"),
                Calm(Expected.Within(160, "first_cause in {battery_voltage, wrong_system_voltage} and alarm", "P55")),
            ],
        },
        new("F02", "bus-voltage-0V", [Break(0, "sensor-stuck-at-value", "bus_voltage", "0 V")]),
        new("F02", "bus-voltage-200V", [Break(0, "sensor-stuck-at-value", "bus_voltage", "200 V")]),
        new("F02", "bus-voltage-14V", [Break(0, "sensor-stuck-at-value", "bus_voltage", "14 V")]),
    ];

    private static IEnumerable<Injection> StuckOthers() =>
    [
        new("F02", "precharge-current-0A", [Break(0, "sensor-stuck-at-value", "precharge_current", "0 A")]),
        new("F02", "precharge-current-50A", [Break(0, "sensor-stuck-at-value", "precharge_current", "50 A")]),
        new("F02", "internal-temperature-min", [Break(0, "sensor-stuck-at-value", "internal_temperature", "-500 dC")]),
        new("F02", "internal-temperature-max", [Break(0, "sensor-stuck-at-value", "internal_temperature", "1500 dC")])
        {
            Claims =
            [
                .. PermitsStop(CellSeen_ms, "REQ-TEMP-06: above 85 degC"),
                .. Opens(CellSeen_ms + 1_010 + Open_ms, 6_000, "above 95 degC for 1 s"),
                Shows(CellSeen_ms + 120, "internal_temperature"),
            ],
        },
        new("F02", "state-of-charge-0", [Break(0, "sensor-stuck-at-value", "state_of_charge", "0 permille")])
        {
            Length_ms = 33_000,
            Claims = [Calm(Expected.Within(200, "pre_alarm", "REQ-SOC: warned before it is stopped")),
                Calm(Expected.Within(31_000, "not allow_to_discharge", "discharge floor after the lead"))],
        },
        new("F02", "state-of-charge-full", [Break(0, "sensor-stuck-at-value", "state_of_charge", "1000 permille")]),
    ];

    private static IEnumerable<Injection> StuckCells() =>
    [
        new("F02", "cell-0mV", [Break(0, "sensor-stuck-at-value", Cell, "0 mV")]) { Claims = [.. CellsLost] },
        new("F02", "cell-500mV", [Break(0, "sensor-stuck-at-value", Cell, "500 mV")])
        {
            Claims = [.. PermitsStop(CellSeen_ms, "P24: very low; below the charge floor no charging")],
        },
        .. Each("3810 mV", "5000 mV").Select(value => new Injection("F02", "cell-" + value.Replace(" ", ""),
            [Break(0, "sensor-stuck-at-value", Cell, value)])
        {
            Claims =
            [
                .. ChargeStops(CellSeen_ms, "P22"),
                .. Opens(CellSeen_ms + 510 + Open_ms, 6_000, "P23: 500 ms, then in order"),
                Shows(CellSeen_ms + 110, "cell_over_voltage"),
            ],
        }),
        new("F02", "temperature-min", [Break(0, "sensor-stuck-at-value", Temperature, "-500 dC")])
        {
            Claims = [.. ChargeStops(CellSeen_ms, "P26")],
        },
        new("F02", "temperature-max", [Break(0, "sensor-stuck-at-value", Temperature, "1500 dC")])
        {
            Claims = [.. TooHot],
        },
    ];

    private static IEnumerable<Injection> Offsets() =>
    [
        new("F03", "battery-voltage", [Break(0, "sensor-offset", "battery_voltage", "1500 mV")])
        {
            Length_ms = 8_000,
            Claims = [new(s => s.Is(StateTraits.Calm) && !s.Is(StateTraits.Discharging) && !s.Is(StateTraits.Charging),
                Expected.Within(5_200, "battery_data_alarm == alarm", "P41"))],
        },
        new("F03", "current", [Break(0, "sensor-offset", "pack_current", "40 A")])
        {
            Claims = [Started(Expected.Within(1_200, "battery_data_alarm == alarm and not allow_to_charge", "P41a"))],
        },
        new("F03", "current-small", [Break(0, "sensor-offset", "pack_current", "5 A")])
        {
            Claims = [StaysClosed(6_000, "within the tolerance of the pair")],
        },
        new("F03", "cell-low", [Break(0, "sensor-offset", Cell, "-400 mV")])
        {
            Claims = [Calm(Expected.Within(CellSeen_ms, "pre_alarm", "REQ-UV-01"))],
        },
        new("F03", "cell-drift", [Break(0, "sensor-offset", Cell, "0 mV") with { Rate = "80 mV" }])
        {
            Length_ms = 14_000, Claims = [.. ChargeStops(8_000, "P22"), .. Opens(13_000, 14_000, "P23")],
        },
        new("F03", "temperature-drift", [Break(0, "sensor-offset", Temperature, "0 dC") with { Rate = "-40 dC" }])
        {
            Length_ms = 9_000, Claims = [.. ChargeStops(7_000, "P26")],
        },
    ];

    private static IEnumerable<Injection> Noise() =>
    [
        .. Each(
            ("pack_current", "800 A"), ("pack_current_redundant", "800 A"), ("battery_voltage", "3 V"),
            ("bus_voltage", "5 V"), (Cell, "800 mV"), (Temperature, "300 dC"), ("internal_temperature", "500 dC"))
            .Select(n => new Injection(
                "F04", Short(n.Item1), [Break(0, "sensor-noise-burst", n.Item1, n.Item2, 3_000)])),
    ];

    private static IEnumerable<Injection> Wires() =>
    [
        new("F05", "tap", [Break(0, "open-cell-tap", Cell)]) { Claims = [.. CellsLost] },
        new("F05", "last-tap", [Break(0, "open-cell-tap", "battery[0].cell[3]")]) { Claims = [.. CellsLost] },
        new("F06", "taps", [Break(0, "swapped-cell-taps", Cell)]) { Claims = [.. CellsLost] },
        new("F06", "last-taps", [Break(0, "swapped-cell-taps", "battery[0].cell[3]")]) { Claims = [.. CellsLost] },
        new("F08", "short", [Break(0, "temperature-sensor-wire", Temperature, "short")]) { Claims = [.. TooHot] },
        new("F08", "open", [Break(0, "temperature-sensor-wire", Temperature, "open")]) { Claims = [.. CellsLost] },
        .. Each("pack_current", "pack_current_redundant").Select(channel => new Injection(
            "F09", Short(channel), [Break(0, "current-sign-flip", channel)]) { Claims = [PairDiffers] }),
        .. Each(40, -40).Select(ampere => new Injection(
            "F11", $"{ampere}A", [Break(0, "redundant-pair-disagrees", "", $"{ampere} A")])
        {
            Claims = [Started(Expected.Within(1_200, "battery_data_alarm == alarm and not allow_to_charge", "P41a"))],
        }),
        new("F11", "15A", [Break(0, "redundant-pair-disagrees", "", "15 A")])
        {
            Claims = [StaysClosed(6_000, "within the tolerance of the pair")],
        },
    ];

    private static IEnumerable<Injection> BadNumbers() =>
    [
        .. from channel in Channels
           from value in Each("not-a-number", "infinity", "negative")
           select new Injection("F07", $"{Short(channel)}-{value}", [Break(0, "bad-number", channel, value)])
           {
               Length_ms = 8_500,
               Claims = value == "negative" ? [] : [.. Unknown(channel)],
           },
    ];

    private static IEnumerable<Injection> Lost() =>
    [
        new("F10", "shunt", [Break(0, "shunt-lost", "pack_current")])
        {
            Length_ms = 6_500, Claims = [.. Unknown("pack_current")],
        },
        new("F10", "redundant-shunt", [Break(0, "shunt-lost", "pack_current_redundant")]),
        new("F12", "battery", [Break(0, "battery-missing", "battery[1]")]) { Claims = [.. CellsLost] },
        new("F12", "battery-short", [Break(0, "battery-missing", "battery[0]", "", 90)])
        {
            Claims = [StaysClosed(6_000, "P38: one lost frame is no stale data")],
        },
        new("F12", "battery-1s", [Break(0, "battery-missing", "battery[0]", "", 1_000)])
        {
            Claims = [.. PermitsStop(CellsUnknown_ms, "P38"), StaysClosed(6_000, "P38a: 2 s")],
        },
        new("F12", "cell", [Break(0, "bad-number", OtherCell, "not-a-number")]) { Claims = [.. CellsLost] },
    ];

    private static Claim PairDiffers => new(
        s => s.Is(StateTraits.Calm) && (s.Is(StateTraits.Discharging) || s.Is(StateTraits.Charging)),
        Expected.Within(1_200, "battery_data_alarm == alarm and not allow_to_charge", "P41a"));

    private static IEnumerable<Claim> CellsLost =>
    [
        .. PermitsStop(CellsUnknown_ms, "P38"),
        .. Opens(CellsUnknown_ms + 2_010 + Open_ms, 6_000, "P38a: 2 s, then in order"),
        Calm(Expected.Within(CellsUnknown_ms + 110, "battery_data_alarm == alarm and first_cause != none", "P55")),
    ];

    private static IEnumerable<Claim> TooHot =>
    [
        .. PermitsStop(CellSeen_ms, "P27"),
        .. Opens(CellSeen_ms + 1_010 + Open_ms, 6_000, "P27: above 75 degC for 1 s"),
        Shows(CellSeen_ms + 110, "over_temperature"),
    ];

    private static IEnumerable<Claim> Unknown(string channel) => channel switch
    {
        Cell or Temperature => CellsLost,
        "pack_current" or "battery_voltage" => [.. Opens(2_050 + Open_ms, 6_000, "P38b: 2 s, then in order")],
        "internal_temperature" => [.. Opens(4_620 + Open_ms, 8_500, "P38b: max_age 2.5 s, 2 s, then in order")],
        "pack_current_redundant" =>
            [Started(Expected.Within(1_200, "battery_data_alarm == alarm and not allow_to_charge", "P41a"))],
        _ => [],
    };

    // Loads that obey draw the current only where they may.
    private static Claim DrawsMore(Expected what) =>
        new(s => s.Is(StateTraits.Calm) && s.Is(StateTraits.MayDischarge), what);

    private static string Short(string channel) =>
        channel.Replace("battery[1].cell[1]", "cell").Replace("battery[1].", "").Replace('_', '-');
}
