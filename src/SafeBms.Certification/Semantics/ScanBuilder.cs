using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Semantics;

/// <summary>Collects the names of one scan. Each name is given once, and a definition refers to earlier names
/// only.</summary>
internal sealed class ScanBuilder
{
    private readonly Dictionary<string, NameTerm> named = [];
    private readonly Dictionary<string, int> counters = [];

    public Dictionary<string, FreeConstant> Free { get; } = [];

    public Dictionary<string, Definition> Definitions { get; } = [];

    /// <summary>Definitions in the order in which they were made.</summary>
    public List<Definition> Ordered { get; } = [];

    /// <summary>Declares a free constant, once.</summary>
    public NameTerm Declare(string name, Sort sort, Func<NameTerm, IEnumerable<Term>>? axioms = null)
    {
        NameTerm term = Smt.Name(name, sort);
        if (!Free.ContainsKey(name))
        {
            FreeConstant constant = new(name, sort);
            Free.Add(name, constant);
            constant.Axioms = axioms is null ? [] : [.. axioms(term).Where(axiom => axiom is not TruthTerm)];
        }

        return term;
    }

    /// <summary>Gives a term a name, so that it can be used several times; one that needs none keeps none, and equal
    /// terms share one.</summary>
    /// <param name="purpose">First part of the name.</param>
    /// <param name="term">Term over names that exist.</param>
    public Term Share(string purpose, Term term)
    {
        if (term is not CallTerm)
        {
            return term;
        }

        if (named.TryGetValue(term.ToString(), out NameTerm? known))
        {
            return known;
        }

        int number = counters.GetValueOrDefault(purpose);
        counters[purpose] = number + 1;

        // A colon and a space never stand in the name of a part of the memory.
        NameTerm name = Smt.Name($"{purpose}: {number}", term.Sort);
        Definition definition = new(name.Name, term);
        Definitions.Add(name.Name, definition);
        Ordered.Add(definition);
        named.Add(term.ToString(), name);
        return name;
    }

    /// <summary>The same for a value with its validity.</summary>
    public Meaning Share(string purpose, Meaning meaning) =>
        new(Share(purpose, meaning.Number), Share(purpose, meaning.Valid));

    /// <summary>The term behind a name, if it is a defined one.</summary>
    public Term Unfold(Term term)
    {
        while (term is NameTerm name && Definitions.TryGetValue(name.Name, out Definition? definition))
        {
            term = definition.Value;
        }

        return term;
    }
}
