using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.View;

namespace SafeBms.Runtime.Configuration;

/// <summary>Asks whether a controller runs in a directory and what its contactor does.</summary>
internal static class RunningController
{
    private const int AnswerTime_ms = 2000;

    /// <summary>
    /// Why nothing may be changed now: the contactor is closed, or nobody can say that it is open. Null if no
    /// controller runs, or it runs with the contactor open.
    /// </summary>
    public static string? Obstacle(string runDirectory)
    {
        try
        {
            if (!Directory.Exists(runDirectory))
            {
                return null;
            }

            if (!IsHeld(Path.Combine(runDirectory, "controller.lock")))
            {
                return IsHeld(Path.Combine(runDirectory, "guard.lock"))
                    ? $"The guard in {runDirectory} is about to start its controller; try again in a moment."
                    : null;
            }

            return Ask(new RunDirectory(runDirectory));
        }
        catch (Exception problem) when (problem is MailboxException or IOException or UnauthorizedAccessException)
        {
            return $"Whether a controller runs in {runDirectory}, and its contactor is open, cannot be found out: "
                + problem.Message;
        }
    }

    /// <summary>True while a guard or a controller lives in this directory.</summary>
    public static bool Runs(string runDirectory) =>
        IsHeld(Path.Combine(runDirectory, "guard.lock")) || IsHeld(Path.Combine(runDirectory, "controller.lock"));

    private static string? Ask(RunDirectory directory)
    {
        using RunBlock block = directory.Connect();
        Snapshot snapshot = new();
        if (!snapshot.Refresh(block))
        {
            return $"The controller (process {block.ProcessId}) publishes nothing; whether its contactor is open "
                + "cannot be found out.";
        }

        // What a stopped process published last says nothing about now.
        long before = snapshot[Figure.Scans];
        for (int waited_ms = 0; waited_ms < AnswerTime_ms; waited_ms += 10)
        {
            if (snapshot.Refresh(block) && snapshot[Figure.Scans] > before)
            {
                return snapshot.Output("contactor_coil") == 0
                    ? null
                    : $"The contactor of the controller in {directory.Path} (process {block.ProcessId}) is closed. "
                        + "Open it first ('safebms standby'): a configuration changes with the contactor open only.";
            }

            Thread.Sleep(10);
        }

        return $"The controller (process {block.ProcessId}) does not scan; whether its contactor is open cannot be "
            + "found out.";
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using FileStream probe = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
