using System.Text;
using SafeBms.Proof;
using SafeBms.Proof.Induction;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Proving;
using Xunit;

namespace SafeBms.Workbench.Tests;

/// <summary>What is kept of a proof still means the same when the specification around it has changed.</summary>
public sealed class KeptProofsTests : IDisposable
{
    private const string First = "contactor.properties.yaml";
    private const string Another = """
        properties:
          - property: P99
            text: "One more."
            hazard: H5
            requirement: REQ-S-ORD-01
            always: not (held(precharge, 123 ms) and falling(aux) and rising(alarm))
            verified_by: test
            on_violation: count
            vacuity: { must_see: [ "precharge" ] }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("safebms-kept-").FullName;

    private string Kept => Path.Combine(folder, "kept.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_fact_follows_its_call_when_a_new_property_moves_the_numbers()
    {
        SpecificationModel before = Model("properties:", "properties:");
        SpecificationModel after = Model("properties:", Another);
        (int old, int now) = (SlotOf(before, "falling(contactor_coil)"), SlotOf(after, "falling(contactor_coil)"));
        Assert.NotEqual(old, now);

        Keep(before, $"(= |signal.contactor_coil| |monitor.detector.{old}|)", $"(not |monitor.detector.{old}.case.3|)");

        Assert.Equal(
            [$"(= |signal.contactor_coil| |monitor.detector.{now}|)", $"(not |monitor.detector.{now}.case.3|)"],
            KeptProofs.Read(Kept, after)["P01/0"].Facts);
    }

    [Fact]
    public void A_fact_about_a_call_that_is_gone_is_left_out_and_the_others_stay()
    {
        SpecificationModel before = Model("properties:", Another);
        Keep(before, $"|monitor.detector.{SlotOf(before, "held(precharge, 123 ms)")}|", "(= |contactor.state| 7)");

        Assert.Equal(
            ["(= |contactor.state| 7)"], KeptProofs.Read(Kept, Model("properties:", "properties:"))["P01/0"].Facts);
    }

    [Fact]
    public void Only_what_was_proved_of_this_very_specification_and_product_needs_no_second_look()
    {
        SpecificationModel model = Model("properties:", "properties:");
        CaseOutcome proved = new(InductionVerdict.Proved, [], ["contactor"], "4567");
        KeptProofs.Write(
            Kept, model, "0123/a", new Dictionary<string, StoredCase> { ["P02/0"] = new(["contactor"], "89ab", []) },
            [new ProofOutcome("P01", "a", [proved])]);

        Assert.Equal("0123/a", KeptProofs.Read(Kept, model)["P01/0"].Scope);
        Assert.Null(KeptProofs.Read(Kept, model)["P02/0"].Scope);
        Assert.Equal("89ab", KeptProofs.Read(Kept, model)["P02/0"].Fingerprint);
    }

    [Fact]
    public void What_is_kept_with_the_specification_has_no_fingerprint_and_nothing_that_is_gone()
    {
        SpecificationModel model = Model("properties:", "properties:");
        CaseOutcome proved = new(InductionVerdict.Proved, ["(= |contactor.state| 7)"], ["contactor"], "4567");
        KeptProofs.Write(Kept, model, new Dictionary<string, StoredCase>
        {
            ["P02/0"] = new(["supervisor"], "", ["false"]), ["P999/0"] = new(["contactor"], "", []),
        });

        KeptProofs.Keep(Kept, model, [new ProofOutcome("P01", "a", [proved])]);

        Dictionary<string, StoredCase> kept = KeptProofs.Read(Kept, model);
        Assert.Equal(["P01/0", "P02/0"], kept.Keys.Order());
        Assert.Equal(("", null), (kept["P01/0"].Fingerprint, kept["P01/0"].Scope));
        Assert.Equal(["(= |contactor.state| 7)"], kept["P01/0"].Facts);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "P01/0": { "machines": [], "fingerprint": "", "facts": [] } }""")]
    [InlineData("""{ "format": "safebms-kept-proofs-2" }""")]
    public void A_file_that_is_none_keeps_nothing(string text)
    {
        File.WriteAllText(Kept, text);
        Assert.Empty(KeptProofs.Read(Kept, Model("properties:", "properties:")));
    }

    private void Keep(SpecificationModel model, params string[] facts) => KeptProofs.Write(
        Kept, model, "0123", new Dictionary<string, StoredCase> { ["P01/0"] = new(["contactor"], "", facts) }, []);

    private static int SlotOf(SpecificationModel model, string text) =>
        model.Properties.Monitor.Detectors.Single(call => call.Text == text).Slot;

    private static SpecificationModel Model(string text, string by)
    {
        SpecificationFile[] files = [.. SpecificationFolder.Read(Path.Combine(Workbench.Repository, "spec"))
            .Select(file => file.Path != First ? file : new SpecificationFile(
                First, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Content).Replace(text, by, StringComparison.Ordinal))))];
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
