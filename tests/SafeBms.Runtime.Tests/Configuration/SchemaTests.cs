using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SafeBms.Runtime.Configuration;
using SafeBms.Specification.Tests.Schemas;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>The schema that editors use and the reader that decides say the same.</summary>
public sealed partial class SchemaTests
{
    private static readonly string Deploy = Path.Combine(Examples.Root, "deploy");

    private static readonly JsonObject Schema =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Deploy, "safebms.schema.json")))!.AsObject();

    private static IReadOnlyList<string> Validate(string yaml) =>
        new JsonSchemaSubset(Deploy, "safebms.schema.json").Validate(YamlToJson.Read(yaml));

    [Fact]
    public void Every_key_of_the_reader_is_in_the_schema_and_the_other_way_round()
    {
        SortedDictionary<string, SortedSet<string>> found = new(StringComparer.Ordinal);
        Collect(Schema, "", found);
        IEnumerable<string> expected = ConfigurationKeys.Sections
            .Select(s => $"{s.Key}: {string.Join(' ', s.Value.Order(StringComparer.Ordinal))}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, found.Select(f => $"{f.Key}: {string.Join(' ', f.Value)}").Order(StringComparer.Ordinal));
    }

    // Sections by their place, as in ConfigurationKeys; only what an object declares counts, not its conditions.
    private static void Collect(JsonNode node, string place, SortedDictionary<string, SortedSet<string>> into)
    {
        JsonObject rules = Resolve(node);
        if (rules["items"] is { } items)
        {
            Collect(items, place + "[]", into);
        }

        if (rules["properties"] is not JsonObject properties)
        {
            return;
        }

        Assert.False(rules["additionalProperties"]!.GetValue<bool>(), place);
        SortedSet<string> keys = new(properties.Select(p => p.Key), StringComparer.Ordinal);
        if (into.TryGetValue(place, out SortedSet<string>? before))
        {
            Assert.Equal(before, keys);
        }

        into[place] = keys;
        foreach ((string key, JsonNode? child) in properties)
        {
            bool isLine = place is "lines.outputs" or "lines.inputs";
            Collect(child!, isLine ? place + ".*" : place.Length == 0 ? key : $"{place}.{key}", into);
        }
    }

    private static JsonObject Resolve(JsonNode node)
    {
        JsonObject rules = node.AsObject();
        JsonNode? reference = rules["$ref"] ?? (rules["properties"] is null && rules["allOf"] is JsonArray { Count: 1 } only ? only[0]!["$ref"] : null);
        return reference is null ? rules : Schema["definitions"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject();
    }

    [Theory]
    [InlineData("driver", "lines/properties/driver")]
    public void Words_of_the_schema_are_those_of_the_reader(string key, string place)
    {
        Assert.NotNull(At(place + "/enum"));
        Assert.Equal(["virtual", "gpio"], Words(place));
        Assert.Equal(["simulated", "rig", "real"], Words("profile"));
        Assert.Equal(["virtual", "socketcan"], Words("buses/items/properties/" + key));
        Assert.Equal(["safebms", "lifepo4", "foxbms", "ivt_s"], Words("sources/items/properties/kind"));
        Assert.Equal(ConfigurationKeys.Quantities.All, Schema["definitions"]!["quantityName"]!["enum"]!.AsArray().Select(w => w!.GetValue<string>()));
        Assert.Equal(ConfigurationKeys.Biases.All.Order(), Schema["definitions"]!["bias"]!["enum"]!.AsArray().Select(w => w!.GetValue<string>()).Order());
    }

    private static IEnumerable<string> Words(string place) => At(place + "/enum")!.AsArray().Select(w => w!.GetValue<string>());

    private static JsonNode? At(string place) =>
        place.Split('/').Aggregate((JsonNode?)Schema["properties"], (node, step) => node?[step]);

    [Fact]
    public void Reader_and_schema_accept_the_shipped_files()
    {
        foreach (string text in new[] { Examples.Real, Examples.Rig, BuiltIn.Text() })
        {
            Assert.Empty(Validate(text));
            Assert.Empty(Examples.Read(text).Findings);
        }
    }

    [Fact]
    public void Reader_and_schema_accept_every_example_of_the_documentation()
    {
        string page = File.ReadAllText(Path.Combine(Examples.Root, "docs", "configuration.md"));
        List<string> examples = [.. Fence().Matches(page).Select(m => m.Groups[1].Value)];
        Assert.True(examples.Count >= 3, $"{examples.Count} examples");
        foreach (string example in examples)
        {
            // A part of a file is completed by the real example.
            string text = example.Contains("product:", StringComparison.Ordinal) ? example : Replaced(Examples.Real, example);
            Assert.Empty(Validate(text));
            ConfigurationResult result = Examples.Read(text);
            Assert.True(result.Installation is not null, string.Join('\n', result.Findings.Select(f => f.Format("example"))) + text);
        }
    }

    // Top-level sections of the part take the place of those of the whole.
    private static string Replaced(string whole, string part)
    {
        foreach (Match key in TopKey().Matches(part))
        {
            StringBuilder kept = new();
            bool inside = false;
            foreach (string line in whole.Split('\n'))
            {
                inside = line.StartsWith(key.Value, StringComparison.Ordinal)
                    || (inside && (line.Length == 0 || line[0] is ' ' or '#'));
                kept.Append(inside ? "" : line + "\n");
            }

            whole = kept.ToString();
        }

        return whole + part;
    }

    [Theory]
    [InlineData("profile: real ", "profil: real ")]
    [InlineData("driver: gpio", "driver: virtual")]
    [InlineData("{ line: 17 }", "{ lime: 17 }")]
    [InlineData("{ line: 17 }", "{ line: 17, drive: hard }")]
    [InlineData("period: 80 ms", "period: 80")]
    [InlineData("priority: 80", "priority: 99")]
    [InlineData("remote_low:         { constant: false }", "remote_low: { constant: maybe }")]
    [InlineData("  battery_count: 4 ", "  # ")]
    [InlineData("device: /dev/watchdog", "device: watchdog")]
    [InlineData("interface: can0", "interface: a-very-long-interface")]
    [InlineData("real_time: {", "guard: { scale: 2 }\nreal_time: {")]
    [InlineData("contactor_feedback: { line: 12, active_low: true, bias: pull_up }", "contactor_feedback: { follows: contactor_coil }")]
    public void Reader_and_schema_refuse_the_same_mistakes(string place, string instead)
    {
        string text = Examples.Spoiled(Examples.Real, place, instead);
        Assert.NotEmpty(Validate(text));
        Assert.Null(Examples.Read(text).Installation);
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^[a-z_]+:", RegexOptions.Multiline)]
    private static partial Regex TopKey();
}
