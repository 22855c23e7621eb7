namespace SafeBms.Proof.Terms;

/// <summary>Arithmetic: every integer term that is not a variable, a choice or a product is kept as one sum.</summary>
public sealed partial class TermPool
{
    /// <summary>Sum of two.</summary>
    public Term Add(Term a, Term b) => Combine(a, 1, b, 1, 0);

    /// <summary>Difference.</summary>
    public Term Subtract(Term a, Term b) => Combine(a, 1, b, -1, 0);

    /// <summary>Something plus a number.</summary>
    public Term Add(Term a, long number) => Combine(a, 1, Int(0), 0, number);

    /// <summary>With the other sign.</summary>
    public Term Negate(Term a) => Combine(a, -1, Int(0), 0, 0);

    /// <summary>Product; a sum again if one of the two is a constant.</summary>
    public Term Multiply(Term a, Term b)
    {
        if (b.IsConstant)
        {
            (a, b) = (b, a);
        }

        if (a.IsConstant)
        {
            return Combine(b, a.Value, Int(0), 0, 0);
        }

        Term[] operands = a.Id < b.Id ? [a, b] : [b, a];
        return Make(Operation.Product, Sort.Int, 0, string.Empty, operands, []);
    }

    /// <summary>The first is less than or equal to the second.</summary>
    public Term AtMost(Term a, Term b) => AtMostZero(Subtract(a, b));

    /// <summary>The first is greater than or equal to the second.</summary>
    public Term AtLeast(Term a, Term b) => AtMost(b, a);

    /// <summary>The first is less than the second.</summary>
    public Term Less(Term a, Term b) => AtMostZero(Add(Subtract(a, b), 1));

    /// <summary>The first is greater than the second.</summary>
    public Term Greater(Term a, Term b) => Less(b, a);

    /// <summary>The smaller of two.</summary>
    public Term Min(Term a, Term b) => Choose(AtMost(a, b), a, b);

    /// <summary>The larger of two.</summary>
    public Term Max(Term a, Term b) => Choose(AtMost(b, a), a, b);

    /// <summary>Without its sign.</summary>
    public Term Abs(Term a) => Choose(AtMost(Int(0), a), a, Negate(a));

    /// <summary>1 if it is true, else 0.</summary>
    public Term ToInt(Term a) => a.Sort == Sort.Int ? a : Choose(a, Int(1), Int(0));

    /// <summary>Whether it is not 0.</summary>
    public Term ToBool(Term a) => a.Sort == Sort.Bool ? a : Not(IsZero(a));

    /// <summary>The same operation on other operands.</summary>
    public Term Rebuild(Term term, IReadOnlyList<Term> operands) => term.Operation switch
    {
        Operation.Not => Not(operands[0]),
        Operation.And => And(operands),
        Operation.Or => Or(operands),
        Operation.Iff => Iff(operands[0], operands[1]),
        Operation.Choose => Choose(operands[0], operands[1], operands[2]),
        Operation.Product => Multiply(operands[0], operands[1]),
        Operation.AtMostZero => AtMostZero(operands[0]),
        Operation.IsZero => IsZero(operands[0]),
        Operation.Sum => RebuildSum(term, operands),
        _ => term,
    };

    private Term RebuildSum(Term sum, IReadOnlyList<Term> operands)
    {
        Term result = Int(sum.Value);
        for (int index = 0; index < operands.Count; index++)
        {
            result = Combine(result, 1, operands[index], sum.FactorArray[index], 0);
        }

        return result;
    }

    private Term AtMostZero(Term sum)
    {
        if (sum.IsConstant)
        {
            return Bool(sum.Value <= 0);
        }

        // A choice between constants is decided by its condition.
        if (sum.Operation == Operation.Choose && sum.OperandArray[1].IsConstant && sum.OperandArray[2].IsConstant)
        {
            return Choose(
                sum.OperandArray[0], Bool(sum.OperandArray[1].Value <= 0), Bool(sum.OperandArray[2].Value <= 0));
        }

        // One of the two directions is the negation of the other: not (s <= 0) is (1 - s <= 0). The one kept has a
        // positive first factor.
        (Term[] operands, long[] factors, long value) = Parts(sum);
        if (factors[0] < 0)
        {
            return Not(AtMostZero(Combine(sum, -1, Int(0), 0, 1)));
        }

        long divisor = Divisor(factors);
        if (divisor > 1)
        {
            // g * s + v <= 0 holds exactly if s + ceil(v / g) <= 0.
            long rounded = -FloorDivide(-value, divisor);
            sum = FromParts(operands, [.. factors.Select(factor => factor / divisor)], rounded);
        }

        return Make(Operation.AtMostZero, Sort.Bool, 0, string.Empty, [sum], []);
    }

    private Term IsZero(Term sum)
    {
        if (sum.IsConstant)
        {
            return Bool(sum.Value == 0);
        }

        (Term[] operands, long[] factors, long value) = Parts(sum);
        if (operands.Length == 1 && operands[0].Operation == Operation.Choose)
        {
            Term choose = operands[0];
            if (choose.OperandArray[1].IsConstant || choose.OperandArray[2].IsConstant)
            {
                return Choose(
                    choose.OperandArray[0], IsZero(Scale(choose.OperandArray[1], factors[0], value)),
                    IsZero(Scale(choose.OperandArray[2], factors[0], value)));
            }
        }

        if (factors[0] < 0)
        {
            return IsZero(Combine(sum, -1, Int(0), 0, 0));
        }

        long divisor = Divisor(factors);
        if (divisor > 1)
        {
            if (value % divisor != 0)
            {
                return False;
            }

            sum = FromParts(operands, [.. factors.Select(factor => factor / divisor)], value / divisor);
        }

        return Make(Operation.IsZero, Sort.Bool, 0, string.Empty, [sum], []);
    }

    private Term Scale(Term a, long factor, long number) => Combine(a, factor, Int(0), 0, number);

    private Term Combine(Term a, long factorA, Term b, long factorB, long number)
    {
        SortedDictionary<int, (Term Term, long Factor)> parts = [];
        number = checked(number + Collect(parts, a, factorA) + Collect(parts, b, factorB));
        List<Term> operands = [];
        List<long> factors = [];
        foreach ((Term term, long factor) in parts.Values)
        {
            if (factor != 0)
            {
                operands.Add(term);
                factors.Add(factor);
            }
        }

        return FromParts([.. operands], [.. factors], number);
    }

    private static long Collect(SortedDictionary<int, (Term Term, long Factor)> parts, Term term, long factor)
    {
        if (factor == 0)
        {
            return 0;
        }

        (Term[] operands, long[] factors, long value) = Parts(term);
        for (int index = 0; index < operands.Length; index++)
        {
            long before = parts.TryGetValue(operands[index].Id, out (Term Term, long Factor) old) ? old.Factor : 0;
            parts[operands[index].Id] = (operands[index], checked(before + (factors[index] * factor)));
        }

        return checked(value * factor);
    }

    private static (Term[] Operands, long[] Factors, long Value) Parts(Term term) => term.Operation switch
    {
        Operation.Constant => ([], [], term.Value),
        Operation.Sum => (term.OperandArray, term.FactorArray, term.Value),
        _ => ([term], [1], 0),
    };

    private Term FromParts(Term[] operands, long[] factors, long value)
    {
        if (operands.Length == 0)
        {
            return Int(value);
        }

        return operands.Length == 1 && factors[0] == 1 && value == 0
            ? operands[0]
            : Make(Operation.Sum, Sort.Int, value, string.Empty, operands, factors);
    }

    private static long Divisor(long[] factors)
    {
        long divisor = 0;
        foreach (long factor in factors)
        {
            long a = divisor, b = Math.Abs(factor);
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            divisor = a;
        }

        return divisor;
    }

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);
}
