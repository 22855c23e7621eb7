using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Review;
using Xunit;

namespace SafeBms.Workbench.Tests;

/// <summary>What the page prints can be read back, and means the same.</summary>
public sealed class ReadableExpressionTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Theory]
    [InlineData("a or b and not c")]
    [InlineData("(a or b) and c")]
    [InlineData("not (a and b) or c")]
    [InlineData("a implies b implies c")]
    [InlineData("(a implies b) implies c")]
    [InlineData("bus - (vbat - 1 V) > 2 V else false")]
    [InlineData("bus - vbat - 1 V > 2 V else false")]
    [InlineData("(bus + 1 V) * 2 > 2 V else true")]
    [InlineData("bus + 1 V * 2 > 2 V else true")]
    [InlineData("a == (bus > 2 V else true)")]
    [InlineData("held(a and b, 2 s) or rising(c)")]
    [InlineData("min(abs(bus), clamp) > 2 V else false")]
    [InlineData("choose(a, b, c) and valid(bus)")]
    public void An_expression_is_printed_with_the_brackets_that_it_needs_and_no_others(string written)
    {
        string expression = written.Replace("clamp", "vbat", StringComparison.Ordinal);
        Assert.Equal(expression, Printed(expression));
    }

    [Fact]
    public void Brackets_without_need_disappear()
    {
        Assert.Equal("a or b or c and a", Printed("((a) or b) or (c and (a))"));
    }

    [Fact]
    public void Folds_states_and_samples_are_printed_as_they_are_written()
    {
        const string Written = "any(x in battery: all(y in x.cell: y.voltage > 3 V else false)) and confirmed(bus > 2 V else true, 3 samples of bus) and chart == Open";
        Assert.Equal(Written, Printed(Written));
    }

    private string Printed(string expression)
    {
        string[] all = ["a: charge-permit.allowed", "b: contactor.closed", "c: alternator-atc.relay", "bus: bus_voltage", "vbat: battery_voltage",
            "battery: battery", "chart: contactor.state"];
        // Only what is read may be listed.
        IEnumerable<string> uses = all.Where(use => System.Text.RegularExpressions.Regex.IsMatch(expression, $@"(?<![\w.]){use.Split(':')[0]}(?![\w])"));
        File.WriteAllText(
            Path.Combine(workbench.Specification, "example.statemachine.yaml"),
            "machine: example\npurpose: \"Example.\"\nhazards: [H1]\nuses: { " + string.Join(", ", uses) + " }\noutputs:\n  shown: { type: bool, initial: false, drives: alarm, is: seen }\ndefine:\n  seen: \"" + expression + "\"\n");
        workbench.Edit("system.yaml", "alternator-atc]", "alternator-atc, example]");
        Result<SpecificationModel> read = SpecificationReader.Read(SpecificationFolder.Read(workbench.Specification));
        Assert.True(read.Value is not null, string.Join('\n', read.Diagnostics));
        MachineInfo machine = read.Value.Machines[^1];
        return new ModelText(read.Value).Of(machine, machine.Steps.OfType<DefineStep>().Single().Value);
    }
}
