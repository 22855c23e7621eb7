using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Traceability.Tests;

/// <summary>A requirement without a test fails here.</summary>
public sealed class TraceabilityTests
{
    [Fact]
    public void Every_requirement_is_carried_by_a_property_or_shown_by_a_scenario_or_a_test()
    {
        SpecificationModel model = Repository.Model;
        AssertNone("requirements that nothing shows", Trace.Orphans(
            model.Requirements.Requirements, model.Properties.Properties, Repository.Scenarios, Repository.Tests));
    }

    [Fact]
    public void Whatever_is_said_to_be_shown_exists()
    {
        SpecificationModel model = Repository.Model;
        AssertNone("names without a requirement or property", Trace.Unknown(
            model.Requirements.Requirements, model.Properties.Properties, Repository.Scenarios, Repository.Tests));
    }

    [Fact]
    public void Every_property_without_a_monitor_names_evidence_that_exists()
    {
        SpecificationModel model = Repository.Model;
        HashSet<string> planned = [.. model.Requirements.Requirements.Where(Trace.IsPlanned).Select(r => r.Id)];
        AssertNone("properties with weak evidence", [.. model.Properties.Properties.SelectMany(property =>
            Trace.WeakEvidence(property, property.Requirements.All(planned.Contains), Exists))]);
    }

    [Fact]
    public void Every_property_with_evidence_by_a_scenario_is_shown_by_that_scenario()
    {
        AssertNone("evidence that does not know of it", [.. Repository.Model.Properties.Properties
            .Where(property => property.Always is null)
            .SelectMany(property => Repository.Scenarios
                .Where(scenario => property.Evidence.Contains($"`{scenario.Name}`", StringComparison.Ordinal))
                .Where(scenario => scenario.Shows.All(id => id.Text != property.Id))
                .Select(scenario => $"{property.Id} names {scenario.Name}, which does not say that it shows it."))]);
    }

    [Fact]
    public void Every_scenario_says_what_it_shows() => AssertNone("scenarios that show nothing",
        [.. Repository.Scenarios.Where(scenario => scenario.Shows.Count == 0).Select(scenario => scenario.Name)]);

    [Fact]
    public void Enough_was_read_for_the_other_tests_to_mean_something()
    {
        Assert.True(Repository.Scenarios.Count >= 40);
        Assert.True(Repository.Model.Requirements.Requirements.Count >= 100);
        Assert.True(Repository.Tests.Names.Count >= 100);
        Assert.NotEmpty(Repository.Tests.Claims);
    }

    private static bool Exists(string name) =>
        Repository.Tests.Names.Contains(name)
        || Repository.Scenarios.Any(scenario => scenario.Name == name)
        || Repository.HasFile(name);

    private static void AssertNone(string what, IReadOnlyList<string> found) =>
        Assert.True(found.Count == 0, $"{found.Count} {what}:\n  {string.Join("\n  ", found)}");
}
