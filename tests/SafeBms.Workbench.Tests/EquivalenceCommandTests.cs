using System.Text.Json;
using Xunit;

namespace SafeBms.Workbench.Tests;

public sealed class EquivalenceCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void All_parts_of_another_specification_are_equal_and_programs_can_read_it()
    {
        int code = workbench.Run("equivalence", "--spec", workbench.Specification, "--no-cache", "--json");

        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        Assert.All(
            document.RootElement.GetProperty("parts").EnumerateArray(),
            part => Assert.True(part.GetProperty("outcome").GetString() == "equal", part.ToString()));
        Assert.True(document.RootElement.GetProperty("equal").GetBoolean());
        Assert.Equal(0, code);
    }

    [Fact]
    public void A_machine_that_does_not_exist_is_refused_with_those_that_do()
    {
        Assert.Equal(2, workbench.Run("equivalence", "--spec", workbench.Specification, "--machine", "contacter"));
        Assert.Contains("no machine or part 'contacter'; there are: ", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_solver_makes_the_command_unusable_and_shows_nothing()
    {
        Assert.Equal(2, workbench.Run(
            "equivalence", "--spec", workbench.Specification, "--no-cache", "--machine", "temporal", "--solver", "no-such-z3"));
        Assert.Contains("cannot run the solver 'no-such-z3'", workbench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("equal", workbench.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_specification_with_errors_generates_nothing_to_compare()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("equivalence", "--spec", workbench.Specification));
        Assert.Contains("has errors", workbench.Error, StringComparison.Ordinal);
    }
}
