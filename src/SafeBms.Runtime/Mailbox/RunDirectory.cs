namespace SafeBms.Runtime.Mailbox;

/// <summary>A controller cannot be reached, or may not start; the message says what to do.</summary>
public sealed class MailboxException : Exception
{
    /// <summary>Creates it.</summary>
    public MailboxException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public MailboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public MailboxException()
    {
    }
}

/// <summary>
/// Where a running process and other shells meet: one directory, in which each mailbox has one owner.
/// </summary>
/// <param name="path">The directory.</param>
/// <param name="name">The mailbox.</param>
public sealed class RunDirectory(string path, string name = RunDirectory.ControllerName)
{
    /// <summary>The controller's mailbox.</summary>
    public const string ControllerName = "controller";

    private const int AnswerTime_ms = 2000;

    /// <summary>The directory.</summary>
    public string Path { get; } = path;

    private string BlockPath => System.IO.Path.Combine(Path, name + ".block");

    private string OwnerPath => System.IO.Path.Combine(Path, name + ".lock");

    private string ClientPath => System.IO.Path.Combine(Path, name + ".command.lock");

    /// <summary>SAFEBMS_RUN_DIR, or safebms below XDG_RUNTIME_DIR, or a directory of this user below /tmp.</summary>
    public static string Default
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable("SAFEBMS_RUN_DIR");
            if (!string.IsNullOrEmpty(named))
            {
                return named;
            }

            string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            return !string.IsNullOrEmpty(runtime) && Directory.Exists(runtime)
                ? System.IO.Path.Combine(runtime, "safebms")
                : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"safebms-{Environment.UserName}");
        }
    }

    /// <summary>Becomes the owner of this mailbox, without any memory yet.</summary>
    /// <exception cref="MailboxException">Somebody else is, or the directory cannot be used.</exception>
    public IDisposable Own()
    {
        try
        {
            Directory.CreateDirectory(Path);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return new FileStream(OwnerPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new MailboxException(File.Exists(OwnerPath) && IsOwned()
                ? $"Another safebms runs in {Path}; stop it, or choose another place with --run-dir."
                : $"The run directory {Path} cannot be used: {problem.Message} Choose another one with --run-dir.",
                    problem);
        }
    }

    /// <summary>Becomes the owner of this mailbox and makes its memory.</summary>
    /// <exception cref="MailboxException">Somebody else is, or the directory cannot be used.</exception>
    public (RunBlock Block, IDisposable Ownership) Own(int values, long catalogueHash, string product)
    {
        IDisposable owner = Own();

        // The old memory may still be mapped by a client: a new file takes its name, it is not overwritten.
        return (RunBlock.Create(BlockPath, values, catalogueHash, product), owner);
    }

    /// <summary>Opens the memory of the controller that runs.</summary>
    /// <exception cref="MailboxException">None runs.</exception>
    public RunBlock Connect()
    {
        string missing = $"No safebms runs in {Path}. Start one with 'safebms run', or name its place with --run-dir.";
        try
        {
            if (!File.Exists(BlockPath) || !IsOwned())
            {
                throw new MailboxException(missing);
            }

            return RunBlock.Open(BlockPath) ?? throw new MailboxException(missing);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new MailboxException($"{missing} ({problem.Message})", problem);
        }
    }

    /// <summary>Refuses if somebody owns this mailbox: nothing of a running installation may be overwritten.</summary>
    /// <exception cref="MailboxException">Somebody does.</exception>
    public void RequireFree()
    {
        if (File.Exists(OwnerPath) && IsOwned())
        {
            throw new MailboxException(
                $"Another safebms runs in {Path}; stop it, or choose another place with --run-dir.");
        }
    }

    /// <summary>Opens the memory of who runs, or null if nobody does.</summary>
    public RunBlock? TryConnect()
    {
        try
        {
            return File.Exists(BlockPath) && IsOwned() ? RunBlock.Open(BlockPath) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True while the process that made this memory lives.</summary>
    public bool IsCurrent(RunBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return File.Exists($"/proc/{block.ProcessId}/stat") && IsOwned();
    }

    /// <summary>Gives the controller a command and waits until a scan has taken it.</summary>
    /// <exception cref="MailboxException">It does not answer.</exception>
    public int Command(RunBlock block, int code)
    {
        ArgumentNullException.ThrowIfNull(block);
        using FileStream turn = TakeTurn();
        long ticket = block.Send(code);
        for (int waited_ms = 0; waited_ms < AnswerTime_ms; waited_ms++)
        {
            if (block.IsAnswered(ticket, out int result))
            {
                return result;
            }

            Thread.Sleep(1);
        }

        throw new MailboxException($"The controller (process {block.ProcessId}) does not answer; is it stopped?");
    }

    // The lock is held as long as its owner lives, however it ends; a process id may be used again.
    private bool IsOwned()
    {
        try
        {
            using FileStream probe = new(OwnerPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private FileStream TakeTurn()
    {
        for (int waited_ms = 0; waited_ms < AnswerTime_ms; waited_ms++)
        {
            try
            {
                return new FileStream(ClientPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(1);
            }
        }

        throw new MailboxException("Other shells keep the controller busy; try again.");
    }
}
