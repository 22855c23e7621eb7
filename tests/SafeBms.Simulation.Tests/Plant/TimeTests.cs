using Xunit;

namespace SafeBms.Simulation.Tests;

public class TimeTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_other_bits()
    {
        Assert.Equal(Voyage(7, 0), Voyage(7, 0));
        Assert.NotEqual(Voyage(7, 0), Voyage(8, 0));
    }

    [Theory]
    [InlineData(1UL, 1_000_000)]
    [InlineData(2UL, 37)]
    [InlineData(3UL, 250)]
    [InlineData(4UL, 1)]
    public void Leaping_gives_the_same_bits_as_stepping(ulong seed, int leap_ms)
    {
        Assert.Equal(Voyage(seed, 0), Voyage(seed, leap_ms));
    }

    [Fact]
    public void Leaping_while_unchanged_stops_exactly_at_the_tick_with_a_new_reading()
    {
        // A small bank near empty, so that the controller's own consumption alone moves the readings.
        PlantOptions options = new() { Capacity_Ah = 10, InitialSoc_permille = 40, Sensors = SensorOptions.Quiet };
        Plant leaping = new(options);
        Plant stepping = new(options);
        leaping.Run(Boat.Nothing, 2000);
        stepping.Run(Boat.Nothing, 2000);
        int stops = 0;
        while (leaping.Tick < 600_000)
        {
            long version = stepping.Readings.Version;
            long passed_ms = leaping.LeapWhileUnchanged(50_000);
            for (long i = 0; i < passed_ms; i++)
            {
                Assert.Equal(version, stepping.Readings.Version);
                stepping.Step(Boat.Nothing);
            }

            Assert.Equal(stepping.StateHash(), leaping.StateHash());
            stops += stepping.Readings.Version != version ? 1 : 0;
        }

        Assert.True(stops > 0, "nothing changed in ten minutes: the test shows nothing");
    }

    [Fact]
    public void An_idle_boat_is_quiescent_and_a_moving_one_is_not()
    {
        Plant plant = Boat.Quiet();
        plant.Run(Boat.Nothing, 2_003);
        Assert.True(plant.IsQuiescent);
        Assert.True(plant.QuiescentSteps > 0);
        plant.Run(Boat.Precharging, 20);
        Assert.False(plant.IsQuiescent);
        Plant setting = Boat.Quiet();
        setting.Run(Boat.Nothing, 2_003);
        setting.Loads[0].On = true;
        Assert.Equal(0, setting.QuiescentSteps);
    }

    [Fact]
    public void Stepping_and_leaping_allocate_nothing()
    {
        // The same way is gone twice, each time with a boat of its own: what the runtime itself allocates once when a
        // method is called for the first time or compiled anew is no allocation of the plant.
        _ = AllocatedUnderWay(Prepared());
        Assert.Equal(0, AllocatedUnderWay(Prepared()));

        static Plant Prepared()
        {
            Plant plant = Boat.Quiet(parallel: 20, noise: 1).ClosedUp();
            plant.Loads[0].On = true;
            plant.Alternator.Running = true;
            plant.Faults.Inject(FaultId.SensorOffset, Channel.PackCurrent, 100);
            return plant;
        }

        static long AllocatedUnderWay(Plant plant)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            plant.Run(Boat.Charging, 20_000);
            plant.Leap(20_000);
            plant.Faults.Inject(FaultId.MainContactorWelded);
            plant.Run(Boat.Nothing, 1000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    // A day in short: switches, faults and sources at times drawn from the seed. leap 0 steps tick by tick.
    private static ulong Voyage(ulong seed, int leap_ms)
    {
        Plant plant = new(new PlantOptions { Seed = seed, SystemVoltage_V = 24, ParallelStrings = 3 });
        SplitMix64 random = new(seed);
        ulong hashes = 0;
        for (int leg = 0; leg < 120; leg++)
        {
            PlantCommands commands = Draw(plant, ref random);
            long left_ms = random.Between(1, leg % 10 == 0 ? 20_000 : 600);
            plant.Step(commands);
            for (left_ms--; left_ms > 0;)
            {
                long part_ms = Math.Min(left_ms, Math.Max(1, leap_ms));
                if (leap_ms == 0)
                {
                    plant.Step(commands);
                }
                else
                {
                    plant.Leap(part_ms);
                }

                left_ms -= part_ms;
            }

            hashes = SplitMix64.Mix(hashes ^ plant.StateHash());
        }

        return hashes;
    }

    private static PlantCommands Draw(Plant plant, ref SplitMix64 random)
    {
        ulong bits = random.Next();
        plant.Alternator.Running = (bits & 64) != 0;
        plant.Solar.Running = (bits & 128) != 0;
        plant.Loads[0].On = (bits & 256) != 0;
        plant.Loads[1].On = (bits & 512) != 0;
        plant.Loads[1].Kind = LoadKind.Power;
        plant.Loads[1].Value = 1_500_000;
        plant.Inputs.RemoteBridged = (bits & 1024) != 0;
        if (random.Between(0, 1) == 0)
        {
            FaultId[] faults = Enum.GetValues<FaultId>();
            FaultId fault = faults[(bits >> 20) % (ulong)faults.Length];
            long after_ms = random.Between(0, 300);
            plant.Faults.Inject(
                fault, Target(fault), Magnitude(fault), after_ms, random.Between(1, 500), rate: 5);
        }

        return new PlantCommands
        {
            ContactorCoil = (bits & 3) != 0,
            PrechargeRelay = (bits & 4) != 0,
            ProgrammableRelay = (bits & 8) != 0,
            AllowToCharge = (bits & 16) != 0,
            AllowToDischarge = (bits & 32) != 0,
            Aux = (bits & 2048) != 0,
        };
    }

    private static int Target(FaultId fault) => fault switch
    {
        FaultId.OpenCellTap or FaultId.SwappedCellTaps or FaultId.AlarmWithSuccess => Channel.Cell(2, 1),
        FaultId.TemperatureSensorWire => Channel.Temperature(1),
        FaultId.InputFlapping or FaultId.InputGlitch => (int)DigitalInput.RemoteBridged,
        FaultId.SimultaneousEdges or FaultId.InputsLost => 96,
        _ => 0,
    };

    private static int Magnitude(FaultId fault) => fault switch
    {
        FaultId.BadNumber or FaultId.TemperatureSensorWire or FaultId.FeedbackStuck => 1,
        FaultId.AlarmWithSuccess => 0,
        FaultId.CapacitorBank => 200,
        FaultId.ShortCircuit => 40,
        _ => 11,
    };
}
