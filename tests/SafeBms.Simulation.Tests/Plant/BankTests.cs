using Xunit;

namespace SafeBms.Simulation.Tests;

public class BankTests
{
    [Fact]
    public void Open_circuit_voltage_rises_with_the_state_of_charge_and_is_clamped_at_both_ends()
    {
        long last_uV = 0;
        for (long soc = -50_000; soc <= 1_050_000; soc += 100)
        {
            long ocv_uV = CellTables.Ocv_uV(soc);
            Assert.True(ocv_uV > last_uV, $"at {soc} millionths");
            last_uV = ocv_uV;
        }

        Assert.Equal(CellTables.Ocv_uV(-50_000), CellTables.Ocv_uV(-900_000));
        Assert.Equal(last_uV, CellTables.Ocv_uV(9_000_000));
        Assert.Equal(3_300_000, CellTables.Ocv_uV(500_000));
    }

    [Fact]
    public void A_cold_cell_has_more_resistance()
    {
        long last = long.MaxValue;
        for (int temperature_dC = -400; temperature_dC <= 800; temperature_dC += 10)
        {
            long factor = CellTables.ResistanceFactor_1024(temperature_dC);
            Assert.True(factor < last || temperature_dC is -400);
            last = factor;
        }

        Assert.Equal(1024, CellTables.ResistanceFactor_1024(250));
        Assert.Equal(CellTables.ResistanceFactor_1024(-400), CellTables.ResistanceFactor_1024(-4000));
    }

    [Theory]
    [InlineData(12, 4, 1)]
    [InlineData(12, 4, 20)]
    [InlineData(24, 8, 7)]
    [InlineData(48, 4, 5)]
    [InlineData(48, 8, 10)]
    public void Every_possible_bank_has_its_nominal_voltage(int volt, int cells, int parallel)
    {
        Plant plant = Boat.Quiet(volt, parallel, cells);
        Assert.InRange(plant.OpenCircuitVoltage_uV, volt * 1_080_000L, volt * 1_125_000L);
    }

    [Theory]
    [InlineData(12, 8, 0, 1, "does not divide|do not divide")]
    [InlineData(13, 4, 0, 1, "use 12, 24 or 48")]
    [InlineData(24, 6, 0, 1, "4 cells")]
    [InlineData(24, 4, 3, 1, "use 2 in series")]
    [InlineData(48, 4, 0, 6, "at most 20")]
    [InlineData(12, 4, 0, 21, "at most 20")]
    [InlineData(12, 4, 0, 0, "at least one")]
    public void An_impossible_bank_is_refused_with_what_to_change(
        int volt, int cells, int series, int parallel, string message)
    {
        PlantOptions options = new()
        {
            SystemVoltage_V = volt,
            CellsPerBattery = cells,
            BatteriesInSeries = series,
            ParallelStrings = parallel,
        };
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Plant(options));
        Assert.Matches(message, error.Message);
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 20)]
    [InlineData(24, 3)]
    [InlineData(48, 5)]
    public void No_charge_is_lost_between_bank_current_and_cells(int volt, int parallel)
    {
        Plant plant = Boat.Quiet(volt, parallel).ClosedUp();
        long before_uAms = Sum(plant);
        long counted_uAms = plant.CountedCharge_uAms;
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 123_457;
        long byHand_uAms = 0;
        for (int i = 0; i < 60_000; i++)
        {
            plant.Step(Boat.Closed);
            byHand_uAms += plant.BankCurrent_uA;
        }

        // Cells of one battery in series carry the same charge: one cell a battery stands for its string.
        int series = plant.Options.SeriesCount * plant.Options.CellsPerBattery;
        Assert.Equal(byHand_uAms, plant.CountedCharge_uAms - counted_uAms);
        Assert.Equal(byHand_uAms * series, Sum(plant) - before_uAms);
        Assert.InRange(byHand_uAms, -60_000L * 130_000_000, -59_000L * 123_457_000);
    }

    [Fact]
    public void Strings_of_different_charge_equalise_and_keep_the_total()
    {
        Plant plant = Boat.Quiet(parallel: 3);
        for (int c = 0; c < 4; c++)
        {
            plant.SetCellSoc(0, c, 150);
        }

        plant.OwnConsumption_mA = 0;
        long before_uAms = Sum(plant);
        long low = plant.CellSoc_millionths(0, 0);
        plant.Run(Boat.Nothing, 60_000);
        Assert.Equal(before_uAms, Sum(plant));
        Assert.True(plant.CellSoc_millionths(0, 0) > low);
        Assert.True(plant.CellSoc_millionths(1, 0) < 710_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Strings_in_parallel_have_the_same_terminal_voltage_however_different_their_charge(int low)
    {
        Plant plant = Boat.Quiet(parallel: 3).ClosedUp();
        for (int c = 0; c < 4; c++)
        {
            plant.SetCellSoc(low, c, 150);
        }

        plant.Loads[0].On = true;
        plant.Loads[0].Value = 200_000;
        plant.Run(Boat.Closed, 501);
        long expected_uV = plant.OpenCircuitVoltage_uV
            + (plant.BankCurrent_uA * (plant.BankResistance_uOhm - plant.Options.CableResistance_uOhm) / 1_000_000);
        for (int b = 0; b < 3; b++)
        {
            long string_uV = 0;
            for (int c = 0; c < 4; c++)
            {
                string_uV += plant.CellVoltage_uV(b, c);
            }

            Assert.InRange(string_uV - expected_uV, -2_000, 2_000);
        }
    }

    [Fact]
    public void Discharging_below_empty_pulls_the_weakest_cell_under_two_and_a_half_volt()
    {
        Plant plant = Boat.Quiet();
        plant.SetCellSoc(0, 2, 1);
        plant.ClosedUp();
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 200_000;
        plant.Run(Boat.Closed, 30_000);
        Assert.True(plant.CellVoltage_uV(0, 2) < 2_500_000);
        Assert.True(plant.CellVoltage_uV(0, 0) > 3_000_000);
    }

    [Fact]
    public void Heavy_current_warms_a_battery_and_cold_air_cools_it()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 400_000;
        plant.Run(Boat.Closed, 60_000);
        int warm_dC = plant.BatteryTemperature_dC(0);
        Assert.InRange(warm_dC, 205, 260);
        plant.Loads[0].On = false;
        plant.Ambient_dC = -200;
        plant.Leap(3_600_000);
        Assert.InRange(plant.BatteryTemperature_dC(0), -200, warm_dC - 50);
    }

    private static long Sum(Plant plant)
    {
        // The cells are up to date at multiples of 100 ms only.
        Assert.Equal(0, plant.Tick % 100);
        long sum_uAms = 0;
        for (int b = 0; b < plant.Options.BatteryCount; b++)
        {
            for (int c = 0; c < plant.Options.CellsPerBattery; c++)
            {
                sum_uAms += plant.CellCharge_uAms(b, c);
            }
        }

        return sum_uAms;
    }
}
