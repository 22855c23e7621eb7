using SafeBms.Proof.Solving;

namespace SafeBms.Proof.Terms;

/// <summary>Reads facts back: SMT-LIB text over state variables and parameters.</summary>
public static class FactReader
{
    /// <summary>Reads one fact, or null if it speaks of something that is not there.</summary>
    /// <param name="pool">Where its terms come from.</param>
    /// <param name="text">The text.</param>
    /// <param name="variables">What it may speak of, by name without bars.</param>
    /// <exception cref="SolverException">The text is not well formed or uses an operator that facts do not
    /// have.</exception>
    public static Term? Read(TermPool pool, string text, IReadOnlyDictionary<string, Term> variables) =>
        Build(pool, SmtAnswer.Parse(text), variables);

    private static Term? Build(TermPool pool, SmtAnswer part, IReadOnlyDictionary<string, Term> variables)
    {
        if (part.Parts.Count == 0)
        {
            return Leaf(pool, part.Word, variables);
        }

        List<Term> operands = [];
        foreach (SmtAnswer operand in part.Parts.Skip(1))
        {
            if (Build(pool, operand, variables) is not { } term)
            {
                return null;
            }

            operands.Add(term);
        }

        return Apply(pool, part.Parts[0].Word, operands);
    }

    private static Term? Leaf(TermPool pool, string word, IReadOnlyDictionary<string, Term> variables)
    {
        if (word is "true" or "false")
        {
            return pool.Bool(word == "true");
        }

        return word.StartsWith('|')
            ? variables.GetValueOrDefault(word.Trim('|'))
            : pool.Int(new SmtAnswer(word, []).ToNumber());
    }

    private static Term Apply(TermPool pool, string word, List<Term> operands) => (word, operands.Count) switch
    {
        ("not", 1) => pool.Not(operands[0]),
        ("and", _) => pool.And(operands),
        ("or", _) => pool.Or(operands),
        ("=>", 2) => pool.Implies(operands[0], operands[1]),
        ("=", 2) => pool.Equal(operands[0], operands[1]),
        ("<=", 2) => pool.AtMost(operands[0], operands[1]),
        ("<", 2) => pool.Less(operands[0], operands[1]),
        (">=", 2) => pool.AtLeast(operands[0], operands[1]),
        (">", 2) => pool.Greater(operands[0], operands[1]),
        ("+", _) => operands.Aggregate(pool.Add),
        ("*", 2) => pool.Multiply(operands[0], operands[1]),
        ("-", 1) => pool.Negate(operands[0]),
        ("-", 2) => pool.Subtract(operands[0], operands[1]),
        ("ite", 3) => pool.Choose(operands[0], operands[1], operands[2]),
        _ => throw new SolverException($"a fact cannot use '{word}' with {operands.Count} operands"),
    };
}
