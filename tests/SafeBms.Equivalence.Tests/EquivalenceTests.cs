using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Equivalence.Tests;

public class EquivalenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_part_of_the_shipped_code_is_what_the_specification_says()
    {
        IReadOnlyList<UnitResult> results = EquivalenceCheck.Run(
            ShippedSpecification.Model, ShippedSpecification.Files, new EquivalenceOptions(),
            result => output.WriteLine($"{result.Name,-24} {result.Outcome} claims {result.Claims} asked {result.Asked} {result.Seconds:F2} {string.Join(" | ", result.Findings)}"));
        Assert.All(results, result => Assert.Equal(UnitOutcome.Equal, result.Outcome));
    }
}
