namespace SafeBms.Certification.Terms;

/// <summary>Builds terms. What is simplified is only what is plain to see: constants, and operands that say
/// nothing.</summary>
public static class Smt
{
    /// <summary>The product of two terms of which none is a number: any function of both. What holds for every
    /// function holds for the product.</summary>
    public const string AnyProduct = "|product|";

    /// <summary><c>true</c>.</summary>
    public static Term True { get; } = new TruthTerm(true);

    /// <summary><c>false</c>.</summary>
    public static Term False { get; } = new TruthTerm(false);

    /// <summary>0.</summary>
    public static Term Zero { get; } = new NumberTerm(0);

    /// <summary>1.</summary>
    public static Term One { get; } = new NumberTerm(1);

    /// <summary>A truth value.</summary>
    public static Term Truth(bool value) => value ? True : False;

    /// <summary>An integer.</summary>
    public static Term Number(long value) => new NumberTerm(value);

    /// <summary>Not.</summary>
    public static Term Not(Term operand) => operand switch
    {
        TruthTerm truth => Truth(!truth.Value),
        CallTerm { Operation: "not" } call => call.Operands[0],
        _ => Bool("not", operand),
    };

    /// <summary>All of them; true if there are none.</summary>
    public static Term And(params IEnumerable<Term> operands) => Join("and", operands, neutral: true);

    /// <summary>At least one; false if there are none.</summary>
    public static Term Or(params IEnumerable<Term> operands) => Join("or", operands, neutral: false);

    /// <summary>Implication.</summary>
    public static Term Implies(Term left, Term right) => (left, right) switch
    {
        (TruthTerm { Value: true }, _) => right,
        (TruthTerm { Value: false }, _) or (_, TruthTerm { Value: true }) => True,
        (_, TruthTerm { Value: false }) => Not(left),
        _ => Bool("=>", left, right),
    };

    /// <summary>Equality of two terms of one sort.</summary>
    public static Term Equal(Term left, Term right) => (left, right) switch
    {
        (NumberTerm a, NumberTerm b) => Truth(a.Value == b.Value),
        (TruthTerm a, _) => a.Value ? right : Not(right),
        (_, TruthTerm b) => b.Value ? left : Not(left),
        _ => Bool("=", left, right),
    };

    /// <summary>Whether a term equals one of some numbers.</summary>
    public static Term IsOneOf(Term term, IEnumerable<long> numbers) =>
        Or(numbers.Select(number => Equal(term, Number(number))));

    /// <summary>Smaller.</summary>
    public static Term Less(Term left, Term right) => (left, right) is (NumberTerm a, NumberTerm b)
        ? Truth(a.Value < b.Value) : Bool("<", left, right);

    /// <summary>Smaller or equal.</summary>
    public static Term LessOrEqual(Term left, Term right) => (left, right) is (NumberTerm a, NumberTerm b)
        ? Truth(a.Value <= b.Value) : Bool("<=", left, right);

    /// <summary>Low &lt;= term &lt;= high.</summary>
    public static Term Between(long low, Term term, long high) =>
        And(LessOrEqual(Number(low), term), LessOrEqual(term, Number(high)));

    /// <summary>Sum.</summary>
    public static Term Add(Term left, Term right) => (left, right) switch
    {
        (NumberTerm a, NumberTerm b) => Number(checked(a.Value + b.Value)),
        (NumberTerm { Value: 0 }, _) => right,
        (_, NumberTerm { Value: 0 }) => left,
        _ => Int("+", left, right),
    };

    /// <summary>Difference.</summary>
    public static Term Subtract(Term left, Term right) => (left, right) is (NumberTerm a, NumberTerm b)
        ? Number(checked(a.Value - b.Value)) : Int("-", left, right);

    /// <summary>The negative.</summary>
    public static Term Negate(Term operand) =>
        operand is NumberTerm number ? Number(checked(-number.Value)) : Int("-", operand);

    /// <summary>Product with a number.</summary>
    public static Term Times(long factor, Term operand) => (factor, operand) switch
    {
        (0, _) => Zero,
        (1, _) => operand,
        (_, NumberTerm number) => Number(checked(factor * number.Value)),
        _ => Int("*", Number(factor), operand),
    };

    /// <summary>If then else.</summary>
    public static Term Ite(Term condition, Term whenTrue, Term whenFalse)
    {
        if (condition is TruthTerm truth)
        {
            return truth.Value ? whenTrue : whenFalse;
        }

        if (whenTrue.Equals(whenFalse))
        {
            return whenTrue;
        }

        return whenTrue.Sort == Sort.Bool
            ? Bool("ite", condition, whenTrue, whenFalse)
            : Int("ite", condition, whenTrue, whenFalse);
    }

    /// <summary>A declared or defined name.</summary>
    public static NameTerm Name(string name, Sort sort) => new(name, sort);

    internal static Term Bool(string operation, params Term[] operands) => new CallTerm(operation, operands, Sort.Bool);

    internal static Term Int(string operation, params Term[] operands) => new CallTerm(operation, operands, Sort.Int);

    private static Term Join(string operation, IEnumerable<Term> operands, bool neutral)
    {
        List<Term> kept = [];
        foreach (Term operand in operands)
        {
            if (operand is TruthTerm truth)
            {
                if (truth.Value != neutral)
                {
                    return operand;
                }

                continue;
            }

            if (!kept.Contains(operand))
            {
                kept.Add(operand);
            }
        }

        return kept.Count switch
        {
            0 => Truth(neutral),
            1 => kept[0],
            _ => new CallTerm(operation, kept, Sort.Bool),
        };
    }
}
