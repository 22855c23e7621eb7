using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Workbench.Tests;

/// <summary>The engines judge the shipped specification, each on its own, and what they say is compared: a sample of the
/// properties, with the verdicts that the commands print.</summary>
public sealed class AgreeCommandTests(ITestOutputHelper log) : IDisposable
{
    private const string Product = "lynx-smart-bms-500";
    private static readonly string[] Sampled = ["P06", "P22"];
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void Prover_SPIN_and_explorer_do_not_contradict_each_other()
    {
        string prove = Write("prove", [
            "prove", "--product", Product, "--property", string.Join(',', Sampled), "--search", "0",
            "--out", Path.Combine(workbench.Folder, "proof"), "--known", InRepository("proofs"),
            "--scenarios", Directory.CreateDirectory(Path.Combine(workbench.Folder, "no-scenarios")).FullName,
            "--limit", "60", "--json"]);
        string spin = Write("spin", [
            "spin", "--product", Product, "--json", .. Sampled.SelectMany(id => new[] { "--property", id })]);
        string explore = Write("explore", ["explore", "--states", "100", "--json"]);

        int code = workbench.Run("agree", "--prove", prove, "--spin", spin, "--explore", explore);

        log.WriteLine(workbench.Output + workbench.Error);
        Assert.Contains(
            $"{Sampled.Length} properties judged by more than one engine, 0 disagreements", workbench.Output,
            StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public void A_contradiction_is_named_and_fails()
    {
        string proved = Path.Combine(workbench.Folder, "proved.json");
        string violated = Path.Combine(workbench.Folder, "violated.json");
        File.WriteAllText(proved, """{ "properties": [ { "id": "P01", "product": "a", "verdict": "proved" } ] }""");
        File.WriteAllText(violated, """{ "product": "a", "violations": [ { "property": "P01" } ] }""");

        Assert.Equal(1, workbench.Run("agree", "--prove", proved, "--explore", violated));
        Assert.Contains("P01: prove proves it and explore has a run that violates it", workbench.Error,
            StringComparison.Ordinal);
        Assert.Equal(2, workbench.Run("agree"));
    }

    private string Write(string name, string[] arguments)
    {
        workbench.Run([.. arguments, "--spec", InRepository("spec")]);
        log.WriteLine(workbench.Error);
        string path = Path.Combine(workbench.Folder, name + ".json");
        File.WriteAllText(path, workbench.Output);
        return path;
    }

    private static string InRepository(string name) => Path.Combine(Workbench.Repository, name);
}
