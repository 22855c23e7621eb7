using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Solving;

/// <summary>Tells a solver about terms: variables are declared and shared parts defined when they are first
/// needed.</summary>
public sealed class TermSession(SmtProcess solver)
{
    private HashSet<Term> known = [];
    private HashSet<Term>? outside;
    private bool productDeclared;

    /// <summary>A name or text by which the solver knows the term.</summary>
    public string Name(Term term)
    {
        foreach (Term part in TermWalk.Parts([term]))
        {
            if (known.Add(part))
            {
                Introduce(part);
            }
        }

        return Short(term) ?? SmtText.Of(term);
    }

    /// <summary>Something that is true from now on.</summary>
    public void Assert(Term term) => solver.Send($"(assert {Name(term)})");

    /// <summary>A new name for "this is true", to be assumed in questions.</summary>
    public string Label(string name, Term term)
    {
        solver.Send($"(declare-const {name} Bool)");
        solver.Send($"(assert (=> {name} {Name(term)}))");
        return name;
    }

    /// <summary>After a push: what is introduced from now on will be forgotten.</summary>
    public void Suspend() => outside = [.. known];

    /// <summary>After the pop.</summary>
    public void Resume() => known = outside!;

    private void Introduce(Term part)
    {
        if (part.Operation == Operation.Variable)
        {
            solver.Send($"(declare-const |{part.Name}| {SmtText.Of(part.Sort)})");
            return;
        }

        if (part.Operation == Operation.Product && !productDeclared)
        {
            productDeclared = true;
            solver.Send($"(declare-fun {SmtText.ProductFunction} (Int Int) Int)");
        }

        if (Short(part) is { } name)
        {
            // Not define-fun: z3 carries every such definition along into each model, which costs thirty times as much.
            solver.Send($"(declare-const {name} {SmtText.Of(part.Sort)})");
            solver.Send($"(assert (= {name} {SmtText.Of(part, Short)}))");
        }
    }

    private static string? Short(Term term) => term.Operation switch
    {
        Operation.Constant => null,
        Operation.Variable => $"|{term.Name}|",
        _ => $"t{term.Id}",
    };
}
