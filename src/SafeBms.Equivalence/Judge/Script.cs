using System.Globalization;
using System.Text;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>
/// The question "can this condition fail?" as SMT-LIB text. Variables and parts are numbered as they are met,
/// so that the text does not depend on what they are called or when they were made: two questions that differ in
/// names only (the members of a group, the same machine after a change elsewhere) are one text, with one answer.
/// </summary>
internal sealed class Script
{
    private const string Prologue = "(set-logic ALL)\n";
    private readonly Axioms axioms;
    private readonly bool exactProducts;
    private readonly StringBuilder text = new();
    private readonly Dictionary<Term, string> names = [];

    /// <summary>Declares all that the conditions speak of, with what is known of it.</summary>
    /// <param name="axioms">What is known.</param>
    /// <param name="exactProducts">Products of variables are products, and not only a function of their
    /// operands.</param>
    /// <param name="conditions">What is spoken of.</param>
    /// <param name="withRare">With what few need, too.</param>
    public Script(Axioms axioms, bool exactProducts, IReadOnlyCollection<Term> conditions, bool withRare)
    {
        this.axioms = axioms;
        this.exactProducts = exactProducts;
        foreach (Term condition in conditions)
        {
            Define(condition);
        }

        foreach (Term known in axioms.About(conditions, withRare))
        {
            Define(known);
            text.Append(CultureInfo.InvariantCulture, $"(assert {Name(known)})\n");
        }
    }

    /// <summary>Number of characters: a measure of how much there is to think about.</summary>
    public int Length => text.Length;

    /// <summary>Asks whether what is assumed is possible at all, with the values suggested or with any.</summary>
    public string IsPossible(bool asSuggested)
    {
        IEnumerable<string> examples = axioms.Facts.Examples.Where(one => asSuggested && names.ContainsKey(one.Key))
            .Select(one => one.Key.Sort == Sort.Bool
                ? $"(assert (= {Name(one.Key)} {(one.Value != 0 ? "true" : "false")}))\n"
                : $"(assert (= {Name(one.Key)} {Number(one.Value)}))\n");
        return $"{Head}{text}{string.Concat(examples)}(check-sat)\n";
    }

    /// <summary>Asks whether a condition can fail.</summary>
    public string Fails(Term condition) => $"{Head}{text}(assert (not {Name(condition)}))\n(check-sat)\n";

    /// <summary>Asks for values of terms with which a condition fails. All of them must be among the
    /// conditions.</summary>
    public string Example(Term condition, IReadOnlyList<Term> asked) =>
        $"{Head}{text}(assert (not {Name(condition)}))\n(check-sat)\n"
        + string.Concat(asked.Select(term => $"(get-value ({Name(term)}))\n"));

    /// <summary>What a term is called in the script.</summary>
    public string Name(Term term) =>
        term.IsConstant ? SmtText.Of(term) : names[term];

    private string Head => Prologue + (exactProducts
        ? "(define-fun product ((a Int) (b Int)) Int (* a b))\n"
        : "(declare-fun product (Int Int) Int)\n");

    // Operands before what is made of them; without recursion, since conditions can be deep.
    private void Define(Term whole)
    {
        Stack<(Term Term, int Next)> open = new([(whole, 0)]);
        while (open.TryPop(out (Term Term, int Next) top))
        {
            if (top.Term.IsConstant || names.ContainsKey(top.Term))
            {
                continue;
            }

            if (top.Next < top.Term.Operands.Count)
            {
                open.Push((top.Term, top.Next + 1));
                open.Push((top.Term.Operands[top.Next], 0));
                continue;
            }

            Add(top.Term);
        }
    }

    private void Add(Term term)
    {
        bool isVariable = term.Operation == Operation.Variable;
        string name = (isVariable ? "v" : "t") + names.Count.ToString(CultureInfo.InvariantCulture);
        string sort = SmtText.Of(term.Sort);
        text.Append(isVariable
            ? $"(declare-const {name} {sort})\n"
            : $"(define-fun {name} () {sort} {SmtText.Of(term, Name)})\n");
        names.Add(term, name);
        if (isVariable && term.Sort == Sort.Int)
        {
            (long min, long max) = axioms.Facts.Ranges[term];
            Between(name, min, max);
        }
        else if (term.Operation == Operation.Product)
        {
            (long min, long max) = axioms.Facts.Bounds(term);
            Between(name, min, max);
        }
    }

    private void Between(string name, long min, long max) => text.Append(
        CultureInfo.InvariantCulture,
        $"(assert (<= {Number(min)} {name}))\n(assert (<= {name} {Number(max)}))\n");

    private static string Number(long value) => value < 0
        ? $"(- {value.ToString(CultureInfo.InvariantCulture)[1..]})"
        : value.ToString(CultureInfo.InvariantCulture);
}
