using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SafeBms.Equivalence.Judge;

/// <summary>One run of z3 a script, over its standard input.</summary>
/// <param name="Program">Name or path of the program.</param>
/// <param name="TimeOut_s">After so many seconds a question is left open.</param>
internal sealed record Solver(string Program, int TimeOut_s)
{
    /// <summary>Version line of the program; part of the key of a kept answer.</summary>
    public string Version() => Run(string.Empty, ["--version"]).Trim();

    /// <summary>One answer for each of several independent questions, each a script that ends with
    /// <c>(check-sat)</c>.</summary>
    /// <exception cref="SolverException">It is missing, or reports an error.</exception>
    public IReadOnlyList<string> AskEach(IReadOnlyList<string> scripts)
    {
        // Definitions are put in before the search begins: several times quicker than the search without it.
        string check = string.Create(
            CultureInfo.InvariantCulture,
            $"(check-sat-using (then simplify propagate-values solve-eqs smt) :timeout {TimeOut_s * 1000})");
        IEnumerable<string> texts = scripts.Select(
            script => "(reset)\n" + script.Replace("(check-sat)", check, StringComparison.Ordinal));
        string[] lines = Lines(string.Concat(texts), TimeOut_s * scripts.Count);
        // What the program did not come to has no answer.
        return [.. scripts.Select((_, index) => index < lines.Length ? lines[index] : string.Empty)];
    }

    /// <summary>The lines that the program answers to a script.</summary>
    /// <exception cref="SolverException">It is missing, or reports an error.</exception>
    public IReadOnlyList<string> Ask(string script) => Lines(
        string.Create(
            CultureInfo.InvariantCulture,
            $"(set-option :timeout {TimeOut_s * 1000})\n(set-option :model.completion true)\n") + script,
        TimeOut_s);

    private string[] Lines(string script, int limit_s)
    {
        string[] lines = Run(script, ["-in", "-smt2", $"-T:{limit_s + 60}"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? error = lines.FirstOrDefault(line => line.StartsWith("(error", StringComparison.Ordinal));
        return error is null
            ? lines
            : throw new SolverException($"{Program} reports: {error}");
    }

    private string Run(string script, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Program, arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            Task<string> problems = process.StandardError.ReadToEndAsync();
            Task<string> answers = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(script);
            process.StandardInput.Close();
            string text = answers.GetAwaiter().GetResult();
            process.WaitForExit();
            // z3 ends with 1 after an error that it has reported in its answers.
            return process.ExitCode is 0 or 1
                ? text
                : throw new SolverException(
                    $"{Program} ended with code {process.ExitCode}: {problems.GetAwaiter().GetResult().Trim()}");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException)
        {
            throw new SolverException(
                $"cannot run the solver '{Program}' ({problem.Message}); install it (Debian: apt-get install z3) "
                + "or name it with --solver", problem);
        }
    }
}
