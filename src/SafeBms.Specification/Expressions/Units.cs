namespace SafeBms.Specification.Expressions;

/// <summary>The units: base units of declarations, and the larger ones that literals may use.</summary>
internal static class Units
{
    // Scale = how many base units one of it is.
    private static readonly Dictionary<string, (string Base, decimal Scale)> All = new(StringComparer.Ordinal)
    {
        [""] = ("count", 1m),
        ["count"] = ("count", 1m),
        ["mV"] = ("mV", 1m),
        ["V"] = ("mV", 1000m),
        ["mA"] = ("mA", 1m),
        ["A"] = ("mA", 1000m),
        ["dC"] = ("dC", 1m),
        ["degC"] = ("dC", 10m),
        ["K"] = ("dC", 10m),
        ["us"] = ("ms", 0.001m),
        ["ms"] = ("ms", 1m),
        ["s"] = ("ms", 1000m),
        ["min"] = ("ms", 60_000m),
        ["h"] = ("ms", 3_600_000m),
        ["ohm"] = ("ohm", 1m),
        ["permille"] = ("permille", 1m),
        ["%"] = ("permille", 10m),
        ["percent"] = ("percent", 1m),
        ["mWh"] = ("mWh", 1m),
        ["Wh"] = ("mWh", 1000m),
        ["kWh"] = ("mWh", 1_000_000m),
    };

    /// <summary>Units that a declaration may name.</summary>
    public static IReadOnlyList<string> Declarable { get; } =
        ["mV", "mA", "dC", "ms", "ohm", "permille", "count", "percent", "mWh"];

    /// <summary>Every unit that a literal may have.</summary>
    public static IEnumerable<string> Known => All.Keys.Where(unit => unit.Length > 0);

    /// <summary>Finds the base unit and the scale of a literal's unit.</summary>
    public static bool TryFind(string unit, out string baseUnit, out decimal scale)
    {
        bool found = All.TryGetValue(unit, out (string Base, decimal Scale) entry);
        (baseUnit, scale) = found ? entry : (string.Empty, 1m);
        return found;
    }

    /// <summary>The base unit of a product, or null if the units cannot be multiplied.</summary>
    public static string? Product(string left, string right) => (left, right) switch
    {
        ("count", _) => right,
        (_, "count") => left,
        ("ohm", "mA") or ("mA", "ohm") => "mV",
        _ => null,
    };
}
