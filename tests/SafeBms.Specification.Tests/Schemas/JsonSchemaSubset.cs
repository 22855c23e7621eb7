using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SafeBms.Specification.Tests.Schemas;

/// <summary>
/// Validates by the part of JSON Schema draft-07 that the schemas in spec/schema use. A keyword outside of that part
/// is an error, so that no rule of a schema is silently skipped.
/// </summary>
internal sealed class JsonSchemaSubset
{
    private static readonly HashSet<string> Annotations =
        ["$schema", "title", "description", "examples", "definitions", "then", "else"];

    private readonly Dictionary<string, JsonNode> documents = [];
    private readonly string root;

    internal JsonSchemaSubset(string folder, string file)
    {
        root = file;
        foreach (string path in Directory.EnumerateFiles(folder, "*.schema.json"))
        {
            documents.Add(Path.GetFileName(path), JsonNode.Parse(File.ReadAllText(path))!);
        }
    }

    /// <summary>Every violation as "place: what".</summary>
    internal IReadOnlyList<string> Validate(JsonNode? instance)
    {
        List<string> errors = [];
        Check(documents[root], root, instance, "$", errors);
        return errors;
    }

    private void Check(JsonNode? schema, string document, JsonNode? value, string place, List<string> errors)
    {
        if (schema is JsonValue constant)
        {
            if (!constant.GetValue<bool>())
            {
                errors.Add($"{place}: not allowed here");
            }

            return;
        }

        JsonObject rules = schema!.AsObject();
        if (rules["$ref"] is { } reference)
        {
            // Draft-07: whatever stands beside $ref is ignored.
            (JsonNode target, string targetDocument) = Resolve(reference.GetValue<string>(), document);
            Check(target, targetDocument, value, place, errors);
            return;
        }

        foreach ((string keyword, JsonNode? rule) in rules)
        {
            if (!Annotations.Contains(keyword))
            {
                CheckKeyword(keyword, rule!, rules, document, value, place, errors);
            }
        }
    }

    private void CheckKeyword(
        string keyword, JsonNode rule, JsonObject rules, string document, JsonNode? value, string place, List<string> errors)
    {
        switch (keyword)
        {
            case "type": CheckType(rule, value, place, errors); break;
            case "enum": Require(rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)), $"one of {rule.ToJsonString()}"); break;
            case "const": Require(JsonNode.DeepEquals(rule, value), $"must be {rule.ToJsonString()}"); break;
            case "pattern": Require(Text(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>()), $"must match {rule}"); break;
            case "minimum": Require(Number(value) is not { } low || low >= rule.GetValue<long>(), $"at least {rule}"); break;
            case "maximum": Require(Number(value) is not { } high || high <= rule.GetValue<long>(), $"at most {rule}"); break;
            case "minItems": Require(value is not JsonArray few || few.Count >= rule.GetValue<int>(), $"at least {rule} items"); break;
            case "maxItems": Require(value is not JsonArray many || many.Count <= rule.GetValue<int>(), $"at most {rule} items"); break;
            case "uniqueItems": Require(value is not JsonArray items || items.Select(item => item?.ToJsonString()).Distinct().Count() == items.Count, "items must differ"); break;
            case "minProperties": Require(value is not JsonObject own || own.Count >= rule.GetValue<int>(), $"at least {rule} keys"); break;
            case "required": CheckRequired(rule.AsArray(), value, place, errors); break;
            case "properties" or "additionalProperties" or "propertyNames": CheckMembers(keyword, rule, rules, document, value, place, errors); break;
            case "items" when value is JsonArray array:
                for (int index = 0; index < array.Count; index++) { Check(rule, document, array[index], $"{place}[{index}]", errors); }
                break;
            case "items": break;
            case "anyOf": Require(rule.AsArray().Any(option => Holds(option, document, value)), "fits none of the allowed forms"); break;
            case "allOf": foreach (JsonNode? part in rule.AsArray()) { Check(part, document, value, place, errors); } break;
            case "if": Check(rules[Holds(rule, document, value) ? "then" : "else"] ?? JsonValue.Create(true), document, value, place, errors); break;
            default: throw new NotSupportedException($"{document}: the keyword '{keyword}' is outside of the part that the tests understand");
        }

        void Require(bool condition, string expectation)
        {
            if (!condition)
            {
                errors.Add($"{place}: {expectation}");
            }
        }
    }

    private static void CheckRequired(JsonArray names, JsonNode? value, string place, List<string> errors)
    {
        if (value is JsonObject present)
        {
            errors.AddRange(names.Select(name => name!.GetValue<string>())
                .Where(name => !present.ContainsKey(name)).Select(name => $"{place}: '{name}' is missing"));
        }
    }

    private void CheckMembers(
        string keyword, JsonNode rule, JsonObject rules, string document, JsonNode? value, string place, List<string> errors)
    {
        if (value is not JsonObject members)
        {
            return;
        }

        JsonObject? declared = rules["properties"] as JsonObject;
        foreach ((string name, JsonNode? member) in members)
        {
            string inside = $"{place}.{name}";
            if (keyword == "propertyNames")
            {
                Check(rule, document, JsonValue.Create(name), inside, errors);
            }
            else if (keyword == "properties" && rule[name] is { } own)
            {
                Check(own, document, member, inside, errors);
            }
            else if (keyword == "additionalProperties" && declared?.ContainsKey(name) != true)
            {
                Check(rule, document, member, inside, errors);
            }
        }
    }

    private bool Holds(JsonNode? schema, string document, JsonNode? value)
    {
        List<string> errors = [];
        Check(schema, document, value, "$", errors);
        return errors.Count == 0;
    }

    private static void CheckType(JsonNode rule, JsonNode? value, string place, List<string> errors)
    {
        IEnumerable<string> allowed = rule is JsonArray list ? list.Select(item => item!.GetValue<string>()) : [rule.GetValue<string>()];
        string actual = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => Number(value) is null ? "number" : "integer",
        };
        if (!allowed.Contains(actual))
        {
            errors.Add($"{place}: {rule.ToJsonString()} expected, {actual} found");
        }
    }

    private (JsonNode Target, string Document) Resolve(string reference, string document)
    {
        string[] parts = reference.Split('#');
        string file = parts[0].Length == 0 ? document : parts[0];
        JsonNode target = documents[file];
        foreach (string step in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            target = target[step] ?? throw new InvalidOperationException($"{document}: '{reference}' leads nowhere");
        }

        return (target, file);
    }

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static long? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out long number) ? number : null;
}
