using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>The numbers that matter to a specification: what each input is compared with, and how long the counters
/// count. A run that avoids them all shows nothing.</summary>
internal sealed class Vocabulary
{
    private const int LongestDuration_ms = 900_000;

    private readonly Dictionary<string, List<Term>> borders = new(StringComparer.Ordinal);
    private readonly List<Term> durations = [];
    private readonly TransitionSystem system;

    /// <summary>Collects them from the formula of the whole system.</summary>
    public Vocabulary(SpecificationModel model, string product)
    {
        system = TransitionSystemBuilder.Build(
            model, product, _ => true, [.. model.Properties.Properties.Select(property => property.Id)]);
        Term[] terms = [
            .. system.States.Select(state => state.Next), .. system.Conditions.Values,
            .. system.Makeup.Folds.Select(fold => fold.BodyNumber)];
        Dictionary<Term, List<Term>> thresholds = Thresholds.Of(system.Pool, terms);
        foreach (InputVariables input in system.Makeup.Scalars)
        {
            AddBorders(input.Name, thresholds.GetValueOrDefault(input.Number));
        }

        foreach (InputVariables field in system.Makeup.MemberFields)
        {
            AddBorders(field.Name, thresholds.GetValueOrDefault(field.Number));
            foreach (FoldVariables fold in system.Makeup.Folds.Where(one => one.BodyNumber == field.Number))
            {
                AddBorders(field.Name, thresholds.GetValueOrDefault(fold.Number));
            }
        }

        HashSet<Term> seen = [];
        foreach (StateVariable counter in system.States.Where(state => state.IsCounter))
        {
            durations.AddRange((thresholds.GetValueOrDefault(counter.Variable) ?? [])
                .Where(term => IsKnown(term, "parameter.") && seen.Add(term)));
        }
    }

    /// <summary>The formula of the whole system with its properties, without the conditions that must be seen.
    /// </summary>
    public TransitionSystem System => system with
    {
        States = [.. system.States.Where(
            state => !state.Name.StartsWith("witness.", StringComparison.Ordinal))],
        Conditions = system.Conditions
            .Where(one => !one.Key.Contains('/', StringComparison.Ordinal)).ToDictionary(),
    };

    /// <summary>Parameters that may be chosen.</summary>
    public IReadOnlyList<FreeVariable> Parameters => system.Parameters;

    /// <summary>What the input of this name (without indices) is compared with now.</summary>
    public IReadOnlyList<Term> Borders(string field) => borders.GetValueOrDefault(field) ?? [];

    /// <summary>How long the counters count with these parameters, in scans, the shortest first.</summary>
    public IReadOnlyList<int> Durations(Func<string, long> parameter) => [.. durations
        .Select(term => Evaluator.Value(term, one => parameter(one.Name["parameter.".Length..])))
        .Where(scans => scans is > 1 and <= LongestDuration_ms).Select(scans => (int)scans).Distinct().Order()];

    private void AddBorders(string name, List<Term>? terms)
    {
        if (terms is not null)
        {
            List<Term> known = borders.TryGetValue(name, out List<Term>? before) ? before : borders[name] = [];
            known.AddRange(terms.Where(term => IsKnown(term, "parameter.", "input.") && !known.Contains(term)));
        }
    }

    private static bool IsKnown(Term term, params string[] prefixes) => TermWalk.Variables(term)
        .All(one => prefixes.Any(prefix => one.Name.StartsWith(prefix, StringComparison.Ordinal)
            && !one.Name.EndsWith(".valid", StringComparison.Ordinal)
            && !one.Name.EndsWith(".new", StringComparison.Ordinal)
            && !one.Name.EndsWith(".age", StringComparison.Ordinal)));
}
