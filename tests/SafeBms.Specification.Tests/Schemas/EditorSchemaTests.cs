using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace SafeBms.Specification.Tests.Schemas;

/// <summary>The schemas accept what is shipped and underline what people get wrong.</summary>
public sealed class EditorSchemaTests
{
    private static readonly string SchemaFolder = RepositoryRoot.Combine("spec", "schema");

    public static TheoryData<string> ShippedFiles() => [.. SpecificationFiles()];

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void Every_shipped_specification_file_fits_its_schema(string file)
    {
        string yaml = File.ReadAllText(RepositoryRoot.Combine("spec", file));
        IReadOnlyList<string> errors = new JsonSchemaSubset(SchemaFolder, SchemaOf(file)).Validate(YamlToJson.Read(yaml));
        Assert.True(errors.Count == 0, $"{file}:\n{string.Join('\n', errors)}");
    }

    [Theory]
    [MemberData(nameof(TypicalMistakes.All), MemberType = typeof(TypicalMistakes))]
    public void A_typical_mistake_is_underlined(string schema, string mistake, string good, string bad, string place)
    {
        JsonSchemaSubset validator = new(SchemaFolder, schema + ".schema.json");
        IReadOnlyList<string> clean = validator.Validate(YamlToJson.Read(good));
        Assert.True(clean.Count == 0, $"{mistake}: the correct twin is refused: {string.Join("; ", clean)}");

        IReadOnlyList<string> errors = validator.Validate(YamlToJson.Read(bad));
        Assert.True(errors.Any(error => error.StartsWith(place + ":", StringComparison.Ordinal)),
            $"{mistake}: expected at {place}, found: {string.Join("; ", errors)}");
    }

    [Fact]
    public void The_editor_settings_give_every_shipped_file_exactly_one_schema_and_name_no_schema_that_is_missing()
    {
        JsonObject map = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine(".vscode", "settings.json")))!["yaml.schemas"]!.AsObject();
        foreach ((string schema, JsonNode? _) in map)
        {
            Assert.True(File.Exists(RepositoryRoot.Combine(schema)), $"{schema} does not exist");
        }

        foreach (string file in SpecificationFiles())
        {
            List<string> matching = [.. map.Where(entry => Glob(entry.Value!.GetValue<string>()).IsMatch("spec/" + file)).Select(entry => entry.Key)];
            Assert.True(matching.Count == 1, $"{file} has the schemas [{string.Join(", ", matching)}]");
            Assert.EndsWith("/" + SchemaOf(file), matching[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_key_of_every_schema_carries_a_description_for_the_editor_to_show()
    {
        List<string> silent = [];
        foreach (string path in Directory.EnumerateFiles(SchemaFolder, "*.schema.json"))
        {
            Walk(JsonNode.Parse(File.ReadAllText(path))!, Path.GetFileName(path), silent);
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    private static void Walk(JsonNode node, string place, List<string> silent)
    {
        if (node is not JsonObject rules)
        {
            return;
        }

        if (rules["properties"] is JsonObject properties && rules["type"] is not null)
        {
            foreach ((string name, JsonNode? property) in properties)
            {
                if (property is JsonObject own && own["description"] is null && own["$ref"] is null && own["type"]?.ToJsonString() is not "\"object\"" and not "\"array\"")
                {
                    silent.Add($"{place}: '{name}' has no description");
                }
            }
        }

        foreach ((string name, JsonNode? child) in rules)
        {
            if (child is not null)
            {
                Walk(child, $"{place}/{name}", silent);
            }
        }
    }

    private static IEnumerable<string> SpecificationFiles()
    {
        string spec = RepositoryRoot.Combine("spec");
        return Directory.EnumerateFiles(spec, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(spec, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    private static string SchemaOf(string file)
    {
        string[] parts = Path.GetFileName(file).Split('.');
        return $"{parts[^2]}.schema.json";
    }

    private static Regex Glob(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");
}
