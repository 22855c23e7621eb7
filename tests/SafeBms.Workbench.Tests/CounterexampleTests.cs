using SafeBms.Simulation;
using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Workbench.Tests;

/// <summary>What a user gets who asks for a proof of a specification that is wrong.</summary>
public sealed class CounterexampleTests : IDisposable
{
    private const string Product = "lynx-smart-bms-500";
    private const string Machine = "contactor.statemachine.yaml";
    private const string Right = "{ to: Open, when: open_demand or not may_close, do: [";
    private const string Wrong = "{ to: Open, when: not may_close and not open_demand, do: [";

    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void A_wrong_machine_is_refuted_by_a_run_that_can_be_simulated_and_whose_table_says_why()
    {
        string results = Path.Combine(workbench.Folder, "proof");
        int code = workbench.Run(
            "prove", "--spec", WrongSpecification(), "--product", Product, "--property", "P09", "--limit", "2",
            "--search", "240", "--out", results, "--known", Empty("no-proofs"), "--scenarios", Empty("no-scenarios"));

        Assert.Equal(1, code);
        Assert.Contains("P09    refuted", workbench.Output, StringComparison.Ordinal);
        string stem = Path.Combine(results, "counterexamples", $"p09-{Product}");
        Assert.StartsWith("$", File.ReadAllText(stem + ".vcd"), StringComparison.Ordinal);

        string table = File.ReadAllText(stem + ".txt");
        string last = table[table.IndexOf("after power-on P09 fails", StringComparison.Ordinal)..];
        Assert.Contains("open_demand is true", last, StringComparison.Ordinal);
        Assert.Contains("precharge is true", last, StringComparison.Ordinal);
        Assert.EndsWith("in this scan and in none before.\n", last, StringComparison.Ordinal);

        // The controller without the mistake does not fail in the same run.
        Scenario scenario = ScenarioParser.Parse(File.ReadAllBytes(stem + ".scenario.yaml"));
        ScenarioResult run = new ScenarioRunner(scenario, (MeasuredSeries?)null).Run();
        Assert.Empty(run.Violations);
        Assert.Null(run.Difference);
    }

    private string WrongSpecification()
    {
        string from = Path.Combine(Workbench.Repository, "spec");
        string to = Empty("wrong-spec");
        foreach (string path in Directory.EnumerateFiles(from, "*.yaml", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        string file = Path.Combine(to, Machine);
        string text = File.ReadAllText(file);
        Assert.Equal(2, text.Split(Right).Length);
        File.WriteAllText(file, text.Replace(Right, Wrong, StringComparison.Ordinal));
        return to;
    }

    private string Empty(string name) => Directory.CreateDirectory(Path.Combine(workbench.Folder, name)).FullName;
}
