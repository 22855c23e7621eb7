using SafeBms.Exploration.Search;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Exploration.Tests;

/// <summary>The explorer of the compiled core, and the comparison of the engines.</summary>
public class ExplorerTests
{
    private static readonly ExplorationBounds Small = new() { States_max = 400, Scans_max = 300_000, Leap_max = 2_000 };

    [Fact]
    public void The_same_seed_explores_the_same_and_says_that_it_is_not_complete()
    {
        SpecificationModel model = SpinTests.Read();
        ExplorationBounds bounds = new() { States_max = 300, Scans_max = 200_000, Leap_max = 1_000 };

        ExplorationResult first = new Explorer(model, null, null).Run(bounds);
        ExplorationResult second = new Explorer(model, null, null).Run(bounds);

        Assert.Equal((first.States, first.Scans, first.Depth), (second.States, second.Scans, second.Depth));
        Assert.Equal(first.MachineTransitions, second.MachineTransitions);
        Assert.False(first.IsExhausted);
        Assert.True(first.Depth >= 2);
    }

    [Fact]
    public void A_relay_that_is_on_at_rest_is_found_with_a_run_that_repeats()
    {
        SpecificationModel faulty = SpinTests.Read(
            ("programmable-relay.statemachine.yaml", "outputs: { relay: false }", "outputs: { relay: true }"));

        ExplorationResult result = new Explorer(faulty, null, null).Run(Small);

        Assert.NotEmpty(result.Violations);
        Assert.All(result.Violations, violation => Assert.NotEmpty(violation.Inputs));
        Assert.All(result.Violations, violation => Assert.NotEmpty(violation.Steps));
    }

    [Fact]
    public void What_SPIN_proves_the_explorer_does_not_violate()
    {
        SpecificationModel model = SpinTests.Read();
        ExplorationBounds bounds = new() { States_max = 1_000, Scans_max = 400_000, Leap_max = 20_000, Seed = 7 };
        ExplorationResult explored = new Explorer(model, null, null).Run(bounds);
        string product = model.Products[0].Name;
        List<Opinion> opinions =
            [.. explored.Violations.Select(found => new Opinion("explore", found.Property, product, false, true))];
        foreach (string property in new[] { "P08a", "P22a" })
        {
            bool isProved = SpinTests.Verify(model, SpinTests.Slice(property)).Verdict == Spin.SpinVerdict.Proved;
            opinions.Add(new Opinion("spin", property, product, isProved, false));
            Assert.True(isProved);
        }

        Assert.Empty(Agreement.Disagreements(opinions));
    }

    [Fact]
    public void One_engine_that_proves_and_one_that_has_a_run_disagree()
    {
        Opinion[] opinions =
        [
            new("spin", "P01", "a", true, false), new("explore", "P01", "a", false, true),
            new("prove", "P02", "a", true, false), new("explore", "P02", "b", false, true),
            new("prove", "P03", "a", true, false), new("spin", "P03", "a", false, false),
        ];

        string disagreement = Assert.Single(Agreement.Disagreements(opinions));

        Assert.Contains("P01: spin proves it and explore has a run", disagreement, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_are_read_and_a_part_of_a_property_is_no_verdict_on_it()
    {
        const string Text = """
            { "properties": [
              { "id": "P01", "product": "a", "verdict": "proved" },
              { "id": "P50", "part": "then:aux", "product": "a", "verdict": "proved" },
              { "id": "P02", "product": "a", "verdict": "refuted" } ] }
            """;

        IReadOnlyList<Opinion> opinions = Agreement.Read("prove", Text);

        Assert.Equal(["P01", "P02"], opinions.Select(opinion => opinion.Property));
        Assert.True(opinions[0].IsProved);
        Assert.True(opinions[1].IsViolated);
        Assert.Throws<FormatException>(() => Agreement.Read("prove", "[]"));
    }
}
