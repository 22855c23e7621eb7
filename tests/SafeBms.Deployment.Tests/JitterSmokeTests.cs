using System.Text.Json;
using System.Xml.Linq;
using SafeBms.Jitter.Report;
using Xunit;

namespace SafeBms.Deployment.Tests;

/// <summary>The benchmark's command with a few hundred cycles: the report is complete and fits its raw values. No timing is judged.</summary>
public sealed class JitterSmokeTests : IClassFixture<JitterSmokeTests.Smoke>
{
    private const int Cycles = 300;
    private const int Rounds = 2;

    private readonly Smoke _smoke;

    public JitterSmokeTests(Smoke smoke) => _smoke = smoke;

    [Fact]
    public void Every_contestant_ran_under_every_load_or_is_named_as_left_out()
    {
        JsonElement report = _smoke.Report;
        string absent = string.Join(' ', report.GetProperty("absent").EnumerateArray().Select(one => one.GetProperty("what").GetString()));
        foreach (JsonElement load in report.GetProperty("loads").EnumerateArray())
        {
            string[] names = [.. load.GetProperty("contestants").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
            Assert.Contains("safebms", names);
            Assert.Contains("bare", names);
            Assert.True(names.Contains("c") || absent.Contains("C loop", StringComparison.Ordinal));
            Assert.True(names.Contains("cyclictest") || absent.Contains("cyclictest", StringComparison.Ordinal));
        }

        Assert.True(report.GetProperty("loads").GetArrayLength() == 2 || absent.Contains("stress", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_and_histograms_are_those_of_the_raw_values()
    {
        foreach ((JsonElement one, string load) in Contestants())
        {
            JsonElement wake = one.GetProperty("wake");
            Assert.Equal(Cycles * Rounds, wake.GetProperty("count").GetInt32());
            Assert.Equal(Cycles * Rounds, wake.GetProperty("histogram").EnumerateArray().Sum(bucket => bucket[1].GetInt32()));
            if (one.GetProperty("name").GetString() == "cyclictest")
            {
                continue;
            }

            long[] raw = [.. one.GetProperty("rounds").EnumerateArray().SelectMany(round => Raw(round.GetProperty("file").GetString()!, "wake_ns")).Order()];
            Assert.Equal(raw[^1], wake.GetProperty("maximum_ns").GetInt64());
            foreach ((int parts, string name) in JitterReport.Quantiles)
            {
                long value = wake.GetProperty(name + "_ns").GetInt64();
                Assert.True(raw.Count(other => other <= value) * 10_000L >= raw.Length * (long)parts, $"{load} {name}");
                Assert.True(raw.Count(other => other < value) * 10_000L < raw.Length * (long)parts, $"{load} {name}");
                Assert.Equal(raw.Length - (int)Math.Ceiling(raw.Length * parts / 10_000.0), wake.GetProperty(name + "_beyond").GetInt32());
            }
        }
    }

    [Fact]
    public void A_scan_allocates_nothing_and_collects_nothing()
    {
        foreach ((JsonElement one, _) in Contestants().Where(one => one.Item1.GetProperty("name").GetString() is "safebms" or "bare"))
        {
            foreach (JsonElement round in one.GetProperty("rounds").EnumerateArray())
            {
                Assert.Equal(0, round.GetProperty("allocated_bytes").GetInt64());
                Assert.Equal(0, round.GetProperty("collections").GetInt64());
            }
        }
    }

    [Fact]
    public void The_maximum_of_maxima_is_that_of_all_rounds_and_loads()
    {
        foreach (JsonProperty maximum in _smoke.Report.GetProperty("maximum_of_maxima_ns").EnumerateObject())
        {
            long most = Contestants().Where(one => one.Item1.GetProperty("name").GetString() == maximum.Name)
                .SelectMany(one => one.Item1.GetProperty("rounds").EnumerateArray())
                .Max(round => round.GetProperty("wake_maximum_ns").GetInt64());
            Assert.Equal(most, maximum.Value.GetInt64());
        }
    }

    [Fact]
    public void The_report_says_what_of_the_set_up_was_granted_and_on_which_machine()
    {
        JsonElement report = _smoke.Report;
        foreach (string title in (string[])["SafeBms scan", "bare .NET loop"])
        {
            Assert.Equal(4, report.GetProperty("granted").EnumerateArray()
                .Where(one => one.GetProperty("contestant").GetString() == title)
                .Select(one => one.GetProperty("what").GetString()).Distinct().Count());
        }

        Assert.All(report.GetProperty("granted").EnumerateArray(), one =>
            Assert.Equal(one.GetProperty("granted").GetBoolean(), one.GetProperty("detail").GetString() == ""));
        Assert.NotEqual("", report.GetProperty("machine").GetProperty("kernel").GetString());
        Assert.Matches("^[0-9a-f]{64}$", report.GetProperty("configuration_sha256").GetString());
        Assert.NotEmpty(report.GetProperty("goals").EnumerateArray());
        Assert.All(report.GetProperty("goals").EnumerateArray(), goal => Assert.Equal(
            goal.GetProperty("value_ns").GetInt64() <= goal.GetProperty("limit_ns").GetInt64(), goal.GetProperty("met").GetBoolean()));
    }

    [Fact]
    public void Page_text_and_pictures_show_every_contestant()
    {
        string page = File.ReadAllText(_smoke.File("report.html"));
        string text = File.ReadAllText(_smoke.File("report.md"));
        foreach (JsonElement load in _smoke.Report.GetProperty("loads").EnumerateArray())
        {
            string name = load.GetProperty("load").GetString()!;
            string[] titles = [.. load.GetProperty("contestants").EnumerateArray().Select(one => one.GetProperty("title").GetString()!)];
            Assert.All(titles, title => Assert.Contains(title, page, StringComparison.Ordinal));
            Assert.All(titles, title => Assert.Contains(title, text, StringComparison.Ordinal));
            Assert.Contains($"(wake-{name}.svg)", text, StringComparison.Ordinal);
            XDocument picture = XDocument.Load(_smoke.File($"wake-{name}.svg"));
            Assert.Equal(titles, picture.Descendants().Where(node => node.Name.LocalName == "text" && titles.Contains(node.Value)).Select(node => node.Value));
        }
    }

    [Fact]
    public void The_report_can_be_made_again_from_its_raw_values()
    {
        string before = File.ReadAllText(_smoke.File("report.json"));
        using Scratch copy = new();
        Directory.CreateDirectory(copy.File("raw"));
        foreach (string file in Directory.GetFiles(_smoke.File("raw")))
        {
            File.Copy(file, Path.Combine(copy.File("raw"), Path.GetFileName(file)));
        }

        Assert.Equal(0, Shell.Run("dotnet", Smoke.Program, "report", "--out", copy.Path).Code);
        Assert.Equal(before, File.ReadAllText(copy.File("report.json")));

        string cut = Directory.GetFiles(copy.File("raw"), "*-bare.json")[0];
        File.WriteAllText(cut, File.ReadAllText(cut)[..1000]);
        (int code, string output) = Shell.Run("dotnet", Smoke.Program, "report", "--out", copy.Path);
        Assert.Equal(2, code);
        Assert.Contains(Path.GetFileName(cut), output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rounds 0", "--rounds must be a whole number from 1 to 1000")]
    [InlineData("--cycles many", "--cycles must be a whole number")]
    [InlineData("--load heavy", "--load must be idle, stress or both")]
    [InlineData("--cycle 5", "'--cycle' is not known")]
    [InlineData("--rounds", "--rounds needs a value")]
    public void A_wrong_option_is_named_and_nothing_runs(string options, string message)
    {
        using Scratch scratch = new();
        (int code, string output) = Shell.Run(
            Shell.Script("bench/jitter/run.sh"), ["--program", Smoke.Program, "--out", scratch.File("out"), .. options.Split(' ')], null);
        Assert.Equal(2, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.File("out/report.json")));
    }

    private IEnumerable<(JsonElement, string)> Contestants() =>
        from load in _smoke.Report.GetProperty("loads").EnumerateArray()
        from one in load.GetProperty("contestants").EnumerateArray()
        select (one, load.GetProperty("load").GetString()!);

    private long[] Raw(string file, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(_smoke.File(file)));
        return [.. document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())];
    }

    /// <summary>One run for all tests.</summary>
    public sealed class Smoke : IDisposable
    {
        private readonly Scratch _scratch = new();

        public Smoke()
        {
            (int code, string output) = Shell.Run(
                Shell.Script("bench/jitter/run.sh"), "--smoke", "--program", Program, "--out", _scratch.Path);
            Assert.True(code == 0, output);
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(File("report.json")));
            Report = document.RootElement.Clone();
        }

        public static string Program => Path.Combine(AppContext.BaseDirectory, "SafeBms.Jitter.dll");

        public JsonElement Report { get; }

        public string File(string name) => _scratch.File(name);

        public void Dispose() => _scratch.Dispose();
    }
}
