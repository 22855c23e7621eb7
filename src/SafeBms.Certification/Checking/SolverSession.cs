using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SafeBms.Certification.Checking;

/// <summary>What a solver says about a set of assertions.</summary>
internal enum Answer
{
    /// <summary>They hold in some model.</summary>
    Sat,

    /// <summary>They hold in none.</summary>
    Unsat,

    /// <summary>It cannot tell, or not within the limit.</summary>
    Unknown,
}

/// <summary>A solver is missing, broken, or says what it must not say. Nothing has been shown.</summary>
public sealed class SolverException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public SolverException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public SolverException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public SolverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A solver as a process that reads SMT-LIB 2 and answers line by line.</summary>
internal sealed class SolverSession : IDisposable
{
    private readonly Process process;
    private readonly string program;
    private readonly SolverChoice choice;
    private readonly Task<string> errors;

    private SolverSession(Process process, SolverChoice choice)
    {
        this.process = process;
        program = choice.Program;
        this.choice = choice;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a solver.</summary>
    /// <exception cref="SolverException">It cannot be started.</exception>
    public static SolverSession Start(SolverChoice choice)
    {
        (string program, TimeSpan limit) = (choice.Program, choice.Limit);
        string limit_ms = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        string[] arguments = choice.IsZ3
            ? ["-in", "-smt2", $"-t:{limit_ms}"]
            : ["--lang", "smt2", "--incremental", $"--tlimit-per={limit_ms}"];
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            Process process = Process.Start(start) ?? throw new SolverException($"'{program}' did not start");
            process.StandardInput.AutoFlush = false;
            return new SolverSession(process, choice);
        }
        catch (Win32Exception problem)
        {
            throw new SolverException(
                $"the solver '{program}' cannot be started ({problem.Message}); install it ('apt-get install cvc5 z3')"
                + " or name another with --solver", problem);
        }
    }

    /// <summary>Sends commands that have no answer.</summary>
    /// <exception cref="SolverException">The solver has ended.</exception>
    public void Send(string text)
    {
        try
        {
            process.StandardInput.Write(text);
        }
        catch (IOException problem)
        {
            throw Broken("ended early", problem);
        }
    }

    /// <summary>The solver did not keep its own limit and was ended; nothing more can be asked.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Asks whether the assertions hold in some model.</summary>
    /// <exception cref="SolverException">The solver has ended, or has said something else than an answer.</exception>
    public Answer Check()
    {
        Send("(check-sat)\n");
        string? line = Read();
        return line switch
        {
            "sat" => Answer.Sat,
            "unsat" => Answer.Unsat,
            "unknown" or "timeout" => Answer.Unknown,
            null when IsEnded => Answer.Unknown,
            null => throw Broken("ended without an answer", null),
            _ => throw Broken($"said '{Shortened(line)}' where it must say sat, unsat or unknown", null),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private string? Read()
    {
        try
        {
            process.StandardInput.Flush();
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            return line.WaitAsync(choice.Limit + choice.Grace).GetAwaiter().GetResult()?.Trim();
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            IsEnded = true;
            return null;
        }
        catch (IOException problem)
        {
            throw Broken("ended early", problem);
        }
    }

    private SolverException Broken(string what, Exception? cause)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        string said = errors.Wait(choice.Grace) ? Shortened(errors.Result) : string.Empty;
        string message = $"the solver '{program}' {what}{(said.Length > 0 ? $": {said}" : string.Empty)}";
        return cause is null ? new SolverException(message) : new SolverException(message, cause);
    }

    private static string Shortened(string text)
    {
        string line = text.Trim().ReplaceLineEndings(" ");
        return line.Length <= 200 ? line : line[..200] + "...";
    }
}
