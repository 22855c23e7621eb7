using System.Text;
using System.Text.Json;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>A configuration with real lines runs only after a person has accepted it in two steps (P66).</summary>
[Collection("console")]
public sealed class AcceptedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safebms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string State => Path.Combine(_folder, "state");

    private string RunPlace => Path.Combine(_folder, "run");

    private string Write(string from = "", string to = "")
    {
        string text = $"run_directory: {RunPlace}\nstate_directory: {State}\n" + Examples.Real;
        string path = Path.Combine(_folder, "safebms.yaml");
        File.WriteAllText(path, from.Length == 0 ? text : Examples.Spoiled(text, from, to));
        return path;
    }

    private static (int Code, string Out, string Error) Run(params string[] args)
    {
        TextWriter before = Console.Out;
        TextWriter errorBefore = Console.Error;
        StringWriter output = new();
        StringWriter error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            return (Program.Main(args), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errorBefore);
        }
    }

    private static string? Check(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return AcceptedConfiguration.Check(ConfigurationReader.Read(bytes).Installation!, bytes, path);
    }

    private static string CodeOf(string path)
    {
        (int code, string output, _) = Run("config", "accept", path, "--json");
        Assert.Equal(1, code);
        return JsonDocument.Parse(output).RootElement.GetProperty("code").GetString()!;
    }

    private static void Accept(string path) => Assert.Equal(0, Run("config", "accept", path, "--confirm", CodeOf(path)).Code);

    [Fact]
    public void What_nobody_accepted_is_refused_with_its_sum_and_the_command()
    {
        string path = Write();
        string problem = Check(path)!;
        Assert.Contains(AcceptedConfiguration.Text(AcceptedConfiguration.SumOf(File.ReadAllBytes(path))), problem, StringComparison.Ordinal);
        Assert.Contains("none was accepted yet", problem, StringComparison.Ordinal);
        Assert.Contains("safebms config accept " + path, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_simulated_configuration_needs_no_acceptance()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(BuiltIn.Text());
        Assert.Null(AcceptedConfiguration.Check(BuiltIn.Read().Installation!, bytes, "built-in"));
    }

    [Fact]
    public void Two_steps_accept_it_and_the_first_alone_changes_nothing()
    {
        string path = Write();
        (int code, string output, _) = Run("config", "accept", path);
        Assert.Equal(1, code);
        Assert.Contains("Not accepted yet", output, StringComparison.Ordinal);
        Assert.Contains("parameters.charge_current_max", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State));
        Accept(path);
        Assert.Null(Check(path));
        Assert.Equal(File.ReadAllBytes(path), AcceptedConfiguration.Read(State, out _)!.Bytes);
        Assert.Single(Directory.GetFiles(State));
        (code, output, _) = Run("config", "accept", path);
        Assert.Equal(0, code);
        Assert.Contains("already", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_is_shown_as_before_and_after_and_refused_at_the_start_with_both_sums()
    {
        Accept(Write());
        uint before = AcceptedConfiguration.Read(State, out _)!.Sum;
        string path = Write("charge_current_max: 400 A", "charge_current_max: 300 A");
        string problem = Check(path)!;
        Assert.Contains("accepted is " + AcceptedConfiguration.Text(before), problem, StringComparison.Ordinal);
        Assert.Contains(AcceptedConfiguration.Text(AcceptedConfiguration.SumOf(File.ReadAllBytes(path))), problem, StringComparison.Ordinal);
        (int code, string output, _) = Run("config", "accept", path);
        Assert.Equal(1, code);
        string line = Assert.Single(output.Split('\n'), l => l.Contains("->", StringComparison.Ordinal));
        Assert.Contains("400000 mA -> 300000 mA", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_belongs_to_the_very_differences_that_were_shown()
    {
        string path = Write();
        string shown = CodeOf(path);
        Write("charge_current_max: 400 A", "charge_current_max: 300 A");
        (int code, _, string error) = Run("config", "accept", path, "--confirm", shown);
        Assert.Equal(2, code);
        Assert.Contains("Nothing was changed", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State));
    }

    [Fact]
    public void A_damaged_copy_is_no_acceptance()
    {
        string path = Write();
        Accept(path);
        string copy = Path.Combine(State, AcceptedConfiguration.FileName);
        byte[] good = File.ReadAllBytes(copy);
        for (int n = 0; n < good.Length; n += 7)
        {
            byte[] bad = (byte[])good.Clone();
            bad[n] ^= 0x20;
            File.WriteAllBytes(copy, bad);
            Assert.NotNull(Check(path));
        }

        foreach (int length in new[] { 0, 1, 40, good.Length - 1 })
        {
            File.WriteAllBytes(copy, good[..length]);
            Assert.Contains("damaged", Check(path)!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wrong_file_cannot_be_accepted()
    {
        (int code, _, string error) = Run("config", "accept", Write("driver: gpio", "driver: virtual"));
        Assert.Equal(2, code);
        Assert.Contains("The profile real needs real lines", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_controller_that_cannot_be_asked_stands_in_the_way()
    {
        string path = Write();
        string confirm = CodeOf(path);
        (RunBlock block, IDisposable ownership) = new RunDirectory(RunPlace).Own(Published.Count, Published.Hash, "x");
        using (ownership)
        using (block)
        {
            // It publishes nothing, or always the same: a stopped process.
            (int code, _, string error) = Run("config", "accept", path, "--confirm", confirm);
            Assert.Equal(2, code);
            Assert.Contains("Nothing was changed", error, StringComparison.Ordinal);
        }

        Assert.Equal(0, Run("config", "accept", path, "--confirm", confirm).Code);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    public void The_contactor_must_be_open(long coil, int expected)
    {
        string path = Write();
        string confirm = CodeOf(path);
        (RunBlock block, IDisposable ownership) = new RunDirectory(RunPlace).Own(Published.Count, Published.Hash, "x");
        using (ownership)
        using (block)
        {
            bool stop = false;
            Thread scans = new(() =>
            {
                for (long scan = 1; !Volatile.Read(ref stop); scan++)
                {
                    Span<long> values = block.BeginPublish();
                    values[(int)Figure.Scans] = scan;
                    values[Published.OutputsAt + SafeBms.Core.OutputTable.IndexOf("contactor_coil")] = coil;
                    block.EndPublish();
                    Thread.SpinWait(10_000);
                }
            });
            scans.Start();
            (int code, _, string error) = Run("config", "accept", path, "--confirm", confirm);
            Volatile.Write(ref stop, true);
            scans.Join();
            Assert.Equal(expected, code);
            Assert.Equal(expected == 2, error.Contains("is closed", StringComparison.Ordinal));
        }
    }
}
