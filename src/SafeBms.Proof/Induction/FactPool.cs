using System.Numerics;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Induction;

/// <summary>One fact: under a condition, or under two, something holds.</summary>
/// <param name="Row">Row of the matrix; -1 for a hint.</param>
/// <param name="Consequent">Index of what it says, or of the hint.</param>
internal readonly record struct FactId(int Row, int Consequent)
{
    /// <summary>Given from outside, not from the matrix.</summary>
    public bool IsHint => Row < 0;
}

/// <summary>All facts that may still be true in every reachable state, as a matrix of bits: conditions by
/// consequents.</summary>
internal sealed class FactPool
{
    private const int Word = 64;

    private readonly TermPool pool;
    private readonly List<Atom> conditions;
    private readonly List<Atom> consequents;
    private readonly List<ulong[]> alive = [];
    private readonly List<(int First, int Second)> conditionsOf = [];
    private readonly int[,]? rowOfPair;
    private readonly int words;
    private readonly List<Term> hints;
    private readonly bool[] hintAlive;
    private readonly CompiledTerms hintValues;
    private readonly long[] hintResults;
    private readonly List<(Term Hint, long[] State)> fallen = [];
    private long[]? hintState;

    /// <param name="pool">Where terms come from.</param>
    /// <param name="conditions">Conditions of the matrix.</param>
    /// <param name="consequents">Consequents of the matrix, those about one variable first.</param>
    /// <param name="hints">Facts from outside: lemmas of a user, or what other proofs needed. Tried first, never
    /// trusted.</param>
    /// <param name="places">Where each variable stands in a state.</param>
    /// <param name="twoConditions">Also facts with two conditions, where they speak of one variable.</param>
    public FactPool(
        TermPool pool, List<Atom> conditions, List<Atom> consequents, List<Term> hints,
        IReadOnlyDictionary<Term, int> places, bool twoConditions)
    {
        this.hints = hints;
        hintValues = new CompiledTerms(places, hints);
        hintResults = new long[hints.Count];
        hintAlive = [.. hints.Select(_ => true)];
        this.pool = pool;
        this.conditions = conditions;
        this.consequents = consequents;
        words = (consequents.Count + Word - 1) / Word;
        for (int condition = 0; condition < conditions.Count; condition++)
        {
            AddRow(condition, condition, consequents.Count);
        }

        if (twoConditions)
        {
            int simple = consequents.Count(atom => atom.Kind is not (AtomKind.Pair or AtomKind.SaturatedPair));
            rowOfPair = new int[conditions.Count, conditions.Count];
            for (int first = 0; first < conditions.Count; first++)
            {
                for (int second = first + 1; second < conditions.Count; second++)
                {
                    rowOfPair[first, second] = AreDifferent(first, second) ? AddRow(first, second, simple) : -1;
                }
            }
        }
    }

    /// <summary>The hints that were dropped: each with a state that can be reached and in which it is false, or from
    /// which one scan makes it false; empty where it is false at the start.</summary>
    public IReadOnlyList<(Term Hint, long[] State)> Fallen => fallen;

    public bool IsAlive(FactId fact) => fact.IsHint
        ? hintAlive[fact.Consequent]
        : (alive[fact.Row][fact.Consequent / Word] >> (fact.Consequent % Word) & 1) != 0;

    /// <summary>The fact as a term.</summary>
    public Term Term(FactId fact)
    {
        if (fact.IsHint)
        {
            return hints[fact.Consequent];
        }

        (int first, int second) = conditionsOf[fact.Row];
        return pool.Implies(
            pool.And(conditions[first].Term, conditions[second].Term), consequents[fact.Consequent].Term);
    }

    /// <summary>Whether the fact is true in a state.</summary>
    public bool Holds(FactId fact, long[] state)
    {
        if (fact.IsHint)
        {
            Evaluate(state);
            return hintResults[fact.Consequent] != 0;
        }

        (int first, int second) = conditionsOf[fact.Row];
        return !conditions[first].Holds(state) || !conditions[second].Holds(state)
            || consequents[fact.Consequent].Holds(state);
    }

    /// <summary>It is not known to be true any more.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="before">For those who want to know why; empty at the start.</param>
    public void Drop(FactId fact, long[] before)
    {
        if (fact.IsHint)
        {
            if (hintAlive[fact.Consequent])
            {
                fallen.Add((hints[fact.Consequent], before));
            }

            hintAlive[fact.Consequent] = false;
        }
        else
        {
            alive[fact.Row][fact.Consequent / Word] &= ~(1UL << (fact.Consequent % Word));
        }
    }

    /// <summary>Drops every fact that is false in a state that can be reached.</summary>
    /// <param name="state">The state.</param>
    /// <param name="before">The one before it, if it was reached from one that no fact excludes.</param>
    public void DropAllFalseIn(long[] state, long[]? before = null)
    {
        foreach (FactId hint in HintsFalseIn(state))
        {
            Drop(hint, before ?? state);
        }

        ulong[] falseOnes = FalseConsequents(state);
        foreach (int index in RowsThatApply(state))
        {
            ulong[] row = alive[index];
            for (int word = 0; word < row.Length; word++)
            {
                row[word] &= ~falseOnes[word];
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
        foreach (int index in RowsThatApply(state))
        {
            ulong[] row = alive[index];
            for (int word = 0; word < row.Length; word++)
            {
                for (ulong bits = row[word] & falseOnes[word]; bits != 0; bits &= bits - 1)
                {
                    int consequent = (word * Word) + BitOperations.TrailingZeroCount(bits);
                    Atom atom = consequents[consequent];
                    int cost = (CostOfRow(index) * 2) + (int)atom.Kind;
                    found.Add((cost, atom.Strength(state), new FactId(index, consequent)));
                }
            }
        }

        return Choose(found, count);
    }

    // Of two conditions about one variable one says it all, or both never hold; and "always" is none.
    private bool AreDifferent(int first, int second) =>
        conditions[first].Kind != AtomKind.True && conditions[first].A != conditions[second].A;

    private int AddRow(int first, int second, int count)
    {
        ulong[] row = new ulong[first == second ? words : (count + Word - 1) / Word];
        for (int consequent = 0; consequent < count; consequent++)
        {
            Term term = consequents[consequent].Term;
            if (conditions[first].Term != term && conditions[second].Term != term)
            {
                row[consequent / Word] |= 1UL << (consequent % Word);
            }
        }

        alive.Add(row);
        conditionsOf.Add((first, second));
        return alive.Count - 1;
    }

    private IEnumerable<int> RowsThatApply(long[] state)
    {
        List<int> holding = [];
        for (int condition = 0; condition < conditions.Count; condition++)
        {
            if (conditions[condition].Holds(state))
            {
                holding.Add(condition);
                yield return condition;
            }
        }

        for (int first = 0; rowOfPair is not null && first < holding.Count; first++)
        {
            for (int second = first + 1; second < holding.Count; second++)
            {
                if (rowOfPair[holding[first], holding[second]] is int row and >= 0)
                {
                    yield return row;
                }
            }
        }
    }

    // Many facts are asked about one state.
    private void Evaluate(long[] state)
    {
        if (state != hintState)
        {
            hintState = state;
            hintValues.Run(state, hintResults);
        }
    }

    private List<FactId> HintsFalseIn(long[] state)
    {
        Evaluate(state);
        return [.. Enumerable.Range(0, hints.Count)
            .Where(index => hintAlive[index] && hintResults[index] == 0).Select(index => new FactId(-1, index))];
    }

    private int CostOfRow(int row)
    {
        (int first, int second) = conditionsOf[row];
        return first == second ? Cost(conditions[first].Kind)
            : 1 + Cost(conditions[first].Kind) + Cost(conditions[second].Kind);
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
            .ThenBy(one => one.Fact.Row).ThenBy(one => one.Fact.Consequent))
        {
            Atom atom = consequents[fact.Consequent];
            if (kinds.GetValueOrDefault(atom.Kind) < 2 && families.Add((fact.Row, atom.Kind, atom.A, atom.B)))
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
                bits[consequent / Word] |= 1UL << (consequent % Word);
            }
        }

        return bits;
    }
}
