using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>How a child ended.</summary>
/// <param name="Code">Its exit code; -1 if a signal ended it or nothing is known.</param>
/// <param name="Signal">The signal that ended it, else 0.</param>
public readonly record struct ChildExit(int Code, int Signal)
{
    /// <summary>It is gone, and nobody can say how.</summary>
    public static ChildExit Unknown => new(-1, 0);

    /// <summary>It never came to life.</summary>
    public static ChildExit NotStarted => new(127, 0);
}

/// <summary>
/// Starts a program again and again as a child with some descriptors at fixed numbers. Everything is prepared when it
/// is constructed: starting, killing and reaping allocate nothing. The child gets a session of its own (Ctrl-C in a
/// terminal does not reach it), default signals, the ordinary scheduling class and nothing on its standard input.
/// </summary>
/// <remarks>Start from a thread that lives as long as the process: a child may ask to die with it.</remarks>
public sealed unsafe partial class ChildProcess : IDisposable
{
    private const int NumberSize_bytes = 24;
    private const int KillSignal = 9;
    private const int TerminateSignal = 15;
    private const int NoWait = 1;
    private const int NoSuchChild = 10;

    private readonly SpawnPlan _plan;
    private readonly byte* _number;

    /// <summary>Prepares a command.</summary>
    /// <param name="file">The program; without a slash it is looked for in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets besides those of this process.</param>
    /// <param name="descriptors">Descriptors of this process, each with the number at which the child finds it.</param>
    /// <param name="numbered">The child gets one more argument, the number given to <see cref="TryStart"/>.</param>
    /// <param name="deaf">SIGHUP, SIGINT, SIGQUIT and SIGTERM are kept from it, from its first instruction on.</param>
    /// <exception cref="Win32Exception">The kernel's library refuses.</exception>
    public ChildProcess(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<(int Source, int Target)>? descriptors = null,
        bool numbered = false,
        bool deaf = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(arguments);
        _number = numbered ? (byte*)NativeMemory.AllocZeroed(NumberSize_bytes) : null;
        _plan = new SpawnPlan(file, arguments, environment, descriptors ?? [], _number, deaf);
    }

    /// <summary>The child that runs or waits to be reaped; 0 if there is none.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts it; false with the error number if it could not. The program must not be running.</summary>
    public bool TryStart(long number, out int error)
    {
        error = 0;
        if (ProcessId != 0)
        {
            throw new InvalidOperationException("The child has not been reaped yet.");
        }

        if (_number != null)
        {
            Span<byte> text = new(_number, NumberSize_bytes);
            text.Clear();
            _ = number.TryFormat(text, out _, default, CultureInfo.InvariantCulture);
        }

        error = _plan.Spawn(out int process);
        ProcessId = error == 0 ? process : 0;
        return error == 0;
    }

    /// <summary>Ends it at once; it still has to be reaped.</summary>
    public void Kill() => Send(KillSignal);

    /// <summary>Asks it to end.</summary>
    public void Terminate() => Send(TerminateSignal);

    /// <summary>True once after the child has ended; from then on it can touch nothing any more.</summary>
    public bool TryReap(out ChildExit exit)
    {
        exit = ChildExit.Unknown;
        if (ProcessId == 0)
        {
            return false;
        }

        int answer = WaitFor(ProcessId, out int status, NoWait);
        if (answer != ProcessId && !(answer < 0 && Marshal.GetLastPInvokeError() == NoSuchChild))
        {
            return false;
        }

        int signal = status & 0x7F;
        exit = answer < 0 ? ChildExit.Unknown : new ChildExit(signal == 0 ? (status >> 8) & 0xFF : -1, signal);
        ProcessId = 0;
        return true;
    }

    /// <summary>Frees what was prepared; the child, if it runs, goes on.</summary>
    public void Dispose()
    {
        _plan.Dispose();
        NativeMemory.Free(_number);
    }

    private void Send(int signal)
    {
        // Not yet reaped, so the number cannot belong to anybody else.
        if (ProcessId != 0)
        {
            _ = SendSignal(ProcessId, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int process, out int status, int options);
}
