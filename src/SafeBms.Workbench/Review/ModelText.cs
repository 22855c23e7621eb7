using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>Texts of expressions and values, in the form in which people write them.</summary>
public sealed class ModelText
{
    private readonly Dictionary<string, EnumInfo> enums;

    /// <summary>Texts for one specification.</summary>
    public ModelText(SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        enums = model.Signals.Enums.ToDictionary(item => item.Name, StringComparer.Ordinal);
    }

    /// <summary>The text of an expression of a machine.</summary>
    public string Of(MachineInfo machine, Expr expression)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new ReadableExpression(Value, machine).Print(expression);
    }

    /// <summary>The text of an expression without temporal calls, as constraints and chains are.</summary>
    public string Of(Expr expression) => new ReadableExpression(Value, null).Print(expression);

    /// <summary>A value of a type: <c>2 s</c>, <c>3.75 V</c>, <c>true</c>, <c>alternator</c>.</summary>
    public string Value(ExprType type, long value)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            ValueKind.Bool => value != 0 ? "true" : "false",
            ValueKind.Enum => enums.TryGetValue(type.EnumName, out EnumInfo? item)
                ? item.Members.FirstOrDefault(member => member.Id == value)?.Name ?? Number(value)
                : Number(value),
            _ => Quantity(type.Unit, value),
        };
    }

    /// <summary>The declared range, or an empty text where there is none to speak of.</summary>
    public static string Range(ExprType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind == ValueKind.Int
            ? $"{Quantity(type.Unit, type.Min)} … {Quantity(type.Unit, type.Max)}"
            : string.Empty;
    }

    /// <summary>A number of base units, in the larger unit where that is shorter.</summary>
    public static string Quantity(string unit, long value)
    {
        (decimal scale, string name) = unit switch
        {
            "ms" when value != 0 && value % 3_600_000 == 0 => (3_600_000m, "h"),
            "ms" when value != 0 && value % 60_000 == 0 => (60_000m, "min"),
            "ms" when Math.Abs(value) >= 1000 => (1000m, "s"),
            "mV" when Math.Abs(value) >= 1000 => (1000m, "V"),
            "mA" when Math.Abs(value) >= 1000 => (1000m, "A"),
            "mWh" when Math.Abs(value) >= 1000 => (1000m, "Wh"),
            "dC" => (10m, "°C"),
            "permille" when value % 10 == 0 => (10m, "%"),
            "permille" => (1m, "‰"),
            "percent" => (1m, "%"),
            "ohm" => (1m, "Ω"),
            "count" => (1m, string.Empty),
            _ => (1m, unit),
        };
        return $"{(value / scale).ToString("0.###", CultureInfo.InvariantCulture)} {name}".TrimEnd();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
