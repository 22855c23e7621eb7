using System.Globalization;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;

namespace SafeBms.Devices.Tests;

public class RealTimeTests
{
    private const string Debian = "Linux version 6.1.0-28-rt-amd64 (x) #1 SMP PREEMPT_RT Debian 6.1.119-1";

    [Theory]
    [InlineData("1", "", Preemption.RealTime)]
    [InlineData("", Debian, Preemption.RealTime)]
    [InlineData("", "Linux version 6.1.0-28-amd64 #1 SMP PREEMPT_DYNAMIC Debian", Preemption.Dynamic)]
    [InlineData("0", "Linux version 5.4.0 #1 SMP PREEMPT Tue", Preemption.Full)]
    [InlineData("", "Linux version 5.4.0 #1 SMP Tue", Preemption.NoneOrVoluntary)]
    [InlineData("", "", Preemption.Unknown)]
    public void The_kind_of_kernel_is_read_from_its_banner(string realTime, string version, Preemption kind)
    {
        Assert.Equal(kind, KernelFacts.PreemptionOf(realTime, version));
    }

    [Fact]
    public void Facts_are_read_from_the_places_where_the_kernel_shows_them()
    {
        using Tree tree = new();
        tree.Write("proc/sys/kernel/osrelease", "6.1.0-rt\n");
        tree.Write("proc/version", Debian);
        tree.Write("proc/sys/kernel/sched_rt_runtime_us", "-1\n");
        tree.Write("proc/sys/kernel/sched_rt_period_us", "1000000\n");
        tree.Write("boot/config-6.1.0-rt", "CONFIG_HZ_250=y\nCONFIG_HZ=250\n");
        tree.Write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        tree.Write("sys/devices/system/cpu/isolated", "2-3\n");
        tree.Write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        tree.Write("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");

        KernelFacts facts = KernelFacts.Read(tree.Root);

        Assert.Equal("6.1.0-rt", facts.Release);
        Assert.Equal(Preemption.RealTime, facts.Preemption);
        Assert.Equal(250, facts.TickRate_Hz);
        Assert.Equal("hpet", facts.ClockSource);
        Assert.Equal("2-3", facts.IsolatedCpus);
        Assert.Equal(["powersave"], facts.Governors);
        Assert.Equal(-1, facts.RealTimeRuntime_us);
        Assert.Equal(1_000_000, facts.RealTimePeriod_us);
        IReadOnlyList<string> remarks = facts.Remarks();
        Assert.Equal(3, remarks.Count);
        Assert.Contains("hpet", remarks[0], StringComparison.Ordinal);
        Assert.Contains("powersave", remarks[1], StringComparison.Ordinal);
        Assert.Contains("250 Hz", remarks[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_kernel_does_not_show_is_unknown_and_no_error()
    {
        using Tree tree = new();
        KernelFacts facts = KernelFacts.Read(tree.Root);
        Assert.Equal(Preemption.Unknown, facts.Preemption);
        Assert.Null(facts.TickRate_Hz);
        Assert.Null(facts.RealTimeRuntime_us);
        Assert.Empty(facts.Governors);
    }

    [Fact]
    public void A_probe_leaves_the_process_as_it_was()
    {
        string[] before = State();
        RealTimeReport report = RealTimeSetup.Probe(new RealTimeSettings { Cpu = 0 });
        Assert.Equal(before, State());

        Assert.Equal(8, report.Grants.Count);
        Assert.Equal(RealTimeGrants.None, report.Granted & report.Refused);
        Assert.Equal(255, (int)(report.Granted | report.Refused));
        Assert.All(report.Grants, grant => Assert.Equal(grant.IsGranted, grant.WhatToDo.Length == 0));
        Assert.All(report.Grants, grant => Assert.NotEmpty(grant.Detail));
    }

    [Fact]
    public void A_processor_that_does_not_exist_is_refused()
    {
        RealTimeReport report = RealTimeSetup.Probe(new RealTimeSettings { Cpu = 5000 });
        Assert.True(report.Refused.HasFlag(RealTimeGrants.Affinity));
        Assert.False(report.IsComplete);
    }

    [Fact]
    public void A_priority_out_of_range_is_refused_and_says_the_range()
    {
        RealTimeReport report = RealTimeSetup.Probe(new RealTimeSettings { Priority = 100 });
        Grant fifo = Assert.Single(report.Grants, grant => grant.Bit == RealTimeGrants.Fifo);
        Assert.False(fifo.IsGranted);
        Assert.Equal("The priority must be 1 to 99.", fifo.WhatToDo);
    }

    [Fact]
    public void A_published_mask_gives_back_what_was_granted_and_refused()
    {
        RealTimeReport report = new(
            [new(RealTimeGrants.Fifo, "a", true, "b", ""), new(RealTimeGrants.OomScore, "c", false, "d", "e")],
            KernelFacts.Read());
        Assert.Equal(RealTimeGrants.Fifo, RealTimeReport.GrantedIn(report.Mask));
        Assert.Equal(RealTimeGrants.OomScore, RealTimeReport.RefusedIn(report.Mask));
    }

    [Theory]
    [InlineData("CapEff:\t0000000000004000", true)]
    [InlineData("CapEff:\t000001ffffffbfff", false)]
    [InlineData("CapEff:\tbroken", false)]
    [InlineData("CapPrm:\t0000000000004000", false)]
    public void A_capability_is_read_from_the_status_of_the_process(string line, bool held)
    {
        Assert.Equal(held, RealTimeSetup.HasCapability(["Name:\tx", line], 14));
    }

    [Theory]
    [InlineData(65536UL, false, false)]
    [InlineData(65536UL, true, true)]
    [InlineData(ulong.MaxValue, false, true)]
    public void Memory_is_not_locked_under_a_limit_that_a_later_allocation_would_meet(
        ulong limit_bytes, bool hasCapability, bool may)
    {
        Assert.Equal(may, RealTimeSetup.MayLockAll(limit_bytes, hasCapability));
    }

    [Fact]
    public void A_refused_priority_names_the_limit_and_the_ways_to_get_it()
    {
        string advice = RealTimeSetup.FifoAdvice(Errno.NotPermitted, 0, 80);
        Assert.Contains("CAP_SYS_NICE", advice, StringComparison.Ordinal);
        Assert.Contains("now 0", advice, StringComparison.Ordinal);
        Assert.Contains("LimitRTPRIO=80", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_thread_meter_counts_the_faults_of_touched_memory_and_allocates_nothing()
    {
        Assert.True(ThreadMeter.Read(out ThreadUsage before));
        const int pages = 512;
        byte[] memory = GC.AllocateUninitializedArray<byte>(pages * 4096 * 2, pinned: true);
        for (int i = 0; i < memory.Length; i += 4096)
        {
            memory[i] = 1;
        }

        Assert.True(ThreadMeter.Read(out ThreadUsage after));
        Assert.True(after.MinorFaults > before.MinorFaults, "no page fault was counted");
        Assert.True(after.Processor_us >= before.Processor_us);
        GC.KeepAlive(memory);

        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            ThreadMeter.Read(out _);
        }

        Assert.Equal(start, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string[] State() =>
    [
        File.ReadAllText("/proc/self/oom_score_adj"),
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmLck:", StringComparison.Ordinal)),
        .. Directory.EnumerateDirectories("/proc/self/task").Select(Policy).Where(policy => policy != 0)
            .Select(policy => policy.ToString(CultureInfo.InvariantCulture)),
    ];

    // Field 41 of stat; the name in parentheses may contain blanks.
    private static int Policy(string thread)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[38], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed class Tree : IDisposable
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("safebms-facts-").FullName;

        public void Write(string path, string text)
        {
            string full = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        public void Dispose() => Directory.Delete(Root, true);
    }
}
