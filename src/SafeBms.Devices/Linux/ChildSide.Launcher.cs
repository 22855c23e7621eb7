using System.Globalization;

namespace SafeBms.Devices.Linux;

/// <summary>How a guard that was started from a terminal ends with it.</summary>
public static partial class ChildSide
{
    /// <summary>Variable that tells a guard the process id of the program that shows it.</summary>
    public const string LauncherVariable = "SAFEBMS_LAUNCHER_PID";

    private const int TerminateSignal = 15;

    /// <summary>
    /// Asks the kernel for a SIGTERM, and so for the ordered shutdown, when the launcher ends, however it ends. False
    /// if it is gone already.
    /// </summary>
    public static bool StopWithLauncher() =>
        int.TryParse(
            Environment.GetEnvironmentVariable(LauncherVariable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int launcher)
        && ControlProcess(SetDeathSignal, TerminateSignal, 0, 0, 0) == 0 && ParentProcess() == launcher;
}
