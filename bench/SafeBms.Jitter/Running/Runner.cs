using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SafeBms.Jitter.Report;

namespace SafeBms.Jitter.Running;

/// <summary>Lets the contestants run one after the other, round by round, each in a process of its own.</summary>
internal static class Runner
{
    public static int Run(RunOptions options, TextWriter progress)
    {
        string raw = Path.Combine(options.Out, "raw");
        Directory.CreateDirectory(raw);
        foreach (string old in Directory.EnumerateFiles(raw))
        {
            File.Delete(old);
        }

        List<Absent> absent = [];
        IReadOnlyList<Contestant> contestants = Contestant.Present(options, absent);
        IReadOnlyList<string> loads = WithTools(options.Loads, absent);
        int done = 0;
        int total = loads.Count * options.Rounds * contestants.Count;
        List<RunEntry> entries = [];
        foreach (string load in loads)
        {
            using StressLoad? stress = load == RunOptions.Stress ? StressLoad.Start() : null;
            for (int round = 1; round <= options.Rounds; round++)
            {
                foreach (Contestant contestant in contestants)
                {
                    string file = $"{load}-{round.ToString("000", CultureInfo.InvariantCulture)}-{contestant.Name}.json";
                    progress.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"[{++done}/{total}] {load}, round {round} of {options.Rounds}: {contestant.Title}"));
                    string before = Machine.LoadAverage();
                    Start(contestant, Path.Combine(raw, file));
                    stress?.ThrowIfGone();
                    entries.Add(new RunEntry(load, round, contestant.Name, file, before, Machine.LoadAverage()));
                }
            }
        }

        string plan = Path.Combine(raw, RunFile.PlanName);
        RunFile.WritePlan(plan, options with { Loads = loads }, contestants, absent, entries);
        return ReportCommand.Make(options.Out, progress);
    }

    private static IReadOnlyList<string> WithTools(IReadOnlyList<string> loads, List<Absent> absent)
    {
        if (!loads.Contains(RunOptions.Stress, StringComparer.Ordinal) || Tools.Find("stress-ng") is not null)
        {
            return loads;
        }

        absent.Add(new Absent("load 'stress'", "stress-ng is not installed"));
        return loads.Count > 1
            ? [RunOptions.Idle]
            : throw new UsageException("--load stress needs stress-ng: apt-get install stress-ng");
    }

    private static void Start(Contestant contestant, string file)
    {
        ProcessStartInfo start = new(contestant.Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in contestant.Arguments(file))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new UsageException($"{contestant.Program} cannot be started.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string problem = process.StandardError.ReadToEnd();
        _ = output.Result;
        process.WaitForExit();
        if (process.ExitCode != 0 || !File.Exists(file))
        {
            throw new UsageException($"{contestant.Title} failed with exit code {process.ExitCode}: {problem.Trim()}");
        }
    }
}

/// <summary>One contestant's turn: whose, when, under which load, and where its values are.</summary>
internal sealed record RunEntry(string Load, int Round, string Contestant, string File, string LoadBefore, string LoadAfter);

/// <summary>Something that could not take part, and why.</summary>
internal sealed record Absent(string What, string Why);

/// <summary>Programs of the machine.</summary>
internal static class Tools
{
    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>Processor, disk and memory load beside the contestants, for as long as it is not disposed of.</summary>
internal sealed class StressLoad : IDisposable
{
    /// <summary>What is started.</summary>
    public static readonly string[] Arguments =
        ["--cpu", "2", "--io", "1", "--vm", "1", "--vm-bytes", "128M", "--quiet", "--temp-path", Path.GetTempPath()];

    private readonly Process _process;

    private StressLoad(Process process) => _process = process;

    public static StressLoad Start()
    {
        ProcessStartInfo start = new(Tools.Find("stress-ng")!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        StressLoad load = new(Process.Start(start) ?? throw new UsageException("stress-ng cannot be started."));
        // Its workers are started one after the other.
        Thread.Sleep(2000);
        load.ThrowIfGone();
        return load;
    }

    /// <summary>A round without its load would be a false one.</summary>
    public void ThrowIfGone()
    {
        if (_process.HasExited)
        {
            throw new UsageException("stress-ng ended by itself: " + _process.StandardError.ReadToEnd().Trim());
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // It ends its own workers when it is asked to.
            using Process end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            end.WaitForExit();
            if (!_process.WaitForExit(10_000))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }
}
