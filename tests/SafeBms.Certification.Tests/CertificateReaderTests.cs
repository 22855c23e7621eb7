using SafeBms.Certification.Certificates;
using SafeBms.Certification.Tests.Harness;
using SafeBms.Specification;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>Certificate files are read strictly.</summary>
public class CertificateReaderTests
{
    private static object Content(object properties, string format = CertificateReader.Format) =>
        new { format, system = "s", specification = "f", products = Products, properties };

    private static readonly string[] Products = ["p"];
    private static readonly string[] Facts = ["true"];

    [Fact]
    public void A_file_gives_its_entries_with_their_places()
    {
        byte[] bytes = Leads.Json(Content(new[] { new { id = "P01", product = "p", facts = Facts } }));
        CertificateFile file = CertificateReader.Parse("c.json", bytes);
        Certificate entry = Assert.Single(file.Certificates);
        Assert.Equal(("s", "f", "P01", "p"), (file.System, file.Specification, entry.Property, entry.Product));
        Assert.Equal(["true"], Assert.Single(entry.Parts));
        Assert.Equal("c.json: properties[0]", entry.Place);
    }

    [Theory]
    [InlineData("", "c.json(1,1): this is no JSON")]
    [InlineData("{ \"format\": 1", "c.json(1,")]
    [InlineData("[]", "c.json: 'format' is missing")]
    [InlineData("{ \"format\": 1 }", "c.json: format: must be a text")]
    [InlineData("{ \"format\": \"x\", \"format\": \"y\" }", "c.json: this is no JSON, or says something twice")]
    [InlineData("{ \"format\": \"safebms-certificate-0\" }", "the format is 'safebms-certificate-0'")]
    [InlineData("{ \"format\": \"safebms-certificate-1\", \"properties\": 3 }", "c.json: properties: must be a list")]
    public void What_is_not_in_the_format_is_refused(string text, string message) => Assert.Contains(
        message,
        Assert.Throws<CertificateException>(
            () => CertificateReader.Parse("c.json", System.Text.Encoding.UTF8.GetBytes(text))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Two_entries_for_one_property_are_refused()
    {
        var entry = new { id = "P01", product = "p", facts = Array.Empty<string>() };
        byte[] bytes = Leads.Json(Content(new[] { entry, entry }));
        Assert.Contains(
            "two entries", Assert.Throws<CertificateException>(() => CertificateReader.Parse("c.json", bytes)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_without_certificates_is_refused() => Assert.Contains(
        "prove", Assert.Throws<CertificateException>(() => CertificateReader.ReadAll("/nonexistent")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_fingerprint_tells_names_and_contents_apart_and_ignores_the_order()
    {
        SpecificationFile a = new("a.yaml", [1, 2]);
        SpecificationFile b = new("b.yaml", [3]);
        string whole = SpecificationFingerprint.Of([a, b]);
        Assert.Equal(64, whole.Length);
        Assert.Equal(whole, SpecificationFingerprint.Of([b, a]));
        Assert.NotEqual(whole, SpecificationFingerprint.Of([a]));
        Assert.NotEqual(whole, SpecificationFingerprint.Of([a, b with { Content = [4] }]));
        Assert.NotEqual(whole, SpecificationFingerprint.Of([a with { Path = "c.yaml" }, b]));
        Assert.NotEqual(whole, SpecificationFingerprint.Of([a with { Content = [1] }, b with { Content = [2, 3] }]));
    }
}
