using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SafeBms.Workbench;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SafeBms.Campaign.Tests;

/// <summary>The manifests of deploy/campaign are well-formed, say the same number everywhere, and their commands run.
/// </summary>
public class DeployTests
{
    private const int Shards = 4;

    private static string Deploy => Path.Combine(Repository.Root, "deploy", "campaign");

    [Fact]
    public void The_matrix_of_the_workflow_has_every_shard_once()
    {
        YamlMappingNode workflow = Load("github-actions.yml")[0];
        int count = Number(At(workflow, "env", "SHARDS"));
        YamlSequenceNode matrix = (YamlSequenceNode)At(workflow, "jobs", "shard", "strategy", "matrix", "number");
        Assert.Equal(Enumerable.Range(1, count), matrix.Select(Number));
        Assert.Equal("shard", At(workflow, "jobs", "merge", "needs").ToString());
    }

    [Fact]
    public void The_indexed_job_has_as_many_completions_as_shards_and_merges_the_same_volume()
    {
        YamlMappingNode job = Load("kubernetes.yaml").Single(d => At(d, "kind").ToString() == "Job");
        YamlMappingNode merge = Load("kubernetes-merge.yaml").Single();
        Assert.Equal("Indexed", At(job, "spec", "completionMode").ToString());
        Assert.Equal(Number(At(job, "spec", "completions")), Number(Environment(Container(job), "SHARDS")));
        Assert.Equal(
            Environment(Container(job), "RESULTS").ToString(), Environment(Container(merge), "RESULTS").ToString());
        Assert.Equal(At(Container(job), "image").ToString(), At(Container(merge), "image").ToString());
        string claim = At(Load("kubernetes.yaml").Single(d => At(d, "kind").ToString() == "PersistentVolumeClaim"),
            "metadata", "name").ToString();
        Assert.All([job, merge], j => Assert.Equal(claim, At(((YamlSequenceNode)At(
            j, "spec", "template", "spec", "volumes"))[0], "persistentVolumeClaim", "claimName").ToString()));
    }

    [Fact]
    public void The_commands_of_the_workflow_run_and_their_results_merge()
    {
        YamlMappingNode workflow = Load("github-actions.yml")[0];
        RunAndMerge(
            Step(workflow, "shard", "run"),
            number => new() { ["NUMBER"] = Text(number), ["SHARDS"] = Text(Shards) },
            Step(workflow, "merge", "merge"));
    }

    [Fact]
    public void The_commands_of_the_indexed_job_run_and_their_results_merge()
    {
        YamlMappingNode job = Load("kubernetes.yaml").Single(d => At(d, "kind").ToString() == "Job");
        RunAndMerge(
            Arguments(job),
            number => new()
            {
                ["JOB_COMPLETION_INDEX"] = Text(number - 1), ["SHARDS"] = Text(Shards), ["RESULTS"] = "artifacts/campaign",
            },
            Arguments(Load("kubernetes-merge.yaml").Single()));
    }

    [Fact]
    public void The_array_of_Slurm_runs_and_its_results_merge() => RunAndMerge(
        File.ReadAllText(Path.Combine(Deploy, "slurm.sbatch")),
        number => new() { ["SLURM_ARRAY_TASK_ID"] = Text(number), ["SLURM_ARRAY_TASK_COUNT"] = Text(Shards) },
        "sh deploy/campaign/merge.sh artifacts/campaign");

    [Fact]
    public void The_image_holds_what_the_jobs_call()
    {
        string file = File.ReadAllText(Path.Combine(Deploy, "Containerfile"));
        Assert.Contains("COPY deploy/campaign deploy/campaign", file, StringComparison.Ordinal);
        Assert.Contains("COPY spec spec", file, StringComparison.Ordinal);
        Assert.Contains("safebms-spec.dll", file, StringComparison.Ordinal);
        string user = Regex.Match(file, @"^USER (\d+)$", RegexOptions.Multiline).Groups[1].Value;
        YamlMappingNode job = Load("kubernetes.yaml").Single(d => At(d, "kind").ToString() == "Job");
        Assert.Equal(user, At(job, "spec", "template", "spec", "securityContext", "runAsUser").ToString());
    }

    // In a folder that holds the scripts as a checkout does, with the program of this build and a small sample.
    private static void RunAndMerge(string shard, Func<int, Dictionary<string, string>> environment, string merge)
    {
        using Folder work = new();
        Directory.CreateDirectory(work["deploy/campaign"]);
        foreach (string script in new[] { "shard.sh", "merge.sh" })
        {
            File.Copy(Path.Combine(Deploy, script), work["deploy/campaign/" + script]);
        }

        foreach (int number in Enumerable.Range(1, Shards))
        {
            (int code, string output) = Shell(work.Path, shard, environment(number));
            Assert.True(code == 0, output);
        }

        File.Move(work[$"artifacts/campaign/shard-0002-of-000{Shards}.results.jsonl"], work["kept"]);
        Dictionary<string, string> last = environment(Shards);
        Assert.Equal(2, Shell(work.Path, merge, last).Code);
        File.Move(work["kept"], work[$"artifacts/campaign/shard-0002-of-000{Shards}.results.jsonl"]);
        (int merged, string report) = Shell(work.Path, merge, last);
        Assert.True(merged == 0, report);
        Assert.Contains("24 held, 0 violated", report, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Shell(string folder, string script, Dictionary<string, string> environment)
    {
        ProcessStartInfo start = new("sh", ["-c", script])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["SAFEBMS_SPEC"] = "dotnet " + typeof(WorkbenchCommands).Assembly.Location;
        start.Environment["SAFEBMS_SPECIFICATION"] = Repository.SpecificationFolder;
        start.Environment["CAMPAIGN_ARGUMENTS"] = "--sample 24 --seed 5";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static string Step(YamlMappingNode workflow, string job, string name) =>
        At(((YamlSequenceNode)At(workflow, "jobs", job, "steps")).Cast<YamlMappingNode>()
            .Single(s => s.Children.TryGetValue("name", out YamlNode? found) && found.ToString() == name), "run")
            .ToString();

    private static string Arguments(YamlMappingNode job) => ((YamlSequenceNode)At(Container(job), "args"))[0].ToString();

    private static YamlNode Container(YamlMappingNode job) =>
        ((YamlSequenceNode)At(job, "spec", "template", "spec", "containers"))[0];

    private static YamlNode Environment(YamlNode container, string name) =>
        At(((YamlSequenceNode)At(container, "env")).Single(e => At(e, "name").ToString() == name), "value");

    private static YamlNode At(YamlNode node, params string[] path) =>
        path.Aggregate(node, (at, name) => ((YamlMappingNode)at).Children[name]);

    private static int Number(YamlNode node) => int.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<YamlMappingNode> Load(string file)
    {
        using StreamReader reader = new(Path.Combine(Deploy, file));
        YamlStream stream = new();
        stream.Load(reader);
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }
}
