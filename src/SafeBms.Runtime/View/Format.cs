using System.Globalization;

namespace SafeBms.Runtime.View;

/// <summary>Numbers as people read them.</summary>
internal static class Format
{
    public static string Volt(long? mV, int digits = 2) => Scaled(mV, 1000, digits, "V");

    public static string Ampere(long? mA) => Scaled(mA, 1000, 1, "A");

    public static string Celsius(long? dC) => Scaled(dC, 10, 1, "degC");

    public static string Percent(long? permille) => Scaled(permille, 10, 1, "%");

    /// <summary>A duration of the scan: ns, us or ms.</summary>
    public static string Duration(long ns) => ns switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ns} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1000.0:0.0} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns / 1_000_000.0:0.00} ms"),
    };

    /// <summary>Time of a scan since the start: 1:02:03.456, 2:03.456 or 3.456 s.</summary>
    public static string Time(long scan)
    {
        long ms = scan % 1000;
        long s = scan / 1000;
        return s switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{s}.{ms:000} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{s / 60}:{s % 60:00}.{ms:000}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{s / 3600}:{s / 60 % 60:00}:{s % 60:00}.{ms:000}"),
        };
    }

    // Rounded first, so that a small negative value does not read "-0.0".
    private static string Scaled(long? value, int divisor, int digits, string unit) => value is { } number
        ? (Math.Round(number / (decimal)divisor, digits) + 0m).ToString("F" + digits, CultureInfo.InvariantCulture)
            + " " + unit
        : "not valid";
}
