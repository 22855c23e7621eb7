using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

/// <summary>Draws what people do and what breaks on a boat with some batteries and cells; every time is 0.</summary>
internal sealed class HappeningGenerator(int batteries, int cells)
{
    private static readonly Gen<string> Nothing = Gen.Constant("");
    private static readonly Gen<string> OnOff = Draw.Word("on", "off");

    private static readonly Gen<string> Contact = Draw.Word(
        "contactor_feedback", "precharge_readback", "relay_readback", "charge_readback", "discharge_readback",
        "remote_bridged", "remote_high", "remote_low", "battery_cable_ok", "battery_alarm", "aux_fault",
        "self_test_passed", "configuration_valid", "retained_valid", "restarted_after_fault",
        "scan_overrun");

    private static readonly Gen<string> Demand = Draw.Any(
        Draw.Number(1, 90, "A"), Draw.Number(90, 650, "A"), Draw.Number(100, 5000, "W"), OnOff, Gen.Constant("off"));

    /// <summary>Somebody at the switches, the app or the loads.</summary>
    public static Gen<Happening> Operator { get; } = Gen.Frequency(
        (6, Draw.Set("remote", OnOff)),
        (1, Draw.Set("remote_high", OnOff)),
        (1, Draw.Set("remote_low", OnOff)),
        (4, Draw.Set("mode", Draw.Word("on", "off", "standby", "on"))),
        (4, Draw.Set("acknowledge", Gen.Constant("true"))),
        (4, Draw.Set("load", Demand)),
        (2, Draw.Set("inverter", Demand)),
        (2, Draw.Set("load_obeys", OnOff)),
        (3, Draw.Set("alternator", Draw.Word("on", "on", "off"))),
        (1, Draw.Set("alternator_current", Draw.Number(10, 300, "A"))),
        (2, Draw.Set("shore", OnOff)),
        (1, Draw.Set("shore_current", Draw.Number(1, 200, "A"))),
        (1, Draw.Set("shore_obeys", OnOff)),
        (1, Draw.Set("solar", OnOff)),
        (1, Draw.Set("solar_obeys", OnOff)),
        (1, Draw.Set("aux_load", Draw.Number(0, 2500, "mA"))));

    /// <summary>What nature and age do to the bank.</summary>
    public Gen<Happening> Bank => Gen.Frequency(
        (2, Draw.Set("battery_temperature", Draw.Number(-200, 800, "dC"))),
        (2, NamedSet(Battery, ".temperature", Draw.Number(-200, 850, "dC"))),
        (2, Draw.Set("state_of_charge", Draw.Number(0, 1000, "permille"))),
        (3, NamedSet(CellPlace, ".charge", Draw.Any(
            Draw.Number(0, 1000, "permille"), Draw.Number(0, 60, "permille"), Draw.Number(980, 1000, "permille")))),
        (1, Draw.Set("controller_warming", Draw.Number(0, 900, "dC"))),
        (1, Draw.Set("ambient", Draw.Number(-200, 700, "dC"))));

    /// <summary>Wires and software around the core.</summary>
    public static Gen<Happening> Line { get; } = Gen.Frequency(
        (2, Draw.Set("battery_cable", OnOff)),
        (2, Draw.Set("battery_alarm", OnOff)),
        (1, Draw.Set("scan_overrun", OnOff)),
        (1, Draw.Set("configuration_valid", OnOff)),
        (1, Draw.Set("self_test_passed", OnOff)),
        (1, Draw.Set("retained_valid", OnOff)),
        (1, Draw.Set("restarted_after_fault", OnOff)));

    /// <summary>F01 to F12: what sensors do wrong.</summary>
    public Gen<Happening> Sensor => Draw.Any(
        Draw.Break("sensor-stuck-at-last", Channel, Nothing),
        StuckAtValue,
        Offset,
        NoiseBurst,
        Draw.Break("open-cell-tap", CellPlace, Nothing),
        Draw.Break("swapped-cell-taps", CellPlace, Nothing),
        Draw.Break("bad-number", Channel, Draw.Word("not-a-number", "infinity", "negative")),
        Draw.Break("temperature-sensor-wire", Battery.Select(b => b + ".temperature"), Draw.Word("open", "short")),
        Draw.Break("current-sign-flip", Draw.Word("pack_current", "pack_current_redundant"), Nothing),
        Draw.Break("shunt-lost", Draw.Word("pack_current", "pack_current_redundant"), Nothing),
        Draw.Break("redundant-pair-disagrees", Nothing, Draw.Number(-100, 100, "A")),
        Draw.Break("battery-missing", Battery, Nothing));

    /// <summary>F22 to F34: what contacts, relays and the system side do wrong.</summary>
    public static Gen<Happening> Actuator { get; } = Draw.Any(
        Draw.Break("main-contactor-welded"),
        Draw.Break("precharge-welded"),
        Draw.Break("alternator-relay-welded"),
        Draw.Break("contactor-coil-open"),
        Draw.Break("contactor-slow-release", Nothing, Draw.Number(20, 600, "ms")),
        Draw.Break("feedback-bounce", Nothing, Draw.Number(1, 40, "count")),
        Draw.Break("feedback-stuck", Contact, OnOff),
        Draw.Break("contactor-drops"),
        Draw.Break("permit-relay-stuck-closed", Draw.Word("allow_to_charge", "allow_to_discharge"), Nothing),
        Draw.Break("short-circuit", Nothing, Draw.Any(Draw.Number(1, 20, "mohm"), Draw.Number(20, 2000, "mohm"))),
        Draw.Break("load-resistance", Nothing, Draw.Number(1000, 25_000, "mohm")),
        Draw.Break("capacitor-bank", Nothing, Draw.Number(10, 500, "count")),
        Draw.Break("live-bus", Nothing, Draw.Number(0, 12_000, "mV")));

    /// <summary>F35 to F38: disturbances and coincidences.</summary>
    public Gen<Happening> Disturbance => Draw.Any(
        Draw.Break("input-flapping", Contact, Draw.Number(1, 500, "ms")),
        Draw.Break("input-glitch", Contact, Draw.Number(1, 6, "ms")),
        Draw.Break("simultaneous-edges", from a in Contact from b in Contact select a + " + " + b, Nothing),
        Draw.Break("alarm-with-success", CellPlace, Draw.Word("0 count", "1 count")));

    public Gen<Happening> Fault => Gen.Frequency(
        (3, Sensor), (4, Actuator), (2, Disturbance), (2, Bank), (2, Line));

    private Gen<string> Battery =>
        Gen.Choose(0, batteries - 1).Select(b => string.Create(CultureInfo.InvariantCulture, $"battery[{b}]"));

    private Gen<string> CellPlace =>
        from battery in Battery
        from cell in Gen.Choose(0, cells - 1)
        select string.Create(CultureInfo.InvariantCulture, $"{battery}.cell[{cell}]");

    private Gen<string> Channel => Gen.Frequency(
        (5, Draw.Word("pack_current", "pack_current_redundant", "battery_voltage", "bus_voltage", "precharge_current",
            "internal_temperature", "state_of_charge")),
        (1, Battery.Select(b => b + ".temperature")),
        (2, CellPlace));

    private Gen<Happening> StuckAtValue => Draw.Any(
        Draw.Break("sensor-stuck-at-value", Draw.Word("pack_current", "pack_current_redundant"), Current),
        Draw.Break("sensor-stuck-at-value", Draw.Word("battery_voltage", "bus_voltage"), Draw.Number(0, 80, "V")),
        Draw.Break("sensor-stuck-at-value", Gen.Constant("precharge_current"), Draw.Number(0, 20, "A")),
        Draw.Break("sensor-stuck-at-value", Gen.Constant("internal_temperature"), Draw.Number(-400, 1400, "dC")),
        Draw.Break("sensor-stuck-at-value", Gen.Constant("state_of_charge"), Draw.Number(0, 1000, "permille")),
        Draw.Break("sensor-stuck-at-value", CellPlace, Draw.Number(500, 4500, "mV")),
        Draw.Break("sensor-stuck-at-value", Battery.Select(b => b + ".temperature"), Draw.Number(-400, 1400, "dC")));

    private Gen<Happening> Offset => Draw.Any(
        Draw.Break("sensor-offset", Draw.Word("pack_current", "pack_current_redundant"), Draw.Number(-60, 60, "A")),
        Draw.Break("sensor-offset", Draw.Word("battery_voltage", "bus_voltage"), Draw.Number(-3000, 3000, "mV")),
        Draw.Break("sensor-offset", CellPlace, Draw.Number(-900, 900, "mV")));

    private Gen<Happening> NoiseBurst => Draw.Any(
        Draw.Break("sensor-noise-burst", Gen.Constant("pack_current"), Draw.Number(1, 800, "A")),
        Draw.Break("sensor-noise-burst", Draw.Word("battery_voltage", "bus_voltage"), Draw.Number(10, 3000, "mV")),
        Draw.Break("sensor-noise-burst", CellPlace, Draw.Number(10, 800, "mV")));

    private static Gen<string> Current => Draw.Any(
        Draw.Number(-200, 200, "A"), Draw.Number(-5000, 5000, "A"), Draw.Number(-1000, 1000, "mA"));

    private static Gen<Happening> NamedSet(Gen<string> place, string what, Gen<string> value) =>
        from name in place
        from text in value
        select new Happening(0, name + what, text);
}
