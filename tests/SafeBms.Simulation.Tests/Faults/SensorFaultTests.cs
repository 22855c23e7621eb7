using Xunit;

namespace SafeBms.Simulation.Tests;

/// <summary>F01 to F12: what the controller reads while the boat itself is fine.</summary>
public class SensorFaultTests
{
    private static readonly int Cell1 = Channel.Cell(0, 1);

    [Fact]
    public void F01_a_stuck_sensor_keeps_its_last_value_and_stays_fresh()
    {
        Plant plant = Loaded();
        int before_mA = plant.Readings[Channel.PackCurrent].Value;
        plant.Faults.Inject(FaultId.SensorStuckAtLast, Channel.PackCurrent);
        plant.Loads[0].Value = 90_000;
        plant.Run(Boat.Closed, 1000);
        Assert.Equal(before_mA, plant.Readings[Channel.PackCurrent].Value);
        Assert.InRange(plant.Readings.Age_ms(Channel.PackCurrent), 0, 10);
        Assert.InRange(plant.Readings[Channel.RedundantCurrent].Value, -91_000, -89_000);
        Recover(plant, FaultId.SensorStuckAtLast, Channel.PackCurrent);
        Assert.InRange(plant.Readings[Channel.PackCurrent].Value, -91_000, -89_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void F02_a_sensor_stuck_at_a_value_delivers_it(int value)
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.SensorStuckAtValue, Cell1, value);
        plant.Run(Boat.Closed, 100);
        Assert.Equal(value, plant.Readings[Cell1].Value);
        Assert.InRange(plant.CellVoltage_uV(0, 1), 3_200_000, 3_400_000);
        Recover(plant, FaultId.SensorStuckAtValue, Cell1);
        Assert.InRange(plant.Readings[Cell1].Value, 3200, 3400);
    }

    [Fact]
    public void F03_offset_and_drift_add_to_the_reading()
    {
        Plant plant = Loaded();
        int before_mV = plant.Readings[Channel.BatteryVoltage].Value;
        plant.Faults.Inject(FaultId.SensorOffset, Channel.BatteryVoltage, 200, rate: 50);
        plant.Run(Boat.Closed, 15);
        Assert.InRange(plant.Readings[Channel.BatteryVoltage].Value - before_mV, 198, 202);
        plant.Run(Boat.Closed, 10_000);
        Assert.InRange(plant.Readings[Channel.BatteryVoltage].Value - before_mV, 690, 702);
    }

    [Fact]
    public void F04_a_noise_burst_scatters_within_its_amplitude()
    {
        Plant plant = Loaded();
        int calm_mV = plant.Readings[Channel.BusVoltage].Value;
        plant.Faults.Inject(FaultId.SensorNoiseBurst, Channel.BusVoltage, 2000, duration_ms: 1000);
        int least = int.MaxValue;
        int most = int.MinValue;
        for (int i = 0; i < 100; i++)
        {
            plant.Run(Boat.Closed, 10);
            least = Math.Min(least, plant.Readings[Channel.BusVoltage].Value);
            most = Math.Max(most, plant.Readings[Channel.BusVoltage].Value);
        }

        Assert.InRange(least, calm_mV - 2010, calm_mV - 1000);
        Assert.InRange(most, calm_mV + 1000, calm_mV + 2010);
        plant.Run(Boat.Closed, 20);
        Assert.InRange(plant.Readings[Channel.BusVoltage].Value, calm_mV - 10, calm_mV + 10);
    }

    [Fact]
    public void F05_an_open_tap_reads_nothing_below_and_both_cells_above()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.OpenCellTap, Cell1);
        plant.Run(Boat.Closed, 100);
        Assert.Equal(0, plant.Readings[Cell1].Value);
        Assert.InRange(plant.Readings[Channel.Cell(0, 2)].Value, 6400, 6800);
        Assert.InRange(plant.Readings[Channel.Cell(0, 3)].Value, 3200, 3400);
    }

    [Fact]
    public void F06_swapped_taps_show_one_negative_cell_and_keep_the_sum()
    {
        Plant plant = Loaded();
        int sum_mV = Sum(plant);
        plant.Faults.Inject(FaultId.SwappedCellTaps, Cell1);
        plant.Run(Boat.Closed, 100);
        Assert.InRange(plant.Readings[Cell1].Value, 6400, 6800);
        Assert.InRange(plant.Readings[Channel.Cell(0, 2)].Value, -3400, -3200);
        Assert.InRange(plant.Readings[Channel.Cell(0, 3)].Value, 6400, 6800);
        Assert.InRange(Sum(plant) - sum_mV, -4, 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void F07_not_a_number_and_infinity_are_never_accepted(int kind)
    {
        Plant plant = Loaded();
        int before_mV = plant.Readings[Cell1].Value;
        plant.Faults.Inject(FaultId.BadNumber, Cell1, kind);
        for (int i = 0; i < 500; i++)
        {
            plant.Step(Boat.Closed);
            Assert.False(i > 5 && plant.Readings.Accepted(Cell1));
        }

        Assert.Equal(before_mV, plant.Readings[Cell1].Value);
        Assert.True(plant.Readings.Age_ms(Cell1) >= 420);
        Assert.InRange(plant.Readings.Age_ms(Channel.Cell(0, 2)), 0, 85);
        Recover(plant, FaultId.BadNumber, Cell1);
        Assert.InRange(plant.Readings.Age_ms(Cell1), 0, 85);
    }

    [Fact]
    public void F07_a_negative_number_arrives_as_such()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.BadNumber, Cell1, 2);
        plant.Run(Boat.Closed, 100);
        Assert.InRange(plant.Readings[Cell1].Value, -3400, -3200);
    }

    [Theory]
    [InlineData(0, 1500)]
    [InlineData(1, -600)]
    public void F08_a_broken_temperature_sensor_reads_an_end_of_its_scale(int wire, int expected_dC)
    {
        Plant plant = Loaded();
        Assert.InRange(plant.Readings[Channel.Temperature(0)].Value, 195, 210);
        plant.Faults.Inject(FaultId.TemperatureSensorWire, Channel.Temperature(0), wire);
        plant.Run(Boat.Closed, 100);
        Assert.Equal(expected_dC, plant.Readings[Channel.Temperature(0)].Value);
    }

    [Fact]
    public void F09_a_flipped_sign_shows_charge_while_the_pack_discharges()
    {
        Plant plant = Loaded();
        int before_mA = plant.Readings[Channel.PackCurrent].Value;
        plant.Faults.Inject(FaultId.CurrentSignFlip, Channel.PackCurrent);
        plant.Run(Boat.Closed, 20);
        Assert.True(before_mA < -9_000);
        Assert.Equal(-before_mA, plant.Readings[Channel.PackCurrent].Value);
        Assert.Equal(before_mA, plant.Readings[Channel.RedundantCurrent].Value);
    }

    [Fact]
    public void F10_a_lost_shunt_lets_the_current_grow_old()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.ShuntLost, Channel.PackCurrent);
        plant.Run(Boat.Closed, 300);
        Assert.InRange(plant.Readings.Age_ms(Channel.PackCurrent), 280, 310);
        Assert.InRange(plant.Readings.Age_ms(Channel.RedundantCurrent), 0, 10);
    }

    [Fact]
    public void F11_a_disagreeing_pair_differs_by_the_magnitude()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.RedundantPairDisagrees, magnitude: 30_000);
        plant.Run(Boat.Closed, 20);
        int difference_mA = plant.Readings[Channel.RedundantCurrent].Value - plant.Readings[Channel.PackCurrent].Value;
        Assert.Equal(30_000, difference_mA);
    }

    [Fact]
    public void F12_a_missing_battery_grows_old_and_the_others_do_not()
    {
        Plant plant = Boat.Quiet(parallel: 3).ClosedUp();
        plant.Faults.Inject(FaultId.BatteryMissing, 1);
        plant.Run(Boat.Closed, 1000);
        Assert.True(plant.Readings.Age_ms(Channel.Cell(1, 0)) > 900);
        Assert.True(plant.Readings.Age_ms(Channel.Temperature(1)) > 900);
        Assert.InRange(plant.Readings.Age_ms(Channel.Cell(0, 0)), 0, 85);
        Assert.InRange(plant.Readings.Age_ms(Channel.Cell(2, 0)), 0, 85);
    }

    [Theory]
    [InlineData(FaultId.BatteryMissing, 1, 0, "a battery, 0 to 0")]
    [InlineData(FaultId.CurrentSignFlip, Channel.BusVoltage, 0, "pack current")]
    [InlineData(FaultId.OpenCellTap, Channel.PackCurrent, 0, "one of 4 cells of 1 batteries")]
    [InlineData(FaultId.SensorOffset, 9999, 0, "a channel of this boat")]
    [InlineData(FaultId.MainContactorWelded, 3, 0, "there is only one")]
    [InlineData(FaultId.InputFlapping, 5, 0, "possible are 1 to")]
    [InlineData(FaultId.InputGlitch, 40, 1, "a digital input")]
    [InlineData((FaultId)13, 0, 0, "There is no fault 13")]
    public void An_impossible_fault_is_refused_with_what_is_possible(FaultId id, int target, int magnitude, string text)
    {
        Plant plant = Boat.Quiet();
        ArgumentException error = Assert.Throws<ArgumentException>(() => plant.Faults.Inject(id, target, magnitude));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_begin_and_end_at_their_tick()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.MainContactorWelded, after_ms: 10, duration_ms: 5);
        int active = 0;
        for (int i = 0; i < 30; i++)
        {
            plant.Step(Boat.Closed);
            bool expected = i is >= 10 and < 15;
            Assert.Equal(expected, plant.Faults.IsActive(FaultId.MainContactorWelded));
            active += expected ? 1 : 0;
        }

        Assert.Equal(5, active);
        Assert.False(plant.Faults.Remove(FaultId.MainContactorWelded));
    }

    [Fact]
    public void Places_of_ended_faults_are_used_again_and_too_many_are_refused()
    {
        Plant plant = Boat.Quiet();
        for (int i = 0; i < 3 * FaultSet.Capacity; i++)
        {
            plant.Faults.Inject(FaultId.SensorOffset, Channel.BusVoltage, 1, duration_ms: 1);
            plant.Run(Boat.Nothing, 2);
        }

        for (int i = 0; i < FaultSet.Capacity; i++)
        {
            plant.Faults.Inject(FaultId.SensorOffset, Channel.BusVoltage, 1);
        }

        Assert.Throws<InvalidOperationException>(() => plant.Faults.Inject(FaultId.LiveBus));
    }

    private static Plant Loaded()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[0].On = true;
        plant.Run(Boat.Closed, 300);
        return plant;
    }

    private static void Recover(Plant plant, FaultId id, int target)
    {
        Assert.True(plant.Faults.Remove(id, target));
        plant.Run(Boat.Closed, 200);
    }

    private static int Sum(Plant plant)
    {
        int sum_mV = 0;
        for (int c = 0; c < 4; c++)
        {
            sum_mV += plant.Readings[Channel.Cell(0, c)].Value;
        }

        return sum_mV;
    }
}
