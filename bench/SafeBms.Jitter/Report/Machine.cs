using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SafeBms.Jitter.Report;

/// <summary>What of the machine bears on the figures. What cannot be read says so.</summary>
internal static class Machine
{
    public const string Unknown = "not to be had";

    /// <summary>Load average of 1, 5 and 15 minutes.</summary>
    public static string LoadAverage() => string.Join(' ', FirstLine("/proc/loadavg").Split(' ').Take(3));

    /// <summary>The machine, field by field.</summary>
    public static IReadOnlyList<(string Name, string Value)> Describe() =>
    [
        ("kernel", FirstLine("/proc/sys/kernel/osrelease") + " " + FirstLine("/proc/sys/kernel/version")),
        ("kernel_is_preempt_rt", FirstLine("/sys/kernel/realtime") == "1" ? "yes" : "no"),
        ("kernel_command_line", FirstLine("/proc/cmdline")),
        ("kernel_configuration_sha256", KernelConfiguration()),
        ("processor", Field("/proc/cpuinfo", "model name") + ", " + Field("/proc/cpuinfo", "model")),
        ("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        ("is_virtual_machine", (Field("/proc/cpuinfo", "flags") + " ").Contains(" hypervisor ", StringComparison.Ordinal) ? "yes" : "no"),
        ("clock_source", FirstLine("/sys/devices/system/clocksource/clocksource0/current_clocksource")),
        ("governor", FirstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
        ("isolated_processors", FirstLine("/sys/devices/system/cpu/isolated") is { Length: > 0 } isolated ? isolated : "none"),
        ("rt_runtime_us", FirstLine("/proc/sys/kernel/sched_rt_runtime_us")),
        ("dotnet", RuntimeInformation.FrameworkDescription),
    ];

    /// <summary>SHA-256 of text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string KernelConfiguration()
    {
        string plain = "/boot/config-" + FirstLine("/proc/sys/kernel/osrelease");
        if (File.Exists(plain))
        {
            return Hash(File.ReadAllText(plain));
        }

        if (!File.Exists("/proc/config.gz"))
        {
            return Unknown;
        }

        using GZipStream packed = new(File.OpenRead("/proc/config.gz"), CompressionMode.Decompress);
        using StreamReader reader = new(packed);
        return Hash(reader.ReadToEnd());
    }

    private static string FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private static string Field(string path, string name)
    {
        try
        {
            string? line = File.ReadLines(path).FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal) && one[name.Length..].TrimStart().StartsWith(':'));
            return line is null ? Unknown : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }
}
