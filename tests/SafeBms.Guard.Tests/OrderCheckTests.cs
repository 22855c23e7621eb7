using SafeBms.Devices.Lines;
using Xunit.Abstractions;

namespace SafeBms.Guard.Tests;

/// <summary>The second opinion on the order of the lines: never wrong about the good, never blind to the bad.</summary>
public class OrderCheckTests(ITestOutputHelper output)
{
    private const long Ms = World.Ms;
    private const ulong AllWired = (1UL << LineWords.Outputs) - 1;

    public static TheoryData<ulong, GuardReason> Wrong() => new()
    {
        { World.Relay, GuardReason.RelayWithoutContactor },
        { World.Discharge, GuardReason.DischargeWithoutContactor },
        { World.Discharge | World.Aux, GuardReason.DischargeWithoutContactor },
        { World.Charge, GuardReason.ChargeWithoutContactor },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_word_is_named_at_its_third_sample(ulong word, GuardReason reason)
    {
        OrderCheck check = Begin(new GuardSettings());
        Assert.Equal(GuardReason.None, check.Judge(word, 5 * Ms, 5 * Ms));
        Assert.Equal(GuardReason.None, check.Judge(word, 10 * Ms, 10 * Ms));
        Assert.Equal(reason, check.Judge(word, 15 * Ms, 15 * Ms));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Two_samples_may_be_a_change_that_was_seen_half_done(ulong word, GuardReason reason)
    {
        _ = reason;
        OrderCheck check = Begin(new GuardSettings());
        for (int k = 0; k < 100; k++)
        {
            Assert.Equal(GuardReason.None, check.Judge(k % 3 == 2 ? LineWords.Safe : word, k * 5 * Ms, k * 5 * Ms));
        }
    }

    [Fact]
    public void Every_word_is_judged_as_the_properties_say()
    {
        for (ulong word = 0; word <= AllWired; word++)
        {
            OrderCheck check = Begin(new GuardSettings());
            GuardReason named = GuardReason.None;
            for (int k = 0; k < 100; k++)
            {
                named = check.Judge(word, k * 5 * Ms, k * 5 * Ms);
            }

            bool closed = (word & World.Contactor) != 0;
            bool allowed = closed
                || ((word & (World.Relay | World.Discharge)) == 0
                    && ((word & World.Charge) == 0 || (word & World.Aux) != 0));
            Assert.Equal(allowed, named == GuardReason.None);
        }
    }

    [Fact]
    public void Waking_by_a_charger_is_a_choice()
    {
        OrderCheck check = Begin(new GuardSettings { ChargeWake = false });
        Assert.Equal(GuardReason.ChargeWithoutContactor, Last(ref check, World.Charge | World.Aux, 0, 100));
    }

    [Fact]
    public void A_relay_that_is_an_alarm_contact_has_no_order()
    {
        OrderCheck check = Begin(new GuardSettings { RelayDrivesAlternator = false });
        Assert.Equal(GuardReason.None, Last(ref check, World.Running, 0, 1000));
        Assert.Equal(GuardReason.None, Last(ref check, World.Relay, 1000, 2000));
    }

    [Fact]
    public void Lines_that_are_not_wired_are_not_judged()
    {
        OrderCheck check = default;
        check.Begin(new GuardSettings(), AllWired & ~World.Contactor);
        Assert.Equal(GuardReason.None, Last(ref check, World.Relay | World.Charge | World.Discharge, 0, 5000));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, true)]
    [InlineData(1900, true)]
    [InlineData(1985, true)]
    [InlineData(2000, false)]
    [InlineData(2001, false)]
    [InlineData(60_000, false)]
    public void A_contactor_that_follows_the_relay_too_soon_is_named(long lead_ms, bool tooSoon)
    {
        OrderCheck check = Begin(new GuardSettings());
        Assert.Equal(GuardReason.None, Last(ref check, World.Running, 0, 1000));
        Assert.Equal(GuardReason.None, Last(ref check, World.Contactor | World.Aux, 1000, 1000 + lead_ms));
        GuardReason named = Last(ref check, LineWords.Safe, 1000 + lead_ms, 1500 + lead_ms);
        Assert.Equal(tooSoon ? GuardReason.ContactorBeforeRelay : GuardReason.None, named);
    }

    [Theory]
    [InlineData(2000 * Ms, false)]
    [InlineData((2000 * Ms) - 1, true)]
    public void The_lead_is_counted_from_before_the_last_sight_of_the_relay_to_after_the_fall(long lead_ns, bool tooSoon)
    {
        OrderCheck check = Begin(new GuardSettings());
        _ = check.Judge(World.Running, 100 * Ms, 900 * Ms);
        _ = check.Judge(World.Contactor, 1000 * Ms, 1000 * Ms);
        long fell_ns = (100 * Ms) + lead_ns;
        GuardReason named = GuardReason.None;
        for (int k = 0; k < 3; k++)
        {
            named = check.Judge(LineWords.Safe, fell_ns - (500 * Ms), fell_ns);
        }

        Assert.Equal(tooSoon ? GuardReason.ContactorBeforeRelay : GuardReason.None, named);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Time_together_is_counted_from_after_the_first_sight_to_before_the_last(long beyond_ns, bool tooLong)
    {
        ulong both = World.Contactor | World.Precharge;
        OrderCheck check = Begin(new GuardSettings());
        _ = check.Judge(both, 0, 50 * Ms);
        for (int at_ms = 100; at_ms < 1050; at_ms += 50)
        {
            _ = check.Judge(both, at_ms * Ms, at_ms * Ms);
        }

        GuardReason named = GuardReason.None;
        for (int k = 0; k < 3; k++)
        {
            named = check.Judge(both, (1050 * Ms) + beyond_ns, (1060 * Ms) + k);
        }

        Assert.Equal(tooLong ? GuardReason.PrechargeWithContactor : GuardReason.None, named);
    }

    [Fact]
    public void A_contactor_whose_relay_was_never_on_may_fall_at_any_time()
    {
        OrderCheck check = Begin(new GuardSettings());
        Assert.Equal(GuardReason.None, Last(ref check, World.Contactor, 0, 50));
        Assert.Equal(GuardReason.None, Last(ref check, LineWords.Safe, 50, 1000));
    }

    [Fact]
    public void Precharge_and_contactor_may_be_together_for_a_second()
    {
        ulong both = World.Contactor | World.Precharge;
        OrderCheck check = Begin(new GuardSettings());
        Assert.Equal(GuardReason.None, Last(ref check, both, 0, 1005));
        Assert.Equal(GuardReason.PrechargeWithContactor, Last(ref check, both, 1005, 1030));

        // Two samples far apart do not show what was in between.
        check = Begin(new GuardSettings());
        for (int k = 0; k < 100; k++)
        {
            Assert.Equal(GuardReason.None, check.Judge(both, k * 200 * Ms, k * 200 * Ms));
        }
    }

    [Fact]
    public void A_controller_that_keeps_the_rules_is_never_accused_however_it_is_sampled()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int run = 0; run < 300; run++)
        {
            OrderCheck check = Begin(new GuardSettings());
            List<(long From_ns, ulong Word)> course = Voyage(random);
            long end_ns = course[^1].From_ns + (1000 * Ms);
            int at = 0;
            long free_ns = 0;
            for (long now_ns = 0; now_ns < end_ns; now_ns = free_ns + Distance(random))
            {
                while (at + 1 < course.Count && course[at + 1].From_ns <= now_ns)
                {
                    at++;
                }

                // The guard may be held up before and after the very moment of reading.
                long from_ns = Math.Max(free_ns, now_ns - Held(random));
                free_ns = now_ns + Held(random);
                GuardReason named = check.Judge(course[at].Word, from_ns, free_ns);
                Assert.True(named == GuardReason.None, $"seed {seed}, run {run}, {now_ns} ns: {named}");
            }
        }
    }

    private static long Held(Random random) => random.Next(10) == 0 ? random.NextInt64(30 * Ms) : 0;

    private static long Distance(Random random) =>
        random.Next(50) == 0 ? random.NextInt64(1, 400 * Ms) : random.NextInt64(1, 12 * Ms);

    // Closings and openings with the shortest times that the rules leave.
    private static List<(long From_ns, ulong Word)> Voyage(Random random)
    {
        List<(long, ulong)> course = [(0, LineWords.Safe)];
        long at_ns = 0;
        for (int k = 0; k < 10; k++)
        {
            Add(random.NextInt64(200 * Ms), World.Precharge | World.Aux);
            Add(random.NextInt64(500 * Ms), World.Precharge | World.Contactor | World.Aux);
            Add(random.NextInt64(990 * Ms), World.Contactor | World.Aux | World.Discharge);
            Add(random.NextInt64(300 * Ms), World.Running);
            Add(random.NextInt64(2000 * Ms), World.Contactor | World.Aux);
            Add((2000 * Ms) + random.NextInt64(100 * Ms), World.Aux | World.Charge);
            Add(random.NextInt64(300 * Ms), LineWords.Safe);
        }

        return course;

        void Add(long after_ns, ulong word)
        {
            at_ns += after_ns;
            course.Add((at_ns, word));
        }
    }

    private static OrderCheck Begin(GuardSettings settings)
    {
        OrderCheck check = default;
        check.Begin(settings, AllWired);
        return check;
    }

    // Samples of one word every 5 ms; what was named last.
    private static GuardReason Last(ref OrderCheck check, ulong word, long from_ms, long to_ms)
    {
        GuardReason named = GuardReason.None;
        for (long at_ms = from_ms; at_ms < to_ms; at_ms += 5)
        {
            named = check.Judge(word, at_ms * Ms, at_ms * Ms);
        }

        return named;
    }
}
