using System.Text;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Checking;

/// <summary>One question: whether a claim follows from the assertions of its block.</summary>
/// <param name="Step">Which step of the check.</param>
/// <param name="Fact">Number of the fact, from 1; 0 for the property, and for all facts together.</param>
/// <param name="Claim">What must follow.</param>
internal sealed record Question(CertificationStep Step, int Fact, Term Claim)
{
    public string Text => $"(assert (not {Claim}))\n";
}

/// <summary>Assertions, and the questions that are asked under them.</summary>
internal sealed record Block(string Assertions, IReadOnlyList<Question> Questions);

/// <summary>Everything that a solver is asked about one certificate.</summary>
internal sealed class Script
{
    private Script(string logic, Block initiation, Block step)
    {
        Logic = logic;
        Initiation = initiation;
        Step = step;
    }

    public string Logic { get; }

    /// <summary>About the states before the first scan.</summary>
    public Block Initiation { get; }

    /// <summary>About one scan from any state that satisfies all facts.</summary>
    public Block Step { get; }

    /// <summary>The whole as text: equal texts have equal answers.</summary>
    public string Text => string.Concat(
        [Logic, .. new[] { Initiation, Step }.SelectMany(
            block => block.Questions.Select(question => question.Text).Prepend(block.Assertions))]);

    /// <summary>The whole as a file for any solver; every answer must be <c>unsat</c>.</summary>
    public string Whole => string.Concat(
        [Logic, .. new[] { Initiation, Step }.SelectMany(block =>
            block.Questions.Select(question => $"(push 1)\n{question.Text}(check-sat)\n(pop 1)\n")
                .Prepend(block.Assertions).Prepend("(push 1)\n").Append("(pop 1)\n"))]);

    /// <summary>Writes the questions down.</summary>
    /// <param name="encoding">One scan of the product.</param>
    /// <param name="property">What the property says of a scan.</param>
    /// <param name="facts">Facts over the memory before the scan.</param>
    /// <param name="dialect">How definitions are written.</param>
    public static Script Of(ScanEncoding encoding, Term property, IReadOnlyList<Term> facts, Dialect dialect)
    {
        Term[] before = [.. facts.Select(encoding.Initially)];
        Cone initial = new(encoding, isBeforeFirst: true);
        initial.Add(before);

        Cone scan = new(encoding, isBeforeFirst: false);
        Term[] after = [.. facts.Select(encoding.After)];
        scan.Add([.. facts, .. after, property]);
        List<Question> questions = [.. after.Select(
            (fact, index) => new Question(CertificationStep.Consecution, index + 1, fact))];
        questions.Add(new Question(CertificationStep.Implication, 0, property));

        bool isNonLinear = initial.IsNonLinear || scan.IsNonLinear;
        return new Script(
            $"(set-logic {(isNonLinear ? "QF_UFNIA" : "QF_UFLIA")})\n",
            new Block(
                Assertions(initial, [], dialect),
                [.. before.Select((fact, index) => new Question(CertificationStep.Initiation, index + 1, fact))]),
            new Block(Assertions(scan, facts, dialect), questions));
    }

    /// <summary>Declarations, definitions, and what is assumed, as text.</summary>
    public static string Assertions(Cone cone, IEnumerable<Term> assumed, Dialect dialect)
    {
        StringBuilder text = new(cone.Declarations(dialect));
        foreach (Term term in cone.Axioms.Concat(assumed))
        {
            text.Append("(assert ").Append(term).Append(")\n");
        }

        return text.ToString();
    }
}
