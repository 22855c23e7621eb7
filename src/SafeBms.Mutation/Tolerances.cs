using System.Globalization;
using System.Text.RegularExpressions;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation;

/// <summary>The rule of tolerances: a change of a parameter by one unit that its <c>tolerance</c> calls of no
/// consequence needs no disposition of its own.</summary>
public sealed partial class Tolerances
{
    private static readonly Dictionary<string, decimal> Scales = new(StringComparer.Ordinal)
    {
        ["mV"] = 1, ["V"] = 1000, ["mA"] = 1, ["A"] = 1000, ["dC"] = 1, ["K"] = 10, ["degC"] = 10, ["ms"] = 1,
        ["s"] = 1000, ["min"] = 60_000, ["h"] = 3_600_000, ["permille"] = 1, ["ohm"] = 1, ["count"] = 1, [""] = 1,
    };

    private readonly Dictionary<string, ParameterInfo> parameters;

    /// <summary>Reads the tolerances of all parameters.</summary>
    public Tolerances(SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        parameters = model.Parameters.Parameters.ToDictionary(item => item.Name, StringComparer.Ordinal);
    }

    /// <summary>The reason if the mutant stays inside of a tolerance, else null.</summary>
    public string? Covers(Mutant mutant)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        if (mutant.Delta == 0 || !parameters.TryGetValue(mutant.Parameter, out ParameterInfo? parameter))
        {
            return null;
        }

        Match match = Amount().Match(parameter.Tolerance);
        if (!match.Success)
        {
            return null;
        }

        string sign = match.Groups[1].Value;
        bool isRightWay = sign == "+-" || (sign == "+" && mutant.Delta > 0) || (sign == "-" && mutant.Delta < 0);
        return isRightWay && Units(match, parameter) >= 1
            ? $"one unit of {parameter.Name} is inside of its tolerance: {parameter.Tolerance}"
            : null;
    }

    private static decimal Units(Match match, ParameterInfo parameter)
    {
        decimal amount = decimal.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        string unit = match.Groups[3].Value;
        return unit == "%" ? (parameter.Type.Unit == "permille" ? amount * 10 : parameter.Default * amount / 100)
            : Scales.TryGetValue(unit, out decimal scale) ? amount * scale : 0;
    }

    [GeneratedRegex(@"^(\+-|\+|-)\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*%?)")]
    private static partial Regex Amount();
}
