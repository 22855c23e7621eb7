using SafeBms.Devices.Lines;
using Xunit.Abstractions;

namespace SafeBms.Guard.Tests;

/// <summary>A guard and a real child process: what is written at the lines decides.</summary>
public class GuardLoopTests(ITestOutputHelper output)
{
    private const long Lead_ns = 2_000_000_000;

    [Fact]
    public void A_stop_lets_the_controller_end_in_order_and_disarms_the_watchdog()
    {
        using Rig rig = new("good");
        rig.AwaitControl();
        rig.Await(report => report.Heartbeats > 50, "heartbeats");
        Assert.True(rig.Watchdog.Kept > 0);
        Assert.True(rig.Line.Toggles > 0);

        Assert.Equal(GuardEnd.InOrder, rig.Stop());
        Assert.Equal((1, 1), (rig.Watchdog.Closed, rig.Line.Rests));
        Assert.Equal(0, rig.Report.Faults);
        Assert.True(Assert.Single(rig.History.AssertOrder()) >= Lead_ns);
        Assert.Equal(LineWords.Safe, rig.History.Collect()[^1].Outputs);
    }

    [Fact]
    public void A_controller_that_drops_relay_and_contactor_together_is_found_out_at_the_lines()
    {
        using Rig rig = new("order");
        rig.Await(report => report.Faults == 1, "the guard takes over");
        Assert.Equal(GuardReason.ContactorBeforeRelay, rig.Report.Reason);
        Assert.Equal(1, rig.Report.OrderFaults);
    }

    [Fact]
    public void A_controller_that_switches_before_its_first_heartbeat_is_found_out_at_the_lines()
    {
        using Rig rig = new("early-outputs");
        rig.Await(report => report.Faults == 1, "the guard takes over");
        Assert.Equal(GuardReason.OutputsBeforeHeartbeat, rig.Report.Reason);
    }

    [Fact]
    public void A_controller_that_cannot_be_used_ends_the_guard_with_its_code()
    {
        using Rig rig = new("unusable");
        Assert.Equal(GuardEnd.Unusable, rig.AwaitEnd());
        Assert.Single(rig.History.Collect());
    }

    [Fact]
    public void A_dead_station_is_started_again_and_nothing_else_happens()
    {
        using Rig rig = new("good", station: new ChildCommand("/bin/sleep", ["100000"]));
        rig.AwaitControl();
        int controller = rig.Report.ControllerPid;
        for (int k = 1; k <= 2; k++)
        {
            rig.Await(report => report.StationPid != 0, "a station");
            Signal.Send(rig.Report.StationPid, Signal.Kill);
            rig.Await(report => report.StationRestarts == k, "the station is started again");
        }

        Assert.Equal((controller, 0L, GuardState.Watching), (rig.Report.ControllerPid, rig.Report.Faults, rig.Report.State));
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
        Assert.Equal(0, rig.Report.StationPid);
    }

    [Fact]
    public void Requests_to_end_that_reach_the_whole_group_do_not_reach_the_controller()
    {
        using Rig rig = new("good");
        rig.AwaitControl();
        int controller = rig.Report.ControllerPid;
        foreach (int signal in (int[])[Signal.HangUp, Signal.Interrupt, Signal.Quit, Signal.Terminate])
        {
            Signal.Send(controller, signal);
        }

        long beats = rig.Report.Heartbeats;
        rig.Await(report => report.Heartbeats > beats + 50 || report.Faults > 0, "some time");
        Assert.Equal((controller, 0L), (rig.Report.ControllerPid, rig.Report.Faults));
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
    }

    [Fact]
    public void A_station_that_cannot_be_started_does_not_matter()
    {
        using Rig rig = new("good", station: new ChildCommand("/nowhere/station", []));
        rig.AwaitControl();
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
        Assert.Contains("station: cannot be started", rig.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void While_nothing_happens_nothing_is_allocated()
    {
        using Rig rig = new("good");
        rig.AwaitControl();
        rig.Await(report => report.Heartbeats > 100, "calm");
        GuardReport before = rig.Report;
        rig.Await(report => report.Rounds > before.Rounds + 1000, "1000 rounds");
        GuardReport after = rig.Report;
        output.WriteLine($"{after.Allocated_bytes - before.Allocated_bytes} bytes in {after.Rounds - before.Rounds} rounds");
        Assert.Equal(before.Allocated_bytes, after.Allocated_bytes);
    }

    [Fact]
    public void A_chip_that_is_taken_away_ends_the_guard_and_leaves_the_watchdog_armed()
    {
        using Rig rig = new("good");
        rig.AwaitControl();
        rig.Observer.Removed = true;
        Assert.Equal(GuardEnd.LinesLost, rig.AwaitEnd());
        Assert.Equal(GuardReason.LinesLost, rig.Report.Reason);
        Assert.Equal((0, 0), (rig.Watchdog.Closed, rig.Line.Rests));
    }

    [Fact]
    public void A_second_guard_of_one_installation_is_refused()
    {
        using Rig rig = new("good");
        IOException refused = Assert.Throws<IOException>(() => GuardStatus.Create(rig.StatusPath));
        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
        rig.Await(report => report.GuardPid == Environment.ProcessId, "the first one is still there");
    }
}
