using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary><c>elapsed</c> counts up to the largest number that makes a difference, and one more where "equal" must differ
/// from "beyond".</summary>
public sealed class ElapsedTests
{
    private const string Target = "contactor.statemachine.yaml";

    [Theory]
    [InlineData("elapsed >= 100 ms", 100)]
    [InlineData("elapsed > 100 ms", 101)]
    [InlineData("elapsed < 100 ms", 100)]
    [InlineData("elapsed <= 100 ms", 101)]
    [InlineData("elapsed == 100 ms", 101)]
    [InlineData("elapsed != 100 ms", 101)]
    [InlineData("100 ms <= elapsed", 100)]
    [InlineData("100 ms < elapsed", 101)]
    [InlineData("100 ms > elapsed", 100)]
    [InlineData("100 ms >= elapsed", 101)]
    [InlineData("100 ms == elapsed", 101)]
    [InlineData("100 ms != elapsed", 101)]
    [InlineData("elapsed >= 0 ms", 1)]
    [InlineData("elapsed >= alternator_lead_time", 10_000)]
    [InlineData("elapsed >= 100 ms and elapsed < 300 ms", 300)]
    [InlineData("elapsed >= 300 ms or elapsed < 100 ms", 300)]
    [InlineData("min(elapsed, 100 ms) == 7 ms", 100)]
    [InlineData("min(100 ms, elapsed) == 7 ms", 100)]
    [InlineData("elapsed >= min(elapsed, 100 ms)", 100)]
    [InlineData("elapsed == elapsed", int.MaxValue)]
    [InlineData("elapsed + 1 ms > 100 ms", int.MaxValue)]
    [InlineData("max(elapsed, 100 ms) > 100 ms", int.MaxValue)]
    [InlineData("elapsed >= 100 ms and elapsed - 1 ms < 20 ms", int.MaxValue)]
    public void Elapsed_saturates_where_no_guard_can_tell_the_difference(string guard, long cap_ms)
    {
        SpecificationModel model = new SmallSpecification().With(
            Target, "when: (feedback else false) and elapsed >= 100 ms,", $"when: \"(feedback else false) and ({guard})\",").Model();

        Assert.Equal(cap_ms, Settling(model).ElapsedCap_ms);
    }

    [Fact]
    public void Actions_count_as_well_as_guards()
    {
        SpecificationModel model = new SmallSpecification()
            .With(Target, "variables:\n", "variables:\n  slow: { type: bool, initial: false }\n")
            .With(Target, "{ to: Settled, when:", "{ to: Settled, do: [ \"slow := elapsed > 2 s\" ], when:")
            .With(Target, "not locked and not too_many", "not locked and not slow and not too_many").Model();

        Assert.Equal(2001, Settling(model).ElapsedCap_ms);
    }

    private static StateInfo Settling(SpecificationModel model) => model.Machines.Single(machine => machine.Name == "contactor")
        .States.Single(state => state.Name == "Settling");
}
