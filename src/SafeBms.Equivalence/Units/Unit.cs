using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Units;

/// <summary>Something that must hold for all values.</summary>
/// <param name="Name">What it speaks of: a field, a place of the code.</param>
/// <param name="Condition">What must hold.</param>
/// <param name="Actual">What the code computes; null where it is no comparison.</param>
/// <param name="Expected">What the language says; null where it is no comparison.</param>
internal sealed record Claim(string Name, Term Condition, Term? Actual, Term? Expected)
{
    /// <summary>Truth values inside of the condition by which it is split before it is asked for; any may be
    /// given.</summary>
    public IReadOnlyList<Term> Cases { get; init; } = [];
}

/// <summary>One part of the generated code with everything that is claimed of it.</summary>
internal sealed class Unit(string name, Facts facts)
{
    /// <summary>Name of the part: a machine, <c>monitors</c>, <c>scan</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What is known of the variables.</summary>
    public Facts Facts { get; } = facts;

    /// <summary>Products of two variables are given to the solver as such, and not only as equal where their operands
    /// are.</summary>
    public bool HasExactProducts { get; init; }

    /// <summary>The claims.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>Claims that two values are equal, leaf by leaf.</summary>
    /// <exception cref="OutsideSubsetException">The values have different fields.</exception>
    /// <param name="name">What they are.</param>
    /// <param name="actual">What the code has.</param>
    /// <param name="expected">What the language says.</param>
    /// <param name="cases">Truth values by which the claims are split.</param>
    public void Equal(string name, CodeValue actual, CodeValue expected, params IReadOnlyList<Term> cases)
    {
        Dictionary<string, Term> wanted = new(StringComparer.Ordinal);
        foreach ((string path, Term term) in Shapes.Leaves(expected, name))
        {
            wanted.Add(path, term);
        }

        foreach ((string path, Term term) in Shapes.Leaves(actual, name))
        {
            if (!wanted.Remove(path, out Term? other))
            {
                throw new OutsideSubsetException(Name, $"{path} is in the code and not in the specification");
            }

            Equal(path, term, other, cases);
        }

        if (wanted.Count > 0)
        {
            throw new OutsideSubsetException(
                Name, $"{wanted.Keys.First()} is in the specification and not in the code");
        }
    }

    /// <summary>Claims that two terms are equal.</summary>
    public void Equal(string name, Term actual, Term expected, params IReadOnlyList<Term> cases)
    {
        Term condition = actual.Sort == expected.Sort ? Facts.Pool.Equal(actual, expected) : Facts.Pool.False;
        Claims.Add(new Claim(name, condition, actual, expected) { Cases = cases });
    }

    /// <summary>Claims that a condition holds.</summary>
    public void Holds(string name, Term condition, params IReadOnlyList<Term> cases) =>
        Claims.Add(new Claim(name, condition, null, null) { Cases = cases });

    /// <summary>Claims that nothing fails at run time.</summary>
    public void Add(IEnumerable<Obligation> obligations)
    {
        foreach (Obligation obligation in obligations)
        {
            Holds($"{obligation.Place}: {obligation.Problem}", obligation.Condition);
        }
    }
}
