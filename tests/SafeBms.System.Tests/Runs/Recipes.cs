using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

/// <summary>The recipes, grouped as the properties are. A contactor closes about 6 s after the start.</summary>
internal static class Recipes
{
    private const string Cell = "battery[0].cell[0]";

    private static readonly Gen<int> Running = Gen.Choose(8_000, 12_000);
    private static readonly Gen<int> Now = Gen.Constant(0);
    private static readonly Gen<int> Soon = Gen.Choose(0, 3_000);
    private static readonly Gen<int> Hold = Gen.Choose(4_000, 9_000);

    public static IReadOnlyList<(int Weight, Recipe Recipe)> All { get; } =
    [
        .. Contactor(), .. Precharge(), .. Data(), .. Cells(), .. Temperatures(), .. Currents(), .. Modes(), .. Aux(),
    ];

    private static IEnumerable<(int, Recipe)> Contactor() =>
    [
        (2, Recipe.Of((Now, Set("load_obeys", "off")), (Now, Load(20, 300)), (Running, Fault("main-contactor-welded")),
            (Soon, Set("remote", "off")), (Hold, Acknowledge), (Soon, Set("remote", "on")))),
        (2, Recipe.Of((Soon, Fault("contactor-coil-open", "", "", 20_000)), (Running, Acknowledge))),
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Fault("contactor-drops")), (Hold, Acknowledge))),
        (2, Recipe.Of((Running, Fault("feedback-stuck", "contactor_feedback", "on", 30_000)),
            (Soon, Set("remote", "off")), (Hold, Set("remote", "on")))),
        (2, Recipe.Of((Now, Set("remote", "off")), (Running, Fault("sensor-offset", "pack_current", "900 mA", 12_000)),
            (Hold, Set("remote", "on")), (Running, Acknowledge))),
        (2, Recipe.Of((Running, Fault("permit-relay-stuck-closed", "allow_to_charge")), (Soon, Temperature(-100, 20)))),
        (2, Recipe.Of((Running, Fault("feedback-stuck", "discharge_readback", "off", 0)), (Hold, Acknowledge))),
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Fault("alternator-relay-welded")),
            (Soon, Temperature(-100, 20)))),
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Fault("alternator-relay-welded")),
            (Soon, Set("battery_cable", "off")))),
        (2, Recipe.Of((Running, Temperature(-100, 20)), (Hold, Set("battery_cable", "off"))).With(
            "relay_mode", "alternator")),
        (2, Recipe.Of((Running, Set("battery_cable", "off")), (Hold, Set("battery_cable", "on"))).With(
            "relay_mode", "alarm")),
    ];

    private static IEnumerable<(int, Recipe)> Precharge() =>
    [
        // 100 mF at some 200 mA: 12.8 V take six seconds.
        (3, SlowPrecharge((Gen.Choose(5_100, 9_000), Set("remote", "off")), (Hold, Set("remote", "on")))),
        (3, SlowPrecharge((Gen.Choose(5_100, 9_000), Set("battery_cable", "off")))),
        (2, SlowPrecharge((Gen.Choose(5_100, 7_000), Fault("sensor-stuck-at-value", "pack_current", "30 A", 4_000)))),
        (3, HopelessPrecharge((Gen.Choose(8_500, 11_000), Acknowledge), (Running, Acknowledge),
            (Soon, Set("remote", "off")), (Soon, Set("remote", "on"))).With("precharge_attempts", "2")),
        (3, HopelessPrecharge((Running, Acknowledge), (Soon, Set("remote", "off")),
            (Soon, Set("remote", "on"))).With("precharge_attempts", "1")),
        (2, Recipe.Of((Now, Fault("load-resistance", "", "3000 mohm", 15_000)), (Running, Acknowledge))),
        (2, Recipe.Of((Now, Fault("live-bus", "", "900 mV", 20_000)))),
        (1, Recipe.Of((Running, Acknowledge)).OnBoat("load_capacitance", "1 mF")),
    ];

    private static IEnumerable<(int, Recipe)> Data() =>
    [
        (3, Recipe.Of((Now, Set("alternator", "on")), (Running, Fault("battery-missing", "battery[0]", "", 9_000)),
            (Running, Acknowledge))),
        (2, Recipe.Of((Running, Fault("shunt-lost", "pack_current", "", 0)), (Hold, Acknowledge))),
        (2, Recipe.Of((Now, Load(1, 30)), (Running, Fault("sensor-offset", "battery_voltage", "1500 mV", 9_000)))),
        (1, Recipe.Of((Running, Fault("redundant-pair-disagrees", "", "40 A", 4_000)))),
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Set("battery_cable", "off")),
            (Hold, Set("battery_cable", "on")))),
        (3, Recipe.Of((Running, Set("scan_overrun", "on")), (Soon, Set("scan_overrun", "off")), (Hold, Acknowledge))),
        (1, Recipe.Of((Now, Set("retained_valid", "off")), (Running, Acknowledge))),
        (1, Recipe.Of((Now, Set("restarted_after_fault", "on")), (Running, Acknowledge))),
        (1, Recipe.Of((Now, Set("configuration_valid", "off")), (Running, Set("configuration_valid", "on")))),
        (1, Recipe.Of((Running, Fault("sensor-stuck-at-value", "battery_voltage", "65 V", 36_000)))),
        (1, Recipe.Of((Running, Fault("sensor-stuck-at-value", "battery_voltage", "78 V", 5_000)),
            (Hold, Acknowledge))),
        (1, Recipe.Of((Now, Fault("sensor-stuck-at-value", "battery_voltage", "7 V", 9_000)))),
        (2, Recipe.Of((Running, Stuck(Cell, 2_850, 2_950, "mV", 30_000))).With("cell_spread_warning", "100 mV")),
        (2, Recipe.Of((Now, Set("shore", "on")), (Running, Stuck(Cell, 3_900, 4_400, "mV", 12_000))).With(
            "cell_spread_limit", "400 mV")),
    ];

    private static IEnumerable<(int, Recipe)> Cells() =>
    [
        (3, Recipe.Of((Now, Set("alternator", "on")), (Running, Stuck(Cell, 3_760, 3_795, "mV", 6_000)),
            (Gen.Choose(20_000, 25_000), Acknowledge)).With("permit_return_time", "10 s")),
        (2, Recipe.Of((Now, Set("shore", "on")), (Running, Stuck(Cell, 3_760, 3_795, "mV", 6_000)),
            (Gen.Choose(6_000, 6_100), Stuck(Cell, 3_620, 3_740, "mV", 6_000)), (Running, Acknowledge))),
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Stuck(Cell, 3_805, 4_200, "mV", 6_000)),
            (Running, Acknowledge))),
        (2, Recipe.Of((Now, Set("shore", "on")), (Now, Set("shore_obeys", "off")), (Now, Set("load", "off")),
            (Running, Stuck(Cell, 3_760, 3_795, "mV", 0)), (Gen.Choose(36_000, 38_000), Acknowledge))),
        (3, Recipe.Of((Now, Load(2, 20)), (Running, Stuck(Cell, 2_720, 2_790, "mV", 38_000)),
            (Gen.Choose(54_000, 60_000), Acknowledge)).With("permit_return_time", "10 s").With(
            "prealarm_time", "30 s")),
        (2, Recipe.Of((Now, Load(2, 20)), (Running, Stuck(Cell, 1_500, 2_400, "mV", 6_000)), (Hold, Acknowledge))),
        (2, Recipe.Of((Now, Set("load_obeys", "off")), (Now, Set("alternator", "off")), (Now, Load(5, 60)),
            (Running, Stuck(Cell, 2_000, 2_490, "mV", 0)), (Gen.Choose(36_000, 38_000), Acknowledge))),
        (5, Recipe.Of((Now, Load(2, 20)), (Running, Stuck("state_of_charge", 20, 90, "permille", 38_000)),
            (Gen.Choose(54_000, 60_000), Acknowledge)).With("permit_return_time", "10 s").With(
            "prealarm_time", "30 s")),
    ];

    private static IEnumerable<(int, Recipe)> Temperatures() =>
    [
        (2, Recipe.Of((Now, Set("alternator", "on")), (Running, Temperature(-100, 40)), (Hold, Temperature(150, 250)),
            (Gen.Choose(24_000, 28_000), Acknowledge)).With("permit_return_time", "10 s")),
        (4, Recipe.Of((Now, Set("alternator", "on")), (Running, Temperature(610, 700)), (Hold, Temperature(150, 250)),
            (Gen.Choose(24_000, 28_000), Acknowledge)).With("permit_return_time", "10 s")),
        (1, Recipe.Of((Running, Temperature(760, 850)), (Running, Acknowledge))),
        (4, Recipe.Of((Running, Draw.Set("controller_warming", Draw.Number(600, 1000, "dC"))), (Running, Acknowledge))),
    ];

    private static IEnumerable<(int, Recipe)> Currents() =>
    [
        (3, Large(Recipe.Of((Now, Set("load_obeys", "off")), (Now, Set("load", "off")),
            (Now, Set("alternator", "off")), (Now, Set("shore", "off")), (Running, Load(640, 1100)),
            (Gen.Choose(64_000, 75_000), Set("load", "off")), (Gen.Choose(61_000, 66_000), Acknowledge),
            (Soon, Set("remote", "off")), (Soon, Set("remote", "on")), (Running, Acknowledge)))),
        (1, Large(Recipe.Of((Now, Set("load_obeys", "off")), (Now, Set("load", "off")),
            (Now, Set("alternator", "off")), (Now, Set("shore", "off")), (Running, Load(520, 580)),
            (Gen.Choose(365_000, 370_000), Acknowledge)))),
        (3, Large(Recipe.Of((Running, Fault("short-circuit", "", "1 mohm", 4_000)), (Hold, Acknowledge),
            (Gen.Choose(60_000, 64_000), Set("remote", "off")), (Soon, Set("remote", "on")), (Running, Acknowledge)))),
        (2, Large(Recipe.Of((Running, Fault("short-circuit", "", "1 mohm", 40)), (Hold, Acknowledge)))),
    ];

    private static IEnumerable<(int, Recipe)> Modes() =>
    [
        // A fault before the first closing, cleared, acknowledged, and the boat asked to start anew.
        (4, Quiet((Now, Set("battery_cable", "off")), (Running, Set("remote", "off")),
            (Soon, Set("battery_cable", "on")), (Hold, Acknowledge), (Gen.Choose(500, 3_000), Set("remote", "on")),
            (Gen.Choose(22_000, 25_000), Acknowledge))),
        (3, Quiet((Now, Set("remote", "off")), (Running, Set("remote", "on")),
            (Gen.Choose(22_000, 25_000), Acknowledge))),
        (2, Recipe.Of((Running, Set("mode", "standby")), (Hold, Set("mode", "on")), (Running, Set("mode", "off")))),
        (2, Recipe.Of((Running, Set("battery_alarm", "on")), (Hold, Set("battery_alarm", "off"))).With(
            "relay_mode", "alarm").With("relay_pattern", "intermittent")),
    ];

    private static IEnumerable<(int, Recipe)> Aux() =>
    [
        (2, Recipe.Of((Now, Load(1, 5)), (Running, Stuck(Cell, 2_000, 2_490, "mV", 0)),
            (Gen.Choose(66_000, 70_000), Set("load", "off"))).With("aux_hold_time", "60 s")),
        // Loads that ignore the permit open the contactor; then the bus is free for a pulse of charge.
        (2, Recipe.Of((Now, Set("load_obeys", "off")), (Now, Load(5, 50)),
            (Running, Stuck(Cell, 2_000, 2_490, "mV", 0)),
            (Gen.Choose(36_000, 40_000), Fault("live-bus", "", "1500 mV", 300)),
            (Gen.Choose(58_000, 62_000), Set("load", "off"))).With("aux_hold_time", "60 s")),
    ];

    private static Gen<Happening> Acknowledge => Set("acknowledge", "true");

    private static Gen<Happening> Set(string name, string value) => Draw.Set(name, Gen.Constant(value));

    private static Gen<Happening> Load(int least_A, int most_A) => Draw.Set("load", Draw.Number(least_A, most_A, "A"));

    private static Gen<Happening> Temperature(int least_dC, int most_dC) =>
        Draw.Set("battery_temperature", Draw.Number(least_dC, most_dC, "dC"));

    private static Gen<Happening> Fault(string fault, string target = "", string value = "", int length_ms = 0) =>
        Draw.Break(fault, target, value, length_ms);

    private static Gen<Happening> Stuck(string channel, int least, int most, string unit, int length_ms) =>
        Draw.Number(least, most, unit).Select(value => new Happening(0, "sensor-stuck-at-value", value)
        {
            IsFault = true,
            Target = channel,
            Duration_ms = length_ms,
        });

    private static Recipe SlowPrecharge(params (Gen<int> Gap_ms, Gen<Happening> One)[] steps) =>
        Recipe.Of(steps).OnBoat("load_capacitance", "100 mF").OnBoat("precharge_limit", "300 mA").OnBoat(
            "load_resistance", "500 ohm");

    // 20 mA through 500 ohm never reach the battery's voltage.
    private static Recipe HopelessPrecharge(params (Gen<int> Gap_ms, Gen<Happening> One)[] steps) =>
        Recipe.Of(steps).OnBoat("load_capacitance", "100 mF").OnBoat("precharge_limit", "20 mA").OnBoat(
            "load_resistance", "500 ohm").With("precharge_time_max", "2 s").With("precharge_retry_time", "5 s");

    // Nobody uses the boat, and nothing is wrong with it.
    private static Recipe Quiet(params (Gen<int> Gap_ms, Gen<Happening> One)[] steps) =>
        Recipe.Of([(Now, Set("load", "off")), (Now, Set("alternator", "off")), (Now, Set("shore", "off")), .. steps])
            .OnBoat("state_of_charge", "600 permille").OnBoat("ambient", "200 dC")
            .OnBoat("charge_spread", "3 permille");

    // Enough to carry hundreds of amperes for minutes.
    private static Recipe Large(Recipe recipe) =>
        (recipe with { Product = "lynx-smart-bms-500" })
            .OnBoat("capacity", "900 Ah").OnBoat("state_of_charge", "800 permille");
}
