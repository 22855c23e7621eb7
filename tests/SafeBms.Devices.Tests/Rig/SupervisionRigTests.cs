using System.Globalization;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;
using SafeBms.Devices.Supervision;

namespace SafeBms.Devices.Tests.Rig;

/// <summary>A watchdog that may not restart the machine (softdog, soft_noboot=1), and a real-time kernel.</summary>
[Collection(RigMachine.Name)]
[Trait("Needs", "Rig")]
public sealed class SupervisionRigTests
{
    private const string Device = "/dev/watchdog";
    private const string State = "/sys/class/watchdog/watchdog0/state";

    [RigFact]
    public void The_watchdog_is_held_petted_and_stopped_only_by_the_magic_close()
    {
        using (HardwareWatchdog watchdog = HardwareWatchdog.Open(Device, 30))
        {
            Assert.Equal(30, watchdog.Timeout_s);
            Assert.True(watchdog.CanBeStopped);
            Assert.True(watchdog.Pet());
            Assert.Equal("active", File.ReadAllText(State).Trim());
            Assert.Contains("is held by another program",
                Assert.Throws<WatchdogException>(() => HardwareWatchdog.Open(Device, 30)).Message,
                StringComparison.Ordinal);
        }

        Assert.Equal("active", File.ReadAllText(State).Trim());
        Assert.True(HardwareWatchdog.Open(Device, 30).StopAndClose());
        Assert.Equal("inactive", File.ReadAllText(State).Trim());
    }

    [RigFact]
    public void A_time_that_the_driver_does_not_know_is_refused_and_nothing_stays_armed()
    {
        Assert.Contains("cannot wait 1000000 s",
            Assert.Throws<WatchdogException>(() => HardwareWatchdog.Open(Device, 1_000_000)).Message,
            StringComparison.Ordinal);
        Assert.Equal("inactive", File.ReadAllText(State).Trim());
    }

    [RigFact]
    public void Root_on_a_real_time_kernel_is_granted_everything()
    {
        RealTimeReport report = RealTimeSetup.Probe(new RealTimeSettings { Cpu = 0 });
        Assert.True(report.IsComplete, string.Join("; ",
            report.Grants.Where(grant => !grant.IsGranted).Select(grant => $"{grant.Name}: {grant.Detail}")));
        Assert.Equal(Preemption.RealTime, report.Kernel.Preemption);
    }

    [RigFact]
    public void Only_the_thread_that_asks_becomes_a_real_time_thread()
    {
        string[] policies = [];
        string child = "";
        RealTimeGrants refused = RealTimeGrants.None;
        Thread scan = new(() =>
        {
            using RealTimeHold hold = RealTimeSetup.Apply(new RealTimeSettings { Priority = 42 });
            refused = hold.Report.Refused;
            policies = [.. Directory.EnumerateDirectories("/proc/self/task").Select(Priority)];
            Thread other = new(() => child = Priority("/proc/thread-self"));
            other.Start();
            other.Join();
        });
        scan.Start();
        scan.Join();
        Assert.Single(policies, policy => policy == "1/42");
        Assert.Equal("0/0", child);
        Assert.Equal(RealTimeGrants.None, refused);
    }

    [RigFact]
    public void A_thread_that_was_set_up_waits_and_measures_itself_without_a_page_fault()
    {
        const int rounds = 200;
        ThreadUsage before = default;
        ThreadUsage after = default;
        Thread scan = new(() =>
        {
            using RealTimeHold hold = RealTimeSetup.Apply(new RealTimeSettings { Priority = 42 });
            for (int pass = 0; pass < 2; pass++)
            {
                // The first pass compiles what the second one measures.
                ThreadMeter.Read(out before);
                long next_ns = MonotonicClock.Now_ns;
                for (int i = 0; i < rounds; i++)
                {
                    next_ns += 1_000_000;
                    MonotonicClock.SleepUntil(next_ns);
                }

                ThreadMeter.Read(out after);
            }
        });
        scan.Start();
        scan.Join();
        Assert.Equal(0, after.MajorFaults - before.MajorFaults);
        Assert.Equal(0, after.MinorFaults - before.MinorFaults);
    }

    // Policy and real-time priority: fields 41 and 40 of stat; the name in parentheses may contain blanks.
    private static string Priority(string thread)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(thread, "stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            int policy = int.Parse(fields[38], CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"{policy}/{fields[37]}");
        }
        catch (IOException)
        {
            return "ended";
        }
    }
}
