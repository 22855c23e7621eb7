using System.Diagnostics;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>A run from power-on in which a property fails, as both readers of the specification say.</summary>
/// <param name="Property">The property.</param>
/// <param name="Run">The run; it fails in its last scan and in none before.</param>
/// <param name="Seconds">Time for search, simplification and replay.</param>
/// <param name="ScansSearched">Scans that were run to find it.</param>
public sealed record Counterexample(PropertyInfo Property, ConcreteRun Run, double Seconds, long ScansSearched)
{
    /// <summary>How the search came upon it, in a few words.</summary>
    public string FoundBy { get; init; } = string.Empty;
}

/// <summary>Looks for counterexamples in one specification; the generated code is compiled once.</summary>
public sealed partial class CounterexampleSearch : IDisposable
{
    // The rest of the time is for the search on the generated code, which also has a memory for each battery.
    private const double ShareOfFormula = 0.75;
    private const long MostScansOfSimplifying = 10_000_000;

    private readonly SpecificationModel model;
    private readonly Lazy<CompiledCore> compiled;
    private readonly Dictionary<string, Vocabulary> vocabularies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeapingRun> formulas = new(StringComparer.Ordinal);

    /// <summary>Nothing is compiled before it is needed.</summary>
    /// <param name="model">The bound specification.</param>
    /// <param name="seed">Equal seeds search in the same order; how far a search comes is a matter of time.</param>
    public CounterexampleSearch(SpecificationModel model, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        Seed = seed;
        compiled = new Lazy<CompiledCore>(() => CompiledCore.Compile(model));
    }

    /// <summary>Equal seeds search in the same order. It may be changed between two searches.</summary>
    public ulong Seed { get; set; }

    /// <summary>The generated code of the specification.</summary>
    public CompiledCore Compiled => compiled.Value;

    /// <summary>Told of what is going on, if given.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Looks for a run in which a property fails.</summary>
    /// <param name="product">Name of the product.</param>
    /// <param name="property">The property; it has a formula.</param>
    /// <param name="limit">How long the search may last; simplification and replay come on top, at most half as
    /// long.</param>
    /// <param name="mostScans">How many scans it may work out, on the formula and then on the generated code; with
    /// this limit equal seeds have equal results.</param>
    /// <returns>A run that fails in both readers in the same scan; null if none was found, which says
    /// nothing.</returns>
    public Counterexample? Find(
        string product, PropertyInfo property, TimeSpan limit, long mostScans = long.MaxValue) =>
        FindAll(product, [property], limit, mostScans) is [Counterexample found] ? found : null;

    /// <summary>Looks for runs in which properties fail: for one after the other on the formula, then for all of them
    /// at once on the generated code.</summary>
    /// <param name="product">Name of the product.</param>
    /// <param name="properties">The properties; each has a formula.</param>
    /// <param name="limit">How long the search may last; simplification and replay come on top, at most half as long
    /// in all.</param>
    /// <param name="mostScans">How many scans it may work out.</param>
    /// <returns>What was found, in the order of the properties; for the others it says nothing.</returns>
    public IReadOnlyList<Counterexample> FindAll(
        string product, IReadOnlyList<PropertyInfo> properties, TimeSpan limit, long mostScans = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Stopwatch clock = Stopwatch.StartNew();
        Dictionary<string, Counterexample> found = new(StringComparer.Ordinal);
        for (int index = 0; index < properties.Count; index++)
        {
            TimeSpan slice = ((limit * ShareOfFormula) - clock.Elapsed) / (properties.Count - index);
            if (FindOnFormula(product, properties[index], slice, mostScans) is { } one)
            {
                found.Add(one.Property.Id, one);
            }
        }

        PropertyInfo[] open = [.. properties.Where(property => !found.ContainsKey(property.Id))];
        if (open.Length > 0 && clock.Elapsed < limit)
        {
            foreach (Counterexample one in FindOnCode(product, open, limit - clock.Elapsed, mostScans))
            {
                found.Add(one.Property.Id, one);
            }
        }

        return [.. properties.Where(property => found.ContainsKey(property.Id)).Select(one => found[one.Id])];
    }

    /// <summary>Simplifies a run and replays it in both readers.</summary>
    /// <returns>Null if they do not agree that it fails, in the same scan.</returns>
    public ConcreteRun? Confirm(PropertyInfo property, ConcreteRun run, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(property);
        Replay replay = new(model, Compiled);
        ConcreteRun simple = Shrinker.Shrink(run, one => replay.FirstViolation(one, property.Id), limit);
        return IsConfirmed(replay, property, simple) ? simple : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (compiled.IsValueCreated)
        {
            compiled.Value.Dispose();
        }
    }

    private static bool IsConfirmed(Replay replay, PropertyInfo property, ConcreteRun run) =>
        replay.FirstViolation(run, property.Id) == run.LastScan
        && replay.FirstViolationOfReference(run, property.Id) == run.LastScan;

    private Counterexample? FindOnFormula(string product, PropertyInfo property, TimeSpan limit, long mostScans)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ILoadedCore core = Compiled.Create();
        LeapingRun formula = FormulaOf(product, core);
        GuidedSearch search = new(model, product, property, core, formula, VocabularyOf(product), Seed);
        LeapingRun another = formula.Another(model, core.Names.Inputs);
        Counterexample? found = null;
        search.Run(limit, mostScans, (run, _) =>
        {
            double seconds = clock.Elapsed.TotalSeconds;
            ConcreteRun? simple = ConfirmFormula(product, property, run, another, limit / 2);
            Trace?.Invoke($"{property.Id}: a run of {run.Scans} scans after {seconds:F1} s, "
                + $"{search.Steps} steps, {search.Places} places; "
                + (simple is null ? "not confirmed" : $"{simple.Scans} scans left"));
            found = simple is null
                ? null : new Counterexample(property, simple, clock.Elapsed.TotalSeconds, search.Scans)
                {
                    FoundBy = "formula, " + search.World,
                };
            return found is not null;
        });
        if (found is null)
        {
            Trace?.Invoke($"{property.Id}: nothing in {clock.Elapsed.TotalSeconds:F1} s, {search.Steps} steps, "
                + $"{search.Scans} scans, {search.Places} places");
        }

        return found;
    }

    // The formula lets some things happen that cannot; so what counts is what the two readers say.
    private ConcreteRun? ConfirmFormula(
        string product, PropertyInfo property, ConcreteRun run, LeapingRun formula, TimeSpan limit)
    {
        Replay replay = new(model, Compiled);
        ILoadedCore core = Compiled.Create();
        core.Start(product);
        LeapingReplay quick = new(
            model, formula, property.Id, name => ParameterOf(core, name),
            parameters => core.Start(product, parameters) is null);
        if (replay.FirstViolation(run, property.Id) < 0)
        {
            Trace?.Invoke($"{property.Id}: found on the formula, and not so on the code: "
                + (quick.FirstDifference(run, replay, property.Id) ?? "a property failed before"));
            return null;
        }

        ConcreteRun simple = Shrinker.Shrink(run, quick.FirstFailure, limit);
        if (IsConfirmed(replay, property, simple))
        {
            return simple;
        }

        Trace?.Invoke($"{property.Id}: the simplified run is one of the formula only: "
            + (quick.FirstDifference(simple, replay, property.Id) ?? "no difference in the states"));
        long scans = 0;
        simple = Shrinker.Shrink(run, FirstViolation, limit);
        return IsConfirmed(replay, property, simple) ? simple : null;

        // Most of what is tried does not fail, and the formula says so quickly.
        long FirstViolation(ConcreteRun one)
        {
            if (scans > MostScansOfSimplifying || (one != run && quick.FirstFailure(one) < 0))
            {
                return -1;
            }

            scans += one.Scans;
            return replay.FirstViolation(one, property.Id);
        }
    }

    private IEnumerable<Counterexample> FindOnCode(
        string product, PropertyInfo[] properties, TimeSpan limit, long mostScans)
    {
        Stopwatch clock = Stopwatch.StartNew();
        RandomSearch search = new(
            model, product, Compiled, VocabularyOf(product), SearchFocus.For(model, properties), Seed);
        IReadOnlyList<string> ids = Compiled.Create().Names.Properties;
        Dictionary<string, (ConcreteRun Run, long Scans)> found = new(StringComparer.Ordinal);
        HashSet<string> wanted = [.. properties.Select(property => property.Id)];
        search.Run(
            limit,
            mostScans,
            (failed, run) =>
            {
                if (wanted.Contains(ids[failed]))
                {
                    found.Add(ids[failed], (run, search.Scans));
                }

                return found.Count == wanted.Count;
            },
            null);
        TimeSpan each = limit / (2 * Math.Max(1, found.Count));
        foreach (PropertyInfo property in properties.Where(property => found.ContainsKey(property.Id)))
        {
            (ConcreteRun run, long scans) = found[property.Id];
            if (Confirm(property, run, each) is { } simple)
            {
                yield return new Counterexample(property, simple, clock.Elapsed.TotalSeconds, scans)
                {
                    FoundBy = "generated code",
                };
            }
        }
    }

    private long ParameterOf(ILoadedCore core, string name)
    {
        int index = core.Names.Parameter(name);
        return index >= 0
            ? core.Parameter(index) : model.Parameters.Parameters.First(one => one.Name == name).Default;
    }

    private LeapingRun FormulaOf(string product, ILoadedCore core)
    {
        if (!formulas.TryGetValue(product, out LeapingRun? formula))
        {
            formula = new LeapingRun(VocabularyOf(product).System, model, core.Names.Inputs);
            formulas.Add(product, formula);
        }

        return formula;
    }

    private Vocabulary VocabularyOf(string product)
    {
        if (!vocabularies.TryGetValue(product, out Vocabulary? vocabulary))
        {
            vocabulary = new Vocabulary(model, product);
            vocabularies.Add(product, vocabulary);
        }

        return vocabulary;
    }
}
