using System.Text;
using SafeBms.Traceability.Results;
using Xunit;

namespace SafeBms.Traceability.Tests;

public sealed class ResultTests
{
    private const string Trx = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testId="1" testName="A.BTests.It_holds" outcome="Passed" />
            <UnitTestResult testId="2" testName="A.BTests.Cases(n: 1)" outcome="Passed" />
            <UnitTestResult testId="3" testName="A.BTests.Cases(n: 2)" outcome="Failed">
              <Output><ErrorInfo><Message>1 is not 2
        at somewhere</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testId="4" testName="A.BTests.Left_out" outcome="NotExecuted" />
            <UnitTestResult testId="5" testName="A.BTests.Strange" outcome="Whatever" />
          </Results>
          <TestDefinitions>
            <UnitTest id="1"><TestMethod className="A.BTests" name="It_holds" /></UnitTest>
            <UnitTest id="2"><TestMethod className="A.BTests" name="Cases" /></UnitTest>
            <UnitTest id="3"><TestMethod className="A.BTests" name="Cases" /></UnitTest>
          </TestDefinitions>
        </TestRun>
        """;

    private const string Junit = """
        <testsuites><testsuite name="s">
          <testcase classname="A.BTests" name="It_holds" />
          <testcase classname="A.BTests" name="Cases(n: 2)"><failure message="1 is not 2">at</failure></testcase>
          <testcase classname="A.BTests" name="Left_out"><skipped /></testcase>
        </testsuite></testsuites>
        """;

    [Fact]
    public void Trx_gives_each_test_the_worst_of_its_cases()
    {
        ResultSet results = Read(Trx);
        Assert.Equal((Outcome.Passed, ""), results.OfTest("A.BTests.It_holds"));
        Assert.Equal((Outcome.Failed, "1 of 2 cases passed 1 is not 2"), results.OfTest("A.BTests.Cases"));
        Assert.Equal(Outcome.NotRun, results.OfTest("A.BTests.Left_out").Outcome);
        Assert.Equal(Outcome.Failed, results.OfTest("A.BTests.Strange").Outcome);
        Assert.Equal(Outcome.NotRun, results.OfTest("A.BTests.It").Outcome);
    }

    [Fact]
    public void Junit_is_read_too()
    {
        ResultSet results = Read(Junit);
        Assert.Equal(Outcome.Passed, results.OfTest("A.BTests.It_holds").Outcome);
        Assert.Equal((Outcome.Failed, "1 is not 2"), results.OfTest("A.BTests.Cases"));
        Assert.Equal(Outcome.NotRun, results.OfTest("A.BTests.Left_out").Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<TestRun><Results>")]
    [InlineData("<html />")]
    [InlineData("<!DOCTYPE t [<!ENTITY a \"b\">]><testsuites>&a;</testsuites>")]
    public void A_file_that_is_no_result_or_was_cut_off_is_refused_by_name(string text)
    {
        TraceException problem = Assert.Throws<TraceException>(() => Read(text));
        Assert.Contains("'r.trx'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_has_the_result_of_the_case_that_names_its_file_also_if_the_name_was_cut()
    {
        string[] names = ["a-short-one", "a-name-that-is-so-long-that-a-runner-cuts-it-before-its-end", "a-name-that-goes-on-and-on-and-on-one-way", "a-name-that-goes-on-and-on-and-on-the-other-way"];
        ResultSet results = new(
            [
                Case("file: \"a-short-one.scenario.yaml\"", Outcome.Passed),
                Case("file: \"a-name-that-is-so-long-that-a-runner-cuts-it-befor\"···", Outcome.Passed),
                Case("file: \"a-name-that-goes-on-and-on-and-on\"...", Outcome.Passed),
            ],
            [], []);
        Assert.Equal(Outcome.Passed, results.OfScenario(names[0], names).Outcome);
        Assert.Equal(Outcome.Passed, results.OfScenario(names[1], names).Outcome);
        // It may mean either of two: it counts for neither.
        Assert.Equal(Outcome.NotRun, results.OfScenario(names[2], names).Outcome);
        Assert.Equal(Outcome.NotRun, results.OfScenario("a-short", names).Outcome);
    }

    [Fact]
    public void Only_a_proof_for_every_product_is_proved_and_one_of_another_specification_does_not_count()
    {
        string json = """
            { "format": "safebms-proof-1", "specification": "abc", "properties": [
              { "id": "P01", "product": "a", "verdict": "proved" }, { "id": "P01", "product": "b", "verdict": "proved" },
              { "id": "P02", "product": "a", "verdict": "proved" }, { "id": "P02", "product": "b", "verdict": "timeout" },
              { "id": "P03", "verdict": "refuted" }, { "id": "P05", "product": "a", "verdict": "proved" } ] }
            """;
        string[] products = ["a", "b"];
        EngineResults read = Engine(json);
        Assert.Equal(new ResultFile("p.json", "proof", Outcome.Failed, "4 proved, 1 refuted, 1 timeout"), read.File);
        ResultSet results = new([], read.Proofs, []);
        Assert.Equal((Outcome.Passed, "a: proved, b: proved"), results.OfProof("P01", products));
        Assert.Equal((Outcome.NotProved, "a: proved, b: timeout"), results.OfProof("P02", products));
        Assert.Equal(Outcome.Failed, results.OfProof("P03", products).Outcome);
        Assert.Equal(Outcome.NotRun, results.OfProof("P04", products).Outcome);
        Assert.Equal(Outcome.Partial, results.OfProof("P05", products).Outcome);
        EngineResults stale = Engine(json.Replace("abc", "abd", StringComparison.Ordinal));
        Assert.Empty(stale.Proofs);
        Assert.Equal(Outcome.NotRun, stale.File!.Outcome);
        Assert.Throws<TraceException>(() => Engine("{ \"properties\": ["));
    }

    [Theory]
    [InlineData("""{ "equal": true, "parts": [ { "outcome": "equal" } ] }""", "equivalence", Outcome.Passed)]
    [InlineData("""{ "equal": false, "parts": [ { "outcome": "different" } ] }""", "equivalence", Outcome.Failed)]
    [InlineData("""{ "cases": 3, "held": 3, "violated": 0 }""", "campaign", Outcome.Passed)]
    [InlineData("""{ "cases": 3, "held": 2, "violated": 0 }""", "campaign", Outcome.Partial)]
    [InlineData("""{ "cases": 3, "held": 2, "violated": 1 }""", "campaign", Outcome.Failed)]
    [InlineData("""{ "schemaVersion": "2", "files": { "a": { "mutants": [ { "status": "Killed" } ] } } }""", "mutation", Outcome.Passed)]
    [InlineData("""{ "schemaVersion": "2", "files": { "a": { "mutants": [ { "status": "Survived" } ] } } }""", "mutation", Outcome.Partial)]
    [InlineData("""{ "schemaVersion": "2", "files": {} }""", "mutation", Outcome.NotRun)]
    public void The_other_engines_are_shown_as_a_whole(string json, string kind, Outcome outcome)
    {
        EngineResults read = Engine(json);
        Assert.Empty(read.Proofs);
        Assert.Equal((kind, outcome), (read.File!.Kind, read.File.Outcome));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "format": "safebms-certificate-1", "properties": [ { "id": "P01", "facts": [] } ] }""")]
    public void Other_json_is_no_result(string json) => Assert.Null(Engine(json).File);

    [Fact]
    public void A_sum_is_never_better_than_its_worst_part_and_nothing_follows_from_nothing()
    {
        Assert.Equal(Outcome.NotRun, Outcomes.Sum([]));
        Assert.Equal(Outcome.Failed, Outcomes.Sum([Outcome.Passed, Outcome.Failed, Outcome.NotProved]));
        Assert.Equal(Outcome.NotProved, Outcomes.Sum([Outcome.Passed, Outcome.NotProved]));
        Assert.Equal(Outcome.Partial, Outcomes.Sum([Outcome.Passed, Outcome.NotRun]));
        Assert.Equal(Outcome.Partial, Outcomes.Sum([Outcome.Partial, Outcome.Passed]));
        Assert.Equal(Outcome.NotRun, Outcomes.Sum([Outcome.NotRun, Outcome.Planned]));
        Assert.Equal(Outcome.Passed, Outcomes.Sum([Outcome.Passed, Outcome.Inspection, Outcome.Planned]));
        Assert.Equal(Outcome.Inspection, Outcomes.Sum([Outcome.Inspection, Outcome.Planned]));
    }

    private static CaseResult Case(string arguments, Outcome outcome) =>
        new("A.S.A_scenario_holds", $"A.S.A_scenario_holds({arguments})", outcome, "");

    private static EngineResults Engine(string json) => EngineResultReader.Read("p.json", Encoding.UTF8.GetBytes(json), "abc");

    private static ResultSet Read(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return new ResultSet(TestResultReader.Read("r.trx", stream), [], []);
    }
}
