using SafeBms.Devices.Lines;
using Xunit.Abstractions;

namespace SafeBms.Guard.Tests;

/// <summary>Whatever happens in whatever order, the rules of the world hold; and the logic allocates nothing.</summary>
public class RandomWorldTests(ITestOutputHelper output)
{
    [Fact]
    public void No_course_of_events_makes_two_writers_or_an_early_contactor()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int run = 0; run < 400; run++)
        {
            Random random = new(seed + run);
            try
            {
                Live(random);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"Run {run} of seed {seed}: {problem.Message}", problem);
            }
        }
    }

    [Fact]
    public void A_million_steps_allocate_nothing()
    {
        World world = World.InControl();
        GuardLogic logic = world.Logic;
        long now_ns = world.LastSent_ns;
        long sequence = world.Sequence;
        long before = 0;
        for (int k = -1000; k < 1_000_000; k++)
        {
            if (k == 0)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            now_ns += 5 * World.Ms;
            GuardInputs inputs = new() { Now_ns = now_ns };
            if (k % 2 == 0)
            {
                sequence++;
                inputs.HasHeartbeat = true;
                inputs.Heartbeat = new Heartbeat
                {
                    Sequence = sequence,
                    Sent_ns = now_ns,
                    Token = Heartbeat.TokenOf(sequence, Heartbeat.CompleteFlow),
                    Flags = HeartbeatFlags.Running,
                    Scans = 10,
                };
                _ = logic.Step(inputs);
                inputs = new GuardInputs { Now_ns = now_ns };
            }

            inputs.HasLines = true;
            inputs.LinesFrom_ns = now_ns;
            inputs.Lines = World.Running;
            _ = logic.Step(inputs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(GuardState.Watching, logic.State);
    }

    private static void Live(Random random)
    {
        World world = new(new GuardSettings { Scale = random.Next(1, 3) });
        double calm = random.NextDouble();
        for (int step = 0; step < 5000 && world.State != GuardState.Done; step++)
        {
            world.Now_ns += random.Next(20) == 0 ? random.NextInt64(80 * World.Ms) : random.NextInt64(6 * World.Ms);
            world.LinesStatus = random.Next(200) == 0 ? LineStatus.Failed : LineStatus.Ok;
            world.StopRequested = world.StopRequested || random.Next(20_000) == 0;
            if (!world.Exists)
            {
                _ = world.Step();
                continue;
            }

            Behave(world, random, random.NextDouble() < calm);
        }
    }

    private static void Behave(World world, Random random, bool calm)
    {
        bool ends = world.State == GuardState.Killing ? random.Next(30) == 0 : !calm && random.Next(300) == 0;
        if (ends)
        {
            world.Die(random.Next(-1, 4), random.Next(2) * 9);
            _ = world.Step();
            return;
        }

        // A controller that is not dead writes whatever it likes, the moment before it is found out.
        if (!calm && random.Next(100) == 0)
        {
            world.Lines = (ulong)random.NextInt64(256);
        }
        else if (world.State == GuardState.Watching && random.Next(3) == 0)
        {
            world.Lines = World.Running;
        }

        if (world.Now_ns - world.LastSent_ns < 10 * World.Ms)
        {
            _ = world.Step();
            return;
        }

        Heartbeat beat = world.Next();
        if (!calm && random.Next(200) == 0)
        {
            beat = random.Next(4) switch
            {
                0 => beat with { Sequence = random.NextInt64() },
                1 => beat with { Token = (ulong)random.NextInt64() },
                2 => beat with { Sent_ns = beat.Sent_ns + random.NextInt64(-World.Ms * 100, World.Ms * 100) },
                _ => beat with { Flags = HeartbeatFlags.EndedInOrder },
            };
        }

        _ = world.Hear(beat);
    }
}
