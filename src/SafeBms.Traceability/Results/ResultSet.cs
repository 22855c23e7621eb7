using System.Text.RegularExpressions;

namespace SafeBms.Traceability.Results;

/// <summary>All results that were found; what is not in here was not run.</summary>
public sealed partial class ResultSet
{
    // Test runners cut long arguments; a cut name counts only if it can mean one scenario.
    private const string ScenarioEnding = ".scenario.yaml";

    private readonly ILookup<string, CaseResult> tests;
    private readonly ILookup<string, ProofResult> proofs;
    private readonly IReadOnlyList<(string Text, bool IsCut, CaseResult Case)> arguments;

    /// <summary>Takes what was read.</summary>
    public ResultSet(
        IReadOnlyList<CaseResult> cases, IReadOnlyList<ProofResult> proofs, IReadOnlyList<ResultFile> files)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(proofs);
        Files = files;
        tests = cases.ToLookup(item => item.Test, StringComparer.Ordinal);
        this.proofs = proofs.ToLookup(item => item.Property, StringComparer.Ordinal);
        arguments =
        [
            .. cases.SelectMany(item => Argument().Matches(item.Display).Select(match =>
                (match.Groups["text"].Value, match.Groups["cut"].Success, item))),
        ];
    }

    /// <summary>No results.</summary>
    public static ResultSet None => new([], [], []);

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<ResultFile> Files { get; }

    /// <summary>What is known of a test: of all its cases.</summary>
    public (Outcome Outcome, string Detail) OfTest(string fullName) => OfCases([.. tests[fullName]]);

    /// <summary>What is known of a scenario: of the test cases that name its file.</summary>
    /// <param name="name">Name of the scenario.</param>
    /// <param name="all">Names of all scenarios.</param>
    public (Outcome Outcome, string Detail) OfScenario(string name, IEnumerable<string> all)
    {
        string file = name + ScenarioEnding;
        List<string> files = [.. all.Select(item => item + ScenarioEnding)];
        return OfCases([.. arguments
            .Where(item => item.IsCut
                ? file.StartsWith(item.Text, StringComparison.Ordinal)
                    && files.Count(other => other.StartsWith(item.Text, StringComparison.Ordinal)) == 1
                : item.Text == file)
            .Select(item => item.Case)]);
    }

    /// <summary>What the prover said of a property, of all products together.</summary>
    /// <param name="property">Id of the property.</param>
    /// <param name="products">Names of all products; one that the prover was not asked about was not run.</param>
    public (Outcome Outcome, string Detail) OfProof(string property, IEnumerable<string> products)
    {
        List<ProofResult> found = [.. proofs[property]];
        IEnumerable<Outcome> missing = products
            .Where(product => !found.Exists(item => item.Product.Length == 0 || item.Product == product))
            .Select(_ => Outcome.NotRun);
        return (Outcomes.Sum(found.Select(item => item.Outcome).Concat(missing)), string.Join(
            ", ", found.Select(item => item.Product.Length > 0 ? $"{item.Product}: {item.Verdict}" : item.Verdict)));
    }

    private static (Outcome Outcome, string Detail) OfCases(List<CaseResult> cases)
    {
        int failed = cases.Count(item => item.Outcome == Outcome.Failed);
        int passed = cases.Count(item => item.Outcome == Outcome.Passed);
        string counts = cases.Count > 1 ? $"{passed} of {cases.Count} cases passed" : string.Empty;
        string message = cases.Find(item => item.Outcome == Outcome.Failed)?.Message.Split('\n')[0] ?? string.Empty;
        return (Outcomes.Sum(cases.Select(item => item.Outcome)), failed > 0 ? $"{counts} {message}".Trim() : counts);
    }

    [GeneratedRegex("\"(?<text>[a-z0-9][a-z0-9.-]*)\"(?<cut>\\.{3}|\u00B7{3}|\u2026)?")]
    private static partial Regex Argument();
}
