using System.Globalization;
using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Search;

/// <summary>The tests of a machine that were found, and what they do not show.</summary>
/// <param name="Tests">The tests with their expectations.</param>
/// <param name="Missing">What was looked for and not found.</param>
/// <param name="Scans">Scans that the search took.</param>
public sealed record GeneratedTests(
    IReadOnlyList<MachineTest> Tests, IReadOnlyList<Obligation> Missing, long Scans);

/// <summary>Finds tests that show everything that a machine can do: transition tours, times and values around their
/// bounds, and pairs of conditions. The same specification gives the same tests.</summary>
public sealed class TestGenerator : IDisposable
{
    /// <summary>Effort of the tests that are checked in.</summary>
    public const int DefaultEffort = 250_000;

    private const long ScansPerStep = 200;

    private readonly SpecificationModel model;
    private readonly CompiledBenches probed;
    private readonly CompiledBenches shipped;

    /// <summary>Compiles the machines with and without probes.</summary>
    public TestGenerator(SpecificationModel model)
    {
        this.model = model ?? throw new ArgumentNullException(nameof(model));
        probed = CompiledBenches.Compile(model, ProbePlan.Of(model));
        shipped = CompiledBenches.Compile(model, null);
    }

    /// <summary>Finds the tests of a machine.</summary>
    /// <param name="machine">Its name.</param>
    /// <param name="isUnreachable">What need not be looked for.</param>
    /// <param name="effort">How many steps are tried, if something is not found; and how many scans.
    /// </param>
    public GeneratedTests Generate(string machine, Func<Obligation, bool> isUnreachable, int effort)
    {
        MachineObligations obligations = new(model, probed.Plan!.For(machine));
        TestSearch search = new(probed, obligations, at => !isUnreachable(obligations.All[at]));
        search.Run(ScansPerStep * effort, effort);
        MachineJudge judge = new(shipped, obligations.Machine);
        List<MachineTest> tests = [];
        foreach (MachineTest test in new TestSelection(probed, obligations).Choose(search.Found))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{machine}-{tests.Count + 1:00}");
            tests.Add(judge.WithExpectations(test with { Name = name }));
        }

        return new GeneratedTests(
            tests, [.. search.Missing.Order().Select(at => obligations.All[at])], search.Scans);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        probed.Dispose();
        shipped.Dispose();
    }
}
