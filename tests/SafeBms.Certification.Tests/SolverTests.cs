using SafeBms.Certification.Checking;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;
using SafeBms.Certification.Tests.Harness;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>A solver that is missing or broken shows nothing; and what is written for a solver means a scan.</summary>
public sealed class SolverTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safebms-certification-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("exit 3", "ended")]
    [InlineData("echo '(error \"line 1: out of memory\")'; cat > /dev/null", "said '(error \"line 1: out of memory\")'")]
    [InlineData("echo hello; cat > /dev/null", "said 'hello'")]
    [InlineData("echo SAT; cat > /dev/null", "said 'SAT'")]
    [InlineData("echo broken >&2; exit 1", "broken")]
    public void A_solver_that_ends_or_talks_nonsense_is_an_error(string script, string message)
    {
        // What such a solver is asked is longer than a pipe holds, so that it cannot end unnoticed.
        SolverException problem = Assert.Throws<SolverException>(() => Leads.Certify("P01", Fake(script), Leads.Good));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solver_that_is_silent_is_ended_and_has_shown_nothing()
    {
        SolverChoice choice = new(Fake("cat > /dev/null"), TimeSpan.FromMilliseconds(10))
        {
            Grace = TimeSpan.FromMilliseconds(10),
        };
        using SolverSession session = SolverSession.Start(choice);
        Assert.Equal(Answer.Unknown, session.Check());
        Assert.True(session.IsEnded);
    }

    [Fact]
    public void A_missing_solver_is_an_error_that_says_what_to_install()
    {
        SolverException problem = Assert.Throws<SolverException>(
            () => Leads.Certify("P01", Path.Combine(folder, "nothing"), Leads.Good));
        Assert.Contains("apt-get install cvc5", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solver_that_agrees_to_everything_certifies_nothing()
    {
        CertificationResult result = Leads.Run([], Fake("yes unsat"));
        Assert.False(result.IsCertified);
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void A_solver_that_cannot_tell_certifies_nothing()
    {
        // Three answers for the assumptions of the product, then none.
        string solver = Fake(
            "n=$(cat \"$0.count\" 2>/dev/null || echo 0); echo $((n + 1)) > \"$0.count\"; "
            + "if [ $n -lt 3 ]; then echo sat; else yes unknown; fi; cat > /dev/null");
        Verdict verdict = Leads.Certify("P01", solver, Leads.Good);
        Assert.Equal(CertificationStep.Initiation, verdict.Step);
        Assert.Contains("no answer", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cvc5", Dialect.Definitions)]
    [InlineData("z3", Dialect.Equations)]
    public void The_written_text_of_a_scan_has_the_memory_that_the_interpreter_has_and_no_other(
        string solver, object dialect)
    {
        SpecificationModel model = Small.Read(
            SmallMachines.Properties, SmallMachines.Temporal, SmallMachines.Chart, SmallMachines.Watch,
            SmallMachines.Folds, SmallMachines.Last);
        ScanEncoding encoding = ScanEncoding.Of(model, model.Products[0]);
        using SolverSession session = SolverSession.Start(new SolverChoice(solver, TimeSpan.FromSeconds(60)));
        session.Send("(set-logic QF_UFLIA)\n");
        string? difference = LanguageComparisonTests.Play(model, model, 3, 120, null, (run, scan) =>
        {
            if (scan % 20 != 19)
            {
                return;
            }

            Cone cone = new(encoding, isBeforeFirst: false);
            cone.Add(encoding.State.Values.Select(part => part.Next));
            IEnumerable<Term> given = run.Given()
                .Where(item => encoding.Free.ContainsKey(item.Name) || encoding.State.ContainsKey(item.Name))
                .Select(item => Smt.Equal(Smt.Name(item.Name, item.Sort), Constant(item.Value, item.Sort)));
            Cone all = new(encoding, isBeforeFirst: false);
            all.Add([.. encoding.State.Values.Select(part => part.Next), .. given]);
            session.Send("(push 1)\n" + Script.Assertions(all, given, (Dialect)dialect));
            Assert.Equal(Answer.Sat, session.Check());
            Term same = Smt.And(run.After().Select(item =>
                Smt.Equal(item.Part.Next, Constant(item.Value, item.Part.Sort))));
            session.Send($"(assert (not {same}))\n");
            Assert.Equal(Answer.Unsat, session.Check());
            session.Send("(pop 1)\n");
        });
        Assert.Null(difference);
    }

    private static Term Constant(long value, Sort sort) =>
        sort == Sort.Bool ? Smt.Truth(value != 0) : Smt.Number(value);

    private string Fake(string script)
    {
        string path = Path.Combine(folder, "solver");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
