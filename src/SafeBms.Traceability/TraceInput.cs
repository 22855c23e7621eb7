using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability;

/// <summary>A scenario with the path of its file.</summary>
public sealed record ScenarioFile(string Path, Scenario Scenario);

/// <summary>Everything that a trace is made of.</summary>
/// <param name="Model">The specification.</param>
/// <param name="SpecificationFolder">Its folder, for places.</param>
/// <param name="Scenarios">All scenarios.</param>
/// <param name="Tests">The sources of all tests.</param>
/// <param name="Reviewed">What was looked at.</param>
/// <param name="ReviewedFile">The file of that, for places.</param>
/// <param name="Results">The results that were found.</param>
/// <param name="Exists">Whether the repository has a file or folder of that path.</param>
public sealed record TraceInput(
    SpecificationModel Model,
    string SpecificationFolder,
    IReadOnlyList<ScenarioFile> Scenarios,
    TestSources Tests,
    ReviewedRequirements Reviewed,
    string ReviewedFile,
    ResultSet Results,
    Func<string, bool> Exists);
