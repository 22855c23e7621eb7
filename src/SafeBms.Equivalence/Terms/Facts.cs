using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Terms;

/// <summary>Something that holds by definition or by assumption.</summary>
/// <param name="Condition">What holds.</param>
/// <param name="Defined">The variable that it defines: it says nothing of any other; null for an assumption.</param>
/// <param name="IsRare">Few claims need it.</param>
internal sealed record Axiom(Term Condition, Term? Defined, bool IsRare);

/// <summary>
/// What is known of the variables, and what follows from it without a solver: intervals of terms, comparisons that
/// intervals decide, and the arithmetic of machine words.
/// </summary>
internal sealed class Facts(TermPool pool)
{
    private readonly Dictionary<Term, long> examples = [];
    private readonly Dictionary<Term, (long Min, long Max)> ranges = [];
    private readonly Dictionary<Term, (Int128 Min, Int128 Max)> bounds = [];
    private readonly Dictionary<(Term, long, long), Term> wrapped = [];
    private readonly Dictionary<(char, Term, Term), Term?> compared = [];
    private readonly List<Axiom> axioms = [];
    private readonly Dictionary<Term, string> claims = [];

    public TermPool Pool { get; } = pool;

    /// <summary>Conditions that hold by definition or by assumption, besides the ranges.</summary>
    public IReadOnlyList<Axiom> Axioms => axioms;

    /// <summary>Values of variables under which the conditions are likely to hold.</summary>
    public IReadOnlyDictionary<Term, long> Examples => examples;

    /// <summary>Ranges of the integer variables.</summary>
    public IReadOnlyDictionary<Term, (long Min, long Max)> Ranges => ranges;

    /// <summary>A fresh integer of a range.</summary>
    public Term Number(string name, long min, long max)
    {
        Term variable = Pool.Variable(name, Sort.Int);
        ranges[variable] = (min, max);
        return variable;
    }

    /// <summary>A fresh truth value.</summary>
    public Term Truth(string name) => Pool.Variable(name, Sort.Bool);

    /// <summary>Adds a condition.</summary>
    /// <param name="condition">What holds.</param>
    /// <param name="isRare">Few claims need it; they are asked without it first.</param>
    public void Assume(Term condition, bool isRare = false) => Add(new Axiom(condition, null, isRare));

    /// <summary>Names a value with which what is assumed may be seen to be possible.</summary>
    public void Suggest(Term variable, long value)
    {
        if (variable.Operation == Operation.Variable)
        {
            examples[variable] = value;
        }
    }

    /// <summary>Conditions that a formula relies on and that have to be shown with it.</summary>
    public IReadOnlyDictionary<Term, string> Claims => claims;

    /// <summary>What the conditions to be shown may rely on; null for nothing.</summary>
    public Term? Premise { get; set; }

    /// <summary>Adds a condition that has to be shown.</summary>
    public void Claim(string name, Term condition) =>
        claims.TryAdd(Premise is null ? condition : Pool.Implies(Premise, condition), name);

    /// <summary>An interval that holds every value of an integer term, cut to 64 bits.</summary>
    public (long Min, long Max) Bounds(Term term)
    {
        (Int128 min, Int128 max) = Wide(term);
        return ((long)Int128.Clamp(min, long.MinValue, long.MaxValue),
            (long)Int128.Clamp(max, long.MinValue, long.MaxValue));
    }

    /// <summary>Whether no value of the term leaves a range.</summary>
    public bool Fits(Term term, long min, long max)
    {
        (Int128 least, Int128 most) = Wide(term);
        return least >= min && most <= max;
    }

    /// <summary>All that a choice between other terms can give: the parts that are no choice themselves.</summary>
    public static IReadOnlyCollection<Term> Alternatives(Term term)
    {
        HashSet<Term> seen = [term];
        Stack<Term> open = new(seen);
        List<Term> found = [];
        while (open.TryPop(out Term? one))
        {
            if (one.Operation != Operation.Choose)
            {
                found.Add(one);
                continue;
            }

            foreach (Term branch in one.Operands.Skip(1).Where(seen.Add))
            {
                open.Push(branch);
            }
        }

        return found;
    }

    /// <summary>Less, decided where the intervals do.</summary>
    public Term Less(Term a, Term b)
    {
        (Int128 leastA, Int128 mostA) = Wide(a);
        (Int128 leastB, Int128 mostB) = Wide(b);
        return mostA < leastB ? Pool.True
            : leastA >= mostB ? Pool.False
            : Branches('<', a, b, Less) ?? Pool.Less(a, b);
    }

    /// <summary>Less or equal, decided where the intervals do.</summary>
    public Term AtMost(Term a, Term b)
    {
        (Int128 leastA, Int128 mostA) = Wide(a);
        (Int128 leastB, Int128 mostB) = Wide(b);
        return mostA <= leastB ? Pool.True
            : leastA > mostB ? Pool.False
            : Branches('-', a, b, AtMost) ?? Pool.AtMost(a, b);
    }

    /// <summary>Equality, decided where the intervals do.</summary>
    public Term Equal(Term a, Term b)
    {
        if (a.Sort == Sort.Bool)
        {
            return Pool.Equal(a, b);
        }

        (Int128 leastA, Int128 mostA) = Wide(a);
        (Int128 leastB, Int128 mostB) = Wide(b);
        return mostA < leastB || leastA > mostB ? Pool.False : Branches('=', a, b, Equal) ?? Pool.Equal(a, b);
    }

    // A comparison of a choice with a constant, if it is decided in at least one of the branches.
    private Term? Branches(char kind, Term a, Term b, Func<Term, Term, Term> compare)
    {
        bool first = a.Operation == Operation.Choose && b.IsConstant;
        bool second = b.Operation == Operation.Choose && a.IsConstant;
        if (!first && !second)
        {
            return null;
        }

        // Choices share their parts; each part is looked at once.
        if (compared.TryGetValue((kind, a, b), out Term? known))
        {
            return known;
        }

        IReadOnlyList<Term> choice = (first ? a : b).Operands;
        Term yes = first ? compare(choice[1], b) : compare(a, choice[1]);
        Term no = first ? compare(choice[2], b) : compare(a, choice[2]);
        Term? result = yes.IsConstant || no.IsConstant ? Pool.Choose(choice[0], yes, no) : null;
        compared.Add((kind, a, b), result);
        return result;
    }

    /// <summary>The smaller of two.</summary>
    public Term Min(Term a, Term b)
    {
        ((Int128 leastA, Int128 mostA), (Int128 leastB, Int128 mostB)) = (Wide(a), Wide(b));
        return Within(
            Pool.Choose(AtMost(a, b), a, b), Int128.Min(leastA, leastB), Int128.Min(mostA, mostB));
    }

    /// <summary>The larger of two.</summary>
    public Term Max(Term a, Term b)
    {
        ((Int128 leastA, Int128 mostA), (Int128 leastB, Int128 mostB)) = (Wide(a), Wide(b));
        return Within(
            Pool.Choose(AtMost(b, a), a, b), Int128.Max(leastA, leastB), Int128.Max(mostA, mostB));
    }

    // A term whose making says more of its interval than its shape.
    private Term Within(Term term, Int128 min, Int128 max)
    {
        (Int128 least, Int128 most) = Wide(term);
        bounds[term] = (Int128.Max(least, min), Int128.Min(most, max));
        return term;
    }

    /// <summary>Without its sign.</summary>
    public Term Abs(Term a) => Pool.Choose(AtMost(Pool.Int(0), a), a, Pool.Negate(a));

    /// <summary>
    /// An exact result as a machine word keeps it: the same number where it fits; where it may not, a number of which
    /// nothing else is known. What is shown with it holds whatever the machine does beyond the range.
    /// </summary>
    public Term Wrap(Term exact, long min, long max)
    {
        if (Fits(exact, min, max))
        {
            return exact;
        }

        if (!wrapped.TryGetValue((exact, min, max), out Term? word))
        {
            word = Number($"word.{wrapped.Count}", min, max);
            wrapped.Add((exact, min, max), word);
            (Int128 least, Int128 most) = Wide(exact);
            Term above = least >= min ? Pool.True : Pool.AtLeast(exact, Pool.Int(min));
            Term below = most <= max ? Pool.True : Pool.AtMost(exact, Pool.Int(max));
            Add(new Axiom(Pool.Implies(Pool.And(above, below), Pool.Equal(word, exact)), word, false));
        }

        return word;
    }

    private void Add(Axiom axiom)
    {
        if (!axiom.Condition.IsTrue)
        {
            axioms.Add(axiom);
        }
    }

    private (Int128 Min, Int128 Max) Wide(Term term)
    {
        if (!bounds.TryGetValue(term, out (Int128 Min, Int128 Max) known))
        {
            known = Compute(term);
            bounds.Add(term, known);
        }

        return known;
    }

    private (Int128 Min, Int128 Max) Compute(Term term)
    {
        switch (term.Operation)
        {
            case Operation.Constant:
                return (term.Value, term.Value);
            case Operation.Variable:
                return ranges.TryGetValue(term, out (long Min, long Max) range)
                    ? (range.Min, range.Max)
                    : throw new InvalidOperationException($"{term.Name} has no range");
            case Operation.Choose:
                (Int128 a, Int128 b) = Under(term.Operands[0], term.Operands[1]);
                (Int128 c, Int128 d) = Wide(term.Operands[2]);
                return (Int128.Min(a, c), Int128.Max(b, d));
            case Operation.Sum:
                return SumOf(term);
            case Operation.Product:
                return ProductOf(Wide(term.Operands[0]), Wide(term.Operands[1]));
            default:
                throw new InvalidOperationException($"{term.Operation} has no interval");
        }
    }

    // The interval of a term where a condition holds; only bounds that the condition states of this very term are used.
    private (Int128 Min, Int128 Max) Under(Term condition, Term term)
    {
        (Int128 min, Int128 max) = Wide(term);
        foreach (Term part in condition.Operation == Operation.And ? condition.Operands : [condition])
        {
            bool isNot = part.Operation == Operation.Not;
            Term comparison = isNot ? part.Operands[0] : part;
            if (comparison.Operation != Operation.AtMostZero)
            {
                continue;
            }

            // term + number <= 0, or not.
            Term difference = Pool.Subtract(comparison.Operands[0], term);
            if (difference.IsConstant)
            {
                (min, max) = isNot
                    ? (Int128.Max(min, 1 - (Int128)difference.Value), max)
                    : (min, Int128.Min(max, -(Int128)difference.Value));
            }
        }

        return min <= max ? (min, max) : Wide(term);
    }

    private (Int128 Min, Int128 Max) SumOf(Term sum)
    {
        (Int128 min, Int128 max) = (sum.Value, sum.Value);
        for (int index = 0; index < sum.Operands.Count; index++)
        {
            (Int128 least, Int128 most) = Wide(sum.Operands[index]);
            long factor = sum.Factors[index];
            min += Cut(factor > 0 ? least * factor : most * factor);
            max += Cut(factor > 0 ? most * factor : least * factor);
        }

        return (Cut(min), Cut(max));
    }

    private static (Int128 Min, Int128 Max) ProductOf((Int128 Min, Int128 Max) a, (Int128 Min, Int128 Max) b)
    {
        Int128[] corners = [a.Min * b.Min, a.Min * b.Max, a.Max * b.Min, a.Max * b.Max];
        return (Cut(corners.Min()), Cut(corners.Max()));
    }

    // Far beyond 64 bits there is nothing to tell apart, and products of two such numbers still fit.
    private static Int128 Cut(Int128 value) => Int128.Clamp(value, -((Int128)1 << 66), (Int128)1 << 66);
}
