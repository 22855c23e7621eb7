using System.Runtime.InteropServices;

namespace SafeBms.Devices.RealTime;

/// <summary>What the kernel counted for one thread since it began.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ThreadUsage
{
    /// <summary>Page faults that needed no disk.</summary>
    public long MinorFaults { get; set; }

    /// <summary>Page faults that waited for the disk.</summary>
    public long MajorFaults { get; set; }

    /// <summary>Times the thread gave the processor away by itself: once a scan, when it waits.</summary>
    public long VoluntarySwitches { get; set; }

    /// <summary>Times the processor was taken from it.</summary>
    public long InvoluntarySwitches { get; set; }

    /// <summary>Time on the processor in us.</summary>
    public long Processor_us { get; set; }
}

/// <summary>Reads <see cref="ThreadUsage"/>.</summary>
public static partial class ThreadMeter
{
    private const int RusageThread = 1;
    private const long PerSecond_us = 1_000_000;

    /// <summary>Of the calling thread. One call of the kernel, no allocation; false if it refuses.</summary>
    public static unsafe bool Read(out ThreadUsage usage)
    {
        ResourceUsage raw = default;
        bool isRead = OperatingSystem.IsLinux() && GetResourceUsage(RusageThread, &raw) == 0;
        usage = new ThreadUsage
        {
            MinorFaults = raw.MinorFaults,
            MajorFaults = raw.MajorFaults,
            VoluntarySwitches = raw.VoluntarySwitches,
            InvoluntarySwitches = raw.InvoluntarySwitches,
            Processor_us = ((raw.UserSeconds + raw.SystemSeconds) * PerSecond_us) + raw.User_us + raw.System_us,
        };
        return isRead;
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static unsafe partial int GetResourceUsage(int who, ResourceUsage* usage);

    /// <summary>struct rusage, 144 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = Size_bytes)]
    internal struct ResourceUsage
    {
        public const int Size_bytes = 144;

        [FieldOffset(0)]
        public long UserSeconds;

        [FieldOffset(8)]
        public long User_us;

        [FieldOffset(16)]
        public long SystemSeconds;

        [FieldOffset(24)]
        public long System_us;

        [FieldOffset(64)]
        public long MinorFaults;

        [FieldOffset(72)]
        public long MajorFaults;

        [FieldOffset(128)]
        public long VoluntarySwitches;

        [FieldOffset(136)]
        public long InvoluntarySwitches;
    }
}
