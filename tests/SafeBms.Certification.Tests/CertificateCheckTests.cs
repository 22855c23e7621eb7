using SafeBms.Certification.Certificates;
using SafeBms.Certification.Checking;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Tests.Harness;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>A right certificate passes, and each way to be wrong is refused with its step.</summary>
public class CertificateCheckTests
{
    [Theory]
    [InlineData("cvc5")]
    [InlineData("z3")]
    public void A_right_certificate_passes_with_either_solver(string solver)
    {
        Verdict verdict = Leads.Certify("P01", solver, Leads.Good);
        Assert.True(verdict.IsCertified, verdict.Reason);
        Assert.Equal((1, 3), (verdict.Facts, verdict.Checks));
    }

    [Theory]
    [InlineData(CertificationStep.Initiation, 1, "(> |monitor.detector.0| |lead.timer.quiet|)")]
    [InlineData(CertificationStep.Initiation, 2, Leads.Good, "false")]
    [InlineData(CertificationStep.Initiation, 1, "(= |lead.variable.kept| 0)")]
    [InlineData(CertificationStep.Initiation, 1, "(= |parameter.wait| 2)")]
    [InlineData(CertificationStep.Consecution, 1, "(>= |lead.timer.quiet| 2)")]
    [InlineData(CertificationStep.Consecution, 2, Leads.Good, "(not |lead.output.a|)")]
    [InlineData(CertificationStep.Consecution, 1, "(= |lead.timer.quiet| (+ 1 |parameter.wait|))")]
    [InlineData(CertificationStep.Implication, 0, "true")]
    [InlineData(CertificationStep.Implication, 0)]
    [InlineData(CertificationStep.Implication, 0, "(<= 0 |lead.variable.kept| 9)")]
    public void A_wrong_certificate_is_refused_at_its_step(CertificationStep step, int fact, params string[] facts)
    {
        Verdict verdict = Leads.Certify("P01", "cvc5", facts);
        Assert.Equal((step, fact, false), (verdict.Step, verdict.Fact, verdict.IsCertified));
        Assert.StartsWith(step.ToString(), verdict.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("cvc5")]
    [InlineData("z3")]
    public void A_wrong_property_is_refused_whatever_the_facts(string solver) =>
        Assert.Equal(CertificationStep.Implication, Leads.Certify("P02", solver, Leads.Good).Step);

    [Theory]
    [InlineData("", "(= |monitor.detector.2.case.0| (- 1))", "(= |monitor.detector.2.case.1| (- 1))")]
    [InlineData("case 2, implication", "(= |monitor.detector.2.case.0| (- 1))", "true")]
    [InlineData("case 1, implication", "(= |monitor.detector.2.case.1| (- 1))", "(= |monitor.detector.2.case.1| (- 1))")]
    [InlineData("case 2, initiation", "(= |monitor.detector.2.case.0| (- 1))", "(= |monitor.detector.2.case.1| 0)")]
    public void An_obligation_is_certified_case_by_case(string reason, params string[] facts)
    {
        Certificate certificate = new("P04", Leads.Product, [.. facts.Select(fact => (string[])[fact])], true, "here");
        Verdict verdict = Assert.Single(Leads.Run([certificate], "cvc5", "P04").Verdicts);
        Assert.Equal(reason.Length == 0, verdict.IsCertified);
        Assert.StartsWith(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_leaves_out_a_case_is_refused()
    {
        Certificate certificate = new("P04", Leads.Product, [["true"]], true, "here");
        Assert.Contains("there are 1 cases, the property has 2", Message([certificate], "P04"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_a_changed_machine_is_refused()
    {
        SpecificationModel faulty = Small.Read(
            Leads.Properties,
            Leads.Machine.Replace("is: quiet >= wait + 1 ms", "is: quiet >= wait", StringComparison.Ordinal));
        Certificate certificate = new("P01", Leads.Product, [Leads.Good], "here");
        ScanEncoding encoding = ScanEncoding.Of(faulty, faulty.Products[0]);
        Verdict verdict = CertificateCheck.Run(
            certificate, CertificateCheck.FactsOf(certificate, encoding), encoding,
            new SolverChoice("cvc5", TimeSpan.FromSeconds(60)), new Dictionary<string, Verdict>());
        Assert.Equal(CertificationStep.Implication, verdict.Step);
    }

    [Fact]
    public void A_property_without_certificate_is_not_certified()
    {
        CertificationResult result = Leads.Run([]);
        Verdict verdict = Assert.Single(result.Verdicts);
        Assert.Equal(("P01", CertificationStep.Missing), (verdict.Property, verdict.Step));
        Assert.False(result.IsCertified);
    }

    [Fact]
    public void Without_any_property_to_show_nothing_is_certified()
    {
        CertificationRequest request = Leads.Request([], "cvc5", []);
        SpecificationModel model = request.Model with
        {
            Properties = request.Model.Properties with { Properties = EquatableArray<PropertyInfo>.Empty },
        };
        Assert.False(CertificationRun.Run(request with { Model = model }, (_, _, _) => { }).IsCertified);
    }

    [Theory]
    [InlineData("limit >= 20 mV", "limit >= 100 mV")]
    [InlineData("factor == 1 or factor == 2 or factor == 4", "factor == 1 and factor == 2")]
    public void Nothing_is_certified_under_constraints_that_nobody_can_satisfy(string text, string changed)
    {
        IReadOnlyList<SpecificationFile> files = [.. Leads.Files.Select(file => file with
        {
            Content = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(file.Content)
                .Replace(text, changed, StringComparison.Ordinal)),
        })];
        SpecificationModel model = SpecificationReader.ReadFragment(files).Value!;
        CertificationRequest request =
            Leads.Request([new Certificate("P01", Leads.Product, ["false"], "here")], "cvc5", []);
        CertificationResult result = CertificationRun.Run(request with { Model = model }, (_, _, _) => { });
        Assert.False(result.IsCertified);
        Assert.Contains("no values of the parameters", result.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(> |lead.timer.noise| 0)", "here (P01, small-60): fact 1, column 4: there is no 'lead.timer.noise'")]
    [InlineData("(> |lead.timer.quiet| |lead.output.a|)", "fact 1, column 2: the operands of '>' must all be numbers")]
    [InlineData("(> |input.p| 0)", "there is no 'input.p'")]
    [InlineData("|lead: 0|", "there is no 'lead: 0'")]
    public void A_fact_outside_of_the_format_is_refused_before_anything_is_asked(string fact, string message)
    {
        CertificateException problem = Assert.Throws<CertificateException>(
            () => Leads.Certify("P01", "/nonexistent/solver", fact));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_certificates_that_fit_nothing_are_refused()
    {
        Assert.Contains("no property 'P77'", Message([], "P77"), StringComparison.Ordinal);
        Assert.Contains("P03 has no 'always:'", Message([], "P03"), StringComparison.Ordinal);
        Assert.Contains("no P77 of", Message([new Certificate("P77", Leads.Product, [], "x")]), StringComparison.Ordinal);
        Assert.Contains("of product 'other'", Message([new Certificate("P01", "other", [], "x")]), StringComparison.Ordinal);
        Certificate twice = new("P01", Leads.Product, [], "x");
        Assert.Contains("already", Message([twice, twice]), StringComparison.Ordinal);
        CertificationRequest request = Leads.Request([], "cvc5", []) with { Fingerprint = "another" };
        Assert.Contains(
            "for another specification",
            Assert.Throws<CertificateException>(() => CertificationRun.Run(request, (_, _, _) => { })).Message,
            StringComparison.Ordinal);
    }

    private static string Message(IReadOnlyList<Certificate> certificates, params string[] properties) =>
        Assert.Throws<CertificateException>(() => Leads.Run(certificates, "cvc5", properties)).Message;
}
