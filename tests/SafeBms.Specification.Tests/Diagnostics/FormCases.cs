using System.Text;
using static SafeBms.Specification.Tests.Diagnostics.DiagnosticCase;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Examples of the rules on the form of files, keys and values (SBMS001 to SBMS039).</summary>
internal static class FormCases
{
    private const string Product = "products/example.product.yaml";
    private const string GoodProduct = "product: example\ntitle: \"Example\"\nparameters: { cells_per_battery: 8 }\n";

    internal static IEnumerable<DiagnosticCase> All() => [.. Files(), .. Keys(), .. Values()];

    private static IEnumerable<DiagnosticCase> Files() =>
    [
        Bytes("SBMS001", Product, Padded(1_000_001), "# a file of 1,000,001 bytes", Padded(1_000_000), "# a file of 1,000,000 bytes"),
        Whole("SBMS006", Product, "# only a remark\n", GoodProduct),
        Whole("SBMS007", Product, "product: example\ntitle: \"Example\"\nparameters: { cells_per_battery: 8\n§", GoodProduct),
        Whole("SBMS008", Product, "product: example\ntitle: §&name \"Example\"\nparameters: { cells_per_battery: 8 }\n", GoodProduct),
        Whole("SBMS009", Product, "product: example\ntitle: §!!str Example\nparameters: { cells_per_battery: 8 }\n", GoodProduct),
        Whole("SBMS010", Product, GoodProduct + "§---\nproduct: second\n", GoodProduct),
        Whole("SBMS011", Product, GoodProduct + "§title: \"Again\"\n", GoodProduct),
        Whole("SBMS012", Product, GoodProduct + "§<<: { title: \"Merged\" }\n", GoodProduct),
        Whole("SBMS013", Product, GoodProduct + "deep: " + new string('[', 31) + "§[" + new string(']', 32) + "\n", GoodProduct),
        Whole("SBMS014", Product, GoodProduct + "§[list]: 1\n", GoodProduct),
        Machine("SBMS015",
            """
            machine: example
            purpose: "Shows one rule."
            hazards: [H1]
            uses: { bus: bus_voltage, vbat: battery_voltage }
            outputs:
              low: { type: bool, initial: false, drives: alarm, is: min(bus, §vbat) < 10 V else true }
            """,
            """
            machine: example
            purpose: "Shows one rule."
            hazards: [H1]
            uses: { bus: bus_voltage, vbat: battery_voltage }
            outputs:
              low: { type: bool, initial: false, drives: alarm, is: "min(bus, vbat) < 10 V else true" }
            """),
        Name("SBMS016", "products/example.yaml", Product, GoodProduct),
        Missing("SBMS017", "requirements.yaml"),
        Whole("SBMS018", Product, "product: example\ntitle: \"Example\"\nlist: [" + string.Join(", ", Enumerable.Repeat("1", 19_993)) + ", §1]\n", GoodProduct),
        Bytes("SBMS002", Product, [.. Encoding.UTF8.GetBytes(GoodProduct + "# "), 0xC3, 0x28, (byte)'\n'], GoodProduct + "# the bytes C3 28",
            Encoding.UTF8.GetBytes(GoodProduct + "# é\n"), GoodProduct + "# the bytes C3 A9 (é)").At(4, 3),
        Bytes("SBMS003", Product, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(GoodProduct)], "# the bytes EF BB BF come first\n" + GoodProduct,
            Encoding.UTF8.GetBytes(GoodProduct), GoodProduct),
        Whole("SBMS004", Product, "product: example\ntitle: \"Exa§\u0007mple\"\nparameters: { cells_per_battery: 8 }\n", GoodProduct),
        Whole("SBMS005", Product, "product: example\ntitle: \"Example\"\nparameters:\n§\tcells_per_battery: 8\n",
            "product: example\ntitle: \"Example\"\nparameters:\n  cells_per_battery: 8\n"),
    ];

    private static IEnumerable<DiagnosticCase> Keys() =>
    [
        Edit("SBMS020", "contactor.statemachine.yaml", "on_corrupt: Opening", "§on_corupt: Opening"),
        Edit("SBMS021", "system.yaml", "shutdown: shutdown-sequencer\n", "").At(1, 1),
        Edit("SBMS022", "system.yaml", "system: small-boat", "system: §[small-boat]"),
        Edit("SBMS023", "alternator-atc.statemachine.yaml", "  allowed: charge-permit.allowed", "  §2allowed: charge-permit.allowed"),
        Edit("SBMS024", "alternator-atc.statemachine.yaml", "  allowed: charge-permit.allowed", "  §elapsed: charge-permit.allowed"),
        Edit("SBMS025", "ordering.properties.yaml", "  - property: P02", "  - property: §P01"),
        Edit("SBMS026", "signals.yaml", "mode: { off: 0, standby: 1, on: 2 }", "mode: { off: 0, standby: 1, on: §1 }"),
        Edit("SBMS027", "ordering.properties.yaml", "    on_violation: shutdown", "    on_violation: §stop"),
        Edit("SBMS028", "signals.yaml", "    count: 4", "    count: §four"),
        Edit("SBMS029", "system.yaml", "system: small-boat", "system: §\"\""),
    ];

    private static IEnumerable<DiagnosticCase> Values() =>
    [
        Edit("SBMS030", "parameters.yaml", "default: 3750,", "default: §3900,"),
        Edit("SBMS031", "parameters.yaml", "range: [3600, 3800]", "range: §[3600]"),
        Edit("SBMS032", "parameters.yaml", "range: [3600, 3800]", "range: §[3800, 3600]"),
        Edit("SBMS033", "signals.yaml", "charge_current_limit: { type: int, unit: mA, range: [0, 2000000]",
            "charge_current_limit: { type: int, unit: mA, range: §[0, 3000000000]"),
        Edit("SBMS034", "signals.yaml", "contactor_coil: { type: bool,", "contactor_coil: { type: bool, unit: §mV,"),
        Edit("SBMS035", "signals.yaml", "wanted_mode: { type: mode,", "wanted_mode: { type: §modes,"),
        Edit("SBMS036", "parameters.yaml", "cell_high: { unit: mV,", "cell_high: { unit: §V,"),
        Edit("SBMS037", "signals.yaml", "  battery_voltage: { type: int, unit: mV, range: [0, 100000], safe: 0, period: 10 ms, max_age: 25 ms,",
            "  battery_voltage: { type: int, unit: mV, range: [0, 100000], safe: 0, period: 10 ms, max_age: §9 ms,"),
        Edit("SBMS038", "requirements.yaml", "REQ-TMP-01: { text: \"A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec }",
            "REQ-TMP-01: { text: \"A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: §later }"),
    ];

    private static byte[] Padded(int length)
    {
        byte[] content = new byte[length];
        Array.Fill(content, (byte)'\n');
        Encoding.UTF8.GetBytes(GoodProduct).CopyTo(content, 0);
        return content;
    }
}
