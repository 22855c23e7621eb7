using SafeBms.Devices.Linux;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Jitter.Loops;

/// <summary>What a contestant does in each scan.</summary>
internal interface IScanWork
{
    /// <summary>Depends on everything that was computed, so that nothing is left out by the compiler.</summary>
    long Checksum { get; }

    /// <summary>One scan, with the instant that was planned for it.</summary>
    void Scan(long deadline_ns);

    /// <summary>What goes on between two scans; it is not part of their duration.</summary>
    void Between();
}

/// <summary>The controller's pacing around some work: sleep to an absolute instant, scan, note both times.</summary>
internal static class PacedLoop
{
    public static void Run(IScanWork work, Samples samples, int warmup)
    {
        long allocatedBefore = 0;
        int collectionsBefore = 0;
        long deadline_ns = MonotonicClock.Now_ns + Pacing.Period_ns;
        for (int cycle = -warmup; cycle < samples.Cycles; cycle++)
        {
            if (cycle == 0)
            {
                allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
                collectionsBefore = GC.CollectionCount(0);
            }

            MonotonicClock.SleepUntil(deadline_ns);
            long begin_ns = MonotonicClock.Now_ns;
            work.Scan(deadline_ns);
            long end_ns = MonotonicClock.Now_ns;
            if (cycle >= 0)
            {
                samples.Wake_ns[cycle] = begin_ns - deadline_ns;
                samples.Duration_ns[cycle] = end_ns - begin_ns;
            }

            work.Between();
            deadline_ns = Pacing.NextDeadline(deadline_ns, end_ns);
        }

        samples.Allocated_bytes = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        samples.Collections = GC.CollectionCount(0) - collectionsBefore;
    }
}
