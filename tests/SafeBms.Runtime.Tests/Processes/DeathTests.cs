using System.Diagnostics;
using SafeBms.Devices.Lines;
using SafeBms.Guard;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.View;

namespace SafeBms.Runtime.Tests.Processes;

/// <summary>The controller dies, or hangs: the guard opens in order and starts it anew, latched.</summary>
public sealed class ControllerDeathTests
{
    [Fact]
    [Requirement("REQ-S-RUN-05")]
    [Requirement("REQ-RUN-01")]
    public void A_controller_that_is_killed_is_followed_by_the_ordered_opening_and_a_latched_restart()
    {
        using RunningInstallation run = new();
        run.WaitForAlternator();

        // Whatever happens to the station happens to nobody else.
        GuardReport before = run.Guard;
        long changes = run.Chip.Changes;
        RunningInstallation.Signal(before.StationPid, RunningInstallation.StopProcess);
        RunningInstallation.Signal(before.StationPid, RunningInstallation.Kill);
        run.WaitUntil("another station", () => run.Guard.StationPid is not 0 and int s && s != before.StationPid);
        Assert.Equal(changes, run.Chip.Changes);
        Assert.Equal(before.ControllerPid, run.Guard.ControllerPid);

        RunningInstallation.Signal(before.ControllerPid, RunningInstallation.Kill);
        run.WaitUntil("a restart", () => run.Guard is { Restarts: 1, State: GuardState.Watching });
        run.AssertOrder();
        Assert.All(run.Changes().Where(c => c.ProcessId == before.ControllerPid),
            c => Assert.True(c.Sequence <= changes, "the dead one wrote"));

        Snapshot snapshot = run.Wait("the new controller", run.TrySnapshot);
        run.WaitUntil("its latch", () =>
            run.TrySnapshot()?.OutputText("first_cause") == "restarted_after_fault");
        Assert.Equal(1, run.TrySnapshot()![Figure.Restarts]);
        Assert.Equal(0, run.TrySnapshot()![Figure.Allocated]);

        RunningInstallation.Signal(run.Launcher.Id, RunningInstallation.Terminate);
        Assert.Equal(0, run.End());
    }
}

/// <summary>SIGSTOP, then SIGCONT.</summary>
public sealed class ControllerSuspensionTests
{
    [Fact]
    [Requirement("REQ-S-RUN-05")]
    public void A_controller_that_is_suspended_and_continued_never_writes_beside_the_guard()
    {
        using RunningInstallation run = new();
        run.WaitForAlternator();
        int controller = run.Guard.ControllerPid;
        RunningInstallation.Signal(controller, RunningInstallation.StopProcess);
        run.WaitUntil("the guard's word", () => run.Guard.Faults > 0 && run.Guard.State != GuardState.Watching);
        run.WaitUntil("a restart", () =>
        {
            // Whether it is still there or not: nothing that it does may reach the lines.
            RunningInstallation.TrySignal(controller, RunningInstallation.Continue);
            return run.Guard.Restarts == 1 && run.Guard.State == GuardState.Watching;
        });
        run.AssertOrder();
        List<LineChange> changes = run.Changes();
        long firstOfGuard = changes.First(c => c.ProcessId == run.Guard.GuardPid && c.Sequence > 1).Sequence;
        Assert.DoesNotContain(changes, c => c.ProcessId == controller && c.Sequence > firstOfGuard);
        Assert.False(RunningInstallation.IsAlive(controller));
    }
}

/// <summary>The guard dies, or hangs: the controller shuts down in order by itself.</summary>
public sealed class GuardDeathTests
{
    [Fact]
    [Requirement("REQ-S-RUN-05")]
    public void A_controller_whose_guard_is_killed_shuts_down_in_order_by_itself()
    {
        using RunningInstallation run = new();
        run.WaitForAlternator();
        GuardReport before = run.Guard;
        RunningInstallation.Signal(before.GuardPid, RunningInstallation.Kill);
        run.WaitUntil("the controller's end", () => !RunningInstallation.IsAlive(before.ControllerPid));
        run.AssertOrder();
        Assert.NotEqual(0, run.End());
        run.WaitUntil("the others' end", () => !RunningInstallation.IsAlive(before.StationPid)
            && !RunningInstallation.IsAlive(before.PlantPid));
        Assert.False(run.Chip.Held, "the lines have fallen back");
    }

    [Fact]
    [Requirement("REQ-S-RUN-05")]
    public void A_controller_whose_guard_hangs_shuts_down_in_order_by_itself()
    {
        using RunningInstallation run = new();
        run.WaitForAlternator();
        GuardReport before = run.Guard;
        RunningInstallation.Signal(before.GuardPid, RunningInstallation.StopProcess);
        run.WaitUntil("everything off", () => run.Chip.ReadBack(out ulong word) == LineStatus.Ok
            && (word & ~LineWords.Safe) == 0);
        run.AssertOrder();
        RunningInstallation.Signal(before.GuardPid, RunningInstallation.Continue);
        RunningInstallation.Signal(run.Launcher.Id, RunningInstallation.Terminate);
        Assert.Equal(0, run.End());
    }
}

/// <summary>How a whole installation ends.</summary>
public sealed class EndTests
{
    [Fact]
    public void An_installation_whose_terminal_is_killed_ends_in_order()
    {
        using RunningInstallation run = new();
        run.WaitForAlternator();
        GuardReport before = run.Guard;
        run.Launcher.Kill();
        run.WaitUntil("the guard's end", () => !RunningInstallation.IsAlive(before.GuardPid));
        run.AssertOrder();
        run.WaitUntil("the others' end", () => !RunningInstallation.IsAlive(before.ControllerPid)
            && !RunningInstallation.IsAlive(before.PlantPid) && !RunningInstallation.IsAlive(before.StationPid));
    }

    [Fact]
    public void A_run_ends_by_the_ordered_shutdown_and_its_record_repeats()
    {
        string record = Path.Combine(Path.GetTempPath(), $"safebms-{Guid.NewGuid():N}.rec");
        try
        {
            using RunningInstallation run = new("--for", "18 s", "--record", record);
            Assert.True(run.End() == 0, run.Tell());
            Assert.Contains(run.Output, l => l.Contains("Ordered shutdown done", StringComparison.Ordinal));
            Assert.Contains(run.Output, l => l.Contains(" 0 bytes allocated, 0 collections", StringComparison.Ordinal));
            run.AssertOrder();
            using Process replay = Process.Start(RunningInstallation.Program, ["replay", record]);
            replay.WaitForExit();
            Assert.Equal(0, replay.ExitCode);
        }
        finally
        {
            File.Delete(record);
        }
    }
}
