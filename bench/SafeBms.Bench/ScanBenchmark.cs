using System.Diagnostics;
using System.Globalization;
using SafeBms.Core;

namespace SafeBms.Bench;

/// <summary>The complete core, 20 batteries of 8 cells, all monitors on: time of single scans, and bytes allocated.</summary>
internal static class ScanBenchmark
{
    private const int Images_count = 4096;
    private const int TimedScans = 2_000_000;
    private const long AllocationScans = 100_000_000;

    public static void Report(TextWriter output)
    {
        InputImage[] images = LynxBoat.Record(LynxBoat.Running(), Images_count);
        CoreState state = default;
        OutputImage outputs = OutputImage.Safe;
        Start(ref state);
        Run(images, ref state, ref outputs, 200_000);

        long[] ticks = new long[TimedScans];
        for (int scan = 0; scan < TimedScans; scan++)
        {
            long before = Stopwatch.GetTimestamp();
            SafetyCore.Scan(images[scan & (Images_count - 1)], ref state, ref outputs);
            ticks[scan] = Stopwatch.GetTimestamp() - before;
        }

        Array.Sort(ticks);
        double clock_ns = ClockCost_ns();
        output.WriteLine("Scan of the complete core: lynx-smart-bms-500, 20 batteries x 8 cells, all monitors");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  median {Nanoseconds(ticks, 0.5):0} ns, 99 % {Nanoseconds(ticks, 0.99):0} ns, 99.9 % {Nanoseconds(ticks, 0.999):0} ns"
            + $" over {TimedScans} scans (two readings of the clock included: {clock_ns:0} ns)"));
    }

    public static void ReportAllocation(TextWriter output)
    {
        InputImage[] images = LynxBoat.Record(LynxBoat.Running(), Images_count);
        CoreState state = default;
        OutputImage outputs = OutputImage.Safe;
        Start(ref state);
        Run(images, ref state, ref outputs, 10_000);
        Stopwatch clock = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(images, ref state, ref outputs, AllocationScans);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Allocation: {bytes} bytes in {AllocationScans} scans ({clock.Elapsed.TotalNanoseconds / AllocationScans:0} ns a scan on average)"));
    }

    private static void Start(ref CoreState state)
    {
        if (!SafetyCore.TryStart(ref state, LynxBoat.Parameters(), default, true, out string? problem))
        {
            throw new InvalidOperationException(problem);
        }
    }

    private static void Run(InputImage[] images, ref CoreState state, ref OutputImage outputs, long scans)
    {
        for (long scan = 0; scan < scans; scan++)
        {
            SafetyCore.Scan(images[scan & (Images_count - 1)], ref state, ref outputs);
        }
    }

    private static double ClockCost_ns()
    {
        long[] ticks = new long[100_000];
        for (int index = 0; index < ticks.Length; index++)
        {
            long before = Stopwatch.GetTimestamp();
            ticks[index] = Stopwatch.GetTimestamp() - before;
        }

        Array.Sort(ticks);
        return Nanoseconds(ticks, 0.5);
    }

    private static double Nanoseconds(long[] sortedTicks, double quantile) =>
        sortedTicks[(int)((sortedTicks.Length - 1) * quantile)] * 1e9 / Stopwatch.Frequency;
}
