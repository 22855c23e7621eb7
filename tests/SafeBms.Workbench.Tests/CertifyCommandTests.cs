using System.Text.Json;
using SafeBms.Certification.Certificates;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using Xunit;

namespace SafeBms.Workbench.Tests;

public sealed class CertifyCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    private string Certificates => Path.Combine(workbench.Folder, "certificates");

    [Fact]
    public void Without_certificates_the_command_is_unusable_and_says_who_writes_them()
    {
        Assert.Equal(2, Certify());
        Assert.Contains("'safebms-spec prove' writes certificates", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_without_certificate_gives_1_and_is_named()
    {
        Write(Fingerprint);
        Assert.Equal(1, Certify());
        Assert.Contains("not certified  there is no certificate", workbench.Output, StringComparison.Ordinal);
        Assert.Contains("0 of ", workbench.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_names_each_property_with_its_step()
    {
        Write(Fingerprint);
        Assert.Equal(1, Certify("--json"));
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        Assert.Equal("cvc5", document.RootElement.GetProperty("solver").GetString());
        Assert.Equal("Missing", document.RootElement.GetProperty("properties")[0].GetProperty("step").GetString());
        Assert.Equal(0, document.RootElement.GetProperty("certified").GetInt32());
    }

    [Fact]
    public void Certificates_of_another_specification_are_unusable()
    {
        Write("0123");
        Assert.Equal(2, Certify());
        Assert.Contains("for another specification", workbench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_specification_with_findings_is_unusable()
    {
        Write(Fingerprint);
        workbench.Break();
        Assert.Equal(2, Certify());
        Assert.Contains("run 'safebms-spec check", workbench.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--jobs", "0", "--jobs must be from 1")]
    [InlineData("--limit", "0", "--limit must be from 1")]
    [InlineData("--property", "P999", "there is no property 'P999'")]
    [InlineData("--product", "nothing", "there is no product 'nothing'")]
    [InlineData("--solver", "/nonexistent/cvc5", "cannot be started")]
    public void What_cannot_be_done_is_said(string option, string value, string message)
    {
        Write(Fingerprint);
        Assert.Equal(2, Certify(option, value));
        Assert.Contains(message, workbench.Error, StringComparison.Ordinal);
    }

    private string Fingerprint => SpecificationFingerprint.Of(SpecificationFolder.Read(workbench.Specification));

    private int Certify(params string[] more) => workbench.Run(
        ["certify", "--spec", workbench.Specification, "--certificates", Certificates, .. more]);

    private void Write(string fingerprint)
    {
        SpecificationModel model =
            SafeBms.Specification.SpecificationReader.Read(SpecificationFolder.Read(workbench.Specification)).Value!;
        Directory.CreateDirectory(Certificates);
        File.WriteAllText(Path.Combine(Certificates, "c.json"), JsonSerializer.Serialize(new
        {
            format = "safebms-certificate-1", system = model.Name, specification = fingerprint,
            products = Array.Empty<string>(), properties = Array.Empty<object>(),
        }));
    }
}
