using Xunit;

namespace SafeBms.Simulation.Tests;

public class RobustnessTests
{
    /// <summary>
    /// Any boat, any commands, any faults: the integers must not overflow. An overflow would show as a voltage or
    /// current that no boat of this kind can have.
    /// </summary>
    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    [InlineData(13UL)]
    [InlineData(14UL)]
    public void No_boat_and_no_fault_leads_to_an_impossible_voltage_or_current(ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int boat = 0; boat < 12; boat++)
        {
            Plant plant = new(Extreme(ref random));
            for (int leg = 0; leg < 25; leg++)
            {
                Disturb(plant, ref random);
                PlantCommands commands = Commands(random.Next());
                for (int i = 0; i < 60; i++)
                {
                    plant.Step(commands);
                    Check(plant, $"seed {seed}, boat {boat}, leg {leg}, tick {plant.Tick}");
                }
            }
        }
    }

    private static void Check(Plant plant, string where)
    {
        Assert.True(plant.BusVoltage_uV is >= 0 and < 450_000_000, $"{where}: bus {plant.BusVoltage_uV} uV");
        Assert.True(
            plant.BatteryVoltage_uV is > -60_000_000 and < 600_000_000, $"{where}: {plant.BatteryVoltage_uV} uV");
        Assert.True(
            plant.PackCurrent_uA is > -200_000_000_000 and < 200_000_000_000, $"{where}: {plant.PackCurrent_uA} uA");
        Assert.True(plant.PrechargeCurrent_uA >= 0, where);
        Assert.True(plant.AlternatorCurrent_uA >= 0, where);
        for (int b = 0; b < plant.Options.BatteryCount; b++)
        {
            Assert.InRange(plant.BatteryTemperature_dC(b), -700, 100_000);
        }
    }

    private static PlantOptions Extreme(ref SplitMix64 random)
    {
        int volt = 12 << (int)random.Between(0, 2);
        int cells = volt > 12 && random.Between(0, 1) == 1 ? 8 : 4;
        int series = volt / 3 / cells;
        return new PlantOptions
        {
            Seed = random.Next(),
            SystemVoltage_V = volt,
            CellsPerBattery = cells,
            ParallelStrings = (int)random.Between(1, 20 / series),
            Capacity_Ah = Ends(ref random, 10, 1000),
            InitialSoc_permille = Ends(ref random, 0, 1000),
            CellResistance_uOhm = Ends(ref random, 50, 100_000),
            CableResistance_uOhm = Ends(ref random, 50, 100_000),
            Ambient_dC = Ends(ref random, -400, 800),
            LoadCapacitance_uF = Ends(ref random, 100, 1_000_000),
            LoadResistance_mOhm = Ends(ref random, 1, 100_000_000),
            PrechargeLimit_mA = Ends(ref random, 10, 100_000),
        };
    }

    private static int Ends(ref SplitMix64 random, int low, int high) =>
        random.Between(0, 3) switch
        {
            0 => low,
            1 => high,
            _ => (int)random.Between(low, high),
        };

    private static void Disturb(Plant plant, ref SplitMix64 random)
    {
        plant.Alternator.Running = random.Between(0, 1) == 1;
        plant.Alternator.Limit_mA = Ends(ref random, 1_000, 1_000_000);
        plant.Alternator.SetPoint_mV = Ends(ref random, 1_000, 100_000);
        plant.Solar.Running = random.Between(0, 1) == 1;
        plant.Solar.Limit_mA = Ends(ref random, 0, 1_000_000);
        plant.Solar.SetPoint_mV = Ends(ref random, 1_000, 100_000);
        foreach (Load load in plant.Loads)
        {
            load.On = random.Between(0, 1) == 1;
            load.Kind = (LoadKind)random.Between(0, 2);
            load.Value = Ends(ref random, 1, int.MaxValue);
        }

        FaultId[] faults =
        [
            FaultId.ShortCircuit, FaultId.LoadResistance, FaultId.CapacitorBank, FaultId.LiveBus,
            FaultId.MainContactorWelded, FaultId.PrechargeWelded, FaultId.SensorOffset, FaultId.SensorNoiseBurst,
        ];
        FaultId fault = faults[random.Between(0, faults.Length - 1)];
        int magnitude = fault == FaultId.CapacitorBank ? 500 : Ends(ref random, 1, 100_000);
        plant.Faults.Inject(fault, 0, magnitude, random.Between(0, 30), random.Between(1, 200));
    }

    private static PlantCommands Commands(ulong bits) => new()
    {
        ContactorCoil = (bits & 3) != 0,
        PrechargeRelay = (bits & 4) != 0,
        ProgrammableRelay = (bits & 8) != 0,
        AllowToCharge = (bits & 16) != 0,
        AllowToDischarge = (bits & 32) != 0,
        Aux = (bits & 64) != 0,
    };
}
