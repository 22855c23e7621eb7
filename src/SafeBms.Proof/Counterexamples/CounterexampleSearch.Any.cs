using System.Diagnostics;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <content>The question whether anything fails at all.</content>
public sealed partial class CounterexampleSearch
{
    private const int MostUnconfirmed = 6;
    private const long StepsOfATurn = 15_000;
    private static readonly TimeSpan SimplifyingOfAny = TimeSpan.FromSeconds(3);

    /// <summary>A compiled core of another specification with the same names and parameters: the search on the formula
    /// takes names from it, so that nothing is compiled before a run has to be confirmed.</summary>
    public CompiledCore? StandIn { get; init; }

    /// <summary>A machine that is probably wrong, for <see cref="FindAny"/>; empty for none.</summary>
    public string Suspect { get; init; } = string.Empty;

    /// <summary>Looks for a run in which any of several properties fails, on the formula. The searches for the nearest
    /// of them take turns, and each looks at all properties by the way.</summary>
    /// <param name="product">Name of the product.</param>
    /// <param name="nearest">What the searches are guided by, the most promising first.</param>
    /// <param name="judged">Ids of all properties whose failure counts.</param>
    /// <param name="limit">How long; simplification and replay come on top.</param>
    /// <param name="mostSteps">How many scans may be worked out in all; with this limit equal seeds have equal
    /// results.</param>
    /// <returns>A run that fails in the generated code and in the interpreter, in the same scan; null if none was
    /// found, which says nothing.</returns>
    public Counterexample? FindAny(
        string product, IReadOnlyList<PropertyInfo> nearest, IReadOnlyCollection<string> judged, TimeSpan limit,
        long mostSteps)
    {
        ArgumentNullException.ThrowIfNull(nearest);
        Stopwatch clock = Stopwatch.StartNew();
        ILoadedCore core = (StandIn ?? Compiled).Create();
        LeapingRun formula = FormulaOf(product, core);
        Vocabulary vocabulary = VocabularyOf(product);
        GuidedSearch[] searches = [.. nearest.Select(property =>
            new GuidedSearch(model, product, property, core, formula, vocabulary, Seed, judged, Suspect))];
        HashSet<string> unconfirmed = new(StringComparer.Ordinal);
        Counterexample? found = null;
        long steps = 0;
        for (int turn = 0; found is null && searches.Length > 0 && unconfirmed.Count < MostUnconfirmed; turn++)
        {
            if (clock.Elapsed > limit || steps >= mostSteps)
            {
                break;
            }

            GuidedSearch search = searches[turn % searches.Length];
            long before = search.Steps;
            long until = before + Math.Min(StepsOfATurn, mostSteps - steps);
            search.Run(limit - clock.Elapsed, until, (run, id) =>
            {
                found = unconfirmed.Contains(id) ? null : ConfirmAny(product, run, id, core, formula, search.Scans);
                if (found is null)
                {
                    unconfirmed.Add(id);
                }

                return found is not null || unconfirmed.Count >= MostUnconfirmed;
            });
            steps += search.Steps - before;
        }

        return found;
    }

    private Counterexample? ConfirmAny(
        string product, ConcreteRun run, string id, ILoadedCore core, LeapingRun formula, long scans)
    {
        Stopwatch clock = Stopwatch.StartNew();
        PropertyInfo property = model.Properties.Properties.First(one => one.Id == id);
        ConcreteRun? simple = ConfirmFormula(
            product, property, run, formula.Another(model, core.Names.Inputs), SimplifyingOfAny);
        return simple is null ? null : new Counterexample(property, simple, clock.Elapsed.TotalSeconds, scans);
    }
}
