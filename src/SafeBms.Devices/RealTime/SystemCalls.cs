using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.RealTime;

/// <summary>The calls of real-time set-up. Each returns 0 or the kernel's error.</summary>
internal static unsafe partial class SystemCalls
{
    public const int LockCurrent = 1;
    public const int LockFuture = 2;
    public const int LockOnFault = 4;
    public const int LimitLockedMemory = 8;
    public const int LimitPriority = 14;
    public const ulong Unlimited = ulong.MaxValue;

    private const int Fifo = 1;
    private const int ResetOnFork = 0x4000_0000;
    private const int TimerSlackOption = 29;
    private const int Cpus_max = 1024;

    /// <summary>Threads that this thread starts are ordinary ones again.</summary>
    public static int SetFifo(int priority) => Result(SetScheduler(0, Fifo | ResetOnFork, &priority));

    public static int SetTimerSlack(int slack_ns) => Result(ProcessControl(TimerSlackOption, (nuint)slack_ns, 0, 0, 0));

    public static int LockAll(int flags) => Result(LockAllMemory(flags));

    public static void UnlockAll() => _ = UnlockAllMemory();

    public static int PinTo(int cpu)
    {
        if (cpu is < 0 or >= Cpus_max)
        {
            return Errno.Invalid;
        }

        ulong* mask = stackalloc ulong[Cpus_max / 64];
        new Span<ulong>(mask, Cpus_max / 64).Clear();
        mask[cpu / 64] = 1UL << (cpu % 64);
        return Result(SetAffinity(0, Cpus_max / 8, mask));
    }

    /// <summary>The soft limit of a resource.</summary>
    public static ulong Limit(int resource)
    {
        ulong* limit = stackalloc ulong[2];
        return GetLimit(resource, limit) == 0 ? limit[0] : 0;
    }

    /// <summary>Opens the latency device and asks for 0 us, which holds until the descriptor is closed.</summary>
    public static int OpenLatency(string path, out int error)
    {
        int descriptor = Kernel.Open(path, Kernel.WriteOnly | Kernel.CloseOnExec);
        error = descriptor < 0 ? Kernel.LastError : 0;
        int latency_us = 0;
        if (descriptor >= 0 && Kernel.Write(descriptor, &latency_us, sizeof(int)) != sizeof(int))
        {
            error = Kernel.LastError;
            _ = Kernel.Close(descriptor);
            descriptor = -1;
        }

        return descriptor;
    }

    private static int Result(int returned) => returned == 0 ? 0 : Kernel.LastError;

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int process, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockAllMemory(int flags);

    [LibraryImport("libc", EntryPoint = "munlockall", SetLastError = true)]
    private static partial int UnlockAllMemory();

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int process, nuint size_bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, ulong* softAndHard);
}
