using System.Text.Json;
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

    private int Prove()
    {
        int code = workbench.Run(
            "prove", "--spec", InRepository("spec"), "--search", "0", "--out", Results, "--known", InRepository("proofs"),
            "--limit", "60",
            "--scenarios", Directory.CreateDirectory(Path.Combine(workbench.Folder, "no-scenarios")).FullName);
        log.WriteLine(workbench.Output + workbench.Error);
        return code;
    }

    private static string InRepository(string name) => Path.Combine(Workbench.Repository, name);
}
