using System.Text;
using SafeBms.Mutation.Code;
using Xunit;

namespace SafeBms.Mutation.Tests;

/// <summary>Reports of Stryker.NET and their dispositions.</summary>
public sealed class CodeReportTests
{
    private const string Report = """
        { "schemaVersion": "2", "files": { "src/Pacing.cs": { "language": "cs",
          "source": "class Pacing\n{\n    long Next(long a) => a + 1;\n    bool Late(long a) => a > 1;\n}\n",
          "mutants": [
            { "id": "1", "mutatorName": "Arithmetic", "replacement": "a - 1", "status": "Killed",
              "location": { "start": { "line": 3, "column": 26 }, "end": { "line": 3, "column": 31 } } },
            { "id": "2", "mutatorName": "Equality", "replacement": "a >= 1", "status": "Survived",
              "location": { "start": { "line": 4, "column": 26 }, "end": { "line": 4, "column": 31 } } },
            { "id": "3", "mutatorName": "Equality", "replacement": "a < 1", "status": "Timeout",
              "location": { "start": { "line": 4, "column": 26 }, "end": { "line": 4, "column": 31 } } },
            { "id": "4", "mutatorName": "Statement", "replacement": ";", "status": "NoCoverage",
              "location": { "start": { "line": 2, "column": 1 }, "end": { "line": 5, "column": 2 } } },
            { "id": "5", "mutatorName": "Statement", "replacement": ";", "status": "CompileError",
              "location": { "start": { "line": 1, "column": 1 }, "end": { "line": 1, "column": 6 } } } ] } } }
        """;

    private const string OneReason = """
        dispositions:
          - mutant: "Pacing.cs: bool Late(long a) => a > 1;"
            change: "a > 1 -> a >= 1"
            disposition: equivalent
            because: "Shown elsewhere."

        """;

    [Fact]
    public void A_mutant_is_named_by_file_line_of_text_and_change()
    {
        IReadOnlyList<CodeMutant> mutants = CodeReport.Read("report.json", Encoding.UTF8.GetBytes(Report));

        Assert.Equal(
            [CodeVerdict.Killed, CodeVerdict.Survived, CodeVerdict.Killed, CodeVerdict.Survived, CodeVerdict.NotJudged],
            mutants.Select(mutant => mutant.Verdict));
        Assert.Equal(("Pacing.cs: bool Late(long a) => a > 1;", "a > 1 -> a >= 1"), (mutants[1].Id, mutants[1].Change));
    }

    [Fact]
    public void A_survivor_is_open_until_it_has_a_disposition_and_counts_as_not_killed()
    {
        CodeJudgement bare = Judge("dispositions: []\n");
        CodeJudgement explained = Judge(OneReason);

        Assert.Equal([4, 2], bare.Open.Select(mutant => mutant.Line).OrderDescending());
        Assert.Equal(50, bare.Score_percent);
        Assert.Equal([2], explained.Open.Select(mutant => mutant.Line));
        Assert.Equal(100.0 * 2 / 3, explained.Score_percent, precision: 6);
        Assert.Contains("4 mutants, 2 killed (1 by time-out), 1 equivalent, 0 accepted, 1 open; 66.7 % of those that change anything",
            explained.Lines());
    }

    [Fact]
    public void A_disposition_of_another_change_is_stale_and_one_of_another_file_is_left_alone()
    {
        string other = OneReason.Replace("a >= 1", "a != 1", StringComparison.Ordinal);
        string elsewhere = OneReason.Replace("Pacing.cs", "Ring.cs", StringComparison.Ordinal);

        Assert.Single(Judge(other).Stale);
        Assert.Empty(Judge(elsewhere).Stale);
        Assert.Empty(Judge(OneReason).Stale);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"files\": 3 }")]
    [InlineData("{ \"files\": { \"a.cs\": { \"source\": \"x\", \"mutants\": [ { \"location\": { \"start\": { \"line\": 9, \"column\": 1 }, \"end\": { \"line\": 9, \"column\": 2 } }, \"status\": \"Killed\" } ] } } }")]
    public void What_is_no_report_is_refused_by_name(string text)
    {
        FormatException problem = Assert.Throws<FormatException>(
            () => CodeReport.Read("report.json", Encoding.UTF8.GetBytes(text)));

        Assert.Contains("report.json", problem.Message, StringComparison.Ordinal);
    }

    private static CodeJudgement Judge(string dispositions) => new(
        CodeReport.Read("report.json", Encoding.UTF8.GetBytes(Report)),
        Dispositions.Read("reasons.yaml", Encoding.UTF8.GetBytes(dispositions)));
}
