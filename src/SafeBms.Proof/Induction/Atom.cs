using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Induction;

/// <summary>The families of statements that invariants are made of; the number is how simple they are.</summary>
internal enum AtomKind
{
    /// <summary>Always true; a condition only.</summary>
    True,

    /// <summary>A state variable has one of its declared values.</summary>
    InRange,

    /// <summary>A truth value, or its negation.</summary>
    Flag,

    /// <summary>A state or enumeration has, or has not, a value.</summary>
    Member,

    /// <summary>A counter is at least a bound.</summary>
    AtLeast,

    /// <summary>A counter is at most a bound.</summary>
    AtMost,

    /// <summary>A counter is at least another one and an offset.</summary>
    Pair,

    /// <summary>The same, or the counter has reached a bound.</summary>
    SaturatedPair,
}

/// <summary>A bound: a number, or a number over parameters.</summary>
internal sealed record Bound(Term Term, int[] Places, long[] Factors, long Number)
{
    /// <summary>Its value where the parameters stand at their places.</summary>
    public long Value(long[] state)
    {
        long value = Number;
        for (int index = 0; index < Places.Length; index++)
        {
            value += Factors[index] * state[Places[index]];
        }

        return value;
    }
}

/// <summary>A small statement over the state variables that can be judged for a state without a solver.</summary>
internal sealed record Atom(AtomKind Kind, Term Term)
{
    /// <summary>Place of the variable.</summary>
    public int A { get; init; } = -1;

    /// <summary>Place of the second variable of a pair.</summary>
    public int B { get; init; } = -1;

    /// <summary>Wanted value of a flag (0, 1); 1 or 0 for "has" or "has not" a value.</summary>
    public long Number { get; init; }

    /// <summary>Offset of a pair.</summary>
    public Bound? Offset { get; init; }

    /// <summary>The values that count.</summary>
    public long[] Members { get; init; } = [];

    /// <summary>The bound.</summary>
    public Bound? Bound { get; init; }

    /// <summary>Whether it is true in a state.</summary>
    public bool Holds(long[] state) => Kind switch
    {
        AtomKind.True => true,
        AtomKind.InRange => Array.IndexOf(Members, state[A]) >= 0,
        AtomKind.Flag => state[A] == Number,
        AtomKind.Member => (Array.IndexOf(Members, state[A]) >= 0) == (Number != 0),
        AtomKind.AtLeast => state[A] >= Bound!.Value(state),
        AtomKind.AtMost => state[A] <= Bound!.Value(state),
        AtomKind.Pair => state[A] >= state[B] + Offset!.Value(state),
        AtomKind.SaturatedPair =>
            state[A] >= state[B] + Offset!.Value(state) || state[A] >= Bound!.Value(state),
        _ => throw new InvalidOperationException($"unknown kind {Kind}"),
    };

    /// <summary>How much it says, among atoms of one kind over the same variables: larger is more.</summary>
    public long Strength(long[] state) => Kind switch
    {
        AtomKind.AtLeast => Bound!.Value(state),
        AtomKind.AtMost => -Bound!.Value(state),
        AtomKind.Pair => Offset!.Value(state),
        AtomKind.SaturatedPair => (Offset!.Value(state) * 1_000_000_000) + Bound!.Value(state),
        _ => 0,
    };
}
