using System.Text;
using System.Text.Json;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// The configuration that is used when no file is named: everything simulated, with the boat that <c>safebms run</c>
/// shows. It is text like any other and goes through the same reader.
/// </summary>
public static class BuiltIn
{
    private static readonly (string Name, string Value)[] Boat =
        [("parallel_strings", "4"), ("state_of_charge", "70 %")];

    private static readonly (string Name, string Value)[] Switched =
        [("remote", "on"), ("alternator", "on"), ("load[2]", "30 A")];

    /// <summary>The product that runs if none is named.</summary>
    public const string DefaultProduct = "lynx-smart-bms-500";

    /// <summary>The text.</summary>
    /// <param name="product">Product, or null for the default one.</param>
    /// <param name="boat">How the boat differs from the default one.</param>
    /// <param name="parameters">Parameters that differ from the product's.</param>
    /// <param name="set">What is switched at the start besides, or otherwise than by default.</param>
    public static string Text(string? product = null, IReadOnlyList<Setting>? boat = null,
        IReadOnlyList<Setting>? parameters = null, IReadOnlyList<Setting>? set = null)
    {
        StringBuilder text = new();
        text.AppendLine("# The built-in configuration: lines, bus and boat are simulated.");
        text.Append("product: ").AppendLine(Quoted(product ?? DefaultProduct));
        text.AppendLine("profile: simulated");
        Section(text, "parameters", "", [], parameters);
        text.AppendLine("lines: { driver: virtual }");
        text.AppendLine("buses:");
        text.AppendLine("  - { name: virtual, driver: virtual }");
        text.AppendLine("sources:");
        text.AppendLine("  - { kind: safebms, bus: virtual, period: 80 ms, feeds: [cells, temperatures] }");
        text.AppendLine("  - { kind: safebms, bus: virtual, period: 10 ms, feeds: [pack_current,");
        text.AppendLine("      pack_current_redundant, battery_voltage, bus_voltage, precharge_current,");
        text.AppendLine("      internal_temperature, state_of_charge] }");
        text.AppendLine("guard: { scale: 20 } # a shared machine wakes a process tens of milliseconds late");
        text.AppendLine("simulation:");
        Section(text, "boat", "  ", Boat, boat);
        Section(text, "set", "  ", Switched, set);
        return text.ToString();
    }

    /// <summary>Reads <see cref="Text"/>.</summary>
    public static ConfigurationResult Read(string? product = null, IReadOnlyList<Setting>? boat = null,
        IReadOnlyList<Setting>? parameters = null, IReadOnlyList<Setting>? set = null) =>
        ConfigurationReader.Read(Encoding.UTF8.GetBytes(Text(product, boat, parameters, set)));

    private static void Section(StringBuilder text, string key, string indent, (string Name, string Value)[] defaults,
        IReadOnlyList<Setting>? given)
    {
        // The last of several settings of one name holds, as on the command line.
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((string name, string value) in defaults)
        {
            values[name] = value;
        }

        foreach (Setting setting in given ?? [])
        {
            values[setting.Name] = setting.Value;
        }

        if (values.Count == 0)
        {
            return;
        }

        text.Append(indent).Append(key).AppendLine(":");
        foreach ((string name, string value) in values)
        {
            text.Append(indent).Append("  ").Append(Quoted(name)).Append(": ").AppendLine(Quoted(value));
        }
    }

    // JSON's strings are YAML's double-quoted ones.
    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
