using System.Text;
using System.Text.Json;
using SafeBms.Certification.Certificates;
using SafeBms.Certification.Checking;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>A small system whose property needs one fact, and certificates for it.</summary>
internal static class Leads
{
    public const string Machine = """
        machine: lead
        purpose: Say when p has been off for long enough.
        hazards: [H1]
        uses: { p: p }
        parameters: [wait]
        variables:
          kept: { type: int, unit: count, range: [0, 9], initial: 0, retain: true, on_loss: 5 }
        timers:
          quiet: { runs: not (p else true), limit: wait + 1 ms, initial: limit }
        outputs:
          a: { type: bool, initial: false, drives: a, is: quiet >= wait + 1 ms }
          odd: { type: bool, initial: false, is: kept > 4 }
        """;

    public const string Properties = """
        properties:
          - property: P01
            text: "On only after p was off for long enough."
            hazard: H1
            requirement: REQ-1
            always: a implies held_or_initially(not (p else true), wait)
            verified_by: proof
            on_violation: shutdown
            vacuity: { must_see: [ "a" ] }
          - property: P02
            text: "Wrong."
            hazard: H1
            requirement: REQ-1
            always: a implies held(not (p else true), wait)
            verified_by: test
            on_violation: count
            vacuity: { must_see: [ "a" ] }
          - property: P04
            text: "Off at once."
            hazard: H1
            requirement: REQ-1
            always: (p else true) or ((p else true) and (q else false)) leads_to not a within wait
            verified_by: test
            on_violation: count
            vacuity: { must_see: [ "a" ] }
          - property: P03
            text: "Nothing to prove."
            hazard: H1
            requirement: REQ-1
            verified_by: inspection
            evidence: "none"
        """;

    public const string Good = "(>= |monitor.detector.0| |lead.timer.quiet|)";

    public const string Product = "small-60";

    public static IReadOnlyList<SpecificationFile> Files => Small.Files(Properties, Machine);

    public static SpecificationModel Model => Small.Read(Properties, Machine);

    /// <summary>Checks the facts for one property.</summary>
    public static Verdict Certify(string property, string solver, params string[] facts) =>
        Assert(Run([new Certificate(property, Product, facts, "here")], solver, property));

    public static CertificationResult Run(
        IReadOnlyList<Certificate> certificates, string solver = "cvc5", params string[] properties) =>
        CertificationRun.Run(Request(certificates, solver, properties), (_, _, _) => { });

    public static CertificationRequest Request(
        IReadOnlyList<Certificate> certificates, string solver, IReadOnlyList<string> properties) => new(
            Model, "f", [new CertificateFile("c.json", "small", "f", certificates)], properties, [],
            new SolverChoice(solver, TimeSpan.FromSeconds(60)), 2);

    /// <summary>The bytes of a certificate file.</summary>
    public static byte[] Json(object content) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content));

    private static Verdict Assert(CertificationResult result)
    {
        Xunit.Assert.Empty(result.Problems);
        return Xunit.Assert.Single(result.Verdicts);
    }
}
