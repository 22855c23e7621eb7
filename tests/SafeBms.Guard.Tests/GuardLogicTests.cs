using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>What the guard decides, state by state; the world holds each step to the rules.</summary>
public class GuardLogicTests
{
    private const long Delay_ns = 3000 * World.Ms;

    [Fact]
    public void The_first_step_starts_the_controller()
    {
        World world = new();
        Assert.True(world.Step().Start);
        Assert.Equal(0, world.LastRestarts);
        Assert.Equal(GuardState.Starting, world.State);
        Assert.False(world.Last.Speak);
    }

    [Fact]
    public void From_the_first_heartbeat_on_the_guard_speaks()
    {
        World world = new();
        _ = world.Step();
        GuardActions actions = world.Beat(10);
        Assert.True(actions.Speak);
        Assert.Equal(HeartbeatFlags.Running, actions.Flags);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 9)]
    [InlineData(-1, 6)]
    public void A_controller_that_ends_is_followed_by_the_ordered_opening_and_a_restart(int code, int signal)
    {
        World world = World.InControl();
        world.Die(code, signal);
        _ = world.Step();
        Assert.Equal(GuardReason.ControllerEnded, world.Logic.Reason);
        Assert.Equal((world.Now_ns, World.Contactor | World.Aux | LineWords.Safe), Assert.Single(world.Writes));

        long fell_ns = world.Now_ns;
        world.Pass(2999);
        Assert.Single(world.Writes);
        _ = world.Step(World.Ms);
        Assert.Equal((fell_ns + Delay_ns, LineWords.Safe), world.Writes[^1]);

        _ = world.Step();
        Assert.Equal(GuardState.BackOff, world.State);
        world.Pass(999);
        Assert.Equal(1, world.Starts);
        Assert.True(world.Step(World.Ms).Start);
        Assert.Equal(1, world.LastRestarts);
        Assert.Equal(1, world.Logic.Faults);
    }

    [Fact]
    public void A_hanging_controller_is_killed_and_nothing_is_written_until_it_is_gone()
    {
        World world = World.InControl();
        world.Pass(60);
        Assert.Equal(GuardState.Killing, world.State);

        // However long it takes: a stopped process that is continued could write once more.
        world.Pass(100_000);
        Assert.Empty(world.Writes);
        Assert.True(world.Last.Kill);
        Assert.False(world.Last.Alive);

        world.Die(-1, 9);
        _ = world.Step();
        Assert.Single(world.Writes);
    }

    [Fact]
    public void Nothing_is_waited_for_if_neither_contactor_nor_aux_was_on()
    {
        World world = World.InControl();
        world.Lines = LineWords.Safe | World.Precharge;
        world.Die(1);
        _ = world.Step();
        Assert.Equal((world.Now_ns, LineWords.Safe), Assert.Single(world.Writes));
        _ = world.Step();
        Assert.Equal(GuardState.BackOff, world.State);
    }

    [Fact]
    public void A_stop_asks_the_controller_and_believes_it_when_the_lines_agree()
    {
        World world = World.InControl();
        world.StopRequested = true;
        GuardActions asked = world.Beat(10);
        Assert.Equal(HeartbeatFlags.Running | HeartbeatFlags.StopRequested, asked.Flags);
        Assert.Equal(GuardState.Stopping, world.State);

        OpenInOrder(world);
        world.Now_ns += World.Ms;
        Assert.False(world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder, Scans = 0 }).Kill);
        world.Pass(5000);
        Assert.Equal(GuardState.Stopping, world.State);
        world.Die(0);
        _ = world.Step();
        Assert.True(world.Step().Finished);
        Assert.Equal(GuardEnd.InOrder, world.Logic.End);
        Assert.Equal(0, world.Logic.Faults);
    }

    [Theory]
    [InlineData("claims the end with the contactor on")]
    [InlineData("ends without saying so")]
    [InlineData("says so, but ends with an error")]
    [InlineData("hangs")]
    [InlineData("sends a wrong heartbeat")]
    public void A_controller_that_does_not_end_in_order_is_replaced_by_the_guard(string fault)
    {
        World world = World.InControl();
        world.StopRequested = true;
        _ = world.Beat(10);
        switch (fault)
        {
            case "claims the end with the contactor on":
                _ = world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder, Sent_ns = world.Now_ns });
                world.Die(0);
                break;
            case "ends without saying so":
                world.Die(0);
                break;
            case "says so, but ends with an error":
                OpenInOrder(world);
                _ = world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder });
                world.Die(4);
                break;
            case "hangs":
                world.Pass(60);
                Assert.Equal(GuardState.Killing, world.State);
                world.Die(-1, 9);
                break;
            default:
                world.Now_ns += 10 * World.Ms;
                Assert.True(world.Hear(world.Next() with { Token = 0 }).Kill);
                world.Die(-1, 9);
                break;
        }

        world.Pass(3100);
        Assert.Equal(GuardState.Done, world.State);
        Assert.Equal(GuardEnd.ByGuard, world.Logic.End);
        Assert.Equal(LineWords.Safe, world.Lines);
        Assert.Equal(1, world.Starts);
    }

    [Fact]
    public void A_controller_that_beats_but_does_not_end_is_killed_after_40_s()
    {
        World world = World.InControl();
        world.StopRequested = true;
        for (long k = 0; k < 4000; k++)
        {
            _ = world.Beat(10);
            Assert.Equal(GuardState.Stopping, world.State);
        }

        _ = world.Beat(10);
        Assert.True(world.Step(1).Kill);
        Assert.Equal(GuardReason.StopTimedOut, world.Logic.Reason);
    }

    [Fact]
    public void A_stop_before_the_first_heartbeat_kills_and_is_in_order()
    {
        World world = new();
        _ = world.Step();
        world.StopRequested = true;
        Assert.True(world.Step().Kill);
        world.Die(-1, 9);
        _ = world.Step();
        Assert.True(world.Step().Finished);
        Assert.Equal(GuardEnd.InOrder, world.Logic.End);
        Assert.Equal(0, world.Logic.Faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1500)]
    [InlineData(3200)]
    public void A_stop_during_opening_or_pause_ends_with_everything_off(int after_ms)
    {
        World world = World.InControl();
        world.Die(1);
        _ = world.Step();
        world.Pass(after_ms);
        world.StopRequested = true;
        world.Pass(3100);
        Assert.Equal(GuardState.Done, world.State);
        Assert.Equal(LineWords.Safe, world.Lines);
        Assert.Equal(GuardEnd.InOrder, world.Logic.End);
        Assert.Equal(1, world.Starts);
    }

    [Fact]
    public void A_controller_that_ends_in_order_unasked_may_go_and_is_started_again()
    {
        World world = World.InControl();
        OpenInOrder(world);
        _ = world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder });
        world.Pass(1000);
        Assert.NotEqual(GuardState.Killing, world.State);
        world.Die(12);
        world.Pass(1100);
        Assert.Equal(2, world.Starts);
    }

    [Fact]
    public void A_heartbeat_after_the_last_one_kills()
    {
        World world = World.InControl();
        _ = world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder });
        Assert.True(world.Beat(10).Kill);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_controller_that_never_speaks_is_killed_after_the_start_timeout(int scale)
    {
        World world = new(new GuardSettings { Scale = scale });
        _ = world.Step();
        _ = world.Step(60_000 * World.Ms * scale);
        Assert.Equal(GuardState.Starting, world.State);
        Assert.True(world.Step(1).Kill);
        Assert.Equal(GuardReason.NoFirstHeartbeat, world.Logic.Reason);
    }

    [Fact]
    public void A_controller_that_cannot_be_used_at_its_first_start_ends_the_guard()
    {
        World world = new();
        _ = world.Step();
        world.Die(2);
        _ = world.Step();
        Assert.True(world.Step().Finished);
        Assert.Equal(GuardEnd.Unusable, world.Logic.End);

        // Once it has run, the same code is a fault like any other: a boat must not go dark for it.
        world = World.InControl();
        world.Die(1);
        world.Pass(4100);
        Assert.Equal(2, world.Starts);
        world.Die(2);
        world.Pass(2100);
        Assert.Equal(3, world.Starts);
    }

    [Fact]
    public void The_pause_doubles_up_to_a_minute_and_is_set_back_by_a_minute_of_good_running()
    {
        World world = new();
        _ = world.Step();
        long[] expected_ms = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];
        Assert.Equal(expected_ms, expected_ms.Select(_ => PauseOf(world)));

        for (int k = 0; k < 6001; k++)
        {
            _ = world.Beat(10);
        }

        Assert.Equal([1000L, 2000L], new[] { PauseOf(world), PauseOf(world) });
        Assert.Equal(11, world.LastRestarts);
    }

    [Fact]
    public void Outputs_before_the_first_heartbeat_are_believed_for_two_samples_only()
    {
        World world = new();
        _ = world.Step();
        world.Lines = World.Contactor;
        Assert.False(world.Step(World.Ms).Kill);
        Assert.False(world.Step(World.Ms).Kill);
        Assert.True(world.Step(World.Ms).Kill);
        Assert.Equal(GuardReason.OutputsBeforeHeartbeat, world.Logic.Reason);
        Assert.Equal(1, world.Logic.OrderFaults);
    }

    [Fact]
    public void Lines_in_the_wrong_order_end_the_controller_and_the_next_one_is_judged_anew()
    {
        World world = World.InControl();
        for (int start = 1; start <= 2; start++)
        {
            world.Lines = World.Running;
            Assert.False(world.Beat(10).Kill);
            world.Lines = World.Aux;
            Assert.False(world.Beat(10).Kill);
            Assert.False(world.Step().Kill);
            Assert.True(world.Step().Kill);
            Assert.Equal(GuardReason.ContactorBeforeRelay, world.Logic.Reason);
            Assert.Equal(start, world.Logic.OrderFaults);
            world.Die(-1, 9);
            while (world.Starts == start)
            {
                _ = world.Step(100 * World.Ms);
            }

            Assert.False(world.Beat(10).Kill);
            Assert.Equal(GuardState.Watching, world.State);
        }
    }

    [Theory]
    [InlineData(LineStatus.Gone)]
    [InlineData(LineStatus.Failed)]
    public void Lines_that_cannot_be_read_for_more_than_two_samples_end_the_controller(LineStatus status)
    {
        World world = World.InControl();
        world.LinesStatus = status;
        _ = world.Beat(10);
        Assert.False(world.Beat(10).Kill);
        Assert.True(world.Beat(10).Kill || world.State == GuardState.Killing);
        Assert.Equal(GuardReason.LinesLost, world.Logic.Reason);

        // They stay away: the guard asks for the safe levels, gives up, and does not disarm the watchdog.
        world.Die(-1, 9);
        world.Pass(13_000);
        Assert.Equal(GuardState.OpeningInOrder, world.State);
        world.Pass(10);
        Assert.Equal(GuardState.Done, world.State);
        Assert.Equal(GuardEnd.LinesLost, world.Logic.End);
    }

    [Fact]
    public void A_guard_that_was_suspended_while_it_opened_goes_on_when_it_wakes()
    {
        World world = World.InControl();
        world.Die(-1, 9);
        _ = world.Step();
        _ = world.Step(3600_000 * World.Ms);
        Assert.Equal(LineWords.Safe, world.Lines);
        Assert.Equal(GuardState.OpeningInOrder, world.State);
        _ = world.Step();
        Assert.Equal(GuardState.BackOff, world.State);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_relay_that_is_an_alarm_contact_and_aux_may_be_on_from_the_start(bool alternator, bool allowed)
    {
        World world = new(new GuardSettings { RelayDrivesAlternator = alternator });
        _ = world.Step();
        world.Lines = World.Relay | World.Aux | LineWords.Safe;
        world.Pass(1000);
        Assert.Equal(allowed ? GuardState.Starting : GuardState.Killing, world.State);

        // AUX alone is allowed in both.
        world = new(new GuardSettings { RelayDrivesAlternator = alternator });
        _ = world.Step();
        world.Lines = World.Aux | LineWords.Safe;
        world.Pass(1000);
        Assert.Equal(GuardState.Starting, world.State);
    }

    [Fact]
    public void At_the_end_an_alarm_contact_may_be_on_and_the_end_is_in_order()
    {
        World world = World.InControl(new GuardSettings { RelayDrivesAlternator = false });
        world.StopRequested = true;
        _ = world.Beat(10);
        OpenInOrder(world);
        world.Lines = World.Relay | LineWords.Safe;
        _ = world.Hear(world.Next() with { Flags = HeartbeatFlags.EndedInOrder });
        world.Die(0);
        _ = world.Step();
        Assert.True(world.Step().Finished);
        Assert.Equal(GuardEnd.InOrder, world.Logic.End);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 20)]
    public void The_rehearsal_goes_through_a_whole_life(bool alternator, int scale)
    {
        GuardSettings settings = new() { RelayDrivesAlternator = alternator, Scale = scale };
        foreach (ulong wired in (ulong[])[(1UL << LineWords.Outputs) - 1, 0])
        {
            GuardLogic logic = Rehearsal.Run(settings, wired);
            Assert.Equal((GuardState.Done, GuardEnd.InOrder), (logic.State, logic.End));
            Assert.Equal((2L, 2L), (logic.Faults, logic.Restarts));
        }
    }

    [Fact]
    public void The_delay_runs_from_the_write_that_worked()
    {
        World world = World.InControl();
        world.Die(-1, 9);
        world.LinesStatus = LineStatus.Failed;
        world.Pass(2000);
        world.LinesStatus = LineStatus.Ok;
        _ = world.Step(World.Ms);
        long fell_ns = world.Now_ns;
        Assert.Equal(fell_ns, Assert.Single(world.Writes).Time_ns);
        world.Pass(3100);
        Assert.Equal(fell_ns + Delay_ns, world.Writes[^1].Time_ns);
        Assert.Equal(LineWords.Safe, world.Lines);
    }

    [Fact]
    public void The_watchdog_is_served_in_every_state_but_while_the_kill_does_not_work()
    {
        World world = World.InControl();
        Assert.True(world.Last.Alive);
        world.Pass(60);
        Assert.False(world.Last.Alive);
        world.Die(-1, 9);
        for (int k = 0; k < 1000; k++)
        {
            Assert.True(world.Step(5 * World.Ms).Alive);
        }
    }

    internal static void OpenInOrder(World world)
    {
        world.Lines = World.Contactor | World.Aux | LineWords.Safe;
        for (int k = 0; k < 201; k++)
        {
            Assert.False(world.Beat(10).Kill);
        }

        world.Lines = LineWords.Safe;
        _ = world.Beat(10);
    }

    private static long PauseOf(World world)
    {
        int starts = world.Starts;
        world.Die(1);
        long from_ns = world.Now_ns;
        while (world.Starts == starts)
        {
            _ = world.Step(World.Ms);
        }

        return (world.Now_ns - from_ns) / World.Ms / 1000 * 1000;
    }
}
