using System.Globalization;

namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// A number with a unit, as the specification language writes it: <c>3.75 V</c>, <c>600 A</c>, <c>5 degC</c>,
/// <c>2 s</c>. Decimals are allowed where the result is a whole number of the base unit.
/// </summary>
public readonly record struct Quantity(long Value, string Unit)
{
    private static readonly Dictionary<string, (string Base, long Factor)> Units = new(StringComparer.Ordinal)
    {
        ["mV"] = ("mV", 1),
        ["V"] = ("mV", 1000),
        ["kV"] = ("mV", 1_000_000),
        ["mA"] = ("mA", 1),
        ["A"] = ("mA", 1000),
        ["kA"] = ("mA", 1_000_000),
        ["dC"] = ("dC", 1),
        ["degC"] = ("dC", 10),
        ["K"] = ("dC", 10),
        ["ms"] = ("ms", 1),
        ["s"] = ("ms", 1000),
        ["min"] = ("ms", 60_000),
        ["h"] = ("ms", 3_600_000),
        ["mohm"] = ("mohm", 1),
        ["ohm"] = ("ohm", 1),
        ["permille"] = ("permille", 1),
        ["%"] = ("permille", 10),
        ["percent"] = ("permille", 10),
        ["count"] = ("count", 1),
        ["Ah"] = ("Ah", 1),
        ["mW"] = ("mW", 1),
        ["W"] = ("mW", 1000),
        ["kW"] = ("mW", 1_000_000),
        ["uF"] = ("uF", 1),
        ["mF"] = ("uF", 1000),
        ["mWh"] = ("mWh", 1),
    };

    /// <summary>Every unit that may be written.</summary>
    public static IEnumerable<string> KnownUnits => Units.Keys;

    /// <summary>Reads a number with or without a unit; without one the unit is "count".</summary>
    public static bool TryParse(string text, out Quantity quantity, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        quantity = default;
        string trimmed = text.Trim();
        int end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-'))
        {
            end++;
        }

        string number = trimmed[..end];
        string unit = trimmed[end..].Trim();
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out decimal value))
        {
            problem = $"'{text}' is no number; write for example '10 s' or '3.2 V'.";
            return false;
        }

        return TryMake(value, unit.Length == 0 ? "count" : unit, text, out quantity, out problem);
    }

    /// <summary>Reads a duration in ms.</summary>
    public static bool TryParseDuration(string text, out long duration_ms, out string problem)
    {
        duration_ms = 0;
        if (!TryParse(text, out Quantity quantity, out problem))
        {
            return false;
        }

        if (quantity.Unit != "ms" || quantity.Value < 0)
        {
            problem = $"'{text}' is no duration; write for example '500 ms', '10 s', '5 min' or '1 h'.";
            return false;
        }

        duration_ms = quantity.Value;
        return true;
    }

    internal static bool TryMake(decimal number, string unit, string text, out Quantity quantity, out string problem)
    {
        quantity = default;
        if (!Units.TryGetValue(unit, out (string Base, long Factor) known))
        {
            problem = $"'{unit}' is no known unit in '{text}'; known are {string.Join(", ", Units.Keys)}.";
            return false;
        }

        if (Math.Abs(number) > 1_000_000_000_000m)
        {
            problem = $"'{text}' is too large.";
            return false;
        }

        decimal value = number * known.Factor;
        if (value != decimal.Truncate(value))
        {
            problem = $"'{text}' is not a whole number of {known.Base}.";
            return false;
        }

        quantity = new Quantity((long)value, known.Base);
        problem = "";
        return true;
    }
}
