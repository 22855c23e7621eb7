using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

public sealed class SmallSpecificationTests
{
    [Fact]
    public void A_complete_small_specification_is_bound_without_findings()
    {
        Result<SpecificationModel> result = new SmallSpecification().Read();

        Assert.Equal([], result.Diagnostics.Select(item => $"{item.Span}: {item.Id} {item.Message}"));
        Assert.NotNull(result.Value);
        Assert.Equal(["battery-link", "cell-limits", "contactor"], result.Value.Machines.Select(machine => machine.Name));
    }

    [Fact]
    public void A_wrong_parameter_is_one_finding_without_follow_ups()
    {
        SmallSpecification wrong = new();
        string parameters = wrong.TextOf("parameters.yaml");
        wrong.Set("parameters.yaml", parameters.Replace("default: 2000, range: [2000", "default: 1990, range: [2000", StringComparison.Ordinal));

        Assert.Equal("SBMS030", wrong.Single().Id);
    }

    [Fact]
    public void Reading_twice_gives_equal_models()
    {
        Assert.Equal(new SmallSpecification().Model(), new SmallSpecification().Model());
    }

    [Fact]
    public void The_small_boat_of_the_examples_is_bound_without_findings()
    {
        Result<SpecificationModel> result = SpecificationReader.Read(new SmallBoat().Files);

        Assert.Equal([], result.Diagnostics.Select(item => $"{item.Span}: {item.Id} {item.Message}"));
    }
}
