using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Reports;

/// <summary>The report in the schema of mutation-testing-elements (version 2), which Stryker's viewer opens, and the
/// page that shows it.</summary>
public static class ElementsReport
{
    private const int High_percent = 100;
    private const int Low_percent = 95;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON.</summary>
    public static string Json(
        IReadOnlyList<Judgement> judgements, IReadOnlyList<SpecificationFile> files, SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(model);
        JsonObject reported = [];
        foreach (IGrouping<string, Judgement> group in judgements
            .GroupBy(item => item.Mutant.File).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string source = Encoding.UTF8.GetString(files.Single(file => file.Path == group.Key).Content);
            reported[group.Key] = new JsonObject
            {
                ["language"] = "yaml",
                ["source"] = source,
                ["mutants"] = new JsonArray([.. group.Select(item => One(item, source))]),
            };
        }

        JsonObject report = new()
        {
            ["schemaVersion"] = "2",
            ["thresholds"] = new JsonObject { ["high"] = High_percent, ["low"] = Low_percent },
            ["framework"] = new JsonObject { ["name"] = "safebms-spec mutate" },
            ["files"] = reported,
            ["testFiles"] = Tests(judgements, model),
        };
        return report.ToJsonString(Options);
    }

    /// <summary>A page that shows the report without a network.</summary>
    public static string Html(string json, string title)
    {
        ArgumentNullException.ThrowIfNull(json);
        using Stream stream = typeof(ElementsReport).Assembly
            .GetManifestResourceStream("viewer/mutation-test-elements.js")
            ?? throw new InvalidOperationException("the viewer is not part of this assembly");
        using StreamReader reader = new(stream);

        // Inside of a script element "</" would end it, whatever stands around it.
        string safe = json.Replace("<", "\\u003c", StringComparison.Ordinal);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title
            + "</title>\n<script>" + reader.ReadToEnd().Replace("</script", "<\\/script", StringComparison.Ordinal)
            + "</script>\n</head>\n<body>\n<mutation-test-report-app title-postfix=\"" + title
            + "\"></mutation-test-report-app>\n<script>\ndocument.querySelector('mutation-test-report-app').report = "
            + safe + ";\n</script>\n</body>\n</html>\n";
    }

    private static JsonObject One(Judgement item, string source)
    {
        Mutant mutant = item.Mutant;
        string status = item.Result.IsKilled ? "Killed" : item.Kind.Length > 0 ? "Ignored"
            : item.Result.Net == MutantResult.Nets.Error ? "RuntimeError"
            : item.Result.Reached == 0 ? "NoCoverage" : "Survived";
        string reason = item.Kind.Length > 0 ? $"{item.Kind}: {item.Disposition}" : item.Result.Detail;
        return new JsonObject
        {
            ["id"] = mutant.Id,
            ["mutatorName"] = mutant.Operator,
            ["description"] = $"{mutant.Id}: {mutant.Change}",
            ["replacement"] = mutant.Replacement,
            ["location"] = new JsonObject
            {
                ["start"] = Place(source, mutant.Start), ["end"] = Place(source, mutant.Start + mutant.Length),
            },
            ["status"] = status,
            ["statusReason"] = $"{item.Result.Net}: {reason}",
            ["killedBy"] = new JsonArray([.. Killers(item).Select(id => JsonValue.Create(id))]),
            ["coveredBy"] = new JsonArray([.. Killers(item).Select(id => JsonValue.Create(id))]),
        };
    }

    private static IEnumerable<string> Killers(Judgement item) =>
        item.Result.IsKilled ? item.Result.By.Distinct(StringComparer.Ordinal) : [];

    private static JsonObject Place(string source, int offset)
    {
        int line = source.AsSpan(0, offset).Count('\n') + 1;
        int start = offset == 0 ? 0 : source.LastIndexOf('\n', offset - 1) + 1;
        return new JsonObject { ["line"] = line, ["column"] = offset - start + 1 };
    }

    private static JsonObject Tests(IReadOnlyList<Judgement> judgements, SpecificationModel model)
    {
        Dictionary<string, PropertyInfo> properties = model.Properties.Properties
            .ToDictionary(property => property.Id, StringComparer.Ordinal);
        JsonObject files = [];
        foreach (IGrouping<string, string> group in judgements.SelectMany(Killers).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).GroupBy(id => FileOf(id, properties)))
        {
            files[group.Key] = new JsonObject
            {
                ["tests"] = new JsonArray([.. group.Select(id => new JsonObject
                {
                    ["id"] = id,
                    ["name"] = properties.TryGetValue(id, out PropertyInfo? property) ? $"{id} {property.Text}" : id,
                })]),
            };
        }

        return files;
    }

    private static string FileOf(string id, Dictionary<string, PropertyInfo> properties) =>
        properties.TryGetValue(id, out PropertyInfo? property) ? property.File
        : id.StartsWith("SBMS", StringComparison.Ordinal) ? "check"
        : $"scenarios/{id.Split(':')[0]}.scenario.yaml";
}
