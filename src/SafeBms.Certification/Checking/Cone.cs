using System.Text;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Checking;

/// <summary>How the values of a scan are written down. Both mean the same; which is faster depends on the
/// solver.</summary>
internal enum Dialect
{
    /// <summary>As <c>define-fun</c>: cvc5 is twice as fast with it.</summary>
    Definitions,

    /// <summary>As declared names with an equation: z3 multiplies definitions out and does not end.</summary>
    Equations,
}

/// <summary>The part of a scan that some terms depend on: their definitions, what is free in them, and what is known of
/// that. Everything else is left out; leaving out what is known can only make a proof fail.</summary>
/// <param name="encoding">The scan.</param>
/// <param name="isBeforeFirst">The memory is that before the first scan.</param>
internal sealed class Cone(ScanEncoding encoding, bool isBeforeFirst)
{
    private readonly HashSet<string> defined = [];
    private readonly HashSet<string> isKnown = [];
    private readonly List<(string Name, Sort Sort)> constants = [];
    private readonly List<Term> axioms = [];
    private readonly HashSet<Term> isAxiom = [];
    private readonly Dictionary<string, FoldForm> folds = [];
    private bool hasProduct;

    /// <summary>What is known of the free values.</summary>
    public IReadOnlyList<Term> Axioms => axioms;

    /// <summary>Some term multiplies two things of which none is a number.</summary>
    public bool IsNonLinear { get; private set; }

    /// <summary>Adds terms and everything that they depend on.</summary>
    public void Add(params IEnumerable<Term> terms)
    {
        foreach (Term term in terms)
        {
            Visit(term);
        }

        Close();
    }

    /// <summary>Declarations and definitions as text, in an order in which each name comes before its uses.</summary>
    /// <param name="dialect">How definitions are written.</param>
    public string Declarations(Dialect dialect)
    {
        StringBuilder text = new();
        if (hasProduct)
        {
            text.Append("(declare-fun ").Append(Smt.AnyProduct).Append(" (Int Int) Int)\n");
        }

        foreach ((string name, Sort sort) in constants)
        {
            text.Append("(declare-fun |").Append(name).Append("| () ").Append(sort).Append(")\n");
        }

        foreach (Definition definition in encoding.Definitions.Where(item => defined.Contains(item.Name)))
        {
            (string name, Term value) = definition;
            text.Append(dialect == Dialect.Definitions
                ? $"(define-fun |{name}| () {value.Sort} {value})\n"
                : $"(declare-fun |{name}| () {value.Sort})\n(assert (= |{name}| {value}))\n");
        }

        return text.ToString();
    }

    // Definitions form long chains, so that no recursion goes along them.
    private void Visit(Term root)
    {
        Stack<Term> open = new([root]);
        while (open.TryPop(out Term? term))
        {
            if (term is CallTerm call)
            {
                hasProduct |= call.Operation == Smt.AnyProduct;
                IsNonLinear |= call.Operation == "*" && call.Operands.Count(item => item is not NumberTerm) > 1;
                foreach (Term operand in call.Operands)
                {
                    open.Push(operand);
                }
            }
            else if (term is NameTerm name && isKnown.Add(name.Name))
            {
                Open(name, open);
            }
        }
    }

    private void Open(NameTerm name, Stack<Term> open)
    {
        if (encoding.DefinitionOf(name.Name) is { } definition)
        {
            defined.Add(name.Name);
            open.Push(definition.Value);
            return;
        }

        constants.Add((name.Name, name.Sort));
        IReadOnlyList<Term> known = encoding.Free.TryGetValue(name.Name, out FreeConstant? free)
            ? free.Axioms
            : encoding.State.TryGetValue(name.Name, out StateVariable? part)
                ? isBeforeFirst ? part.InitialAxioms : []
                : throw new InvalidOperationException($"the encoding uses '{name.Name}' and does not declare it");
        foreach (Term axiom in known)
        {
            Assume(axiom);
            open.Push(axiom);
        }

        if (encoding.FoldNamed(name.Name) is { } fold)
        {
            folds.TryAdd(fold.Name, fold);
        }
    }

    private void Close()
    {
        int known;
        do
        {
            known = isKnown.Count;
            foreach (Term axiom in encoding.FoldAxioms([.. folds.Values]).Concat(RelevantConstraints()))
            {
                Assume(axiom);
                Visit(axiom);
            }
        }
        while (isKnown.Count > known);
    }

    private void Assume(Term axiom)
    {
        if (axiom is not TruthTerm && isAxiom.Add(axiom))
        {
            axioms.Add(axiom);
        }
    }

    // A constraint over many parameters joins what it constrains; one that is full of products only if all of its
    // parameters are asked about.
    private IEnumerable<Term> RelevantConstraints()
    {
        foreach ((_, Term term) in encoding.Constraints)
        {
            string[] names = [.. encoding.ParametersIn(term)];
            bool isLinear = !encoding.HasChoice(term);
            if (names.Length > 0 && (isLinear ? names.Any(isKnown.Contains) : names.All(isKnown.Contains)))
            {
                yield return term;
            }
        }
    }
}
