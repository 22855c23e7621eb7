using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>
/// The clock of the scan: it never jumps, and it waits for an absolute instant, so that no delay between reading the
/// clock and falling asleep adds up.
/// </summary>
public static partial class MonotonicClock
{
    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;
    private const int Interrupted = 4;
    private const long PerSecond_ns = 1_000_000_000;

    /// <summary>Time since an arbitrary instant in ns.</summary>
    public static long Now_ns
    {
        get
        {
            if (OperatingSystem.IsLinux() && ClockGetTime(ClockMonotonic, out TimeSpec time) == 0)
            {
                return (time.Seconds * PerSecond_ns) + time.Nanoseconds;
            }

            return (long)(Stopwatch.GetTimestamp() * ((double)PerSecond_ns / Stopwatch.Frequency));
        }
    }

    /// <summary>Sleeps until an instant of <see cref="Now_ns"/>; returns at once if it has passed.</summary>
    public static void SleepUntil(long instant_ns)
    {
        if (OperatingSystem.IsLinux())
        {
            TimeSpec until = new() { Seconds = instant_ns / PerSecond_ns, Nanoseconds = instant_ns % PerSecond_ns };
            while (ClockNanosleep(ClockMonotonic, TimerAbsolute, in until, IntPtr.Zero) == Interrupted)
            {
            }

            return;
        }

        // Other systems serve for looking at the simulated boat only; their sleep is coarse but never short.
        for (long left = instant_ns - Now_ns; left > 0; left = instant_ns - Now_ns)
        {
            Thread.Sleep((int)((left + 999_999) / 1_000_000));
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec request, IntPtr remaining);

    // 64-bit Linux: both fields have 8 bytes.
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
