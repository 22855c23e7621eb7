using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using SafeBms.Traceability;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Results;

namespace SafeBms.Workbench.Tracing;

/// <summary>Reads from disk what a trace is made of.</summary>
internal static class TraceFiles
{
    private const int ResultFiles_max = 5000;

    private static readonly EnumerationOptions Walk = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Everything.</summary>
    /// <exception cref="UnusableException">A folder is missing.</exception>
    /// <exception cref="TraceException">A file cannot be used.</exception>
    internal static TraceInput Read(TraceRequest request, SpecificationModel model, string fingerprint) => new(
        model,
        Slashes(request.Specification).TrimEnd('/'),
        Scenarios(request.Scenarios),
        Sources(request.Tests),
        Reviewed(request.Reviewed),
        Slashes(request.Reviewed),
        Results(request, fingerprint),
        path => File.Exists(path) || Directory.Exists(path));

    /// <summary>What was looked at; nothing if there is no such file yet.</summary>
    internal static ReviewedRequirements Reviewed(string path) => File.Exists(path)
        ? ReviewedRequirements.Read(Slashes(path), File.ReadAllBytes(path))
        : ReviewedRequirements.None;

    private static List<ScenarioFile> Scenarios(string folder)
    {
        List<ScenarioFile> scenarios = [];
        foreach (string path in Files(folder, "*.scenario.yaml", "--scenarios"))
        {
            try
            {
                scenarios.Add(new ScenarioFile(path, ScenarioParser.Parse(File.ReadAllBytes(path))));
            }
            catch (ScenarioException problem)
            {
                throw new TraceException(
                    string.Join('\n', problem.Problems.Select(item => item.Format(path))), problem);
            }
        }

        return scenarios;
    }

    private static TestSources Sources(string folder) => TestSources.Read(
        Files(folder, "*.cs", "--tests")
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal)
                && !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(path))));

    private static ResultSet Results(TraceRequest request, string fingerprint)
    {
        List<CaseResult> cases = [];
        List<ProofResult> proofs = [];
        List<ResultFile> files = [];
        IEnumerable<string> places = request.Results ?? TraceRequest.ResultFolders.Where(Directory.Exists);
        foreach (string path in places.SelectMany(ResultPaths).Distinct(StringComparer.Ordinal))
        {
            if (path.EndsWith(".json", StringComparison.Ordinal))
            {
                EngineResults engine = EngineResultReader.Read(path, File.ReadAllBytes(path), fingerprint);
                proofs.AddRange(engine.Proofs);
                files.AddRange(engine.File is null ? [] : [engine.File]);
                continue;
            }

            using FileStream stream = File.OpenRead(path);
            IReadOnlyList<CaseResult> read = TestResultReader.Read(path, stream);
            cases.AddRange(read);
            files.Add(Summary(path, read));
        }

        return new ResultSet(cases, proofs, files);
    }

    private static ResultFile Summary(string path, IReadOnlyList<CaseResult> cases)
    {
        string counts = string.Join(", ", cases.GroupBy(item => item.Outcome).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key.Word()}"));
        return new ResultFile(
            path, "tests", Outcomes.Sum(cases.Select(item => item.Outcome)), cases.Count == 0 ? "no test" : counts);
    }

    private static IEnumerable<string> ResultPaths(string place)
    {
        if (File.Exists(place))
        {
            return [Slashes(place)];
        }

        if (!Directory.Exists(place))
        {
            throw new UnusableException(
                $"there is no '{place}'; run './test.sh', which writes artifacts/test-results, or correct --results");
        }

        List<string> found =
        [
            .. Directory.EnumerateFiles(place, "*", Walk)
                .Where(path => path.EndsWith(".trx", StringComparison.Ordinal)
                    || path.EndsWith(".xml", StringComparison.Ordinal)
                    || path.EndsWith(".json", StringComparison.Ordinal))
                .Select(Slashes).Order(StringComparer.Ordinal).Take(ResultFiles_max + 1),
        ];
        return found.Count <= ResultFiles_max
            ? found
            : throw new UnusableException($"'{place}' holds more than {ResultFiles_max} files: name a smaller folder");
    }

    private static IEnumerable<string> Files(string folder, string pattern, string option) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, pattern, Walk).Select(Slashes).Order(StringComparer.Ordinal)
            : throw new UnusableException(
                $"there is no folder '{folder}'; name it with {option}, or run this at the root of the repository");

    private static string Slashes(string path) => path.Replace('\\', '/');
}
