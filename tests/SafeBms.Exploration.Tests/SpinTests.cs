using System.Runtime.CompilerServices;
using System.Text;
using SafeBms.Exploration.Slices;
using SafeBms.Exploration.Spin;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Exploration.Tests;

/// <summary>SPIN on slices: what is right is proved, what is wrong is refuted with a run that has real times.</summary>
public class SpinTests
{
    [Theory]
    [InlineData("P01")]
    [InlineData("P06")]
    [InlineData("P22")]
    public void The_shipped_specification_is_proved(string property)
    {
        SpinResult result = Verify(Read(), Slice(property));

        Assert.Equal(SpinVerdict.Proved, result.Verdict);
        Assert.True(result.States > 10, "an empty state space proves nothing");
    }

    [Fact]
    public void A_lead_of_1990_ms_is_refuted_with_a_run_at_real_durations()
    {
        SpecificationModel faulty = Read(
            ("contactor.statemachine.yaml", "relay_off >= alternator_lead_time + 1 ms and readback", "relay_off >= alternator_lead_time - 10 ms and readback"));
        SpinResult result = Verify(faulty, Slice("P01"));

        Assert.Equal(SpinVerdict.RefutedInSlice, result.Verdict);
        Assert.Contains(result.Run, line => line.Contains("contactor_state=0", StringComparison.Ordinal));
        Assert.Contains("scans", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_property_is_refuted()
    {
        SpecificationModel wrong = Read(
            ("ordering.properties.yaml", "always: not held(precharge_alone, precharge_time_max)", "always: not held(precharge_alone, precharge_time_max - 10 ms)"));

        Assert.Equal(SpinVerdict.RefutedInSlice, Verify(wrong, Slice("P06")).Verdict);
    }

    [Fact]
    public void A_limit_that_is_one_scan_too_long_is_refuted()
    {
        SpecificationModel faulty = Read(
            ("contactor.statemachine.yaml", "to: RetryAfterTimeout, when: elapsed >= precharge_time_max,", "to: RetryAfterTimeout, when: elapsed > precharge_time_max,"));

        Assert.Equal(SpinVerdict.RefutedInSlice, Verify(faulty, Slice("P06")).Verdict);
    }

    [Fact]
    public void The_exported_file_is_the_same_each_time_and_names_the_property()
    {
        SpecificationModel model = Read();
        SpinVerifier verifier = new(model, model.Products[0], TimeSpan.FromMinutes(5));

        string text = verifier.Export(Slice("P12"));

        Assert.Equal(text, verifier.Export(Slice("P12")));
        Assert.Contains("Property P12", text, StringComparison.Ordinal);
        Assert.Contains("assert(holds)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_slice_can_be_cut_and_has_at_most_four_machines()
    {
        SpecificationModel model = Read();
        SpinVerifier verifier = new(model, model.Products[0], TimeSpan.FromMinutes(5));

        Assert.All(SliceCatalogue.All, slice =>
        {
            Assert.InRange(slice.Machines.Count, 1, SliceDefinition.Machines_max);
            Assert.NotEmpty(verifier.Export(slice));
        });
    }

    [Fact]
    public void A_slice_of_a_machine_that_does_not_exist_says_so()
    {
        SpecificationModel model = Read();
        SpinVerifier verifier = new(model, null, TimeSpan.FromMinutes(5));
        SliceDefinition slice = new("P01", string.Empty, ["no-such"], [], [], new Dictionary<string, long>());

        SliceException problem = Assert.Throws<SliceException>(() => verifier.Export(slice));

        Assert.Contains("no-such", problem.Message, StringComparison.Ordinal);
    }

    internal static SpecificationModel Read(params (string File, string From, string To)[] changes)
    {
        string folder = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "spec"));
        List<SpecificationFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name.StartsWith("schema/", StringComparison.Ordinal))
            {
                continue;
            }

            string text = File.ReadAllText(path);
            foreach ((_, string from, string to) in changes.Where(change => change.File == name))
            {
                Assert.Contains(from, text, StringComparison.Ordinal);
                text = text.Replace(from, to, StringComparison.Ordinal);
            }

            files.Add(new SpecificationFile(name, Encoding.UTF8.GetBytes(text)));
        }

        Result<SpecificationModel> result = SpecificationReader.Read(files);
        Assert.True(result.Value is not null, string.Join('\n', result.Diagnostics));
        return result.Value;
    }

    internal static SliceDefinition Slice(string property) => SliceCatalogue.All.First(slice => slice.Name == property);

    internal static SpinResult Verify(SpecificationModel model, SliceDefinition slice)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("safebms-spin-");
        try
        {
            return new SpinVerifier(model, model.Products[0], TimeSpan.FromMinutes(10)).Verify(slice, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
