using System.Text.Json;
using Xunit;

namespace SafeBms.Workbench.Tests;

public sealed class CheckCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void A_clean_specification_gives_0_and_says_what_it_holds()
    {
        Assert.Equal(0, workbench.Run("check", "--spec", workbench.Specification));
        Assert.Contains("clean, 11 files: 5 machines, 2 properties, 9 parameters, 5 requirements, 1 product", workbench.Output, StringComparison.Ordinal);
        Assert.Empty(workbench.Error);
    }

    [Fact]
    public void Findings_give_1_and_all_of_them_are_reported_in_one_run_with_place_reason_and_remedy()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("check", "--spec", workbench.Specification));
        string[] lines = workbench.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith("alternator-atc.statemachine.yaml(16,15): error SBMS061: 'Onn' is no state of machine 'alternator-atc'; did you mean 'On'?", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("    why:  ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("    mend: ", lines[2], StringComparison.Ordinal);
        Assert.Contains("charge-permit.statemachine.yaml(14,13): error SBMS056: ", lines[3], StringComparison.Ordinal);
        Assert.Contains("2 errors, 0 warnings in 11 files", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_carries_the_same_findings_for_programs()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("check", "--spec", workbench.Specification, "--format", "json"));
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        JsonElement root = document.RootElement;
        Assert.Equal(2, root.GetProperty("errors").GetInt32());
        JsonElement first = root.GetProperty("findings")[0];
        Assert.Equal("SBMS061", first.GetProperty("id").GetString());
        Assert.Equal("error", first.GetProperty("severity").GetString());
        Assert.EndsWith("/alternator-atc.statemachine.yaml", first.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal(16, first.GetProperty("line").GetInt32());
        Assert.Equal(15, first.GetProperty("column").GetInt32());
        Assert.Equal(3, first.GetProperty("length").GetInt32());
        Assert.NotEmpty(first.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public void Sarif_has_the_required_parts_of_2_1_0_and_every_result_names_a_rule_of_the_log()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("check", "--spec", workbench.Specification, "--format", "sarif"));
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        JsonElement driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("safebms-spec", driver.GetProperty("name").GetString());
        HashSet<string> rules = [.. driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!)];
        Assert.True(rules.Count >= 60);
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Contains(result.GetProperty("ruleId").GetString()!, rules);
            Assert.Equal("error", result.GetProperty("level").GetString());
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.True(Uri.TryCreate(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Absolute, out Uri? uri));
            Assert.Equal("file", uri.Scheme);
            JsonElement region = place.GetProperty("region");
            Assert.True(region.GetProperty("startLine").GetInt32() >= 1);
            Assert.True(region.GetProperty("endColumn").GetInt32() > region.GetProperty("startColumn").GetInt32());
        }
    }

    [Fact]
    public void A_clean_sarif_log_has_an_empty_list_of_results_so_that_a_host_can_close_old_alerts()
    {
        Assert.Equal(0, workbench.Run("check", "--spec", workbench.Specification, "--format", "sarif"));
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        Assert.Equal(0, document.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_unusable_and_the_message_says_what_to_do()
    {
        Assert.Equal(2, workbench.Run("check", "--spec", Path.Combine(workbench.Folder, "nowhere")));
        Assert.Contains("there is no folder", workbench.Error, StringComparison.Ordinal);
        Assert.Contains("--spec", workbench.Error, StringComparison.Ordinal);
        Assert.Empty(workbench.Output);
    }

    [Fact]
    public void A_folder_without_yaml_is_unusable()
    {
        string empty = Directory.CreateDirectory(Path.Combine(workbench.Folder, "empty")).FullName;
        Assert.Equal(2, workbench.Run("check", "--spec", empty));
        Assert.Contains("holds no .yaml file", workbench.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "--format", "xml")]
    [InlineData("check", "--speck", "spec")]
    [InlineData("chek")]
    [InlineData]
    public void Wrong_usage_is_unusable_and_points_to_the_help(params string[] arguments)
    {
        Assert.Equal(2, workbench.Run(arguments));
        Assert.Contains("safebms-spec --help", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_file_gives_a_finding_and_not_a_crash()
    {
        File.WriteAllBytes(Path.Combine(workbench.Specification, "signals.yaml"), new byte[10 * 1024 * 1024]);
        Assert.Equal(1, workbench.Run("check", "--spec", workbench.Specification));
        Assert.Contains("signals.yaml(1,1): error SBMS001", workbench.Output, StringComparison.Ordinal);
    }
}
