using System.Text.Json;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Tests;

/// <summary>
/// The program as its users see it: what it prints and how it ends. Its console is shared, so one by one.
/// </summary>
[Collection("console")]
public sealed class ProgramTests : IDisposable
{
    private const string Short = """
        scenario: short
        text: Something that ends soon.
        duration: 7 s
        expect:
          - { within: 6500 ms, that: contactor_coil }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Out, string Error) Run(params string[] args) => ConsoleRun.Run(args);

    [Fact]
    public void A_scenario_that_holds_ends_with_0_and_leaves_trace_and_record()
    {
        string vcd = Path.Combine(_folder, "out.vcd");
        string record = Path.Combine(_folder, "out.rec");
        (int code, string output, _) = Run("simulate", Write("a.yaml", Short), "--trace", vcd, "--record", record);
        Assert.Equal(0, code);
        Assert.Contains("1 expectations held", output, StringComparison.Ordinal);
        Assert.StartsWith("$version", File.ReadAllText(vcd), StringComparison.Ordinal);
        (code, output, _) = Run("replay", record);
        Assert.Equal(0, code);
        Assert.Contains("7000 scans repeated bit for bit", output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_scenario_that_does_not_hold_ends_with_1_and_the_first_difference_as_json()
    {
        string path = Write("a.yaml", Short.Replace("6500 ms", "100 ms", StringComparison.Ordinal));
        (int code, string output, _) = Run("simulate", path, "--json");
        Assert.Equal(1, code);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.False(json.GetProperty("passed").GetBoolean());
        Assert.Equal(100, json.GetProperty("difference").GetProperty("scan").GetInt64());
        Assert.Equal(5, json.GetProperty("difference").GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("scenario: x\nduration: 1 parsec", "(2,11): 'parsec' is no known unit")]
    [InlineData("scenario: x\nduration: 1 s\nexpect: [{ never: nonsense }]", "(3,19): There is no input")]
    [InlineData("", "The file is empty")]
    public void A_scenario_that_cannot_be_read_ends_with_2_and_its_place(string text, string part)
    {
        (int code, _, string error) = Run("simulate", Write("a.yaml", text));
        Assert.Equal(2, code);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_command_lines_end_with_2()
    {
        Assert.Equal(2, Run("simulate").Code);
        Assert.Equal(2, Run("nonsense").Code);
        Assert.Equal(2, Run("simulate", Path.Combine(_folder, "missing.yaml")).Code);
        Assert.Equal(2, Run("run", "--for", "3 parsecs").Code);
        Assert.Equal(2, Run("run", "--set", "load").Code);
        Assert.Equal(2, Run("run", "--product", "other").Code);
    }

    [Fact]
    public void A_damaged_record_ends_with_2_and_its_place()
    {
        string record = Path.Combine(_folder, "out.rec");
        Assert.Equal(0, Run("simulate", Write("a.yaml", Short), "--record", record).Code);
        byte[] bytes = File.ReadAllBytes(record);
        File.WriteAllBytes(record, bytes[..(bytes.Length / 2)]);
        (int code, _, string error) = Run("replay", record);
        Assert.Equal(2, code);
        Assert.Contains("is damaged after scan", error, StringComparison.Ordinal);
        bytes[20] ^= 1;
        File.WriteAllBytes(record, bytes);
        Assert.Contains("check sum", Run("replay", record).Error, StringComparison.Ordinal);
        Assert.Equal(2, Run("replay", Write("b.rec", "no record at all")).Code);
    }

    [Fact]
    public void A_recording_drives_the_boat_and_shows_contactor_permits_and_limits()
    {
        string csv = Write("m.csv", "t_s,voltage_V,current_A,soc_pct\n0,52.4,-75,83\n1,52.4,-75,83\n2,53.9,250,83\n3,53.9,250,83\n");
        (int code, string output, _) = Run("simulate", "--measured", csv);
        Assert.Equal(0, code);
        Assert.Contains("contactor_coil true", output, StringComparison.Ordinal);
        Assert.Contains("current -75.", output, StringComparison.Ordinal);
        Assert.Matches("above the charge limit for [1-9][0-9.]* s, above the discharge limit for 0.000 s", output);
        Assert.Equal(2, Run("simulate", "--measured", Write("bad.csv", "a,b\n1,2\n")).Code);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("why")]
    [InlineData("ack")]
    [InlineData("off")]
    public void Without_a_controller_the_others_say_so_and_end_with_3(string command)
    {
        (int code, _, string error) = Run(command, "--run-dir", _folder);
        Assert.Equal(3, code);
        Assert.Contains("No safebms runs in", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_controllers_cannot_share_a_directory()
    {
        RunDirectory directory = new(_folder);
        (RunBlock block, IDisposable ownership) = directory.Own(10, 1, "x");
        using (block)
        using (ownership)
        {
            MailboxException problem = Assert.Throws<MailboxException>(() => directory.Own(10, 1, "x"));
            Assert.Contains("Another safebms runs", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_published_is_read_and_a_command_is_answered()
    {
        RunDirectory directory = new(_folder);
        (RunBlock block, IDisposable ownership) = directory.Own(3, 7, "product");
        using (block)
        using (ownership)
        using (RunBlock client = directory.Connect())
        {
            long[] values = new long[3];
            Assert.False(client.TryRead(values));
            Span<long> published = block.BeginPublish();
            published[2] = 42;
            block.EndPublish();
            Assert.True(client.TryRead(values));
            Assert.Equal([0, 0, 42], values);
            Assert.Equal(("product", 7, 3), (client.Product, (int)client.CatalogueHash, client.ValueCount));
            long ticket = client.Send((int)ControllerCommand.Off);
            Assert.False(client.IsAnswered(ticket, out _));
            Assert.Equal((int)ControllerCommand.Off, block.TakeCommand(out long taken));
            block.Answer(taken, 1);
            Assert.True(client.IsAnswered(ticket, out int result));
            Assert.Equal(1, result);
            Assert.Equal(0, block.TakeCommand(out _));
        }

        Assert.Throws<MailboxException>(directory.Connect);
    }

    [Fact]
    public void A_second_run_in_a_directory_is_refused_before_it_overwrites_anything()
    {
        using IDisposable guard = new RunDirectory(_folder, "guard").Own();
        string config = Write("built-in.yaml", "mine");
        (int code, _, string error) = Run("run", "--plain", "--run-dir", _folder);
        Assert.Equal(3, code);
        Assert.Contains("Another safebms runs in", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(config));
    }

    [Fact]
    public void A_controller_without_a_guard_says_who_starts_it()
    {
        (int code, _, string error) = Run("controller", "--run-dir", _folder);
        Assert.Equal(2, code);
        Assert.Contains("started by its guard", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guard")]
    [InlineData("run")]
    public void A_configuration_that_is_missing_or_wrong_starts_nothing_and_is_named(string command)
    {
        (int code, _, string error) = Run(command, "--config", Path.Combine(_folder, "none.yaml"));
        Assert.Equal(2, code);
        Assert.Contains("none.yaml cannot be read", error, StringComparison.Ordinal);
        string wrong = Write("wrong.yaml", "product: lynx-smart-bms-500\nprofile: reel\n");
        (code, _, error) = Run(command, "--config", wrong);
        Assert.Equal(2, code);
        Assert.Contains("wrong.yaml(2,10)", error, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("REQ-S-RUN-10")]
    public void A_rig_whose_configuration_was_not_accepted_is_not_started()
    {
        string rig = File.ReadAllText(RigConfiguration());
        string state = Path.Combine(_folder, "state");
        string path = Write("rig.yaml", System.Text.RegularExpressions.Regex.Replace(
            rig, "(?m)^state_directory:.*$", $"state_directory: {state}"));
        (int code, _, string error) = Run("guard", "--config", path, "--run-dir", Path.Combine(_folder, "run"));
        Assert.Equal(2, code);
        Assert.Contains("safebms config accept", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "run")));
    }

    private static string RigConfiguration([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../hil/rig.safebms.yaml");
}
