using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SafeBms.Proof.Solving;

/// <summary>What a solver says to a question.</summary>
public enum Answer
{
    /// <summary>There is a solution.</summary>
    Satisfiable,

    /// <summary>There is none.</summary>
    Unsatisfiable,

    /// <summary>It has not found out, mostly for want of time.</summary>
    Unknown,
}

/// <summary>A conversation with the program <c>z3</c> over its standard input and output, in SMT-LIB 2.</summary>
public sealed class SmtProcess : IDisposable
{
    private readonly Process process;
    private readonly StreamWriter input;
    private readonly StreamReader output;
    private readonly StringBuilder pending = new();

    /// <summary>Starts the program.</summary>
    /// <param name="timeLimit_ms">For each question; then it answers unknown.</param>
    /// <param name="program">Name or path of z3.</param>
    /// <exception cref="SolverException">It cannot be started.</exception>
    public SmtProcess(int timeLimit_ms, string program = "z3")
    {
        ProcessStartInfo start = new(program, "-in -smt2")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new SolverException(
                $"the solver '{program}' cannot be started; install it with: apt-get install z3", problem);
        }

        input = process.StandardInput;
        output = process.StandardOutput;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        Send($"(set-option :timeout {timeLimit_ms.ToString(CultureInfo.InvariantCulture)})");
        Send("(set-option :produce-unsat-cores true)");

        // Minimal cores cost time, and save more: what is not in a core need not be shown.
        Send("(set-option :smt.core.minimize true)");

        // The older of the two arithmetic engines is twice as fast on these questions.
        Send("(set-option :smt.arith.solver 2)");
    }

    /// <summary>Questions asked so far.</summary>
    public int Questions { get; private set; }

    /// <summary>Adds a command that has no answer. It is sent with the next question.</summary>
    public void Send(string command) => pending.AppendLine(command);

    /// <summary>Asks whether everything that was asserted can be true together with some named conditions.</summary>
    public Answer Check(IEnumerable<string> assumptions) => CheckAll([[.. assumptions]], [])[0].Answer;

    /// <summary>Asks several such questions at once: the way to the solver and back takes longer than most
    /// answers.</summary>
    /// <param name="questions">The assumptions of each.</param>
    /// <param name="names">What is wanted to be known of a solution.</param>
    public IReadOnlyList<SolverReply> CheckAll(
        IReadOnlyList<IReadOnlyList<string>> questions, IReadOnlyList<string> names)
    {
        string values = names.Count > 0 ? $"(get-value ({string.Join(' ', names)}))" : string.Empty;
        foreach (IReadOnlyList<string> assumptions in questions)
        {
            Send($"(check-sat-assuming ({string.Join(' ', assumptions)}))");
            Send("(get-unsat-core)");
            Send(values);
        }

        Questions += questions.Count;
        Flush();
        return [.. questions.Select(_ => ReadReply(names.Count))];
    }

    private SolverReply ReadReply(int names)
    {
        string word = Read();
        string core = Read();
        string values = names > 0 ? Read() : string.Empty;
        return word switch
        {
            "sat" => new SolverReply(Answer.Satisfiable, [], names > 0 ? ReadValues(values, names) : []),
            "unsat" => new SolverReply(
                Answer.Unsatisfiable, [.. Parse(core).Parts.Select(part => part.Word)], []),
            "unknown" => new SolverReply(Answer.Unknown, [], []),
            _ => throw new SolverException($"the solver answered '{Shorten(word)}' to a question of yes or no"),
        };
    }

    private static long[] ReadValues(string text, int names)
    {
        SmtAnswer answer = Parse(text);
        return answer.Parts.Count == names
            ? [.. answer.Parts.Select(part => part.Parts[1].ToNumber())]
            : throw new SolverException($"the solver gave {answer.Parts.Count} values instead of {names}");
    }

    private static SmtAnswer Parse(string text) => text.StartsWith("(error", StringComparison.Ordinal)
        ? throw new SolverException($"the solver refused a command: {Shorten(text)}")
        : SmtAnswer.Parse(text);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private void Flush()
    {
        try
        {
            input.Write(pending);
            input.Flush();
            pending.Clear();
        }
        catch (IOException problem)
        {
            throw new SolverException($"the solver cannot be reached: {problem.Message}", problem);
        }
    }

    // One answer: a word, or lines until all parentheses are closed.
    private string Read()
    {
        StringBuilder answer = new();
        int depth = 0;
        do
        {
            string line = output.ReadLine() ?? throw new SolverException("the solver ended without an answer");
            answer.Append(line).Append('\n');
            depth += Depth(line);
        }
        while (depth > 0 || answer.Length <= 1);
        return answer.ToString().Trim();
    }

    // No name of ours holds a parenthesis, so that counting is enough.
    private static int Depth(string line) => line.Count(c => c == '(') - line.Count(c => c == ')');

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + " ...";
}
