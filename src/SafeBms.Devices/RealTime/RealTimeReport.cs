namespace SafeBms.Devices.RealTime;

/// <summary>What can be had for a scan that keeps its time, as bits that can be published.</summary>
[Flags]
public enum RealTimeGrants
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The scan thread has SCHED_FIFO.</summary>
    Fifo = 1,

    /// <summary>All memory of the process stays in RAM.</summary>
    MemoryLock = 2,

    /// <summary>Timers of the scan thread are not rounded.</summary>
    TimerSlack = 4,

    /// <summary>Processors do not fall into sleep from which they wake slowly.</summary>
    CpuLatency = 8,

    /// <summary>The scan thread has a processor of its own.</summary>
    Affinity = 16,

    /// <summary>The kernel ends other processes first when memory runs out.</summary>
    OomScore = 32,

    /// <summary>The stack of the scan thread was touched, so that it causes no page fault later.</summary>
    Stack = 64,

    /// <summary>The kernel is a real-time kernel (PREEMPT_RT).</summary>
    RealTimeKernel = 128,
}

/// <summary>One thing that was asked of the kernel.</summary>
/// <param name="Bit">Which one.</param>
/// <param name="Name">Name for people: "SCHED_FIFO 80".</param>
/// <param name="IsGranted">The kernel granted it.</param>
/// <param name="Detail">What was found.</param>
/// <param name="WhatToDo">How to get it; empty if it was granted.</param>
public sealed record Grant(RealTimeGrants Bit, string Name, bool IsGranted, string Detail, string WhatToDo);

/// <summary>What is asked for the scan thread.</summary>
public sealed record RealTimeSettings
{
    /// <summary>Priority of SCHED_FIFO, 1 to 99: above interrupt threads (50), below the kernel's (99).</summary>
    public int Priority { get; init; } = 80;

    /// <summary>Processor that the scan thread is pinned to, or null.</summary>
    public int? Cpu { get; init; }

    /// <summary>-1000 (never ended for want of memory) to 1000.</summary>
    public int OomScore { get; init; } = -900;

    /// <summary>Stack of the scan thread that is touched beforehand, in bytes; at most 1 MiB.</summary>
    public int Stack_bytes { get; init; } = 256 * 1024;
}

/// <summary>What was asked for and what was granted.</summary>
/// <param name="Grants">In the order in which it was asked for.</param>
/// <param name="Kernel">What the kernel says of itself.</param>
public sealed record RealTimeReport(IReadOnlyList<Grant> Grants, KernelFacts Kernel)
{
    /// <summary>What was granted.</summary>
    public RealTimeGrants Granted => (RealTimeGrants)Sum(grant => grant.IsGranted);

    /// <summary>What was asked for and refused.</summary>
    public RealTimeGrants Refused => (RealTimeGrants)Sum(grant => !grant.IsGranted);

    /// <summary>Granted bits in the low half, refused ones in the high half: one word to publish.</summary>
    public long Mask => (long)Granted | ((long)Refused << 32);

    /// <summary>Everything was granted, the real-time kernel included: what <c>--require-rt</c> wants.</summary>
    public bool IsComplete => Refused == RealTimeGrants.None;

    /// <summary>Bits of a published mask that were refused; prints as "Fifo, MemoryLock".</summary>
    public static RealTimeGrants RefusedIn(long mask) => (RealTimeGrants)(int)(mask >> 32);

    /// <summary>Bits of a published mask that were granted.</summary>
    public static RealTimeGrants GrantedIn(long mask) => (RealTimeGrants)(int)mask;

    private int Sum(Func<Grant, bool> wanted) =>
        Grants.Where(wanted).Aggregate(0, (sum, next) => sum | (int)next.Bit);
}
