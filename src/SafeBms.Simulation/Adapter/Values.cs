using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// Reads values of settings; what is wrong becomes a <see cref="FormatException"/> with a clear sentence.
/// </summary>
internal static class Values
{
    public static bool Switch(string text) => text switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw new FormatException($"'{text}' is no switch position; write 'on' or 'off'."),
    };

    /// <summary>A whole number of a base unit; a bare number is taken as it is only for "count".</summary>
    public static int Whole(string text, string unit)
    {
        if (!Quantity.TryParse(text, out Quantity quantity, out string problem))
        {
            throw new FormatException(problem);
        }

        if (quantity.Unit != unit)
        {
            string example = Example(unit);
            throw new FormatException($"'{text}' is in {quantity.Unit}; here a value such as '{example}' is expected.");
        }

        return quantity.Value is >= int.MinValue and <= int.MaxValue
            ? (int)quantity.Value
            : throw new FormatException($"'{text}' is too large.");
    }

    public static int Duration(string text) => Whole(text, "ms");

    private static string Example(string unit) => unit switch
    {
        "mV" => "13.2 V",
        "mA" => "40 A",
        "dC" => "20 degC",
        "ms" => "500 ms",
        "permille" => "70 %",
        "mohm" => "200 mohm",
        "mW" => "500 W",
        "uF" => "50 mF",
        "Ah" => "200 Ah",
        _ => "4",
    };
}
