using System.Runtime.InteropServices;

namespace SafeBms.Guard.Tests;

/// <summary>F20: heartbeats early, late, out of sequence, without a true token, replayed, from another time.</summary>
public class HeartbeatTests
{
    public static TheoryData<string, GuardReason> Faults() => new()
    {
        { "one number left out", GuardReason.HeartbeatSequence },
        { "the same number again", GuardReason.HeartbeatSequence },
        { "the first again", GuardReason.HeartbeatSequence },
        { "number 0", GuardReason.HeartbeatSequence },
        { "a negative number", GuardReason.HeartbeatSequence },
        { "the largest number", GuardReason.HeartbeatSequence },
        { "token of the number before", GuardReason.HeartbeatToken },
        { "token of an incomplete scan", GuardReason.HeartbeatToken },
        { "token 0", GuardReason.HeartbeatToken },
        { "sent in 1 ns", GuardReason.HeartbeatTime },
        { "sent before the last", GuardReason.HeartbeatTime },
        { "sent a second ago", GuardReason.HeartbeatTime },
        { "for no scan", GuardReason.HeartbeatScans },
        { "for 51 scans", GuardReason.HeartbeatScans },
        { "for a negative number of scans", GuardReason.HeartbeatScans },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_heartbeat_that_is_not_the_next_one_kills_in_the_same_step(string fault, GuardReason reason)
    {
        World world = World.InControl();
        world.Now_ns += 10 * World.Ms;
        Heartbeat beat = Spoil(world, fault);

        Assert.True(world.Hear(beat).Kill);
        Assert.Equal(reason, world.Logic.Reason);
        Assert.Equal(GuardState.Killing, world.State);
        Assert.Empty(world.Writes);
    }

    [Fact]
    public void The_first_heartbeat_must_carry_number_1_and_come_after_the_start()
    {
        World world = new();
        _ = world.Step();
        world.Sequence = 1;
        Assert.True(world.Beat(10).Kill);
        Assert.Equal(GuardReason.HeartbeatSequence, world.Logic.Reason);

        world = new World();
        _ = world.Step();
        Heartbeat earlier = world.Next() with { Sent_ns = world.Now_ns - 1 };
        Assert.True(world.Hear(earlier).Kill);
        Assert.Equal(GuardReason.HeartbeatTime, world.Logic.Reason);
    }

    [Theory]
    [InlineData(5_000_000, GuardReason.None)]
    [InlineData(4_999_999, GuardReason.HeartbeatEarly)]
    [InlineData(0, GuardReason.HeartbeatEarly)]
    [InlineData(50_000_000, GuardReason.None)]
    [InlineData(50_000_001, GuardReason.HeartbeatLate)]
    public void The_window_is_closed_on_both_sides_by_the_senders_clock(long distance_ns, GuardReason reason)
    {
        World world = World.InControl();
        Heartbeat beat = world.Next() with { Sent_ns = world.LastSent_ns + distance_ns };

        // The guard itself looks late: it judges when the heartbeat was sent.
        world.Now_ns = world.LastSent_ns + 50_000_001;
        bool killed = world.Hear(beat).Kill;
        Assert.Equal(reason, killed ? world.Logic.Reason : GuardReason.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Silence_kills_one_nanosecond_after_the_timeout(int scale)
    {
        World world = World.InControl(new GuardSettings { Scale = scale });
        world.Now_ns = world.LastSent_ns + (50 * World.Ms * scale);
        Assert.False(world.Step().Kill);
        Assert.True(world.Step(1).Kill);
        Assert.Equal(GuardReason.HeartbeatMissing, world.Logic.Reason);
    }

    [Fact]
    public void A_heartbeat_that_lay_too_long_in_the_pipe_is_silence()
    {
        World world = World.InControl();
        Heartbeat beat = world.Next() with { Sent_ns = world.LastSent_ns + (10 * World.Ms) };
        world.Now_ns = beat.Sent_ns + (50 * World.Ms) + 1;
        Assert.True(world.Hear(beat).Kill || world.State == GuardState.Killing);
        Assert.Equal(GuardReason.HeartbeatMissing, world.Logic.Reason);
    }

    [Fact]
    public void A_guard_that_slept_finds_a_full_pipe_in_order()
    {
        World world = World.InControl();
        long sent_ns = world.LastSent_ns;
        world.Now_ns += 200 * World.Ms;
        for (int k = 1; k <= 20; k++)
        {
            Heartbeat beat = world.Next() with { Sent_ns = sent_ns + (k * 10 * World.Ms) };
            world.Sequence++;
            GuardInputs inputs = new() { HasHeartbeat = true, Heartbeat = beat, Now_ns = world.Now_ns };
            Assert.False(world.Logic.Step(inputs).Kill);
        }

        Assert.False(world.Step().Kill);
        Assert.Equal(GuardState.Watching, world.State);
    }

    [Fact]
    public void Bytes_that_are_no_heartbeat_kill()
    {
        World world = World.InControl();
        Assert.True(world.HearGarbage().Kill);
        Assert.Equal(GuardReason.HeartbeatMalformed, world.Logic.Reason);
    }

    [Fact]
    public void Each_flipped_bit_of_number_and_token_is_noticed()
    {
        for (int bit = 0; bit < 8 * Heartbeat.Size_bytes; bit++)
        {
            // What the token does not cover (time, flags, scans) has limits of its own.
            bool covered = bit is < 64 or (>= 128 and < 192);
            World world = World.InControl();
            world.Now_ns += 10 * World.Ms;
            Heartbeat beat = world.Next();
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Heartbeat>(ref beat));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            bool killed = world.Hear(beat).Kill;
            Assert.True(killed || !covered, $"bit {bit}");
        }
    }

    [Fact]
    public void No_two_numbers_in_a_row_have_the_same_token_and_no_incomplete_scan_makes_one()
    {
        HashSet<ulong> seen = [];
        for (long sequence = 1; sequence <= 100_000; sequence++)
        {
            Assert.True(seen.Add(Heartbeat.TokenOf(sequence, Heartbeat.CompleteFlow)));
            Assert.False(new Heartbeat
            {
                Sequence = sequence,
                Token = Heartbeat.TokenOf(sequence, (uint)sequence),
            }.IsGenuine);
        }
    }

    private static Heartbeat Spoil(World world, string fault)
    {
        Heartbeat beat = world.Next();
        long sequence = fault switch
        {
            "one number left out" => beat.Sequence + 1,
            "the same number again" => beat.Sequence - 1,
            "the first again" => 1,
            "number 0" => 0,
            "a negative number" => -1,
            "the largest number" => long.MaxValue,
            _ => beat.Sequence,
        };
        return fault switch
        {
            "token of the number before" => beat with { Token = Heartbeat.TokenOf(sequence - 1, Heartbeat.CompleteFlow) },
            "token of an incomplete scan" => beat with { Token = Heartbeat.TokenOf(sequence, Heartbeat.CompleteFlow ^ 2) },
            "token 0" => beat with { Token = 0 },
            "sent in 1 ns" => beat with { Sent_ns = world.Now_ns + 1 },
            "sent before the last" => beat with { Sent_ns = world.LastSent_ns - 1 },
            "sent a second ago" => beat with { Sent_ns = world.Now_ns - (1000 * World.Ms) },
            "for no scan" => beat with { Scans = 0 },
            "for 51 scans" => beat with { Scans = 51 },
            "for a negative number of scans" => beat with { Scans = -1 },
            _ => beat with { Sequence = sequence, Token = Heartbeat.TokenOf(sequence, Heartbeat.CompleteFlow) },
        };
    }
}
