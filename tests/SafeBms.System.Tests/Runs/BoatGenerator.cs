using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

using Settings = IReadOnlyList<KeyValuePair<string, string>>;

/// <summary>A random boat and parameters that fit it.</summary>
internal sealed record RandomBoat(string Product, Settings Boat, Settings Parameters, int Batteries, int Cells)
{
    /// <summary>The same boat with what a recipe needs.</summary>
    public RandomBoat For(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Settings parameters = Replace(Parameters, recipe.Parameters);
        bool drivesAlternator = parameters.Any(p => p is { Key: "relay_mode", Value: "alternator" });
        Settings wiring = [new("alternator_on_relay", drivesAlternator ? "on" : "off")];
        return this with
        {
            Product = recipe.Product.Length > 0 ? recipe.Product : Product,
            Parameters = parameters,
            Boat = Replace(Replace(Boat, recipe.Boat), wiring),
        };
    }

    private static Settings Replace(Settings all, Settings some) =>
        [.. all.Where(a => some.All(s => s.Key != a.Key)), .. some];
}

/// <summary>
/// Draws boats. Times that may be configured are drawn towards their short end, so that a short run reaches what
/// comes after them; large banks are rare, because their scans take longest.
/// </summary>
internal static class BoatGenerator
{
    private static readonly (int Volt, int Cells, int Series)[] Banks =
        [(12, 4, 1), (12, 4, 1), (12, 4, 1), (24, 4, 2), (24, 8, 1), (48, 8, 2), (48, 4, 4)];

    public static Gen<RandomBoat> Any { get; } =
        from bank in Gen.Elements(Banks)
        from strings in Gen.Frequency((8, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(5)))
        from product in Gen.Frequency((3, Gen.Constant("lynx-smart-bms-500")), (1, Gen.Constant("lynx-smart-bms-1000")))
        from relay in Gen.Frequency((4, Gen.Constant("alternator")), (1, Gen.Constant("alarm")))
        from boat in Boat(bank.Volt)
        from parameters in Parameters
        select new RandomBoat(
            product,
            [
                Pair("system_voltage", Text(bank.Volt, "V")), Pair("cells_per_battery", Text(bank.Cells, "count")),
                Pair("parallel_strings", Text(strings, "count")),
                Pair("alternator_on_relay", relay == "alternator" ? "on" : "off"),
                .. boat.OfType<KeyValuePair<string, string>>(),
            ],
            [Pair("relay_mode", relay), .. parameters.OfType<KeyValuePair<string, string>>()],
            bank.Series * strings,
            bank.Cells);

    private static Gen<KeyValuePair<string, string>?[]> Boat(int volt) => Gen.CollectToArray(new[]
    {
        Sometimes("seed", Draw.Number(1, 1_000_000, "count")),
        Sometimes("capacity", Draw.Any(
            Draw.Number(10, 60, "Ah"), Draw.Number(60, 300, "Ah"), Draw.Number(300, 1000, "Ah"))),
        Sometimes("state_of_charge", Draw.Any(
            Draw.Number(200, 950, "permille"), Draw.Number(20, 250, "permille"), Draw.Number(900, 1000, "permille"))),
        Rarely("charge_spread", Draw.Number(0, 60, "permille")),
        Rarely("capacity_spread", Draw.Number(0, 60, "permille")),
        Rarely("ambient", Draw.Number(-150, 550, "dC")),
        // The smallest load resistance for pre-charge is 10 ohm at 12 V and 20 ohm above.
        Rarely("load_resistance", Draw.Number(volt == 12 ? 5 : 10, 500, "ohm")),
        Sometimes("load_capacitance", Draw.Number(1, 150, "mF")),
        Rarely("drop_out", Draw.Number(5, 60, "ms")),
        Rarely("pull_in", Draw.Number(5, 120, "ms")),
        Rarely("bounces", Draw.Number(0, 6, "count")),
        Rarely("relay_delay", Draw.Number(1, 40, "ms")),
        Rarely("noise", Gen.Constant("off")),
    });

    private static Gen<KeyValuePair<string, string>?[]> Parameters => Gen.CollectToArray(new[]
    {
        Sometimes("reclose_time", Draw.Number(1000, 10_000, "ms")),
        Sometimes("precharge_time_max", Draw.Number(1000, 12_000, "ms")),
        Sometimes("precharge_retry_time", Draw.Number(5000, 20_000, "ms")),
        Sometimes("precharge_attempts", Draw.Number(1, 4, "count")),
        Sometimes("permit_return_time", Draw.Number(10, 30, "s")),
        Sometimes("aux_hold_time", Draw.Number(60, 80, "s")),
        Rarely("alternator_lead_time", Draw.Number(2000, 2900, "ms")),
        Rarely("stop_current", Draw.Number(1, 100, "A")),
        Rarely("relay_pattern", Gen.Constant("intermittent")),
        Rarely("leakage_current", Draw.Number(200, 2000, "mA")),
        Rarely("prealarm_time", Draw.Number(30, 50, "s")),
        Rarely("cell_spread_warning", Draw.Number(50, 400, "mV")),
        Rarely("prealarm_discharge_current", Draw.Number(0, 600, "A")),
    });

    private static Gen<KeyValuePair<string, string>?> Sometimes(string name, Gen<string> value) =>
        Perhaps(name, value, 1);

    private static Gen<KeyValuePair<string, string>?> Rarely(string name, Gen<string> value) => Perhaps(name, value, 4);

    private static Gen<KeyValuePair<string, string>?> Perhaps(string name, Gen<string> value, int odds) =>
        from there in Gen.Choose(0, odds)
        from text in value
        select there == 0 ? Pair(name, text) : (KeyValuePair<string, string>?)null;

    private static KeyValuePair<string, string> Pair(string name, string value) => new(name, value);

    private static string Text(int value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value} {unit}");
}
