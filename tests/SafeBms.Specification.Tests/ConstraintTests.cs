using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>Constraints between parameters are computed for the defaults and for each product; so are the chains of times of
/// hazards.</summary>
public sealed class ConstraintTests
{
    private const string Broken = "SBMS148";
    private const string TooLate = "SBMS147";
    private const string Parameters = "parameters.yaml";

    // By default: cell_release 3450 mV, cell_high 3750 mV, attempt_limit 3, cells_per_battery 4, relay_mode alternator. The
    // product changes neither of them.
    [Theory]
    [InlineData("cell_release < 3451 mV", true)]
    [InlineData("cell_release < 3450 mV", false)]
    [InlineData("cell_release <= 3450 mV", true)]
    [InlineData("cell_release <= 3449 mV", false)]
    [InlineData("cell_release > 3449 mV", true)]
    [InlineData("cell_release > 3450 mV", false)]
    [InlineData("cell_release >= 3450 mV", true)]
    [InlineData("cell_release >= 3451 mV", false)]
    [InlineData("cell_release == 3450 mV", true)]
    [InlineData("cell_release == 3451 mV", false)]
    [InlineData("cell_release != 3451 mV", true)]
    [InlineData("cell_release != 3450 mV", false)]
    [InlineData("cell_release + 300 mV == cell_high", true)]
    [InlineData("cell_high - 300 mV == cell_release", true)]
    [InlineData("cell_high - 301 mV == cell_release", false)]
    [InlineData("attempt_limit * 2 == 6", true)]
    [InlineData("attempt_limit * 2 == 5", false)]
    [InlineData("min(cell_release, cell_high) == cell_release", true)]
    [InlineData("min(cell_release, cell_high) == cell_high", false)]
    [InlineData("max(cell_release, cell_high) == cell_high", true)]
    [InlineData("max(cell_release, cell_high) == cell_release", false)]
    [InlineData("abs(cell_release - cell_high) == 300 mV", true)]
    [InlineData("-attempt_limit == -3", true)]
    [InlineData("-attempt_limit == 3", false)]
    [InlineData("not (attempt_limit == 4)", true)]
    [InlineData("not (attempt_limit == 3)", false)]
    [InlineData("attempt_limit == 3 and cell_high == 3750 mV", true)]
    [InlineData("attempt_limit == 3 and cell_high == 3751 mV", false)]
    [InlineData("attempt_limit == 4 and cell_high == 3750 mV", false)]
    [InlineData("attempt_limit == 4 or cell_high == 3750 mV", true)]
    [InlineData("attempt_limit == 3 or cell_high == 3751 mV", true)]
    [InlineData("attempt_limit == 4 or cell_high == 3751 mV", false)]
    [InlineData("attempt_limit == 3 implies cell_high == 3750 mV", true)]
    [InlineData("attempt_limit == 3 implies cell_high == 3751 mV", false)]
    [InlineData("attempt_limit == 4 implies cell_high == 3751 mV", true)]
    [InlineData("choose(attempt_limit == 3, cell_high, cell_release) == 3750 mV", true)]
    [InlineData("choose(attempt_limit == 4, cell_high, cell_release) == 3750 mV", false)]
    [InlineData("relay_mode == alternator", true)]
    [InlineData("relay_mode == alarm", false)]
    public void A_constraint_is_computed_with_the_defaults(string constraint, bool holds)
    {
        IReadOnlyList<Diagnostic> found = Read(With(constraint));

        Assert.Equal(holds ? [] : [Broken], found.Select(finding => finding.Id).Distinct());
    }

    [Fact]
    public void A_product_that_breaks_a_constraint_is_where_it_is_reported_with_the_values()
    {
        SmallBoat boat = With("alternator_lead_time < 3 s");

        Diagnostic finding = Assert.Single(Read(boat));
        Assert.Equal((Broken, "products/small-boat-12.product.yaml", 3), (finding.Id, finding.Span.File, finding.Span.Line));
        Assert.Contains("product 'small-boat-12'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("alternator_lead_time = 3000", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_that_break_a_constraint_are_reported_at_the_constraint_with_each_parameter_once()
    {
        SmallBoat boat = With("cell_high < cell_release or cell_high < 3 V").Without("products/small-boat-12.product.yaml");

        Diagnostic finding = Assert.Single(Read(boat));
        Assert.Equal((Broken, Parameters), (finding.Id, finding.Span.File));
        Assert.Contains("the defaults: cell_high = 3750, cell_release = 3450", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20 s", true)]
    [InlineData("3700 ms", true)]
    [InlineData("3699 ms", false)]
    public void The_times_of_a_chain_may_take_as_long_as_the_hazard_allows(string ftti, bool isEnough)
    {
        // 200 ms + 500 ms + the 3 s that the product has for 2 s.
        IReadOnlyList<Diagnostic> found = Read(new SmallBoat().Edit("requirements.yaml", "ftti: 20 s", $"ftti: {ftti}"));

        Assert.Equal(isEnough ? [] : [TooLate], found.Select(finding => finding.Id));
    }

    private static SmallBoat With(string constraint) => new SmallBoat().Edit(
        Parameters, "constraints:\n", $"constraints:\n  - {{ name: looked-at, always: \"{constraint}\", because: \"It is looked at.\" }}\n");

    private static IReadOnlyList<Diagnostic> Read(SmallBoat boat) => SpecificationReader.Read(boat.Files).Diagnostics;
}
