using System.Globalization;
using System.IO.Compression;

namespace SafeBms.Devices.RealTime;

/// <summary>How the kernel lets itself be interrupted.</summary>
public enum Preemption
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Not at all, or at few places.</summary>
    NoneOrVoluntary,

    /// <summary>Chosen at boot (PREEMPT_DYNAMIC).</summary>
    Dynamic,

    /// <summary>Nearly everywhere (PREEMPT).</summary>
    Full,

    /// <summary>Everywhere (PREEMPT_RT).</summary>
    RealTime,
}

/// <summary>What a kernel says of itself, as far as it concerns the timing of a scan.</summary>
public sealed record KernelFacts
{
    /// <summary>"6.1.0-28-rt-amd64".</summary>
    public required string Release { get; init; }

    /// <summary>How it lets itself be interrupted.</summary>
    public required Preemption Preemption { get; init; }

    /// <summary>CONFIG_HZ, or null if the configuration cannot be read.</summary>
    public required int? TickRate_Hz { get; init; }

    /// <summary>"tsc", "arch_sys_counter", or empty.</summary>
    public required string ClockSource { get; init; }

    /// <summary>Processors that run nothing unless it is pinned there: "2-3", or empty.</summary>
    public required string IsolatedCpus { get; init; }

    /// <summary>Frequency governors in use; none where the frequency is fixed or set from outside.</summary>
    public required IReadOnlyList<string> Governors { get; init; }

    /// <summary>Time of each period that real-time threads may use in us; -1: all of it; null: not known.</summary>
    public required int? RealTimeRuntime_us { get; init; }

    /// <summary>The period of <see cref="RealTimeRuntime_us"/> in us.</summary>
    public required int? RealTimePeriod_us { get; init; }

    /// <summary>Number of processors.</summary>
    public required int Cpus { get; init; }

    /// <summary>Reads them from the running kernel.</summary>
    public static KernelFacts Read() => Read("/");

    /// <summary>Reads them below another root.</summary>
    public static KernelFacts Read(string root)
    {
        string release = Line(root, "proc/sys/kernel/osrelease");
        return new KernelFacts
        {
            Release = release,
            Preemption = PreemptionOf(Line(root, "sys/kernel/realtime"), Line(root, "proc/version")),
            TickRate_Hz = TickRate(root, release),
            ClockSource = Line(root, "sys/devices/system/clocksource/clocksource0/current_clocksource"),
            IsolatedCpus = Line(root, "sys/devices/system/cpu/isolated"),
            Governors = GovernorsIn(root),
            RealTimeRuntime_us = Number(Line(root, "proc/sys/kernel/sched_rt_runtime_us")),
            RealTimePeriod_us = Number(Line(root, "proc/sys/kernel/sched_rt_period_us")),
            Cpus = Environment.ProcessorCount,
        };
    }

    /// <summary>What of it is worth changing; empty if nothing is.</summary>
    public IReadOnlyList<string> Remarks()
    {
        List<string> remarks = [];
        if (ClockSource is not ("" or "tsc" or "arch_sys_counter" or "kvm-clock" or "riscv_clocksource"))
        {
            remarks.Add($"The clock source is {ClockSource}, which is slow to read: see why the kernel does not use "
                + "the processor's own (dmesg | grep -i clocksource).");
        }

        if (Governors.Any(governor => governor != "performance"))
        {
            remarks.Add($"The frequency governor is {string.Join(", ", Governors)}: set it to performance "
                + "(cpupower frequency-set -g performance).");
        }

        if (TickRate_Hz is < 1000)
        {
            remarks.Add($"The kernel's tick is {TickRate_Hz} Hz. Waits are exact all the same, with high resolution "
                + "timers; 1000 Hz lets a busy process be interrupted sooner.");
        }

        if (IsolatedCpus.Length == 0 && Cpus > 1)
        {
            remarks.Add("No processor is isolated: isolcpus=N nohz_full=N rcu_nocbs=N on the kernel's command line, "
                + "with the scan pinned to N, keeps others away from it.");
        }

        return remarks;
    }

    /// <summary>From /sys/kernel/realtime and the kernel's banner.</summary>
    internal static Preemption PreemptionOf(string realTime, string version) =>
        realTime == "1" || version.Contains("PREEMPT_RT", StringComparison.Ordinal) ? Preemption.RealTime
        : version.Contains("PREEMPT_DYNAMIC", StringComparison.Ordinal) ? Preemption.Dynamic
        : version.Contains("PREEMPT", StringComparison.Ordinal) ? Preemption.Full
        : version.Length > 0 ? Preemption.NoneOrVoluntary
        : Preemption.Unknown;

    private static int? TickRate(string root, string release)
    {
        const string key = "CONFIG_HZ=";
        string packed = Path.Combine(root, "proc/config.gz");
        string plain = Path.Combine(root, "boot", $"config-{release}");
        try
        {
            if (File.Exists(packed))
            {
                using GZipStream stream = new(File.OpenRead(packed), CompressionMode.Decompress);
                using StreamReader reader = new(stream);
                return TickRate(Lines(reader), key);
            }

            return File.Exists(plain) ? TickRate(File.ReadLines(plain), key) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static int? TickRate(IEnumerable<string> lines, string key) =>
        Number(lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..] ?? "");

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string[] GovernorsIn(string root)
    {
        string cpus = Path.Combine(root, "sys/devices/system/cpu");
        return !Directory.Exists(cpus) ? []
            : [.. Directory.EnumerateDirectories(cpus, "cpu*")
                .Select(cpu => Line(cpu, "cpufreq/scaling_governor"))
                .Where(governor => governor.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Line(string root, string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
