namespace SafeBms.Protocols.Tests;

/// <summary>Recordings, restarts and doubles: only the living sender refreshes anything.</summary>
public sealed class SafeBmsReplayTests
{
    private const int Period_ms = 80;
    private static readonly SafeBmsOptions Options = new() { Batteries = 2, CellsPerBattery = 8 };
    private readonly MeasurementTable _old = Bus.RandomTable(new Random(1));
    private readonly MeasurementTable _true = Bus.RandomTable(new Random(2));
    private readonly MeasurementTable _into = new();
    private readonly SafeBmsReceiver _receiver = new(Options);
    private long _scan;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(300)]
    [InlineData(4096)]
    [InlineData(70_000)]
    [Requirement("P44")]
    [Requirement("REQ-S-DAT-09")]
    public void A_recording_beside_its_sender_never_gets_in_whatever_its_age_and_speed(int age_cycles)
    {
        SafeBmsSender sender = new(Options, 1);
        List<SentFrame> recording = [];
        for (int i = 0; i < age_cycles; i++)
        {
            SentFrame[] cycle = sender.Cycle(_old);
            recording.AddRange(cycle);
            Run(cycle);
        }

        foreach (int speed in (int[])[1, 3, 50])
        {
            for (int at = 0; at + (speed * 10) <= recording.Count; at += speed * 10)
            {
                for (int i = at; i < at + (speed * 10); i++)
                {
                    Assert.NotEqual(FrameVerdict.Accepted, Take(recording[i]));
                }

                Assert.True(Array.TrueForAll(Run(sender.Cycle(_true)), verdict => verdict == FrameVerdict.Accepted));
            }
        }
    }

    [Fact]
    [Requirement("P44")]
    public void A_recording_of_this_session_does_not_get_in_after_the_sender_died_either()
    {
        SafeBmsSender sender = new(Options, 1);
        List<SentFrame[]> recording = [];
        for (int i = 0; i < 1000; i++)
        {
            recording.Add(sender.Cycle(_old));
            Run(recording[^1]);
        }

        _scan += 10_000;
        (int, long)[] before = _into.Content();
        foreach (SentFrame[] cycle in recording)
        {
            Assert.DoesNotContain(FrameVerdict.Accepted, Run(cycle));
        }

        Assert.Equal(before, _into.Content());
        Assert.All(Run(sender.Cycle(_true)), verdict => Assert.Equal(FrameVerdict.Accepted, verdict));
    }

    [Fact]
    [Requirement("P44")]
    public void A_recording_from_before_the_senders_last_starts_does_not_get_in()
    {
        List<SentFrame[]> recording = [];
        for (ushort session = 1; session <= 5; session++)
        {
            SafeBmsSender sender = new(Options, session);
            for (int i = 0; i < 50; i++)
            {
                SentFrame[] cycle = sender.Cycle(_old);
                if (session < 5)
                {
                    recording.Add(cycle);
                }

                Run(cycle);
            }
        }

        _scan += 10_000;
        Assert.DoesNotContain(FrameVerdict.Accepted, recording.SelectMany(Run));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(5000)]
    public void A_restarted_sender_is_followed_after_four_and_a_half_periods_at_the_latest(int silence_ms)
    {
        SafeBmsSender sender = new(Options, 1);
        for (int i = 0; i < 100; i++)
        {
            Run(sender.Cycle(_old));
        }

        long died = _scan - Period_ms;
        _scan += silence_ms;
        long returned = _scan;
        SafeBmsSender restarted = new(Options, 2);
        long followed = -1;
        while (followed < 0)
        {
            long scan = _scan;
            followed = Run(restarted.Cycle(_true)).Contains(FrameVerdict.Accepted) ? scan : -1;
            Assert.True(scan <= Math.Max(died + 200 + (2 * Period_ms), returned + (2 * Period_ms)), $"scan {scan}");
        }

        Assert.All(Run(restarted.Cycle(_true)), verdict => Assert.Equal(FrameVerdict.Accepted, verdict));
        Assert.Equal(_true[MeasurementChannel.Cell(1, 7)].Value, _into[MeasurementChannel.Cell(1, 7)].Value);
    }

    [Fact]
    public void A_silence_of_any_length_within_a_session_ends_with_the_next_life_frame()
    {
        SafeBmsSender sender = new(Options, 1);
        for (int lost = 0; lost < 40; lost++)
        {
            Run(sender.Cycle(_true));
            for (int i = 0; i < lost; i++)
            {
                sender.Cycle(_true);
                _scan += Period_ms;
            }

            Assert.All(Run(sender.Cycle(_true)), verdict => Assert.Equal(FrameVerdict.Accepted, verdict));
        }
    }

    [Fact]
    public void A_second_sender_with_the_same_identifiers_is_shut_out()
    {
        SafeBmsSender first = new(Options, 1);
        SafeBmsSender second = new(Options, 2);
        Run(first.Cycle(_true));
        for (int i = 0; i < 1000; i++)
        {
            Assert.DoesNotContain(FrameVerdict.Accepted, second.Cycle(_old).Select(Take));
            Assert.All(Run(first.Cycle(_true)), verdict => Assert.Equal(FrameVerdict.Accepted, verdict));
        }
    }

    [Theory]
    [InlineData(0xFFFA)]
    [InlineData(0xFFFF_FFFA)]
    public void The_counter_wraps_without_a_gap(uint start)
    {
        uint counter = start;
        for (int i = 0; i < 12; i++, counter++)
        {
            SentFrame life = Bus.HandMadeLife(0x400, 1, counter);
            SentFrame temperature = Bus.HandMade(0x401, 200UL | (260UL << 12), 1, counter);
            Assert.Equal(FrameVerdict.Accepted, Take(life));
            Assert.Equal(FrameVerdict.Accepted, Take(temperature));
            Assert.Equal(FrameVerdict.WrongSequence, Take(life));
            Assert.Equal(FrameVerdict.WrongSequence, Take(temperature));
            _scan += Period_ms;
        }
    }

    [Fact]
    public void Data_of_another_time_with_the_same_lower_counter_do_not_fit_for_a_long_time()
    {
        // What the checksum sees of a time that lies a multiple of 65,536 cycles back: the upper halves' difference.
        // An exclusive or of two inputs changes a checksum by the checksum of the difference, whatever else it covers.
        byte same = Bus.J1850(0, 0, 0, 0, 0, 0, 0, 0, 0);
        bool[] isHidden = new bool[0x1_0000];
        for (int difference = 1; difference < isHidden.Length; difference++)
        {
            isHidden[difference] =
                Bus.J1850((byte)difference, (byte)(difference >> 8), 0, 0, 0, 0, 0, 0, 0) == same;
        }

        int firstHidden = 0;
        for (int multiple = 1; firstHidden == 0; multiple++)
        {
            for (int high = 0; high + multiple < isHidden.Length; high++)
            {
                firstHidden = isHidden[high ^ (high + multiple)] ? multiple : firstHidden;
            }
        }

        Assert.Equal(16, firstHidden);
        Assert.Equal(255, isHidden.Count(hidden => hidden));
    }

    private FrameVerdict Take(SentFrame frame) => _receiver.Take(frame, _scan, _into);

    private FrameVerdict[] Run(SentFrame[] cycle)
    {
        FrameVerdict[] verdicts = [.. cycle.Select(Take)];
        _scan += Period_ms;
        return verdicts;
    }
}
