using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What a survey has found.</summary>
/// <param name="Violations">The first run that was met for each property that fails, by id.</param>
/// <param name="Witnesses">The first run that was met for each condition that must be seen, by its index in the
/// model.</param>
/// <param name="Scans">Scans that were run.</param>
/// <param name="Places">Different combinations of machine states that were met.</param>
public sealed record SurveyResult(
    IReadOnlyDictionary<string, ConcreteRun> Violations, IReadOnlyDictionary<int, ConcreteRun> Witnesses,
    long Scans, int Places);

/// <summary>Runs the whole system at random and notes everything that happens.</summary>
public static class Survey
{
    /// <summary>Searches for as long as is allowed, or until every witness has been seen.</summary>
    public static SurveyResult Run(
        SpecificationModel model, string product, CompiledCore compiled, TimeSpan limit, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        RandomSearch search = new(model, product, compiled, new Vocabulary(model, product), SearchFocus.None, seed);
        IReadOnlyList<string> ids = compiled.Create().Names.Properties;
        Dictionary<string, ConcreteRun> violations = [];
        Dictionary<int, ConcreteRun> witnesses = [];
        search.Run(
            limit,
            long.MaxValue,
            (property, run) =>
            {
                violations.Add(ids[property], run);
                return false;
            },
            (witness, run) =>
            {
                witnesses.Add(witness, run);
                return false;
            });
        return new SurveyResult(violations, witnesses, search.Scans, search.Places);
    }
}
