using System.Text;
using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Report;
using Xunit;

namespace SafeBms.Coverage.Tests;

public sealed class FileTests
{
    private const string Head = "machine: power-mode\nfingerprint: x\ntests:\n  - test: t\n    reaches: []\n"
        + "    product: lynx-smart-bms-500\n    steps:\n";

    [Theory]
    [InlineData("machine: none-such\nfingerprint: x\ntests: []\n", "there is no machine 'none-such'")]
    [InlineData(Head + "      - { set: {}, scans: 0, expect: {} }\n", "a number of scans from 1")]
    [InlineData(Head + "      - { set: { nothing: 1 }, scans: 1, expect: {} }\n", "reads nothing of the name 'nothing'")]
    [InlineData(Head + "      - { set: {}, scans: 1, expect: { state: Nowhere } }\n", "'Nowhere' is no value of state")]
    [InlineData(Head + "      - { set: {}, scans: 1, expect: { mood: 1 } }\n", "'mood' is nothing that can stand")]
    [InlineData(Head + "      - { sets: {}, scans: 1, expect: {} }\n", "'sets' is not known here")]
    [InlineData("machine: [\n", "(")]
    public void What_is_wrong_in_a_file_of_tests_is_said_with_its_place(string text, string expected)
    {
        FormatException problem = Assert.Throws<FormatException>(
            () => MachineTestFile.Read(Shipped.Model, "x.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains("x.yaml(", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unreachable:\n  - machine: a\n    because: short\n    elements: [state X]\n", "a reason in words")]
    [InlineData("unreachable:\n  - machine: a\n    because: a reason that is long enough\n    elements: [mood X]\n", "is not one of")]
    [InlineData("unreachable:\n  - machine: a\n    because: a reason that is long enough\n    elements: [state X, state X]\n", "twice")]
    [InlineData("unreachable:\n  - machine: a\n    because: a reason that is long enough\n    proved: maybe\n    elements: [state X]\n", "can only be 'false'")]
    public void What_is_wrong_in_the_list_of_the_unreachable_is_said_with_its_place(string text, string expected)
    {
        FormatException problem = Assert.Throws<FormatException>(
            () => Unreachable.Read("x.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state: 100\ntransition: 100\npair: 100\ntime: 100\n", "'condition' is missing")]
    [InlineData("state: 101\ntransition: 100\npair: 100\ntime: 100\ncondition: 1\n", "a percentage")]
    public void Wrong_thresholds_are_refused(string text, string expected)
    {
        FormatException problem = Assert.Throws<FormatException>(
            () => Thresholds.Read("x.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_was_seen_and_one_that_does_not_exist_are_findings()
    {
        MachineObligations machine = new(Shipped.Model, Shipped.Probed.Plan!.For("power-mode"));
        Obligation seen = machine.All[0];
        Obligation unknown = new(Criterion.State, "power-mode", "Nowhere");
        Unreachable list = new(
            new Dictionary<Obligation, string> { [seen] = "r", [unknown] = "r" }, new HashSet<Obligation>(),
            new HashSet<Obligation>());

        CoverageReport report = new([machine], machine.All, list, Thresholds.Full);
        Assert.Equal(2, report.Findings.Count);
        Assert.Contains("so it is not unreachable", string.Join('\n', report.Findings), StringComparison.Ordinal);
        Assert.Contains("has no 'state Nowhere'", string.Join('\n', report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_the_threshold_is_a_finding_and_names_what_is_missing()
    {
        MachineObligations machine = new(Shipped.Model, Shipped.Probed.Plan!.For("power-mode"));
        CoverageReport report = new([machine], machine.All.Skip(1), Unreachable.Nothing, Thresholds.Full);

        Assert.Contains("state:", Assert.Single(report.Findings), StringComparison.Ordinal);
        Assert.Equal(machine.All[0], Assert.Single(report.Missing));
        StringWriter text = new();
        report.WriteMarkdown(text);
        Assert.Contains(Criteria.Describe(machine.All[0]), text.ToString(), StringComparison.Ordinal);
    }
}
