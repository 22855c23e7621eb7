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
    /// <summary>Reads the facts of a certificate.</summary>
    /// <exception cref="CertificateException">A fact is not one; the message names the place.</exception>
    public static IReadOnlyList<Term> FactsOf(Certificate certificate, ScanEncoding encoding)
    {
        List<Term> facts = [];
        foreach (string text in certificate.Facts)
        {
            try
            {
                facts.Add(FactParser.Parse(text, name => Find(encoding, name)));
            }
            catch (FactException problem)
            {
                throw new CertificateException(
                    $"{certificate.Place} ({certificate.Property}, {certificate.Product}): fact {facts.Count + 1}, "
                    + problem.Message, problem);
            }
        }

        return facts;
    }

    /// <summary>Asks the solver everything about one certificate; ends at the first thing it cannot show.</summary>
    /// <param name="certificate">Claims.</param>
    /// <param name="facts">Its facts, as read by <see cref="FactsOf"/>.</param>
    /// <param name="encoding">One scan of the product.</param>
    /// <param name="solver">Who answers.</param>
    /// <param name="known">Verdicts by the text that was asked: equal texts are asked once.</param>
    /// <exception cref="CertificateException">The property has nothing that could be shown.</exception>
    /// <exception cref="SolverException">The solver is missing or broken.</exception>
    public static Verdict Run(
        Certificate certificate, IReadOnlyList<Term> facts, ScanEncoding encoding, SolverChoice solver,
        IDictionary<string, Verdict> known)
    {
        Term property = encoding.Property(certificate.Property)
            ?? throw new CertificateException(
                $"{certificate.Place}: there is no property '{certificate.Property}' with 'always:'");
        Script script;
        lock (encoding)
        {
            // Folds get the members that a question needs on the way.
            script = Script.Of(encoding, property, facts, solver.Dialect);
        }

        string text = script.Text;
        if (known.TryGetValue(text, out Verdict? same))
        {
            return same with { Product = certificate.Product, Checks = 0, Elapsed_s = 0 };
        }

        if (solver.ScriptFolder is not null)
        {
            Directory.CreateDirectory(solver.ScriptFolder);
            File.WriteAllText(
                Path.Combine(solver.ScriptFolder, $"{certificate.Product}-{certificate.Property}.smt2"), script.Whole);
        }

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Verdict verdict = Ask(script, certificate, solver) with
        {
            Elapsed_s = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
        known[text] = verdict;
        return verdict;
    }

    internal static Term? Find(ScanEncoding encoding, string name) =>
        encoding.State.TryGetValue(name, out StateVariable? part)
            ? Smt.Name(name, part.Sort)
            : encoding.Parameters.GetValueOrDefault(name);

    private static Verdict Ask(Script script, Certificate certificate, SolverChoice solver)
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
                    return Failed(certificate, question, answer, solver, checks);
                }

                session.Send("(pop 1)\n");
            }

            session.Send("(pop 1)\n");
        }

        return new Verdict(
            certificate.Property, certificate.Product, CertificationStep.Done, 0, string.Empty,
            certificate.Facts.Count, checks, 0);
    }

    private static Verdict Failed(
        Certificate certificate, Question question, Answer answer, SolverChoice solver, int checks)
    {
        string fact = question.Fact > 0 ? $"fact {question.Fact} {certificate.Facts[question.Fact - 1]}" : string.Empty;
        string what = question.Step switch
        {
            CertificationStep.Initiation => $"initiation: an initial state need not satisfy {fact}",
            CertificationStep.Consecution => $"consecution: a scan from a state with all facts need not keep {fact}",
            _ => "implication: the facts and one scan do not imply the property",
        };
        string reason = answer == Answer.Sat
            ? what
            : $"{what} - no answer of {solver.Program} within "
                + $"{solver.Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
        return new Verdict(
            certificate.Property, certificate.Product, question.Step, question.Fact, reason,
            certificate.Facts.Count, checks, 0);
    }
}
