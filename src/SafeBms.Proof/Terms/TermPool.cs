namespace SafeBms.Proof.Terms;

/// <summary>
/// Makes terms. Every function simplifies what is plain (constants, duplicates, double negation) and returns the one
/// term of that shape; nothing here is clever, so that it can be read. Not for use by two threads.
/// </summary>
public sealed partial class TermPool
{
    private readonly Dictionary<Key, Term> terms = [];
    private readonly Dictionary<string, Term> variables = new(StringComparer.Ordinal);

    /// <summary>Makes the two truth values.</summary>
    public TermPool()
    {
        False = Make(Operation.Constant, Sort.Bool, 0, string.Empty, [], []);
        True = Make(Operation.Constant, Sort.Bool, 1, string.Empty, [], []);
    }

    /// <summary>The constant true.</summary>
    public Term True { get; }

    /// <summary>The constant false.</summary>
    public Term False { get; }

    /// <summary>Number of different terms made so far.</summary>
    public int Count => terms.Count;

    /// <summary>A truth value.</summary>
    public Term Bool(bool value) => value ? True : False;

    /// <summary>An integer.</summary>
    public Term Int(long value) => Make(Operation.Constant, Sort.Int, value, string.Empty, [], []);

    /// <summary>The variable of that name; asking again with another sort is an error.</summary>
    public Term Variable(string name, Sort sort)
    {
        if (!variables.TryGetValue(name, out Term? variable))
        {
            variable = Make(Operation.Variable, sort, 0, name, [], []);
            variables.Add(name, variable);
        }

        return variable.Sort == sort ? variable : throw new ArgumentException($"{name} is {variable.Sort}, not {sort}");
    }

    /// <summary>Negation.</summary>
    public Term Not(Term a) => a.Operation switch
    {
        Operation.Constant => Bool(a.Value == 0),
        Operation.Not => a.OperandArray[0],
        _ => Make(Operation.Not, Sort.Bool, 0, string.Empty, [a], []),
    };

    /// <summary>Both.</summary>
    public Term And(Term a, Term b) => And([a, b]);

    /// <summary>All; true if there are none.</summary>
    public Term And(IEnumerable<Term> terms) => Gather(Operation.And, terms, neutral: True, absorbing: False);

    /// <summary>At least one of two.</summary>
    public Term Or(Term a, Term b) => Or([a, b]);

    /// <summary>At least one; false if there are none.</summary>
    public Term Or(IEnumerable<Term> terms) => Gather(Operation.Or, terms, neutral: False, absorbing: True);

    /// <summary>Not the first, or the second.</summary>
    public Term Implies(Term a, Term b) => Or([Not(a), b]);

    /// <summary>Equality of two terms of one sort.</summary>
    public Term Equal(Term a, Term b)
    {
        if (a.Sort != b.Sort)
        {
            throw new ArgumentException($"cannot compare {a.Sort} with {b.Sort}");
        }

        return a.Sort == Sort.Int ? IsZero(Subtract(a, b)) : Iff(a, b);
    }

    /// <summary>The second if the first is true, else the third.</summary>
    public Term Choose(Term condition, Term whenTrue, Term whenFalse)
    {
        if (condition.IsConstant)
        {
            return condition.IsTrue ? whenTrue : whenFalse;
        }

        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        if (whenTrue.Sort == Sort.Bool)
        {
            return ChooseBool(condition, whenTrue, whenFalse);
        }

        if (condition.Operation == Operation.Not)
        {
            (condition, whenTrue, whenFalse) = (condition.OperandArray[0], whenFalse, whenTrue);
        }

        return Make(Operation.Choose, Sort.Int, 0, string.Empty, [condition, whenTrue, whenFalse], []);
    }

    private Term ChooseBool(Term condition, Term whenTrue, Term whenFalse)
    {
        if (whenTrue.IsConstant || whenTrue == condition)
        {
            return whenTrue.IsFalse ? And(Not(condition), whenFalse) : Or(condition, whenFalse);
        }

        if (whenFalse.IsConstant || whenFalse == condition)
        {
            return whenFalse.IsTrue ? Or(Not(condition), whenTrue) : And(condition, whenTrue);
        }

        return Or(And(condition, whenTrue), And(Not(condition), whenFalse));
    }

    private Term Iff(Term a, Term b)
    {
        if (a == b)
        {
            return True;
        }

        if (a.IsConstant || b.IsConstant)
        {
            (Term constant, Term other) = a.IsConstant ? (a, b) : (b, a);
            return constant.IsTrue ? other : Not(other);
        }

        bool negative = false;
        (a, negative) = a.Operation == Operation.Not ? (a.OperandArray[0], !negative) : (a, negative);
        (b, negative) = b.Operation == Operation.Not ? (b.OperandArray[0], !negative) : (b, negative);
        Term[] sides = a.Id < b.Id ? [a, b] : [b, a];
        Term both = a == b ? True : Make(Operation.Iff, Sort.Bool, 0, string.Empty, sides, []);
        return negative ? Not(both) : both;
    }

    private Term Gather(Operation operation, IEnumerable<Term> parts, Term neutral, Term absorbing)
    {
        SortedDictionary<int, Term> kept = [];
        foreach (Term part in parts)
        {
            if (part == absorbing)
            {
                return absorbing;
            }

            foreach (Term one in part.Operation == operation ? part.OperandArray : [part])
            {
                if (one != neutral)
                {
                    kept[one.Id] = one;
                }
            }
        }

        foreach (Term one in kept.Values)
        {
            if (one.Operation == Operation.Not && kept.ContainsKey(one.OperandArray[0].Id))
            {
                return absorbing;
            }
        }

        return kept.Count switch
        {
            0 => neutral,
            1 => kept.Values.First(),
            _ => Make(operation, Sort.Bool, 0, string.Empty, [.. kept.Values], []),
        };
    }

    private Term Make(Operation operation, Sort sort, long value, string name, Term[] operands, long[] factors)
    {
        Key key = new(operation, sort, value, name, operands, factors);
        if (!terms.TryGetValue(key, out Term? term))
        {
            term = new Term(terms.Count, operation, sort, value, name, operands, factors);
            terms.Add(key, term);
        }

        return term;
    }

    private readonly struct Key(
        Operation operation, Sort sort, long value, string name, Term[] operands, long[] factors) : IEquatable<Key>
    {
        private readonly Operation operation = operation;
        private readonly Sort sort = sort;
        private readonly long value = value;
        private readonly string name = name;
        private readonly Term[] operands = operands;
        private readonly long[] factors = factors;

        public bool Equals(Key other) =>
            operation == other.operation && sort == other.sort && value == other.value && name == other.name
            && operands.AsSpan().SequenceEqual(other.operands) && factors.AsSpan().SequenceEqual(other.factors);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(operation);
            hash.Add(sort);
            hash.Add(value);
            hash.Add(name, StringComparer.Ordinal);
            foreach (Term operand in operands)
            {
                hash.Add(operand.Id);
            }

            foreach (long factor in factors)
            {
                hash.Add(factor);
            }

            return hash.ToHashCode();
        }
    }
}
