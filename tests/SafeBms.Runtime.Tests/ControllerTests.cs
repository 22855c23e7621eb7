using SafeBms.Core;
using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using SafeBms.Runtime.View;

namespace SafeBms.Runtime.Tests;

/// <summary>The controller's scan over lines and bus.</summary>
public sealed class ControllerTests
{
    // Long enough for boot, pre-charge, and permits that wait for 30 s.
    private const int Start_ms = 45_000;
    private const int Hour_ms = 3_600_000;
    private const ulong Powers = (1UL << (int)OutputLine.ContactorCoil) | (1UL << (int)OutputLine.Precharge)
        | (1UL << (int)OutputLine.ProgrammableRelay) | (1UL << (int)OutputLine.AllowToCharge)
        | (1UL << (int)OutputLine.AllowToDischarge);

    [Fact]
    [Requirement("REQ-S-RUN-07")]
    public void An_hour_of_scans_allocates_nothing_collects_nothing_and_keeps_the_boat_running()
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        Assert.True(bench.Core.Outputs.ContactorCoil);
        long rejected = bench.Buses.Rejected;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        bench.Step(Hour_ms);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.True(bench.Core.Outputs.ContactorCoil);
        Assert.False(bench.Core.AnyViolation);
        Assert.Equal(rejected, bench.Buses.Rejected);
    }

    [Fact]
    public void Nothing_switches_on_before_boot_time_and_then_the_lines_follow_the_core()
    {
        using BenchInstallation bench = new();
        for (int i = 0; i < Start_ms; i++)
        {
            bench.Step(1);
            Assert.Equal(LineStatus.Ok, bench.Chip.ReadBack(out ulong word));
            Assert.Equal(OutputWord.Of(bench.Core.Outputs), word);
            Assert.True(i >= 5000 || (word & Powers) == 0, $"scan {i}: {word:x}");
        }

        Assert.True(bench.Boat.Plant.ContactClosed);
    }

    [Fact]
    public void A_dry_run_reads_everything_and_holds_every_output_off()
    {
        using BenchInstallation bench = new(dryRun: true);
        for (int i = 0; i < Start_ms; i++)
        {
            bench.Step(1);
            Assert.Equal(LineStatus.Ok, bench.Chip.ReadBack(out ulong word));
            Assert.Equal(LineWords.Safe, word);
        }

        Assert.True(InputTable.IsValid(bench.Core.State.Inputs, InputTable.IndexOf("pack_current")));
    }

    [Fact]
    public void A_chip_that_is_taken_away_ends_in_the_ordered_opening_and_a_failed_self_test()
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        bench.Chip.Removed = true;
        bench.Step(200);
        Assert.False(bench.Core.Outputs.ProgrammableRelay);
        Assert.False(bench.Core.Outputs.AllowToCharge);
        bench.Step(3200);
        Assert.False(bench.Core.Outputs.ContactorCoil);
        bench.Chip.Removed = false;
        bench.Step(20_000);
        Assert.False(bench.Core.Outputs.ContactorCoil, "a failed self-test stays until it is acknowledged");
    }

    [Theory]
    [InlineData(CanHealth.Down)]
    [InlineData(CanHealth.BusOff)]
    public void A_bus_that_falls_silent_ends_both_permits_by_age_and_the_contactor_follows_in_order(CanHealth health)
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        bench.Bus.SetHealth(health);
        bench.Step(260);
        Assert.False(bench.Core.Outputs.AllowToCharge);
        Assert.False(bench.Core.Outputs.AllowToDischarge);
        bench.Step(6000);
        Assert.False(bench.Core.Outputs.ContactorCoil);
    }

    [Fact]
    public void A_flood_of_foreign_frames_costs_bounded_work_and_changes_no_output()
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        ulong before = OutputWord.Of(bench.Core.Outputs);
        Assert.True(bench.Core.Outputs.ContactorCoil);
        CanFrame foreign = CanFrame.From(0x7FF, [1, 2, 3, 4, 5, 6, 7, 8]);
        for (int i = 0; i < 500; i++)
        {
            for (int f = 0; f < 40; f++)
            {
                bench.Bus.Send(foreign);
            }

            bench.Step(1);
            Assert.Equal(before, OutputWord.Of(bench.Core.Outputs));
        }

        Assert.True(bench.Buses.Foreign >= 500 * 40 / 2);
    }

    [Fact]
    [Requirement("REQ-S-RUN-04")]
    public void Late_scans_trip_only_where_the_profile_says_so()
    {
        foreach (bool trips in new[] { false, true })
        {
            using BenchInstallation bench = new(tripsOnOverrun: trips);
            bench.Step(Start_ms);
            Assert.True(bench.Core.Outputs.ContactorCoil);
            bench.Step(20, late_ns: 12_000_000);
            bench.Step(3100);
            Assert.Equal(!trips, bench.Core.Outputs.ContactorCoil);
        }
    }

    [Fact]
    public void One_late_scan_is_forgiven()
    {
        using BenchInstallation bench = new(tripsOnOverrun: true);
        bench.Step(Start_ms);
        bench.Step(1, late_ns: 9_000_000);
        bench.Step(3100);
        Assert.True(bench.Core.Outputs.ContactorCoil);
    }

    [Fact]
    [Requirement("REQ-S-RUN-11")]
    public void Every_change_of_an_output_is_in_the_ring_with_its_scan_and_cause()
    {
        using BenchInstallation bench = new();
        ulong before = LineWords.Safe;
        int changes = 0;
        for (int i = 0; i < Start_ms; i++)
        {
            bench.Step(1);
            ulong word = OutputWord.Of(bench.Core.Outputs);
            changes += word == before ? 0 : 1;
            before = word;
        }

        long next = 0;
        long missed = 0;
        ulong last = LineWords.Safe;
        int found = 0;
        while (bench.Block.Events.TryRead(ref next, ref missed, out OutputEvent change))
        {
            Assert.Equal(last, change.Before);
            Assert.NotEqual(change.Before, change.After);
            last = change.After;
            found++;
        }

        Assert.Equal((changes, 0L, before), (found, missed, last));
        Assert.True(found >= 3);
    }

    [Fact]
    public void A_ring_that_was_overwritten_says_how_many_events_were_missed()
    {
        using BenchInstallation bench = new();
        for (int i = 0; i < EventRing.Slots + 5; i++)
        {
            bench.Block.Events.Add(i, i, 0, 1, 0, 0);
        }

        long next = 0;
        long missed = 0;
        Assert.True(bench.Block.Events.TryRead(ref next, ref missed, out OutputEvent first));
        Assert.Equal((5L, 5L), (first.Scan, missed));
    }

    [Fact]
    public void Commands_of_other_shells_reach_the_core_once()
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        long ticket = bench.Block.Send((int)ControllerCommand.Off);
        bench.Step(1);
        Assert.True(bench.Block.IsAnswered(ticket, out int result));
        Assert.Equal(1, result);
        bench.Step(3100);
        Assert.False(bench.Core.Outputs.ContactorCoil);
        ticket = bench.Block.Send(77);
        bench.Step(1);
        Assert.True(bench.Block.IsAnswered(ticket, out result));
        Assert.Equal(0, result);
    }

    [Fact]
    public void The_signature_of_a_scan_needs_every_step_once_and_in_order()
    {
        Flow flow = default;
        flow.Begin();
        for (ScanStep step = ScanStep.Listen; step <= ScanStep.Account; step++)
        {
            flow.Done(step);
        }

        Assert.Equal(Guard.Heartbeat.CompleteFlow, flow.Signature);
        flow.Begin();
        flow.Done(ScanStep.ReadLines);
        flow.Done(ScanStep.Listen);
        for (ScanStep step = ScanStep.ReadBuses; step <= ScanStep.Account; step++)
        {
            flow.Done(step);
        }

        Assert.NotEqual(Guard.Heartbeat.CompleteFlow, flow.Signature);
        flow.Begin();
        for (ScanStep step = ScanStep.Listen; step < ScanStep.Account; step++)
        {
            flow.Done(step);
        }

        Assert.NotEqual(Guard.Heartbeat.CompleteFlow, flow.Signature);
    }

    [Fact]
    public void Published_figures_tell_of_frames_and_lines()
    {
        using BenchInstallation bench = new();
        bench.Step(Start_ms);
        Snapshot snapshot = new();
        Assert.True(snapshot.Refresh(bench.Block));
        // The picture is taken every 20 scans and shown 19 scans later.
        Assert.Equal((bench.Core.Scans - 19) / 20 * 20, snapshot[Figure.Scans]);
        Assert.True(snapshot[Figure.FramesReceived] > 1000);
        Assert.Equal((0L, 0L), (snapshot[Figure.WriteFailures], snapshot[Figure.Mismatches]));
    }
}
