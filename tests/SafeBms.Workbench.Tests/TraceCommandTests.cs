using System.Text.Json;
using Xunit;

namespace SafeBms.Workbench.Tests;

/// <summary><c>safebms-spec trace</c> as a user types it, on the small specification with a scenario and a test of its
/// own.</summary>
public sealed class TraceCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public TraceCommandTests()
    {
        Directory.CreateDirectory(At("scenarios"));
        Directory.CreateDirectory(At("tests"));
        Directory.CreateDirectory(At("results"));
        File.WriteAllText(At("tests/A.cs"), "namespace A;\npublic class ATests\n{\n");
    }

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void A_new_requirement_is_suspect_until_it_is_accepted_and_again_when_its_words_change()
    {
        Assert.Equal(1, Trace());
        string[] ids = Suspects();
        Assert.NotEmpty(ids);
        Assert.Equal(0, Trace(["--accept", .. ids]));
        Trace();
        Assert.Empty(Suspects());

        string requirement = ids[0];
        string text = Json().GetProperty("requirements").EnumerateArray()
            .First(item => item.GetProperty("id").GetString() == requirement).GetProperty("text").GetString()!;
        workbench.Edit("requirements.yaml", text, text + " Always.");
        Assert.Equal(1, Trace());
        Assert.Equal([requirement], Suspects());
        Assert.Equal(0, Trace("--accept", requirement));
        Trace();
        Assert.Empty(Suspects());
    }

    [Fact]
    public void Accepting_what_does_not_exist_changes_nothing()
    {
        Assert.Equal(2, Trace("--accept", "REQ-NO-99"));
        Assert.Contains("there is no requirement 'REQ-NO-99'", workbench.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("reviewed.yaml")));
    }

    [Fact]
    public void Each_format_writes_its_files_and_leaves_no_half_ones()
    {
        foreach ((string format, string[] names) in new[]
        {
            ("html", new[] { "trace.html" }),
            ("json", ["trace.json"]),
            ("lobster", ["hazards.lobster", "requirements.lobster", "implementation.lobster", "activities.lobster", "lobster.conf"]),
        })
        {
            Assert.InRange(Trace("--format", format, "--out", Path.Combine(workbench.Out, format)), 0, 1);
            Assert.Equal(
                names.Order(StringComparer.Ordinal),
                Directory.GetFiles(Path.Combine(workbench.Out, format)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_test_that_names_an_unknown_requirement_or_claims_in_the_old_way_is_found()
    {
        File.WriteAllText(At("tests/A.cs"), "[Fact]\n[Requirement(\"REQ-NO-99\")]\npublic void It_holds()\n");
        Assert.Equal(1, Trace());
        Assert.Contains("there is no REQ-NO-99", workbench.Error, StringComparison.Ordinal);
        File.WriteAllText(At("tests/A.cs"), "[Fact]\n[Trait(\"Requirement\", \"REQ-NO-99\")]\npublic void It_holds()\n");
        Assert.Equal(2, Trace());
        Assert.Contains("write [Requirement", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transition_with_an_unknown_requirement_breaks_the_trace()
    {
        string text = File.ReadAllText(Path.Combine(workbench.Specification, "charge-permit.statemachine.yaml"));
        string id = System.Text.RegularExpressions.Regex.Match(text, "requirement: (REQ-[A-Z0-9-]+)").Groups[1].Value;
        workbench.Edit("charge-permit.statemachine.yaml", "requirement: " + id, "requirement: REQ-NO-99");
        Assert.Equal(1, Trace());
        Assert.Contains("SBMS141", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_that_are_damaged_or_missing_are_said_so_without_a_stack_trace()
    {
        File.WriteAllText(At("results/a.trx"), "<TestRun><Results>");
        Assert.Equal(2, Trace());
        Assert.Contains("a.trx' is no result file", workbench.Error, StringComparison.Ordinal);
        Assert.Equal(2, Trace("--results", At("nowhere")));
        Assert.Contains("there is no", workbench.Error, StringComparison.Ordinal);
        Assert.Equal(2, Trace("--scenarios", At("nowhere")));
        File.WriteAllText(At("scenarios/a.scenario.yaml"), "scenario: a\n");
        Assert.Equal(2, Trace("--results", At("scenarios")));
        Assert.Contains("a.scenario.yaml(", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_of_another_specification_does_not_count()
    {
        string id = Json().GetProperty("properties")[0].GetProperty("id").GetString()!;
        File.WriteAllText(
            At("results/p.json"), $$"""{ "format": "safebms-proof-1", "specification": "0", "properties": [ { "id": "{{id}}", "verdict": "proved" } ] }""");
        JsonElement file = Assert.Single(Json().GetProperty("results").EnumerateArray());
        Assert.Equal("not run", file.GetProperty("outcome").GetString());
        Assert.NotEqual("passed", Json().GetProperty("properties")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public void A_refuted_property_breaks_the_trace()
    {
        string id = Json().GetProperty("properties").EnumerateArray()
            .First(item => item.GetProperty("verifiedBy").GetString() == "proof").GetProperty("id").GetString()!;
        File.WriteAllText(At("results/p.json"), $$"""{ "format": "safebms-proof-1", "properties": [ { "id": "{{id}}", "verdict": "refuted" } ] }""");
        Assert.Equal(1, Trace());
        Assert.Contains($"{id} is failed (refuted)", workbench.Error, StringComparison.Ordinal);
    }

    private string At(string path) => Path.Combine(workbench.Folder, path);

    private string[] Suspects() =>
        [.. Json().GetProperty("findings").EnumerateArray()
            .Where(item => item.GetProperty("kind").GetString() == "suspect")
            .Select(item => item.GetProperty("subject").GetString()!)];

    private JsonElement Json()
    {
        Trace("--format", "json");
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        return document.RootElement.Clone();
    }

    private int Trace(params string[] more)
    {
        List<string> arguments = ["trace", "--spec", workbench.Specification, "--reviewed", At("reviewed.yaml")];
        foreach ((string option, string value) in new[]
        {
            ("--scenarios", At("scenarios")), ("--tests", At("tests")), ("--results", At("results")), ("--out", workbench.Out),
        })
        {
            // Json goes to the terminal where no folder is named.
            if (!more.Contains(option) && !(option == "--out" && more.Contains("json")))
            {
                arguments.AddRange([option, value]);
            }
        }

        return workbench.Run([.. arguments, .. more]);
    }
}
