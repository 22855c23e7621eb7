using System.Text;

namespace SafeBms.Generator.Emit;

/// <summary>Names of the specification as C# names.</summary>
internal static class Naming
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
            "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false",
            "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is",
            "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary><c>charge-permit</c>, <c>pack_current</c>, <c>battery.cell</c> to <c>ChargePermit</c>,
    /// <c>PackCurrent</c>, <c>BatteryCell</c>.</summary>
    public static string Pascal(string name)
    {
        StringBuilder text = new(name.Length);
        bool upper = true;
        foreach (char letter in name)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                upper = true;
                continue;
            }

            text.Append(upper ? char.ToUpperInvariant(letter) : letter);
            upper = false;
        }

        if (text.Length == 0 || char.IsDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Pascal(string, string)"/>, with the unit last: <c>PackCurrent_mA</c>.</summary>
    public static string Pascal(string name, string unit) => Pascal(name) + Suffix(unit);

    /// <summary>A local or parameter: <c>packCurrent_mA</c>.</summary>
    public static string Camel(string name, string unit = "")
    {
        string pascal = Pascal(name);
        string camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1) + Suffix(unit);
        return Keywords.Contains(camel) ? "@" + camel : camel;
    }

    /// <summary>Class of a machine.</summary>
    public static string MachineClass(string machine) => Pascal(machine) + "Machine";

    private static string Suffix(string unit) => unit.Length == 0 || unit == "count" ? string.Empty : "_" + unit;
}
