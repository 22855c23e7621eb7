using System.Runtime.CompilerServices;
using System.Text;
using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "scenarios");

    public static IEnumerable<object[]> Files() => FileNames.Select(name => new object[] { name });

    private static IEnumerable<string> FileNames => Directory.EnumerateFiles(Folder, "*.scenario.yaml")
        .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_holds(string file)
    {
        ScenarioResult result = Load(file).Run();
        string report = result.Difference is { } difference
            ? $"{file}({difference.Line}) scan {difference.Scan}\nexpected: {difference.Expected}\n"
                + $"actual: {difference.Actual}\n" + string.Join("\n",
                    result.Context.Select(c => $"{c.Key} = {c.Value}"))
            : "";
        Assert.True(result.Passed, report);
    }

    [Fact]
    public void There_are_at_least_forty_scenarios_each_named_as_its_file_and_explained()
    {
        List<string> wrong = [];
        foreach (string file in FileNames)
        {
            Scenario scenario = ScenarioParser.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
            if (scenario.Name + ".scenario.yaml" != file || scenario.Text.Length < 40
                || scenario.Expectations.Count == 0)
            {
                wrong.Add(file);
            }
        }

        Assert.Empty(wrong);
        Assert.True(FileNames.Count() >= 40);
    }

    [Fact]
    public void A_scenario_gives_the_same_outputs_every_time()
    {
        const string file = "start-and-ordered-stop.scenario.yaml";
        Assert.Equal(Load(file).Run().OutputsHash, Load(file).Run().OutputsHash);
    }

    private static ScenarioRunner Load(string file)
    {
        Scenario scenario = ScenarioParser.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        if (scenario.Measured is null)
        {
            return new ScenarioRunner(scenario);
        }

        using StreamReader reader = new(Path.Combine(Folder, scenario.Measured.Text), Encoding.UTF8);
        return new ScenarioRunner(scenario, MeasuredSeries.Load(reader));
    }

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
