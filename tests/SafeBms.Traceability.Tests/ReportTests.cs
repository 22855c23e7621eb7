using System.Text.Json;
using System.Text.RegularExpressions;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Reports;
using SafeBms.Traceability.Results;
using Xunit;

namespace SafeBms.Traceability.Tests;

public sealed class ReportTests
{
    private static readonly IReadOnlyList<TraceFinding> None = [];
    private static readonly string[] Statuses = ["ok", "fail", "not run"];

    [Fact]
    public void The_page_is_one_file_that_asks_the_network_for_nothing_and_whose_links_lead_somewhere()
    {
        string page = HtmlTrace.Write(Repository.Graph, None);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        HashSet<string> anchors = [.. Regex.Matches(page, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(anchors.Count, Regex.Count(page, " id=\"([^\"]+)\""));
        Assert.All(
            Regex.Matches(page, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value), link => Assert.Contains(link, anchors));
        Assert.Equal(page, HtmlTrace.Write(Repository.Graph, None));
    }

    [Fact]
    public void Text_of_the_specification_cannot_become_markup()
    {
        RequirementInfo hostile = Small.Requirement with { Text = "<script>alert(\"1\")</script> & more" };
        TraceInput input = Small.Of([hostile], [Small.Property]);
        string page = HtmlTrace.Write(TraceBuilder.Build(input), Small.Judge(input, isComplete: true));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_run_is_shown_as_such_and_never_as_passed()
    {
        string page = HtmlTrace.Write(TraceBuilder.Build(Small.Whole), None);
        Assert.Contains("everything below is <b>not run</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("chip Passed", page, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(JsonTrace.Write(TraceBuilder.Build(Small.Whole), None));
        Assert.Equal("not run", json.RootElement.GetProperty("requirements")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public void Json_holds_the_whole_graph_and_the_findings()
    {
        IReadOnlyList<TraceFinding> findings = [new(FindingKind.WeakEvidence, "a(1)", "P90", "message", "remedy")];
        using JsonDocument json = JsonDocument.Parse(JsonTrace.Write(Repository.Graph, findings));
        JsonElement root = json.RootElement;
        Assert.Equal("safebms-trace-1", root.GetProperty("format").GetString());
        Assert.Equal("weak-evidence", root.GetProperty("findings")[0].GetProperty("kind").GetString());
        Assert.Equal(Repository.Graph.Hazards.Count, root.GetProperty("hazards").GetArrayLength());
        Assert.Equal(Repository.Graph.Requirements.Count, root.GetProperty("requirements").GetArrayLength());
        Assert.Equal(Repository.Graph.Transitions.Count, root.GetProperty("transitions").GetArrayLength());
        Assert.Equal(Repository.Graph.Properties.Count, root.GetProperty("properties").GetArrayLength());
        Assert.Equal(Repository.Graph.Parameters.Count, root.GetProperty("parameters").GetArrayLength());
        Assert.Equal(Repository.Graph.Shows.Count, root.GetProperty("shows").GetArrayLength());
    }

    // The rules are those that LOBSTER's own reader applies to requirements (version 4), implementations and
    // activities (both version 3).
    [Fact]
    public void Lobster_files_follow_the_rules_of_lobster_and_their_references_resolve()
    {
        Dictionary<string, string> files = LobsterTrace.Write(Repository.Graph, Repository.Input.Reviewed)
            .ToDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        List<string> references = [];
        AssertLobster(files["hazards.lobster"], "lobster-req-trace", 4, ["framework", "kind"], versions, references);
        AssertLobster(files["requirements.lobster"], "lobster-req-trace", 4, ["framework", "kind"], versions, references);
        AssertLobster(files["implementation.lobster"], "lobster-imp-trace", 3, ["language", "kind"], versions, references);
        AssertLobster(files["activities.lobster"], "lobster-act-trace", 3, ["framework", "kind"], versions, references);
        Assert.NotEmpty(references);
        Assert.All(references, item =>
        {
            Assert.True(versions.TryGetValue(item.Split('@')[0], out string? version), item);
            Assert.Equal(version, item.Contains('@', StringComparison.Ordinal) ? item.Split('@')[1] : "");
        });
        Assert.All(
            Regex.Matches(files["lobster.conf"], "source: \"([^\"]+)\"").Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, files));
    }

    [Fact]
    public void Lobster_sees_a_changed_requirement_by_its_version_and_the_result_by_its_status()
    {
        RequirementInfo changed = Small.Requirement with { Text = "Something else holds." };
        ResultSet results = new([new("A.Tests.BTests.It_holds", "A.Tests.BTests.It_holds", Outcome.Passed, "")], [], []);
        TraceInput input = Small.Of([changed], [Small.Property]) with { Reviewed = Small.Whole.Reviewed, Results = results };
        Dictionary<string, string> files = LobsterTrace.Write(TraceBuilder.Build(input), input.Reviewed)
            .ToDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);
        Assert.Contains($"req REQ-X-01@{Fingerprint.Of(changed)}", files["requirements.lobster"], StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(files["activities.lobster"]);
        Dictionary<string, JsonElement> items = json.RootElement.GetProperty("data").EnumerateArray()
            .ToDictionary(item => item.GetProperty("tag").GetString()!);
        Assert.Equal("ok", items["test A.Tests.BTests.It_holds"].GetProperty("status").GetString());
        Assert.Equal("not run", items["scenario x"].GetProperty("status").GetString());
        Assert.Equal("not run", items["property P90"].GetProperty("status").GetString());
        Assert.All(items.Values, item => Assert.Equal(
            $"req REQ-X-01@{Fingerprint.Of(Small.Requirement)}", item.GetProperty("refs")[0].GetString()));
    }

    private static void AssertLobster(
        string text, string schema, int version, string[] texts, Dictionary<string, string> versions, List<string> references)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        Assert.Equal(["data", "generator", "schema", "version"], root.EnumerateObject().Select(item => item.Name).Order());
        Assert.Equal(schema, root.GetProperty("schema").GetString());
        Assert.Equal(version, root.GetProperty("version").GetInt32());
        Assert.NotEqual("", root.GetProperty("generator").GetString());
        Assert.NotEqual(0, root.GetProperty("data").GetArrayLength());
        foreach (JsonElement item in root.GetProperty("data").EnumerateArray())
        {
            string tag = item.GetProperty("tag").GetString()!;
            Assert.Matches("^[a-z]+ [^@]+(@[^@]+)?$", tag);
            Assert.True(versions.TryAdd(tag.Split('@')[0], tag.Contains('@', StringComparison.Ordinal) ? tag.Split('@')[1] : ""), $"{tag} twice");
            JsonElement place = item.GetProperty("location");
            Assert.Equal("file", place.GetProperty("kind").GetString());
            Assert.NotEqual("", place.GetProperty("file").GetString());
            Assert.True(place.GetProperty("line").GetInt32() >= 1);
            Assert.NotEqual("", item.GetProperty("name").GetString());
            Assert.All(texts, name => Assert.NotEqual("", item.GetProperty(name).GetString()));
            foreach (string name in new[] { "messages", "just_up", "just_down", "just_global", "refs" })
            {
                Assert.All(item.GetProperty(name).EnumerateArray(), part => Assert.Equal(JsonValueKind.String, part.ValueKind));
            }

            if (schema == "lobster-act-trace")
            {
                Assert.Contains(item.GetProperty("status").GetString(), Statuses);
            }

            references.AddRange(item.GetProperty("refs").EnumerateArray().Select(part => part.GetString()!));
        }
    }
}
