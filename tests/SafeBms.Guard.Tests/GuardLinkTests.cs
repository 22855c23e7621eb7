using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Guard.Tests;

/// <summary>The controller's end of the pipes, with the test at the other end.</summary>
public sealed class GuardLinkTests : IDisposable
{
    private const long Ms = World.Ms;
    private readonly int _guardReads = Descriptor.Reserve();
    private readonly int _linkWrites = Descriptor.Reserve();
    private readonly int _linkReads = Descriptor.Reserve();
    private readonly int _guardWrites = Descriptor.Reserve();
    private readonly GuardLink _link;
    private long _spoken;

    public GuardLinkTests()
    {
        Assert.True(Descriptor.ShowPipe(_guardReads, _linkWrites));
        Assert.True(Descriptor.ShowPipe(_linkReads, _guardWrites));
        _link = new GuardLink(new GuardSettings(), _linkWrites, _linkReads);
    }

    public void Dispose()
    {
        _link.Dispose();
        _ = Descriptor.Close(_guardReads);
        _ = Descriptor.Close(_guardWrites);
    }

    [Fact]
    public void What_it_sends_passes_the_window_of_the_guard()
    {
        HeartbeatWindow window = default;
        window.Begin(MonotonicClock.Now_ns);
        for (int k = 0; k < 3; k++)
        {
            MonotonicClock.SleepUntil(MonotonicClock.Now_ns + (6 * Ms));
            Assert.True(_link.Beat(Heartbeat.CompleteFlow, 10, HeartbeatFlags.Running));
            Heartbeat beat = default;
            Assert.Equal(Heartbeat.Size_bytes, Descriptor.Read(_guardReads, MemoryMarshal.AsBytes(new Span<Heartbeat>(ref beat))));
            Assert.Equal(GuardReason.None, window.Judge(beat, MonotonicClock.Now_ns, long.MaxValue));
        }

        Assert.Equal(3, _link.Sent);
    }

    [Fact]
    public void An_incomplete_scan_makes_no_true_token()
    {
        Assert.True(_link.Beat(Heartbeat.CompleteFlow ^ 0x100, 10, HeartbeatFlags.Running));
        Heartbeat beat = default;
        _ = Descriptor.Read(_guardReads, MemoryMarshal.AsBytes(new Span<Heartbeat>(ref beat)));
        Assert.False(beat.IsGenuine);
    }

    [Fact]
    public void Silence_counts_from_the_first_look_and_ends_the_trust_after_the_timeout()
    {
        Assert.Equal(GuardSight.Alive, _link.Poll(1_000_000 * Ms));
        Assert.Equal(GuardSight.Alive, _link.Poll(1_000_050 * Ms));
        Assert.Equal(GuardSight.Hung, _link.Poll((1_000_050 * Ms) + 1));
        Speak(HeartbeatFlags.Running, 1_000_060 * Ms);
        Assert.Equal(GuardSight.Hung, _link.Poll(1_000_060 * Ms));
    }

    [Fact]
    public void Each_true_heartbeat_renews_the_trust_from_the_time_it_was_sent()
    {
        _ = _link.Poll(0);
        for (long at_ms = 40; at_ms < 4000; at_ms += 40)
        {
            Speak(HeartbeatFlags.Running, (at_ms - 5) * Ms);
            Assert.Equal(GuardSight.Alive, _link.Poll(at_ms * Ms));
        }

        Speak(HeartbeatFlags.Running, 4000 * Ms);
        Assert.Equal(GuardSight.Hung, _link.Poll((4050 * Ms) + 1));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("sequence")]
    [InlineData("half")]
    public void What_is_not_true_is_no_sign_of_life(string fault)
    {
        _ = _link.Poll(0);
        Heartbeat beat = Next(HeartbeatFlags.Running, 40 * Ms);
        beat = fault == "token" ? beat with { Token = 1 } : beat;
        beat = fault == "sequence" ? beat with { Sequence = 2, Token = Heartbeat.TokenOf(2, Heartbeat.CompleteFlow) } : beat;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Heartbeat>(in beat));
        Assert.True(Descriptor.Write(_guardWrites, fault == "half" ? bytes[..16] : bytes));
        Assert.Equal(GuardSight.Alive, _link.Poll(50 * Ms));
        Assert.Equal(GuardSight.Hung, _link.Poll(51 * Ms));
    }

    [Fact]
    public void The_request_to_stop_is_heard_and_not_forgotten()
    {
        _ = _link.Poll(0);
        Speak(HeartbeatFlags.Running | HeartbeatFlags.StopRequested, 5 * Ms);
        Assert.Equal(GuardSight.Stopping, _link.Poll(6 * Ms));
        Speak(HeartbeatFlags.Running, 10 * Ms);
        Assert.Equal(GuardSight.Stopping, _link.Poll(11 * Ms));
    }

    [Fact]
    public void A_closed_pipe_is_a_dead_guard_at_the_next_look()
    {
        _ = _link.Poll(0);
        Assert.True(Descriptor.Show(_guardWrites, _guardReads));
        Assert.Equal(GuardSight.Dead, _link.Poll(1));
    }

    [Fact]
    public void Heartbeats_that_lay_before_the_end_are_heard_and_the_end_one_look_later()
    {
        _ = _link.Poll(0);
        Speak(HeartbeatFlags.Running, 1);
        Assert.True(Descriptor.Show(_guardWrites, _guardReads));
        Assert.Equal(GuardSight.Alive, _link.Poll(1));
        Assert.Equal(GuardSight.Dead, _link.Poll(2));
    }

    [Fact]
    public void A_full_pipe_is_read_in_bounded_steps_to_its_end()
    {
        int spoken = 0;
        while (Speak(HeartbeatFlags.Running, 5 * Ms))
        {
            spoken++;
        }

        Assert.True(spoken > 100);
        Assert.Equal(GuardSight.Alive, _link.Poll(5 * Ms));
        Speak(HeartbeatFlags.StopRequested, 5 * Ms);
        Assert.Equal(GuardSight.Stopping, _link.Poll(5 * Ms));
    }

    [Fact]
    public void A_guard_that_does_not_read_makes_beat_fail_and_the_numbers_stay_without_gap()
    {
        while (_link.Beat(Heartbeat.CompleteFlow, 10, HeartbeatFlags.Running))
        {
        }

        long sent = _link.Sent;
        Heartbeat beat = default;
        for (long k = 1; k <= sent; k++)
        {
            _ = Descriptor.Read(_guardReads, MemoryMarshal.AsBytes(new Span<Heartbeat>(ref beat)));
            Assert.Equal(k, beat.Sequence);
        }

        Assert.True(_link.Beat(Heartbeat.CompleteFlow, 10, HeartbeatFlags.Running));
        _ = Descriptor.Read(_guardReads, MemoryMarshal.AsBytes(new Span<Heartbeat>(ref beat)));
        Assert.Equal(sent + 1, beat.Sequence);
    }

    [Fact]
    public void Beats_and_looks_allocate_nothing()
    {
        byte[] buffer = new byte[64];
        Talk(buffer, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Talk(buffer, 50_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Without_a_guard_the_message_says_who_starts_it()
    {
        IOException refused = Assert.Throws<IOException>(() => new GuardLink(new GuardSettings(), 1022, 1023));
        Assert.Contains("started by 'safebms guard'", refused.Message, StringComparison.Ordinal);
    }

    private void Talk(byte[] buffer, int times)
    {
        for (int k = 0; k < times; k++)
        {
            _ = _link.Beat(Heartbeat.CompleteFlow, 10, HeartbeatFlags.Running);
            _ = Descriptor.Read(_guardReads, buffer);
            Speak(HeartbeatFlags.Running, 1);
            _ = _link.Poll(1);
        }
    }

    private Heartbeat Next(HeartbeatFlags flags, long sent_ns) => new()
    {
        Sequence = _spoken + 1,
        Sent_ns = sent_ns,
        Token = Heartbeat.TokenOf(_spoken + 1, Heartbeat.CompleteFlow),
        Flags = flags,
    };

    private bool Speak(HeartbeatFlags flags, long sent_ns)
    {
        Heartbeat beat = Next(flags, sent_ns);
        bool written = Descriptor.Write(_guardWrites, MemoryMarshal.AsBytes(new ReadOnlySpan<Heartbeat>(in beat)));
        _spoken += written ? 1 : 0;
        return written;
    }
}
