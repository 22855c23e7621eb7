using System.Text;
using System.Text.Json;
using SafeBms.Mutation.Reports;
using Xunit;

namespace SafeBms.Mutation.Tests;

public sealed class JudgementTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safebms-mutation").FullName;

    private static readonly Mutant Changed = new("m:comparison:A.1", Operators.Comparison, "m.yaml", 3, 2, ">", ">=", ">")
    {
        Parameter = "limit", Delta = 1,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_survivor_is_open_until_somebody_says_why()
    {
        Judgement open = Join(Dispositions.None);
        Judgement explained = Join(Read("m:comparison:A.1", ">= -> >", "accepted"));

        Assert.True(open.IsOpen);
        Assert.False(explained.IsOpen);
        Assert.Equal("accepted", explained.Kind);
    }

    [Fact]
    public void A_disposition_of_another_change_at_the_same_place_does_not_count()
    {
        Dispositions other = Read("m:comparison:A.1", "< -> <=", "equivalent");

        Assert.True(Join(other).IsOpen);
        Assert.Equal("m:comparison:A.1", Assert.Single(other.WithoutMutant([Changed])).Mutant);
    }

    [Theory]
    [InlineData("dispositions:\n  - { mutant: a, change: b, disposition: equivalent }\n", "'because'")]
    [InlineData("dispositions:\n  - { mutant: a, change: b, disposition: fine, because: c }\n", "'fine'")]
    [InlineData("reasons: []\n", "dispositions:")]
    [InlineData("dispositions: [\n", "dispositions.yaml")]
    public void A_wrong_file_of_dispositions_is_refused_with_its_line(string text, string part)
    {
        FormatException problem = Assert.Throws<FormatException>(
            () => Dispositions.Read("dispositions.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void One_unit_inside_of_a_declared_tolerance_needs_no_disposition(int delta, bool isCovered)
    {
        Tolerances tolerances = new(ShippedSpecification.Model);
        Mutant mutant = Changed with { Parameter = "cell_ov1", Delta = delta };

        Assert.Equal(isCovered, tolerances.Covers(mutant) is not null);
    }

    [Theory]
    [InlineData("alternator_lead_time", -1)]
    [InlineData("battery_count", 1)]
    [InlineData("voltage_absolute", 1)]
    public void One_unit_outside_of_a_tolerance_is_not_covered(string parameter, int delta) =>
        Assert.Null(new Tolerances(ShippedSpecification.Model).Covers(Changed with { Parameter = parameter, Delta = delta }));

    [Fact]
    public void A_journal_goes_on_where_it_was_and_forgets_what_belongs_to_another_specification()
    {
        string path = Path.Combine(folder, "journal.jsonl");
        MutantResult result = new("a:b:c", MutantResult.Nets.Properties, ["P01"], "seen") { Reached = 3 };
        using (Journal journal = Journal.Open(path, "key"))
        {
            journal.Add(result);
        }

        File.AppendAllText(path, "{\"id\":\"half a li");
        using (Journal again = Journal.Open(path, "key"))
        {
            MutantResult kept = Assert.Single(again.Results).Value;
            Assert.Equal((result.Id, result.Net, result.Reached), (kept.Id, kept.Net, kept.Reached));
            again.Add(result with { Id = "a:b:d" });
        }

        Assert.Equal(3, File.ReadAllLines(path).Length);
        using Journal other = Journal.Open(path, "another key");
        Assert.Empty(other.Results);
    }

    [Fact]
    public void The_report_has_what_the_viewer_reads()
    {
        Mutant mutant = new("system:drop-machine:alarms", Operators.DropMachine, "system.yaml", 10, 5, "<b>", "x", "y");
        Judgement item = new(mutant, new("system:drop-machine:alarms", "properties", ["P01"], "seen"), "", "");
        string json = ElementsReport.Json([item], ShippedSpecification.Files, ShippedSpecification.Model);
        JsonElement report = JsonDocument.Parse(json).RootElement;
        JsonElement shown = report.GetProperty("files").GetProperty("system.yaml").GetProperty("mutants")[0];

        Assert.Equal("2", report.GetProperty("schemaVersion").GetString());
        Assert.Equal("Killed", shown.GetProperty("status").GetString());
        Assert.Equal("P01", shown.GetProperty("killedBy")[0].GetString());
        Assert.Equal(1, shown.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32());
        Assert.Equal(11, shown.GetProperty("location").GetProperty("start").GetProperty("column").GetInt32());
        Assert.Contains("P01", report.GetProperty("testFiles").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", ElementsReport.Html(json, "t")[^2000..], StringComparison.Ordinal);
    }

    private static Judgement Join(Dispositions dispositions) => Judgement.Join(
        [Changed],
        new Dictionary<string, MutantResult> { [Changed.Id] = new(Changed.Id, MutantResult.Nets.None, [], "") },
        dispositions,
        new Tolerances(ShippedSpecification.Model)).Single();

    private static Dispositions Read(string mutant, string change, string kind) => Dispositions.Read(
        "d.yaml",
        Encoding.UTF8.GetBytes(
            $"dispositions:\n  - {{ mutant: \"{mutant}\", change: \"{change}\", disposition: {kind}, because: \"r\" }}\n"));
}
