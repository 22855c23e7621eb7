using System.Globalization;
using SafeBms.Certification.Certificates;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Checking;

/// <summary>Which solver, and how long it may think about one question.</summary>
/// <param name="Program"><c>cvc5</c>, <c>z3</c>, or the path of one of them.</param>
/// <param name="Limit">Longest time of one question.</param>
/// <param name="ScriptFolder">Where everything that is asked is kept as SMT-LIB files, so that anybody can ask another
/// solver; null to keep nothing.</param>
public sealed record SolverChoice(string Program, TimeSpan Limit, string? ScriptFolder = null)
{
    /// <summary>Beyond its own limit a solver gets this long to say so; then it is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    internal bool IsZ3 => Path.GetFileName(Program).StartsWith("z3", StringComparison.Ordinal);

    internal Dialect Dialect => IsZ3 ? Dialect.Equations : Dialect.Definitions;
}

/// <summary>Checks one certificate from nothing: every initial state satisfies the facts, one scan keeps them, and they
/// imply the property.</summary>
public static class CertificateCheck
{
    /// <summary>Reads the facts of a certificate, list by list.</summary>
    /// <exception cref="CertificateException">A fact is not one, or a case is missing; the message names the
    /// place.</exception>
    public static IReadOnlyList<IReadOnlyList<Term>> FactsOf(Certificate certificate, ScanEncoding encoding)
    {
        string place = $"{certificate.Place} ({certificate.Property}, {certificate.Product})";
        int cases = encoding.Cases(certificate.Property).Count;
        if (certificate.IsByCases && certificate.Parts.Count != cases)
        {
            throw new CertificateException(
                $"{place}: there are {certificate.Parts.Count} cases, the property has {cases}");
        }

        List<IReadOnlyList<Term>> parts = [];
        foreach (IReadOnlyList<string> part in certificate.Parts)
        {
            string list = certificate.IsByCases ? $"case {parts.Count + 1}, " : string.Empty;
            parts.Add([.. part.Select((text, index) => FactOf(text, encoding, $"{place}: {list}fact {index + 1}"))]);
        }

        return parts;
    }

    /// <summary>Asks the solver everything about one certificate; ends at the first thing it cannot show.</summary>
    /// <param name="certificate">Claims.</param>
    /// <param name="parts">Its facts, as read by <see cref="FactsOf"/>.</param>
    /// <param name="encoding">One scan of the product.</param>
    /// <param name="solver">Who answers.</param>
    /// <param name="known">Verdicts by the text that was asked: equal texts are asked once.</param>
    /// <exception cref="CertificateException">The property has nothing that could be shown.</exception>
    /// <exception cref="SolverException">The solver is missing or broken.</exception>
    public static Verdict Run(
        Certificate certificate, IReadOnlyList<IReadOnlyList<Term>> parts, ScanEncoding encoding, SolverChoice solver,
        IDictionary<string, Verdict> known)
    {
        Term property = encoding.Property(certificate.Property)
            ?? throw new CertificateException(
                $"{certificate.Place}: there is no property '{certificate.Property}' with 'always:'");
        IReadOnlyList<Term> claims = certificate.IsByCases ? encoding.Cases(certificate.Property) : [property];
        Verdict whole = new(
            certificate.Property, certificate.Product, CertificationStep.Done, 0, string.Empty,
            certificate.Parts.Sum(part => part.Count), 0, 0);
        for (int index = 0; index < claims.Count; index++)
        {
            string number = certificate.IsByCases ? $"-{index + 1}" : string.Empty;
            string name = $"{certificate.Product}-{certificate.Property}{number}";
            Verdict part = RunPart(
                name, certificate.Parts[index], claims[index], parts[index], encoding, solver, known);
            whole = whole with { Checks = whole.Checks + part.Checks, Elapsed_s = whole.Elapsed_s + part.Elapsed_s };
            if (!part.IsCertified)
            {
                string inCase = certificate.IsByCases ? $"case {index + 1}, " : string.Empty;
                return whole with { Step = part.Step, Fact = part.Fact, Reason = inCase + part.Reason };
            }
        }

        return whole;
    }

    private static Verdict RunPart(
        string name, IReadOnlyList<string> texts, Term claim, IReadOnlyList<Term> facts, ScanEncoding encoding,
        SolverChoice solver, IDictionary<string, Verdict> known)
    {
        Script script;
        lock (encoding)
        {
            // Folds get the members that a question needs on the way.
            script = Script.Of(encoding, claim, facts, solver.Dialect);
        }

        string text = script.Text;
        if (known.TryGetValue(text, out Verdict? same))
        {
            return same with { Checks = 0, Elapsed_s = 0 };
        }

        if (solver.ScriptFolder is not null)
        {
            Directory.CreateDirectory(solver.ScriptFolder);
            File.WriteAllText(Path.Combine(solver.ScriptFolder, $"{name}.smt2"), script.Whole);
        }

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Verdict verdict = Ask(script, texts, solver) with
        {
            Elapsed_s = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
        known[text] = verdict;
        return verdict;
    }

    private static Term FactOf(string text, ScanEncoding encoding, string place)
    {
        try
        {
            return FactParser.Parse(text, name => Find(encoding, name));
        }
        catch (FactException problem)
        {
            throw new CertificateException($"{place}, {problem.Message}", problem);
        }
    }

    private static Term? Find(ScanEncoding encoding, string name) =>
        encoding.State.TryGetValue(name, out StateVariable? part)
            ? Smt.Name(name, part.Sort)
            : encoding.Parameters.GetValueOrDefault(name);

    private static Verdict Ask(Script script, IReadOnlyList<string> texts, SolverChoice solver)
    {
        using SolverSession session = SolverSession.Start(solver);
        session.Send(script.Logic);
        int checks = 0;
        foreach (Block block in (Block[])[script.Initiation, script.Step])
        {
            session.Send("(push 1)\n" + block.Assertions);
            foreach (Question question in block.Questions)
            {
                session.Send("(push 1)\n" + question.Text);
                Answer answer = session.Check();
                checks++;
                if (answer != Answer.Unsat)
                {
                    string reason = ReasonOf(question, answer, texts, solver);
                    return new Verdict(
                        string.Empty, string.Empty, question.Step, question.Fact, reason, texts.Count, checks, 0);
                }

                session.Send("(pop 1)\n");
            }

            session.Send("(pop 1)\n");
        }

        return new Verdict(
            string.Empty, string.Empty, CertificationStep.Done, 0, string.Empty, texts.Count, checks, 0);
    }

    private static string ReasonOf(
        Question question, Answer answer, IReadOnlyList<string> texts, SolverChoice solver)
    {
        string fact = question.Fact > 0 ? $"fact {question.Fact} {texts[question.Fact - 1]}" : string.Empty;
        string what = question.Step switch
        {
            CertificationStep.Initiation => $"initiation: an initial state need not satisfy {fact}",
            CertificationStep.Consecution => $"consecution: a scan from a state with all facts need not keep {fact}",
            _ => "implication: the facts and one scan do not imply the property",
        };
        return answer == Answer.Sat
            ? what
            : $"{what} - no answer of {solver.Program} within "
                + $"{solver.Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
    }
}
