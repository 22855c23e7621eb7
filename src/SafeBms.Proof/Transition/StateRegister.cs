using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Collects what is remembered. A variable is declared when it is first read; what it becomes is said when the
/// scan has been worked out that far.</summary>
internal sealed class StateRegister(TermPool pool)
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    private sealed record Entry(
        Term Variable, Term? Initial, Func<Term> Next, long Min, long Max, IReadOnlyList<long> Members, string Owner,
        IReadOnlyList<IReadOnlyList<long>> Groups);

    /// <summary>The value before the scan.</summary>
    /// <param name="name">Name in certificates.</param>
    /// <param name="owner">The machine.</param>
    /// <param name="type">Kind and range.</param>
    /// <param name="members">The only values; empty where the range says all.</param>
    /// <param name="initial">Value before scan 0, or null for any.</param>
    /// <param name="next">Asked when the whole scan is known.</param>
    /// <param name="groups">Sets of members that belong together.</param>
    public Term Declare(
        string name, string owner, ExprType type, IReadOnlyList<long> members, Term? initial, Func<Term> next,
        IReadOnlyList<IReadOnlyList<long>>? groups = null)
    {
        if (!entries.TryGetValue(name, out Entry? entry))
        {
            Term variable = pool.Variable(name, SystemFrame.SortOf(type));
            entry = new Entry(variable, initial, next, type.Min, type.Max, members, owner, groups ?? []);
            entries.Add(name, entry);
        }

        return entry.Variable;
    }

    /// <summary>Everything that is declared; asking for what comes next may declare more.</summary>
    public IReadOnlyList<StateVariable> Finish()
    {
        Dictionary<string, StateVariable> finished = new(StringComparer.Ordinal);
        while (finished.Count < entries.Count)
        {
            foreach ((string name, Entry entry) in entries.Where(one => !finished.ContainsKey(one.Key)).ToList())
            {
                finished.Add(name, new StateVariable(
                    entry.Variable, entry.Initial, entry.Next(), entry.Min, entry.Max, entry.Members, entry.Owner)
                {
                    Groups = entry.Groups,
                });
            }
        }

        return [.. finished.Values.OrderBy(one => one.Variable.Id)];
    }
}
