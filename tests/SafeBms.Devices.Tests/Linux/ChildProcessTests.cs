using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Tests.Linux;

/// <summary>Starting, killing and reaping of real processes.</summary>
public sealed class ChildProcessTests : IDisposable
{
    private const long Patience_ns = 60_000_000_000;

    private readonly int _reading = Descriptor.Reserve();
    private readonly int _writing = Descriptor.Reserve();

    public void Dispose()
    {
        _ = Descriptor.Close(_reading);
        _ = Descriptor.Close(_writing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void The_exit_code_is_reaped(int code)
    {
        using ChildProcess child = new("/bin/sh", ["-c", $"exit {code}"]);
        Assert.Equal(new ChildExit(code, 0), RunToEnd(child));
        Assert.Equal(0, child.ProcessId);
        Assert.False(child.TryReap(out _));
    }

    [Fact]
    public void A_kill_is_reaped_as_the_signal()
    {
        using ChildProcess child = new("/bin/sleep", ["1000"]);
        Assert.True(child.TryStart(0, out _));
        Assert.False(child.TryReap(out _));
        child.Kill();
        Assert.Equal(new ChildExit(-1, 9), Reap(child));
    }

    [Fact]
    public void A_stopped_process_is_not_taken_for_an_ended_one()
    {
        // It stops itself and says so before; a kill ends it nevertheless.
        using ChildProcess child = Speaking("echo $$ >&7; kill -STOP $$; echo on >&7");
        Assert.True(child.TryStart(0, out _));
        _ = Hear("\n");
        string state = "";
        Await(() => (state = File.ReadAllText($"/proc/{child.ProcessId}/stat")).Contains(") T ", StringComparison.Ordinal));
        Assert.False(child.TryReap(out _));
        child.Kill();
        Assert.Equal(new ChildExit(-1, 9), Reap(child));
    }

    [Fact]
    public void It_is_started_again_with_another_number_and_allocates_nothing()
    {
        using ChildProcess child = new("/bin/sh", ["-c", "exit $1", "sh"], numbered: true);
        Assert.Equal(new ChildExit(3, 0), RunToEnd(child, 3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool started = child.TryStart(42, out _);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(started);
        Assert.Equal(0, after - before);
        Assert.Equal(new ChildExit(42, 0), Reap(child));
        Assert.Equal(new ChildExit(5, 0), RunToEnd(child, 5));
    }

    [Fact]
    public void A_program_that_does_not_exist_is_an_error_and_no_process()
    {
        using ChildProcess child = new("/nowhere/program", []);
        Assert.False(child.TryStart(0, out int error));
        Assert.Equal(2, error);
        Assert.Equal(0, child.ProcessId);
    }

    [Fact]
    public void A_second_start_of_a_running_child_is_refused()
    {
        using ChildProcess child = new("/bin/sleep", ["1000"]);
        Assert.True(child.TryStart(0, out _));
        Assert.Throws<InvalidOperationException>(() => child.TryStart(0, out _));
        child.Kill();
        _ = Reap(child);
    }

    [Fact]
    public void The_child_finds_its_descriptors_at_their_numbers_and_no_others()
    {
        using ChildProcess child = Speaking("ls /proc/$$/fd >&7; echo end >&7");
        Assert.True(child.TryStart(0, out _));
        string heard = Hear("end\n");
        string[] open = heard.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];

        // The shell may keep its script at 10 and higher; the test host leaks nothing below.
        Assert.Equal(["0", "1", "2", "7"], open.Where(text => int.Parse(text) < 10));
        Assert.Equal(0, Reap(child).Code);
    }

    [Fact]
    public void A_source_that_is_its_own_target_is_handed_over_too()
    {
        Assert.True(Descriptor.ShowPipe(_reading, _writing));
        using ChildProcess child = new(
            "/bin/sh", ["-c", $"echo here >/proc/self/fd/{_writing}"], descriptors: [(_writing, _writing)]);
        Assert.True(child.TryStart(0, out _));
        Assert.Equal("here\n", Hear("\n"));
        Assert.Equal(0, Reap(child).Code);
    }

    [Fact]
    public void Hand_overs_that_would_overwrite_each_other_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ChildProcess("/bin/true", [], descriptors: [(7, 8), (9, 7)]));

    [Fact]
    public void The_child_gets_variables_besides_those_of_its_parent()
    {
        Dictionary<string, string> added = new() { ["SAFEBMS_TEST_WORD"] = "a=b c" };
        using ChildProcess child = Speaking("echo \"$SAFEBMS_TEST_WORD:$PATH\" >&7", added);
        Assert.True(child.TryStart(0, out _));
        Assert.Equal($"a=b c:{Environment.GetEnvironmentVariable("PATH")}\n", Hear("\n"));
        _ = Reap(child);
    }

    [Fact]
    public void The_child_has_a_session_of_its_own_default_signals_and_no_input()
    {
        // Fields of stat after the name: state, parent, group, session.
        using ChildProcess child = Speaking(
            "cat; sed 's/.*) //' /proc/$$/stat | cut -d' ' -f3,4 >&7; grep Sig /proc/self/status >&7; echo end >&7");
        Assert.True(child.TryStart(0, out _));
        int process = child.ProcessId;
        string[] heard = Hear("end\n").Split('\n');
        Assert.Equal($"{process} {process}", heard[0]);
        Assert.Contains("SigBlk:\t0000000000000000", heard);

        // The C library itself ignores the two signals that it keeps for its threads.
        Assert.Contains(heard, line => line is "SigIgn:\t0000000000000000" or "SigIgn:\t0000000180000000");
        _ = Reap(child);
    }

    [Fact]
    public void A_deaf_child_has_the_requests_to_end_blocked_and_can_still_be_killed()
    {
        // No shell in between: it would clear the mask for itself.
        Assert.True(Descriptor.ShowPipe(_reading, _writing));
        using ChildProcess looking = new("grep", ["SigBlk", "/proc/self/status"], null, [(_writing, 1)], deaf: true);
        Assert.True(looking.TryStart(0, out _));
        Assert.Equal("SigBlk:\t0000000000004007\n", Hear("\n"));
        _ = Reap(looking);

        using ChildProcess child = new("sleep", ["1000"], deaf: true);
        Assert.True(child.TryStart(0, out _));
        child.Terminate();
        child.Kill();
        Assert.Equal(new ChildExit(-1, 9), Reap(child));
    }

    [Fact]
    public void The_end_of_the_child_closes_its_pipes()
    {
        using ChildProcess child = Speaking("exit 0");
        Assert.True(child.TryStart(0, out _));
        int nothing = Descriptor.Reserve();
        Assert.True(Descriptor.Show(_writing, nothing));
        byte[] bytes = new byte[8];
        Await(() => Descriptor.Read(_reading, bytes) == 0);
        _ = Reap(child);
        _ = Descriptor.Close(nothing);
    }

    [Fact]
    public void A_pipe_that_nobody_reads_any_more_refuses_and_does_not_end_this_process()
    {
        Assert.True(Descriptor.ShowPipe(_reading, _writing));
        int nothing = Descriptor.Reserve();
        Assert.True(Descriptor.Show(_reading, nothing));
        Assert.False(Descriptor.Write(_writing, "lost"u8));
        _ = Descriptor.Close(nothing);
    }

    [Fact]
    public void A_full_pipe_refuses_and_does_not_wait()
    {
        Assert.True(Descriptor.ShowPipe(_reading, _writing));
        byte[] page = new byte[4096];
        int pages = 0;
        while (Descriptor.Write(_writing, page))
        {
            pages++;
            Assert.True(pages < 10_000);
        }

        Assert.True(pages > 0);
        Assert.Equal(4096, Descriptor.Read(_reading, page));
        Assert.Equal(Descriptor.NothingYet, DrainFully());
        Assert.Equal(Descriptor.Broken, Descriptor.Read(1023, page));
    }

    [Fact]
    public void This_process_was_not_started_by_a_guard() => Assert.False(ChildSide.DieWithGuard());

    [Fact]
    public void The_order_of_dying_for_memory_can_be_set_for_a_child()
    {
        using ChildProcess child = new("/bin/sleep", ["1000"]);
        Assert.True(child.TryStart(0, out _));
        Assert.True(ChildSide.TrySetOutOfMemoryScore(child.ProcessId, 900));
        Assert.Equal("900", File.ReadAllText($"/proc/{child.ProcessId}/oom_score_adj").Trim());
        child.Kill();
        _ = Reap(child);
        Assert.False(ChildSide.TrySetOutOfMemoryScore(int.MaxValue, 900));
    }

    private static ChildExit RunToEnd(ChildProcess child, long number = 0)
    {
        Assert.True(child.TryStart(number, out int error), $"error {error}");
        return Reap(child);
    }

    private static ChildExit Reap(ChildProcess child)
    {
        ChildExit exit = default;
        Await(() => child.TryReap(out exit));
        return exit;
    }

    private static void Await(Func<bool> condition)
    {
        long until_ns = MonotonicClock.Now_ns + Patience_ns;
        while (!condition())
        {
            long now_ns = MonotonicClock.Now_ns;
            Assert.True(now_ns < until_ns, "It did not happen.");
            MonotonicClock.SleepUntil(now_ns + 1_000_000);
        }
    }

    private ChildProcess Speaking(string script, IReadOnlyDictionary<string, string>? added = null)
    {
        Assert.True(Descriptor.ShowPipe(_reading, _writing));
        return new ChildProcess("sh", ["-c", script], added, [(_writing, 7)]);
    }

    private string Hear(string end)
    {
        string heard = "";
        byte[] bytes = new byte[4096];
        Await(() =>
        {
            int count = Descriptor.Read(_reading, bytes);
            heard += count > 0 ? System.Text.Encoding.UTF8.GetString(bytes, 0, count) : "";
            return heard.EndsWith(end, StringComparison.Ordinal);
        });
        return heard;
    }

    private int DrainFully()
    {
        byte[] page = new byte[4096];
        int count;
        do
        {
            count = Descriptor.Read(_reading, page);
        }
        while (count > 0);

        return count;
    }
}
