using System.Globalization;
using System.Runtime.CompilerServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.RealTime;

/// <summary>What <see cref="RealTimeSetup.Apply"/> granted; some of it lasts only as long as this object.</summary>
public sealed class RealTimeHold : IDisposable
{
    private int _latency;

    internal RealTimeHold(RealTimeReport report, int latency)
    {
        Report = report;
        _latency = latency;
    }

    /// <summary>What was granted and what was refused.</summary>
    public RealTimeReport Report { get; }

    /// <summary>Lets processors sleep deeply again. Priority and locked memory stay.</summary>
    public void Dispose()
    {
        int latency = Interlocked.Exchange(ref _latency, -1);
        if (latency >= 0)
        {
            _ = Kernel.Close(latency);
        }
    }
}

/// <summary>
/// Asks the kernel for what a scan needs to keep its time, and says what it refused. A refusal is never an error here:
/// the scan runs all the same, less punctually, and that is shown.
/// </summary>
public static class RealTimeSetup
{
    private const int LockMemoryCapability = 14;
    private const int ShortestSlack_ns = 1;
    private const int Stack_max_bytes = 1024 * 1024;
    private const string LatencyDevice = "/dev/cpu_dma_latency";
    private const string OomScoreFile = "/proc/self/oom_score_adj";

    /// <summary>
    /// Applies everything: priority, timer slack, processor and stack to the calling thread, the rest to its process.
    /// Call it on the scan thread after everything was compiled and allocated.
    /// </summary>
    public static RealTimeHold Apply(RealTimeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int latency = -1;
        RealTimeReport report = Report(settings, () => OomScore(settings.OomScore, false),
            () => LockMemory(SystemCalls.LockCurrent | SystemCalls.LockFuture), () => CpuLatency(out latency));
        return new RealTimeHold(report, latency);
    }

    /// <summary>Tries everything on a thread that ends afterwards, and leaves the process as it was.</summary>
    public static RealTimeReport Probe(RealTimeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RealTimeReport? report = null;
        void Try() => report = Report(settings, () => OomScore(settings.OomScore, true), TryLock, TryLatency);
        Thread scratch = new(Try)
        {
            IsBackground = true,
            Name = "real-time probe",
        };
        scratch.Start();
        scratch.Join();
        return report!;
    }

    /// <summary>What is said of a refused SCHED_FIFO.</summary>
    internal static string FifoAdvice(int error, ulong limit, int priority) => error switch
    {
        Errno.NotPermitted => $"CAP_SYS_NICE, or a limit of {priority} or more (now {limit}): AmbientCapabilities="
            + $"CAP_SYS_NICE or LimitRTPRIO={priority} in the systemd unit, '@safebms - rtprio {priority}' in "
            + "/etc/security/limits.d. If that is so already, the control group has no real-time time "
            + "(cpu.rt_runtime_us).",
        Errno.Invalid => "The priority must be 1 to 99.",
        _ => "See the kernel's message.",
    };

    /// <summary>True if all memory can be locked and later allocations cannot fail because of it.</summary>
    internal static bool MayLockAll(ulong limit_bytes, bool hasCapability) =>
        hasCapability || limit_bytes == SystemCalls.Unlimited;

    /// <summary>A capability of this process, by its number.</summary>
    internal static bool HasCapability(IEnumerable<string> status, int capability)
    {
        const string key = "CapEff:";
        string? line = status.FirstOrDefault(item => item.StartsWith(key, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan(key.Length).Trim(), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out ulong held)
            && ((held >> capability) & 1) != 0;
    }

    private static RealTimeReport Report(
        RealTimeSettings settings, Func<Grant> oomScore, Func<Grant> memory, Func<Grant> latency)
    {
        KernelFacts kernel = KernelFacts.Read();
        if (!OperatingSystem.IsLinux())
        {
            Grant none = new(RealTimeGrants.Fifo, "real time", false, "this is not Linux", "Run it on Linux.");
            return new RealTimeReport([none], kernel);
        }

        List<Grant> grants = [RealTimeKernel(kernel), oomScore(), memory(), latency(), TimerSlack()];
        if (settings.Cpu is { } cpu)
        {
            grants.Add(Affinity(cpu));
        }

        // Last: from here on this thread keeps others from the processor.
        grants.Add(Stack(settings.Stack_bytes));
        grants.Add(Fifo(settings.Priority));
        return new RealTimeReport(grants, kernel);
    }

    private static Grant RealTimeKernel(KernelFacts kernel) => kernel.Preemption == Preemption.RealTime
        ? Granted(RealTimeGrants.RealTimeKernel, "PREEMPT_RT", kernel.Release)
        : Refused(RealTimeGrants.RealTimeKernel, "PREEMPT_RT", $"{kernel.Release} is no real-time kernel",
            "Install one (Debian: linux-image-rt-amd64 or linux-image-rt-arm64).");

    private static Grant Fifo(int priority)
    {
        string name = $"SCHED_FIFO {priority}";
        ulong limit = SystemCalls.Limit(SystemCalls.LimitPriority);
        int error = SystemCalls.SetFifo(priority);
        return error == 0 ? Granted(RealTimeGrants.Fifo, name, "scan thread only")
            : Refused(RealTimeGrants.Fifo, name, Errno.Text(error), FifoAdvice(error, limit, priority));
    }

    private static Grant TimerSlack()
    {
        int error = SystemCalls.SetTimerSlack(ShortestSlack_ns);
        return error == 0 ? Granted(RealTimeGrants.TimerSlack, "timer slack", $"{ShortestSlack_ns} ns")
            : Refused(RealTimeGrants.TimerSlack, "timer slack", Errno.Text(error),
                "The kernel lacks PR_SET_TIMERSLACK.");
    }

    private static Grant Affinity(int cpu)
    {
        string name = $"processor {cpu}";
        int error = SystemCalls.PinTo(cpu);
        return error == 0 ? Granted(RealTimeGrants.Affinity, name, "the scan thread stays there")
            : Refused(RealTimeGrants.Affinity, name, Errno.Text(error), error == Errno.Invalid
                ? "This processor does not exist, or the unit's CPUAffinity or AllowedCPUs excludes it."
                : "See the kernel's message.");
    }

    private static Grant LockMemory(int flags)
    {
        const string name = "locked memory";
        ulong limit_bytes = SystemCalls.Limit(SystemCalls.LimitLockedMemory);
        bool hasCapability = HasCapability(Status(), LockMemoryCapability);
        if (!MayLockAll(limit_bytes, hasCapability))
        {
            // With a limit the call may succeed, and the next allocation beyond it then ends the process.
            return Refused(RealTimeGrants.MemoryLock, name, $"the limit is {limit_bytes / 1024} KiB",
                "LimitMEMLOCK=infinity or AmbientCapabilities=CAP_IPC_LOCK in the systemd unit, '@safebms - memlock "
                + "unlimited' in /etc/security/limits.d.");
        }

        int error = SystemCalls.LockAll(flags);
        return error == 0 ? Granted(RealTimeGrants.MemoryLock, name, "now and later mappings")
            : Refused(RealTimeGrants.MemoryLock, name, Errno.Text(error), error == Errno.NoMemory
                ? "There is too little memory to hold the process." : "See the kernel's message.");
    }

    private static Grant TryLock()
    {
        const string key = "VmLck:";
        bool isLocked = Status().Any(line => line.StartsWith(key, StringComparison.Ordinal)
            && line.AsSpan(key.Length).Trim().IndexOfAnyExcept("0 kB") >= 0);

        // Locking on first touch asks for the same right and moves no memory.
        Grant grant = LockMemory(SystemCalls.LockCurrent | SystemCalls.LockOnFault);
        if (grant.IsGranted && !isLocked)
        {
            SystemCalls.UnlockAll();
        }

        return grant;
    }

    private static Grant CpuLatency(out int descriptor)
    {
        descriptor = SystemCalls.OpenLatency(LatencyDevice, out int error);
        return descriptor >= 0 ? Granted(RealTimeGrants.CpuLatency, LatencyDevice, "held at 0 us")
            : Refused(RealTimeGrants.CpuLatency, LatencyDevice, Errno.Text(error), error == Errno.NoEntry
                ? "The kernel has no such device: turn deep sleep off on its command line (cpuidle.off=1)."
                : "Let the user write it: the udev rules of the package give it to the group safebms.");
    }

    private static Grant TryLatency()
    {
        Grant grant = CpuLatency(out int descriptor);
        if (descriptor >= 0)
        {
            _ = Kernel.Close(descriptor);
        }

        return grant;
    }

    private static Grant OomScore(int wanted, bool restore)
    {
        string name = $"OOM score {wanted}";
        try
        {
            string before = File.ReadAllText(OomScoreFile).Trim();
            if (int.Parse(before, CultureInfo.InvariantCulture) > wanted)
            {
                File.WriteAllText(OomScoreFile, wanted.ToString(CultureInfo.InvariantCulture));
                if (restore)
                {
                    File.WriteAllText(OomScoreFile, before);
                }
            }

            return Granted(RealTimeGrants.OomScore, name, "others are ended first when memory runs out");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Refused(RealTimeGrants.OomScore, name, problem.Message,
                $"OOMScoreAdjust={wanted} in the systemd unit, or CAP_SYS_RESOURCE.");
        }
    }

    private static Grant Stack(int bytes)
    {
        int touched_bytes = Math.Clamp(bytes, 0, Stack_max_bytes);
        TouchStack(touched_bytes);
        return Granted(RealTimeGrants.Stack, "stack", $"{touched_bytes / 1024} KiB touched");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TouchStack(int bytes)
    {
        Span<byte> room = stackalloc byte[bytes];
        room.Fill(0x5A);
        GC.KeepAlive(room.IsEmpty ? 0 : room[^1]);
    }

    private static IEnumerable<string> Status() => File.ReadLines("/proc/self/status");

    private static Grant Granted(RealTimeGrants bit, string name, string detail) => new(bit, name, true, detail, "");

    private static Grant Refused(RealTimeGrants bit, string name, string detail, string whatToDo) =>
        new(bit, name, false, detail, whatToDo);
}
