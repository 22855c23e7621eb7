using SafeBms.Equivalence.Judge;
using Xunit;

namespace SafeBms.Equivalence.Tests;

public class EquivalenceTests
{
    [Fact]
    public void A_missing_solver_is_an_error_and_no_success() =>
        Assert.Contains("no-such-solver", Assert.Throws<SolverException>(() => Temporal("no-such-solver")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_solver_that_answers_nothing_shows_nothing()
    {
        // It may end before it has read the question, which is an error, or after it.
        UnitResult? result = null;
        Exception? problem = Record.Exception(() => result = Temporal("/bin/true"));
        Assert.True(problem is SolverException || result?.Outcome == UnitOutcome.NotShown);
    }

    [Fact]
    public void An_answer_that_was_kept_is_not_asked_again()
    {
        string folder = Directory.CreateTempSubdirectory("equivalence").FullName;
        try
        {
            EquivalenceOptions options = new() { Only = "temporal", CacheFolder = folder };
            UnitResult first = Assert.Single(
                EquivalenceCheck.Run(ShippedSpecification.Model, ShippedSpecification.Files, options));
            UnitResult second = Assert.Single(
                EquivalenceCheck.Run(ShippedSpecification.Model, ShippedSpecification.Files, options));

            Assert.Equal((UnitOutcome.Equal, false), (first.Outcome, first.Kept));
            Assert.Equal((UnitOutcome.Equal, true), (second.Outcome, second.Kept));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static UnitResult Temporal(string solver) => Assert.Single(EquivalenceCheck.Run(
        ShippedSpecification.Model, ShippedSpecification.Files,
        new EquivalenceOptions { Only = "temporal", Solver = solver }));
}
