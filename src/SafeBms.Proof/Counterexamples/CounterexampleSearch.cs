using System.Diagnostics;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>A run from power-on in which a property fails, as both readers of the specification say.</summary>
/// <param name="Property">The property.</param>
/// <param name="Run">The run; it fails in its last scan and in none before.</param>
/// <param name="Seconds">Time for search, simplification and replay.</param>
/// <param name="ScansSearched">Scans that were run to find it.</param>
public sealed record Counterexample(PropertyInfo Property, ConcreteRun Run, double Seconds, long ScansSearched);

/// <summary>Looks for counterexamples in one specification; the generated code is compiled once.</summary>
public sealed class CounterexampleSearch : IDisposable
{
    private readonly SpecificationModel model;
    private readonly Lazy<CompiledCore> compiled;
    private readonly ulong seed;
    private readonly Dictionary<string, Vocabulary> vocabularies = new(StringComparer.Ordinal);

    /// <summary>Nothing is compiled before it is needed.</summary>
    /// <param name="model">The bound specification.</param>
    /// <param name="seed">Equal seeds search in the same order; how far a search comes is a matter of time.</param>
    public CounterexampleSearch(SpecificationModel model, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.seed = seed;
        compiled = new Lazy<CompiledCore>(() => CompiledCore.Compile(model));
    }

    /// <summary>The generated code of the specification.</summary>
    public CompiledCore Compiled => compiled.Value;

    /// <summary>Looks for a run in which a property fails.</summary>
    /// <param name="product">Name of the product.</param>
    /// <param name="property">The property; it has a formula.</param>
    /// <param name="limit">How long the search may last; simplification and replay come on top, at most half as
    /// long.</param>
    /// <param name="mostScans">How many scans it may run; with this limit equal seeds have equal results.</param>
    /// <returns>A run that fails in both readers in the same scan; null if none was found, which says
    /// nothing.</returns>
    public Counterexample? Find(
        string product, PropertyInfo property, TimeSpan limit, long mostScans = long.MaxValue) =>
        FindAll(product, [property], limit, mostScans) is [Counterexample found] ? found : null;

    /// <summary>Looks for runs in which properties fail, for all of them at once.</summary>
    /// <param name="product">Name of the product.</param>
    /// <param name="properties">The properties; each has a formula.</param>
    /// <param name="limit">How long the search may last; simplification and replay come on top, at most half as long
    /// in all.</param>
    /// <param name="mostScans">How many scans it may run.</param>
    /// <returns>What was found, in the order of the properties; for the others it says nothing.</returns>
    public IReadOnlyList<Counterexample> FindAll(
        string product, IReadOnlyList<PropertyInfo> properties, TimeSpan limit, long mostScans = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Stopwatch clock = Stopwatch.StartNew();
        RandomSearch search = new(
            model, product, Compiled, VocabularyOf(product), SearchFocus.For(model, properties), seed);
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
        List<Counterexample> confirmed = [];
        foreach (PropertyInfo property in properties.Where(property => found.ContainsKey(property.Id)))
        {
            (ConcreteRun run, long scans) = found[property.Id];
            if (Confirm(property, run, each) is { } simple)
            {
                confirmed.Add(new Counterexample(property, simple, clock.Elapsed.TotalSeconds, scans));
            }
        }

        return confirmed;
    }

    /// <summary>Simplifies a run and replays it in both readers.</summary>
    /// <returns>Null if they do not agree that it fails, in the same scan.</returns>
    public ConcreteRun? Confirm(PropertyInfo property, ConcreteRun run, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(property);
        Replay replay = new(model, Compiled);
        ConcreteRun simple = Shrinker.Shrink(run, one => replay.FirstViolation(one, property.Id), limit);
        return replay.FirstViolation(simple, property.Id) == simple.LastScan
            && replay.FirstViolationOfReference(simple, property.Id) == simple.LastScan ? simple : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (compiled.IsValueCreated)
        {
            compiled.Value.Dispose();
        }
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
