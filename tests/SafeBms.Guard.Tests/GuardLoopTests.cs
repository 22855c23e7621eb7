using System.Runtime.InteropServices;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>A guard and a real child process: what is written at the lines decides.</summary>
public partial class GuardLoopTests
{
    private const long Delay_ns = 3_000_000_000;
    private const int Kill = 9;
    private const int Suspend = 19;
    private const int Continue = 18;

    [Fact]
    public void A_stop_lets_the_controller_end_in_order_and_disarms_the_watchdog()
    {
        using Rig rig = new("good");
        rig.AwaitControl();
        rig.Await(report => report.Heartbeats > 50, "heartbeats");
        Assert.True(rig.Watchdog.Kept > 0);
        Assert.True(rig.Line.Toggles > 0);

        Assert.Equal(GuardEnd.InOrder, rig.Stop());
        Assert.Equal(1, rig.Watchdog.Closed);
        Assert.Equal(0, rig.Report.Faults);
        Assert.All(rig.AssertOrder(), lead => Assert.True(lead >= 2_000_000_000));
        Assert.Equal(LineWords.Safe, rig.Changes[^1].Outputs);
    }

    [Theory]
    [InlineData("exit", GuardReason.ControllerEnded)]
    [InlineData("crash", GuardReason.ControllerEnded)]
    [InlineData("silent", GuardReason.HeartbeatMissing)]
    [InlineData("token", GuardReason.HeartbeatToken)]
    [InlineData("early", GuardReason.HeartbeatEarly)]
    [InlineData("replay", GuardReason.HeartbeatSequence)]
    [InlineData("garbage", GuardReason.HeartbeatMalformed)]
    public void Whatever_goes_wrong_the_guard_opens_in_order_and_starts_again(string mode, GuardReason reason)
    {
        using Rig rig = new(mode);
        rig.Await(report => report.Faults == 1, "the guard takes over");
        Assert.Equal(reason, rig.Report.Reason);
        rig.Await(report => report.Restarts == 1 && report.State == GuardState.Watching, "a restart");
        LineChange[] byGuard = [.. rig.Changes.Skip(1).Where(change => change.ProcessId == Environment.ProcessId)];
        Assert.Equal(2, byGuard.Length);
        long lead_ns = Assert.Single(rig.AssertOrder());
        Assert.True(lead_ns >= Delay_ns, $"{lead_ns} ns");
        rig.AwaitControl();
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
    }
}
