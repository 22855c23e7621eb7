using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>Each way in which a real controller can fail, and what the guard then writes.</summary>
public class TakeOverTests
{
    private const long Delay_ns = 3_000_000_000;

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
        LineChange[] byGuard =
            [.. rig.History.Collect().Skip(1).Where(change => change.ProcessId == Environment.ProcessId)];
        Assert.Equal(2, byGuard.Length);
        long lead_ns = Assert.Single(rig.History.AssertOrder());
        Assert.True(lead_ns >= Delay_ns, $"{lead_ns} ns");
        rig.History.AssertOneWriterAtATime();
        rig.AwaitControl();
        Assert.Equal(GuardEnd.InOrder, rig.Stop());
    }
}
