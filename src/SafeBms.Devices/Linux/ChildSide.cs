using System.Globalization;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>What a process does about its place in the family: by itself, before anything else.</summary>
public static partial class ChildSide
{
    /// <summary>Variable that tells a child the process id of the guard that started it.</summary>
    public const string GuardVariable = "SAFEBMS_GUARD_PID";

    private const int SetDeathSignal = 1;
    private const int KillSignal = 9;

    /// <summary>
    /// Asks the kernel to end this process when the guard ends; false if the guard is gone already. The controller
    /// does not ask for it: it shuts down in order by itself.
    /// </summary>
    public static bool DieWithGuard()
    {
        if (!int.TryParse(
            Environment.GetEnvironmentVariable(GuardVariable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int guard))
        {
            return false;
        }

        // Asked first, looked second: a guard that dies in between is seen by the look.
        return ControlProcess(SetDeathSignal, KillSignal, 0, 0, 0) == 0 && ParentProcess() == guard;
    }

    /// <summary>
    /// Sets how readily the kernel ends a process when memory runs out: -1000 never, 1000 first. False if it refuses;
    /// lowering needs a right that an ordinary user does not have.
    /// </summary>
    /// <param name="process">The process; 0 for this one.</param>
    /// <param name="score">-1000 to 1000.</param>
    public static bool TrySetOutOfMemoryScore(int process, int score)
    {
        string name = process == 0 ? "self" : process.ToString(CultureInfo.InvariantCulture);
        try
        {
            File.WriteAllText($"/proc/{name}/oom_score_adj", score.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// This very program as a command: the executable itself, or the dotnet host with the assembly as first argument.
    /// </summary>
    public static (string File, string[] Arguments) ThisProgram()
    {
        string host = Environment.ProcessPath ?? "/proc/self/exe";
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? (host, [Path.GetFullPath(Environment.GetCommandLineArgs()[0])])
            : (host, []);
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ControlProcess(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcess();
}
