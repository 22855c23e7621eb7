using System.Collections.Immutable;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Formula;

/// <summary>What a machine remembers, in the words of the language. Never changed after it was made.</summary>
/// <param name="State">Id of the active leaf; 0 for a block.</param>
/// <param name="Elapsed">Scans since entry by the index of the state, where somebody reads it.</param>
/// <param name="History">Id of the leaf that was active when a state was last left, by the index of the state.</param>
/// <param name="Variables">Variables by name.</param>
/// <param name="Timers">Timers by name.</param>
/// <param name="Detectors">Temporal calls by slot.</param>
/// <param name="Outputs">Outputs by name.</param>
internal sealed record MachineMemory(
    Term State,
    ImmutableDictionary<int, Term> Elapsed,
    ImmutableDictionary<int, Term> History,
    ImmutableDictionary<string, Term> Variables,
    ImmutableDictionary<string, Term> Timers,
    ImmutableDictionary<int, ModelValue> Detectors,
    ImmutableDictionary<string, ModelValue> Outputs)
{
    /// <summary>This memory where the condition holds, else the other.</summary>
    public MachineMemory Or(TermPool pool, Term condition, MachineMemory other) => new(
        pool.Choose(condition, State, other.State),
        Merge(pool, condition, Elapsed, other.Elapsed),
        Merge(pool, condition, History, other.History),
        Merge(pool, condition, Variables, other.Variables),
        Merge(pool, condition, Timers, other.Timers),
        Merge(pool, condition, Detectors, other.Detectors),
        Merge(pool, condition, Outputs, other.Outputs));

    private static ImmutableDictionary<TKey, Term> Merge<TKey>(
        TermPool pool, Term condition, ImmutableDictionary<TKey, Term> these, ImmutableDictionary<TKey, Term> others)
        where TKey : notnull
    {
        ImmutableDictionary<TKey, Term>.Builder merged = others.ToBuilder();
        foreach ((TKey key, Term term) in these)
        {
            merged[key] = pool.Choose(condition, term, others[key]);
        }

        return merged.ToImmutable();
    }

    private static ImmutableDictionary<TKey, ModelValue> Merge<TKey>(
        TermPool pool, Term condition, ImmutableDictionary<TKey, ModelValue> these,
        ImmutableDictionary<TKey, ModelValue> others)
        where TKey : notnull
    {
        ImmutableDictionary<TKey, ModelValue>.Builder merged = others.ToBuilder();
        foreach ((TKey key, ModelValue value) in these)
        {
            merged[key] = new ModelValue(
                pool.Choose(condition, value.Number, others[key].Number),
                pool.Choose(condition, value.Valid, others[key].Valid));
        }

        return merged.ToImmutable();
    }
}
