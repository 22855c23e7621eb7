using System.Diagnostics;
using SafeBms.Workbench;
using Xunit;

namespace SafeBms.Campaign.Tests;

/// <summary>The command as a user and as a batch system call it.</summary>
public class CommandTests
{
    private const string Sample = "48";
    private const string Shard = "shard-0001-of-0001";

    // What a pipeline affords; the whole campaign is in docs/TESTING.md.
    [Fact]
    public void Nothing_is_violated_in_a_sample_of_the_campaign()
    {
        using Folder folder = new();
        (int code, string output, string error) =
            Call("campaign", "--sample", "1200", "--seed", "2026", "--out", folder.Path);
        Assert.True(code == 0, output + error);
    }

    [Fact]
    public void Results_are_the_same_bytes_whatever_the_number_of_shards_and_threads()
    {
        using Folder one = new();
        using Folder two = new();
        using Folder three = new();
        Assert.Equal(0, Run(one, "--jobs", "1").Code);
        Assert.Equal(0, Run(two, "--jobs", "2").Code);
        Assert.Equal(File.ReadAllText(one[Shard + ".results.jsonl"]), File.ReadAllText(two[Shard + ".results.jsonl"]));
        foreach (int shard in new[] { 1, 2, 3 })
        {
            Assert.Equal(0, Run(three, "--shard", $"{shard}/3").Code);
        }

        foreach (Folder folder in new[] { one, three })
        {
            Assert.Equal(0, Call("campaign", "merge", folder.Path).Code);
        }

        foreach (string file in new[] { "campaign.results.jsonl", "campaign.junit.xml", "campaign.summary.txt" })
        {
            Assert.Equal(File.ReadAllText(one[file]), File.ReadAllText(three[file]));
        }
    }

    [Fact]
    public void A_killed_run_goes_on_where_it_was_and_neither_loses_nor_doubles_a_result()
    {
        using Folder straight = new();
        using Folder killed = new();
        Assert.Equal(0, Run(straight).Code);

        int before = 0;
        for (int kills = 1; kills <= 3; kills++)
        {
            KillAfter(killed, lines: before + 4);
            int after = Lines(killed);
            Assert.InRange(after, before + 4, 48);
            before = after;
        }

        // What a kill in the middle of a write leaves behind.
        File.AppendAllText(killed[Shard + ".journal"], "{\"index\":17,\"case\":\"F0");
        Assert.Equal(0, Run(killed).Code);
        Assert.Equal(
            File.ReadAllText(straight[Shard + ".results.jsonl"]), File.ReadAllText(killed[Shard + ".results.jsonl"]));
        Assert.False(File.Exists(killed[Shard + ".journal"]));
    }

    [Fact]
    public void A_finished_shard_is_not_run_again()
    {
        using Folder folder = new();
        Assert.Equal(0, Run(folder).Code);
        DateTime written = File.GetLastWriteTimeUtc(folder[Shard + ".results.jsonl"]);
        (int code, string output, string error) = Run(folder);
        Assert.Equal(0, code);
        Assert.Contains("complete already", error, StringComparison.Ordinal);
        Assert.Contains("48 held", output, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder[Shard + ".results.jsonl"]));
    }

    [Fact]
    public void A_changed_specification_is_judged_without_being_built_and_its_mistake_is_found()
    {
        using Folder folder = new();
        Copy(Repository.SpecificationFolder, folder["spec"]);
        string machine = Path.Combine(folder["spec"], "contactor.statemachine.yaml");
        string text = File.ReadAllText(machine);

        // Opens without waiting for the alternator's lead.
        string wrong = text.Replace(
            "when: open_demand and lead_done and ((trip and breakable) or small)",
            "when: open_demand and breakable", StringComparison.Ordinal);
        Assert.NotEqual(text, wrong);
        File.WriteAllText(machine, wrong);
        (int code, string output, string error) = Call("campaign", "--spec", folder["spec"], "--out", folder["out"],
            "--only", "F40/running-alternator");
        Assert.True(code == 1, error);
        Assert.Contains("P01", output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder["out"], "violations"), "*.scenario.yaml"));
    }

    [Theory]
    [InlineData("--shard", "0/4")]
    [InlineData("--only", "F99")]
    [InlineData("--state", "nowhere")]
    [InlineData("--jobs", "0")]
    [InlineData("--spec", "/nowhere")]
    public void What_cannot_be_run_is_refused_with_a_sentence(string option, string value)
    {
        using Folder folder = new();
        (int code, _, string error) = Call("campaign", option, value, "--out", folder.Path);
        Assert.Equal(2, code);
        Assert.StartsWith("safebms-spec: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_list_names_every_fault_and_every_state()
    {
        (int code, string output, _) = Call("campaign", "--list");
        Assert.Equal(0, code);
        Assert.All(FaultList.All, f => Assert.Contains(f.Id, output, StringComparison.Ordinal));
        Assert.All(StartStates.All, s => Assert.Contains(s.Name, output, StringComparison.Ordinal));
    }

    private static (int Code, string Output, string Error) Run(Folder folder, params string[] more) =>
        Call(["campaign", "--sample", Sample, "--out", folder.Path, "--spec", Repository.SpecificationFolder, .. more]);

    private static (int Code, string Output, string Error) Call(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        string[] all = arguments.Contains("--spec") || arguments.Contains("merge")
            ? arguments
            : [.. arguments, "--spec", Repository.SpecificationFolder];
        int code = WorkbenchCommands.Run(all, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static void KillAfter(Folder folder, int lines)
    {
        string program = typeof(WorkbenchCommands).Assembly.Location;
        using Process child = Process.Start(new ProcessStartInfo("dotnet",
            [
                program, "campaign", "--sample", Sample, "--jobs", "1", "--out", folder.Path, "--spec",
                Repository.SpecificationFolder,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        while (Lines(folder) < lines)
        {
            Assert.False(child.WaitForExit(2), "the run ended before it could be killed");
        }

        child.Kill(entireProcessTree: true);
        child.WaitForExit();
    }

    private static int Lines(Folder folder)
    {
        string path = folder[Shard + ".journal"];
        if (!File.Exists(path))
        {
            return 0;
        }

        // The run holds the file for itself; a reader that does not ask for a lock may look.
        using Process reader = Process.Start(new ProcessStartInfo("wc", ["-l", path]) { RedirectStandardOutput = true })!;
        string text = reader.StandardOutput.ReadToEnd();
        reader.WaitForExit();
        return Math.Max(0, int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) - 1);
    }

    private static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*.yaml", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
