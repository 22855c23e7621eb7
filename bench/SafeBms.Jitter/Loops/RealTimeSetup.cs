using System.Runtime.InteropServices;

namespace SafeBms.Jitter.Loops;

/// <summary>One part of the real-time set-up: granted, or why not.</summary>
internal sealed record Granted(string What, bool IsGranted, string Detail);

/// <summary>The same set-up, in the same order, as bench/jitter/loop.c asks for.</summary>
internal static partial class RealTimeSetup
{
    private const int SchedFifo = 1;
    private const int LockCurrentAndFuture = 3;
    private const int SetTimerSlack = 29;
    private const int WriteOnlyCloseOnExec = 0x80001;

    /// <summary>Applies it to the calling thread and its process.</summary>
    public static IReadOnlyList<Granted> Apply(int priority) =>
        [
            Ask("SCHED_FIFO", () => SchedSetScheduler(0, SchedFifo, in priority) == 0),
            Ask("mlockall", () => LockAll(LockCurrentAndFuture) == 0),
            Ask("timer slack 1 ns", () => ProcessControl(SetTimerSlack, 1, 0, 0, 0) == 0),
            Ask("cpu_dma_latency 0", HoldWakeLatency),
        ];

    // The file stays open until the process ends: closing it takes the request back.
    private static bool HoldWakeLatency() =>
        Open("/dev/cpu_dma_latency", WriteOnlyCloseOnExec) is >= 0 and int file && Write(file, 0, sizeof(int)) == sizeof(int);

    private static Granted Ask(string what, Func<bool> call) =>
        call() ? new Granted(what, true, "") : new Granted(what, false, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SchedSetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockAll(int flags);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, in int value, nint size);
}
