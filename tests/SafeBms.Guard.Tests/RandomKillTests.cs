using Xunit.Abstractions;

namespace SafeBms.Guard.Tests;

/// <summary>F57: a controller that writes in every scan is killed or suspended at random moments.</summary>
public class RandomKillTests(ITestOutputHelper output)
{
    private const long Lead_ns = 2_000_000_000;
    private const long Delay_ns = 3_000_000_000;

    [Fact]
    public void Killed_at_random_moments_the_controller_never_leaves_the_lines_out_of_order()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using Rig rig = new("writer");
        for (int k = 1; k <= 3; k++)
        {
            rig.AwaitControl();
            long wait = random.Next(1000);
            long beats = rig.Report.Heartbeats + (wait / 10);
            rig.Await(report => report.Heartbeats >= beats, "some running");
            Signal.Send(rig.Report.ControllerPid, Signal.Kill);
            rig.Await(report => report.Faults == k, "the guard takes over");
        }

        rig.AwaitControl();
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
        IReadOnlyList<long> leads_ns = rig.History.AssertOrder();
        Assert.Equal(4, leads_ns.Count);
        Assert.All(leads_ns.Take(3), lead_ns => Assert.True(lead_ns >= Delay_ns, $"{lead_ns} ns"));
        rig.History.AssertOneWriterAtATime();
    }

    [Fact]
    public void A_controller_that_is_stopped_and_continued_never_writes_beside_the_guard()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using Rig rig = new("writer");
        for (int k = 0; k < 2; k++)
        {
            rig.AwaitControl();
            int process = rig.Report.ControllerPid;
            long faults = rig.Report.Faults;
            Signal.Send(process, Signal.Stop);
            int rounds = random.Next(50, 800);
            long until = rig.Report.Rounds + rounds;
            rig.Await(report => report.Rounds >= until || report.Faults > faults, "some time in suspense");
            Signal.Send(process, Signal.Continue);
            rig.Await(
                report => report.Faults > faults || (report.State == GuardState.Watching && report.Rounds > until + 500),
                "a decision");
        }

        rig.AwaitControl();
        _ = rig.Stop();
        rig.History.AssertOneWriterAtATime();
        Assert.All(rig.History.AssertOrder(), lead_ns => Assert.True(lead_ns >= Lead_ns, $"{lead_ns} ns"));
    }
}
