using System.Numerics;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Induction;

/// <summary>One fact: under a condition something holds.</summary>
/// <param name="Condition">Index of the condition; -1 for a hint.</param>
/// <param name="Consequent">Index of what it says, or of the hint.</param>
internal readonly record struct FactId(int Condition, int Consequent)
{
    /// <summary>Given from outside, not from the matrix.</summary>
    public bool IsHint => Condition < 0;
}

/// <summary>All facts that may still be true in every reachable state, as a matrix of bits: conditions by
/// consequents.</summary>
internal sealed class FactPool
{
    private readonly TermPool pool;
    private readonly List<Atom> conditions;
    private readonly List<Atom> consequents;
    private readonly ulong[][] alive;
    private readonly int words;
    private readonly List<Term> hints;
    private readonly bool[] hintAlive;
    private readonly Func<long[], Term, long> valueOf;

    /// <param name="pool">Where terms come from.</param>
    /// <param name="conditions">Conditions of the matrix.</param>
    /// <param name="consequents">Consequents of the matrix.</param>
    /// <param name="hints">Facts from outside: lemmas of a user, or what other proofs needed. Tried first, never
    /// trusted.</param>
    /// <param name="valueOf">The value of a variable in a state.</param>
    public FactPool(
        TermPool pool, List<Atom> conditions, List<Atom> consequents, List<Term> hints,
        Func<long[], Term, long> valueOf)
    {
        this.hints = hints;
        this.valueOf = valueOf;
        hintAlive = [.. hints.Select(_ => true)];
        this.pool = pool;
        this.conditions = conditions;
        this.consequents = consequents;
        words = (consequents.Count + 63) / 64;
        alive = new ulong[conditions.Count][];
        for (int condition = 0; condition < conditions.Count; condition++)
        {
            alive[condition] = new ulong[words];
            for (int consequent = 0; consequent < consequents.Count; consequent++)
            {
                if (conditions[condition].Term != consequents[consequent].Term)
                {
                    alive[condition][consequent / 64] |= 1UL << (consequent % 64);
                }
            }
        }
    }

    /// <summary>Number of facts that are left.</summary>
    public long Count => alive.Sum(row => row.Sum(word => (long)BitOperations.PopCount(word)));

    public bool IsAlive(FactId fact) => fact.IsHint
        ? hintAlive[fact.Consequent]
        : (alive[fact.Condition][fact.Consequent / 64] >> (fact.Consequent % 64) & 1) != 0;

    /// <summary>The fact as a term.</summary>
    public Term Term(FactId fact) => fact.IsHint
        ? hints[fact.Consequent]
        : pool.Implies(conditions[fact.Condition].Term, consequents[fact.Consequent].Term);

    /// <summary>Whether the fact is true in a state.</summary>
    public bool Holds(FactId fact, long[] state) => fact.IsHint
        ? Evaluator.Value(hints[fact.Consequent], term => valueOf(state, term)) != 0
        : !conditions[fact.Condition].Holds(state) || consequents[fact.Consequent].Holds(state);

    /// <summary>It is not known to be true any more.</summary>
    public void Drop(FactId fact)
    {
        if (fact.IsHint)
        {
            hintAlive[fact.Consequent] = false;
        }
        else
        {
            alive[fact.Condition][fact.Consequent / 64] &= ~(1UL << (fact.Consequent % 64));
        }
    }

    private IEnumerable<FactId> HintsFalseIn(long[] state) => Enumerable.Range(0, hints.Count)
        .Select(index => new FactId(-1, index)).Where(hint => IsAlive(hint) && !Holds(hint, state));

    /// <summary>Drops every fact that is false in a state that can be reached.</summary>
    public void DropAllFalseIn(long[] state)
    {
        foreach (FactId hint in HintsFalseIn(state))
        {
            Drop(hint);
        }

        ulong[] falseOnes = FalseConsequents(state);
        for (int condition = 0; condition < conditions.Count; condition++)
        {
            if (conditions[condition].Holds(state))
            {
                ulong[] row = alive[condition];
                for (int word = 0; word < words; word++)
                {
                    row[word] &= ~falseOnes[word];
                }
            }
        }
    }

    /// <summary>The simplest facts that are false in a state: each of them rules it out.</summary>
    public List<FactId> Blockers(long[] state, int count)
    {
        List<FactId> known = [.. HintsFalseIn(state).Take(count)];
        if (known.Count > 0)
        {
            return known;
        }

        ulong[] falseOnes = FalseConsequents(state);
        List<(int Cost, long Strength, FactId Fact)> found = [];
        for (int condition = 0; condition < conditions.Count; condition++)
        {
            if (!conditions[condition].Holds(state))
            {
                continue;
            }

            for (int word = 0; word < words; word++)
            {
                for (ulong bits = alive[condition][word] & falseOnes[word]; bits != 0; bits &= bits - 1)
                {
                    int consequent = (word * 64) + BitOperations.TrailingZeroCount(bits);
                    Atom atom = consequents[consequent];
                    int cost = (Cost(conditions[condition].Kind) * 2) + (int)atom.Kind;
                    found.Add((cost, atom.Strength(state), new FactId(condition, consequent)));
                }
            }
        }

        return Choose(found, count);
    }

    private static int Cost(AtomKind condition) => condition switch
    {
        AtomKind.True => 0,
        AtomKind.Member => 1,
        _ => 2,
    };

    // Simple ones first; of one kind over the same variables only the one that says most.
    private List<FactId> Choose(List<(int Cost, long Strength, FactId Fact)> found, int count)
    {
        HashSet<(int, AtomKind, int, int)> families = [];
        Dictionary<AtomKind, int> kinds = [];
        List<FactId> chosen = [];
        foreach ((int _, long _, FactId fact) in found
            .OrderBy(one => one.Cost).ThenByDescending(one => one.Strength)
            .ThenBy(one => one.Fact.Condition).ThenBy(one => one.Fact.Consequent))
        {
            Atom atom = consequents[fact.Consequent];
            if (kinds.GetValueOrDefault(atom.Kind) < 2 && families.Add((fact.Condition, atom.Kind, atom.A, atom.B)))
            {
                kinds[atom.Kind] = kinds.GetValueOrDefault(atom.Kind) + 1;
                chosen.Add(fact);
                if (chosen.Count == count)
                {
                    break;
                }
            }
        }

        return chosen;
    }

    private ulong[] FalseConsequents(long[] state)
    {
        ulong[] bits = new ulong[words];
        for (int consequent = 0; consequent < consequents.Count; consequent++)
        {
            if (!consequents[consequent].Holds(state))
            {
                bits[consequent / 64] |= 1UL << (consequent % 64);
            }
        }

        return bits;
    }
}
