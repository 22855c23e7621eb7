using System.Globalization;
using System.Text;
using SafeBms.Equivalence.Terms;
using SafeBms.Equivalence.Units;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>The question "can one of these claims fail?" as SMT-LIB text.</summary>
internal sealed class Script
{
    private readonly Facts facts;
    private readonly StringBuilder text = new();
    private readonly HashSet<Term> defined = [];
    private readonly List<Term> variables = [];

    /// <summary>Declares all that the claims speak of, with what is known of it.</summary>
    public Script(Facts facts, IReadOnlyCollection<Claim> claims, bool exactProducts)
    {
        this.facts = facts;
        List<Term> known = Relevant(claims);
        text.Append("(set-logic ALL)\n").Append(exactProducts
            ? "(define-fun product ((a Int) (b Int)) Int (* a b))\n"
            : "(declare-fun product (Int Int) Int)\n");
        foreach (Claim claim in claims)
        {
            Define(claim.Condition);
            Define(claim.Actual);
            Define(claim.Expected);
        }

        foreach (Term condition in known)
        {
            Define(condition);
            text.Append(CultureInfo.InvariantCulture, $"(assert {Name(condition)})\n");
        }
    }

    /// <summary>Variables, in the order of their making.</summary>
    public IReadOnlyList<Term> Variables => variables;

    /// <summary>Asks whether what is assumed is possible at all.</summary>
    public string IsPossible() => $"{text}(check-sat)\n";

    /// <summary>Asks whether any of the claims can fail.</summary>
    public string AnyFails(IReadOnlyCollection<Claim> claims)
    {
        string all = string.Join(' ', claims.Select(claim => Name(claim.Condition)));
        return $"{text}(assert (not (and true {all})))\n(check-sat)\n";
    }

    /// <summary>Asks for each claim alone whether it can fail.</summary>
    public string EachFails(IReadOnlyCollection<Claim> claims) => text + string.Concat(claims.Select(
        claim => $"(push)\n(assert (not {Name(claim.Condition)}))\n(check-sat)\n(pop)\n"));

    /// <summary>Asks for values with which a claim fails.</summary>
    public string Example(Claim claim, IReadOnlyList<Term> asked) =>
        $"{text}(assert (not {Name(claim.Condition)}))\n(check-sat)\n"
        + string.Concat(asked.Select(term => $"(get-value ({Name(term)}))\n"));

    /// <summary>Every term inside of one, itself included, each once.</summary>
    public static IEnumerable<Term> Inside(Term term)
    {
        HashSet<Term> seen = [term];
        Stack<Term> open = new(seen);
        while (open.TryPop(out Term? one))
        {
            yield return one;
            foreach (Term operand in one.Operands.Where(seen.Add))
            {
                open.Push(operand);
            }
        }
    }

    /// <summary>What a term is called in the script.</summary>
    public static string Name(Term term) => term.Operation is Operation.Constant or Operation.Variable
        ? SmtText.Of(term)
        : string.Create(CultureInfo.InvariantCulture, $"t{term.Id}");

    private static bool IsVariable(Term term) => term.Operation == Operation.Variable;

    // Conditions that share a variable, directly or through others, with a claim.
    private List<Term> Relevant(IEnumerable<Claim> claims)
    {
        HashSet<Term> reached = [.. claims
            .SelectMany(claim => new[] { claim.Condition, claim.Actual, claim.Expected }.OfType<Term>())
            .SelectMany(Inside).Where(IsVariable)];
        List<(Term Condition, List<Term> Variables)> open = [.. facts.Axioms.Select(
            condition => (condition, Inside(condition).Where(IsVariable).ToList()))];
        HashSet<Term> taken = [];
        for (bool grows = true; grows;)
        {
            grows = false;
            foreach ((Term condition, List<Term> mentioned) in open)
            {
                if (!taken.Contains(condition) && mentioned.Any(reached.Contains))
                {
                    taken.Add(condition);
                    reached.UnionWith(mentioned);
                    grows = true;
                }
            }
        }

        return [.. facts.Axioms.Where(taken.Contains).Distinct()];
    }

    private void Define(Term? whole)
    {
        if (whole is null)
        {
            return;
        }

        foreach (Term term in Inside(whole).Where(one => !defined.Contains(one)).OrderBy(one => one.Id).ToList())
        {
            defined.Add(term);
            switch (term.Operation)
            {
                case Operation.Constant:
                    break;
                case Operation.Variable:
                    Declare(term);
                    break;
                default:
                    string sort = SmtText.Of(term.Sort);
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"(define-fun {Name(term)} () {sort} {SmtText.Of(term, Name)})\n");
                    break;
            }

            if (term.Operation == Operation.Product)
            {
                (long min, long max) = facts.Bounds(term);
                Between(Name(term), min, max);
            }
        }
    }

    private void Declare(Term variable)
    {
        variables.Add(variable);
        string name = Name(variable);
        text.Append(CultureInfo.InvariantCulture, $"(declare-const {name} {SmtText.Of(variable.Sort)})\n");
        if (variable.Sort == Sort.Int)
        {
            (long min, long max) = facts.Ranges[variable];
            Between(name, min, max);
        }
    }

    private void Between(string name, long min, long max)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"(assert (<= {Number(min)} {name}))\n(assert (<= {name} {Number(max)}))\n");
    }

    private static string Number(long value) => value < 0
        ? $"(- {value.ToString(CultureInfo.InvariantCulture)[1..]})"
        : value.ToString(CultureInfo.InvariantCulture);
}
