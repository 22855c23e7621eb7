using System.Text.Json;
using System.Text.RegularExpressions;
using SafeBms.Proof;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Workbench.Tests;

/// <summary>From the proof to the certificate, as a pipeline runs it: every property that asks for a proof, of every
/// product, begun with the facts that are kept; the certificates of a sample.</summary>
public sealed class ProveCommandTests(ITestOutputHelper log) : IDisposable
{
    private const string Product = "lynx-smart-bms-500";

    // Some are proved in many parts, some whole.
    private static readonly string[] Sampled = ["P12", "P13a", "P22", "P48", "P51", "P53", "P61"];
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    private string Results => Path.Combine(workbench.Folder, "proof");

    [Fact]
    public void Everything_is_proved_and_a_sample_certified_by_another_solver_from_the_certificate_alone()
    {
        Assert.Equal(0, Prove());
        Assert.DoesNotContain("excepted ", workbench.Output, StringComparison.Ordinal);
        Assert.Equal(0, workbench.Run(
            "certify", "--spec", InRepository("spec"), "--certificates", Path.Combine(Results, "certificates"),
            "--product", Product, "--property", string.Join(',', Sampled), "--json"));

        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        Assert.Equal("cvc5", document.RootElement.GetProperty("solver").GetString());
        Assert.Equal(Sampled.Length, document.RootElement.GetProperty("certified").GetInt32());
    }

    [Fact]
    public void A_proof_of_another_prover_is_looked_at_again_and_one_of_this_prover_is_not()
    {
        Assert.Equal(0, Prove("--product", Product, "--property", "P12"));
        string memory = Path.Combine(Results, "memory", Product + ".json");
        string text = Regex.Replace(
            File.ReadAllText(memory), "\"fingerprint\": \"[0-9a-f]*\"", "\"fingerprint\": \"0\"");
        File.WriteAllText(memory, text);
        Assert.Equal(0, Prove("--product", Product, "--property", "P12"));
        Assert.Contains("unchanged since it was proved", workbench.Output, StringComparison.Ordinal);

        string edition = typeof(ProofRun).Assembly.ManifestModule.ModuleVersionId.ToString("N");
        Assert.Contains(edition, text, StringComparison.Ordinal);
        File.WriteAllText(memory, text.Replace(edition, new string('0', 32), StringComparison.Ordinal));
        Assert.Equal(0, Prove("--product", Product, "--property", "P12"));
        Assert.DoesNotContain("unchanged since it was proved", workbench.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_holds_also_whenever_the_shutdown_machine_takes_over_and_not_with_a_machine_that_opens_at_once()
    {
        Assert.Equal(0, Prove("--takeover", "--product", Product, "--property", "P01"));
        Assert.False(Directory.Exists(Path.Combine(Results, "certificates")), "the certifier knows no takeover");
        using (JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "proof-takeover.json"))))
        {
            // The trace and the comparison of engines know proofs by this name.
            Assert.NotEqual("safebms-proof-1", result.RootElement.GetProperty("format").GetString());
        }


        string hasty = Path.Combine(workbench.Folder, "hasty");
        Directory.CreateDirectory(Path.Combine(hasty, "products"));
        foreach (string file in Directory.EnumerateFiles(InRepository("spec"), "*.yaml", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(hasty, Path.GetRelativePath(InRepository("spec"), file)));
        }

        string machine = Path.Combine(hasty, "shutdown-sequencer.statemachine.yaml");
        string text = File.ReadAllText(machine);
        File.WriteAllText(machine, text.Replace(
            "(lead_done and breakable)", "(lead_done or breakable)", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(machine));
        Assert.Equal(1, ProveOf(hasty, "--takeover", "--product", Product, "--property", "P01", "--limit", "10"));
    }

    [Fact]
    public void Proofs_of_a_takeover_cannot_be_kept() => Assert.Equal(2, Prove("--takeover", "--keep"));

    private int Prove(params string[] more) => ProveOf(InRepository("spec"), [.. more, "--limit", "60"]);

    private int ProveOf(string specification, params string[] more)
    {
        int code = workbench.Run([
            "prove", "--spec", specification, "--search", "0", "--out", Results, "--known", InRepository("proofs"),
            "--scenarios", Directory.CreateDirectory(Path.Combine(workbench.Folder, "no-scenarios")).FullName,
            .. more]);
        log.WriteLine(workbench.Output + workbench.Error);
        return code;
    }

    private static string InRepository(string name) => Path.Combine(Workbench.Repository, name);
}
