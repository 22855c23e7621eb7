using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SafeBms.Exploration.Spin;

/// <summary>SPIN is missing, or it or the compiler fails; the message says what to do.</summary>
public sealed class SpinException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public SpinException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public SpinException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public SpinException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>What a verification printed.</summary>
/// <param name="IsViolated">An assertion failed: there is a trail.</param>
/// <param name="IsComplete">The whole state space was searched.</param>
/// <param name="Problem">Why it is not complete; empty if it is.</param>
/// <param name="States">States stored.</param>
/// <param name="Transitions">Transitions taken.</param>
/// <param name="Depth">Longest path.</param>
/// <param name="Memory_MB">Memory used.</param>
/// <param name="Search_s">Time of the search.</param>
internal sealed record SpinOutcome(
    bool IsViolated,
    bool IsComplete,
    string Problem,
    long States,
    long Transitions,
    long Depth,
    double Memory_MB,
    double Search_s);

/// <summary>Runs <c>spin</c>, <c>gcc</c> and the verifier in a folder.</summary>
internal static partial class SpinProgram
{
    /// <summary>Safety only; 2 GB at most.</summary>
    public const string CompilerOptions = "-DSAFETY -DNOFAIR -DNOREDUCE -DMEMLIM=2048";

    /// <summary>Deep enough for every slice; a search that gets there is reported as not complete.</summary>
    public const string Options = "-m2000000 -n";

    /// <summary>Verifies the file of the folder.</summary>
    /// <exception cref="SpinException">A tool is missing, or prints what cannot be understood.</exception>
    public static SpinOutcome Verify(string folder, string file, TimeSpan limit)
    {
        Run("spin", ["-a", file], folder, limit, "install the Debian package 'spin'");
        List<string> options = ["-O2", .. CompilerOptions.Split(' '), "-w", "-o", "pan", "pan.c"];
        Run("gcc", options, folder, limit, "install the Debian package 'gcc'");
        (string text, bool isTimedOut) = RunLimited(Path.Combine(folder, "pan"), Options.Split(' '), folder, limit);
        return isTimedOut
            ? new SpinOutcome(false, false, $"not finished within {limit.TotalSeconds:0} s", 0, 0, 0, 0,
                limit.TotalSeconds)
            : Read(text);
    }

    /// <summary>What the verifier prints when it replays the trail that it has found.</summary>
    public static string Replay(string folder, TimeSpan limit) =>
        RunLimited(Path.Combine(folder, "pan"), ["-r", "-n"], folder, limit).Text;

    /// <summary>Reads what the verifier prints at its end.</summary>
    public static SpinOutcome Read(string text)
    {
        long errors = (long)Number(text, ErrorsPattern(), "errors");
        string problem =
            text.Contains("max search depth too small", StringComparison.Ordinal)
                ? "deeper than the longest path allowed"
            : text.Contains("memory limit", StringComparison.OrdinalIgnoreCase)
                || text.Contains("out of memory", StringComparison.OrdinalIgnoreCase) ? "out of memory"
            : string.Empty;
        bool isAssertion = text.Contains("assertion violated", StringComparison.Ordinal);
        if (errors > 0 && !isAssertion)
        {
            problem = "the verifier reports an error that is no assertion: "
                + (text.Split('\n').FirstOrDefault(line => line.StartsWith("pan:", StringComparison.Ordinal)) ?? "?");
        }

        return new SpinOutcome(
            isAssertion,
            problem.Length == 0 && !isAssertion,
            problem,
            (long)Number(text, StatesPattern(), "states"),
            (long)Number(text, TransitionsPattern(), "transitions"),
            (long)Number(text, DepthPattern(), "depth"),
            Number(text, MemoryPattern(), "memory"),
            Number(text, TimePattern(), "time"));
    }

    private static void Run(string program, IReadOnlyList<string> arguments, string folder, TimeSpan limit,
        string advice)
    {
        string output;
        try
        {
            output = RunLimited(program, arguments, folder, limit).Text;
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw new SpinException($"'{program}' cannot be started: {advice}", problem);
        }

        bool isMade = File.Exists(Path.Combine(folder, program == "spin" ? "pan.c" : "pan"));
        if (!isMade)
        {
            throw new SpinException($"'{program}' failed: {output.Trim()}");
        }
    }

    private static (string Text, bool IsTimedOut) RunLimited(
        string program, IReadOnlyList<string> arguments, string folder, TimeSpan limit)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)
            ?? throw new SpinException($"'{program}' cannot be started");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        bool isTimedOut = !process.WaitForExit(limit);
        if (isTimedOut)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return (output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult(), isTimedOut);
    }

    private static double Number(string text, Regex pattern, string what)
    {
        Match match = pattern.Match(text);
        return match.Success
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new SpinException($"the verifier does not say its {what}; it printed: {text.Trim()}");
    }

    [GeneratedRegex(@"errors:\s+(\d+)")]
    private static partial Regex ErrorsPattern();

    [GeneratedRegex(@"([\d.e+]+)\s+states, stored")]
    private static partial Regex StatesPattern();

    [GeneratedRegex(@"([\d.e+]+)\s+transitions")]
    private static partial Regex TransitionsPattern();

    [GeneratedRegex(@"depth reached (\d+)")]
    private static partial Regex DepthPattern();

    [GeneratedRegex(@"([\d.]+)\s+total actual memory usage")]
    private static partial Regex MemoryPattern();

    [GeneratedRegex(@"elapsed time ([\d.e+-]+) seconds")]
    private static partial Regex TimePattern();
}
