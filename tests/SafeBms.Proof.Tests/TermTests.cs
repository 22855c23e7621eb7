using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>Whatever the pool simplifies, the value stays.</summary>
public class TermTests
{
    private static readonly string[] Numbers = ["x", "y", "z"];
    private static readonly string[] Truths = ["p", "q"];

    [Fact]
    public void A_simplified_term_has_the_value_of_what_it_was_made_of()
    {
        for (int seed = 1; seed <= 3000; seed++)
        {
            Random random = new(seed);
            TermPool pool = new();
            Dictionary<string, long> values = Numbers.ToDictionary(name => name, _ => (long)random.Next(-4, 5));
            foreach (string name in Truths)
            {
                values[name] = random.Next(2);
            }

            (Term term, bool value) = Truth(pool, random, values, 4);
            Assert.True(
                Evaluator.Value(term, variable => values[variable.Name]) == (value ? 1 : 0), $"seed {seed}: {term}");
            Assert.Same(term, Back(pool, term));
        }
    }

    [Fact]
    public void Equal_claims_are_one_term()
    {
        TermPool pool = new();
        Term x = pool.Variable("x", Sort.Int);
        Term y = pool.Variable("y", Sort.Int);
        Assert.Same(pool.Less(x, y), pool.Not(pool.AtMost(y, x)));
        Assert.Same(pool.AtLeast(x, pool.Add(y, 1)), pool.Greater(x, y));
        Assert.Same(pool.Equal(x, y), pool.Equal(y, x));
        Assert.Same(pool.AtMost(pool.Add(x, x), pool.Int(5)), pool.AtMost(x, pool.Int(2)));
        Assert.Same(pool.True, pool.Or(pool.Equal(x, y), pool.Not(pool.Equal(y, x))));
    }

    // Text and back is the same term, so that a certificate says what was proved.
    private static Term? Back(TermPool pool, Term term) => FactReader.Read(
        pool, SmtText.WithExactProducts(term),
        Numbers.Select(name => pool.Variable(name, Sort.Int)).Concat(Truths.Select(name => pool.Variable(name, Sort.Bool)))
            .ToDictionary(variable => variable.Name));

    private static (Term Term, bool Value) Truth(
        TermPool pool, Random random, Dictionary<string, long> values, int depth)
    {
        if (depth == 0)
        {
            string name = Truths[random.Next(Truths.Length)];
            return (pool.Variable(name, Sort.Bool), values[name] != 0);
        }

        (Term a, bool va) = Truth(pool, random, values, depth - 1);
        (Term b, bool vb) = Truth(pool, random, values, depth - 1);
        (Term m, long vm) = Number(pool, random, values, depth - 1);
        (Term n, long vn) = Number(pool, random, values, depth - 1);
        return random.Next(9) switch
        {
            0 => (pool.And(a, b), va && vb),
            1 => (pool.Or(a, b), va || vb),
            2 => (pool.Not(a), !va),
            3 => (pool.Implies(a, b), !va || vb),
            4 => (pool.Equal(a, b), va == vb),
            5 => (pool.AtMost(m, n), vm <= vn),
            6 => (pool.Less(m, n), vm < vn),
            7 => (pool.Equal(m, n), vm == vn),
            _ => (pool.Choose(a, b, pool.Not(b)), va ? vb : !vb),
        };
    }

    private static (Term Term, long Value) Number(
        TermPool pool, Random random, Dictionary<string, long> values, int depth)
    {
        if (depth == 0)
        {
            string name = Numbers[random.Next(Numbers.Length)];
            return random.Next(2) == 0 ? (pool.Variable(name, Sort.Int), values[name]) : (pool.Int(3), 3);
        }

        (Term a, long va) = Number(pool, random, values, depth - 1);
        (Term b, long vb) = Number(pool, random, values, depth - 1);
        (Term c, bool vc) = Truth(pool, random, values, depth - 1);
        return random.Next(7) switch
        {
            0 => (pool.Add(a, b), va + vb),
            1 => (pool.Subtract(a, b), va - vb),
            2 => (pool.Multiply(pool.Int(-2), a), -2 * va),
            3 => (pool.Min(a, b), Math.Min(va, vb)),
            4 => (pool.Max(a, b), Math.Max(va, vb)),
            5 => (pool.Abs(a), Math.Abs(va)),
            _ => (pool.Choose(c, a, b), vc ? va : vb),
        };
    }
}
