using Xunit;

namespace SafeBms.Simulation.Tests;

public class AlternatorTests
{
    [Theory]
    [InlineData(12, 75_000)]
    [InlineData(24, 150_000)]
    [InlineData(48, 300_000)]
    public void Cut_under_full_load_it_drives_the_busbar_to_a_load_dump(int volt, int least_mV)
    {
        Plant plant = Charging(volt);
        Assert.True(plant.AlternatorCurrent_uA > 90_000_000);
        plant.Run(Boat.Nothing, 1000);
        Assert.Equal(1, plant.LoadDumpCount);
        Assert.True(plant.LoadDumpPeak_mV > least_mV, $"peak {plant.LoadDumpPeak_mV} mV");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(48)]
    public void Off_for_two_seconds_before_the_contactor_there_is_no_load_dump(int volt)
    {
        Plant plant = Charging(volt);
        plant.Run(Boat.Closed, 2000);
        Assert.Equal(0, plant.AlternatorCurrent_uA);
        long peak_uV = 0;
        for (int i = 0; i < 1000; i++)
        {
            plant.Step(Boat.Nothing);
            peak_uV = Math.Max(peak_uV, plant.BusVoltage_uV);
        }

        Assert.Equal(0, plant.LoadDumpCount);
        Assert.Equal(0, plant.LoadDumpPeak_mV);
        Assert.True(peak_uV < volt * 1_200_000L);
    }

    [Fact]
    public void It_needs_about_a_second_to_stop_after_its_relay_opens()
    {
        Plant plant = Charging(12);
        plant.Run(Boat.Closed, 500);
        Assert.InRange(plant.AlternatorCurrent_uA, 40_000_000, 60_000_000);
        plant.Run(Boat.Closed, 510);
        Assert.Equal(0, plant.AlternatorCurrent_uA);
    }

    [Fact]
    public void Its_field_decays_in_a_second_even_where_a_stiff_bank_hides_the_change()
    {
        Plant plant = new Plant(new PlantOptions
        {
            ParallelStrings = 20,
            CellResistance_uOhm = 50,
            CableResistance_uOhm = 50,
            Sensors = SensorOptions.Quiet,
        }).ClosedUp();
        plant.Alternator.Limit_mA = 1_000;
        plant.Alternator.Running = true;
        plant.Run(Boat.Charging, 3000);
        Assert.True(plant.Alternator.Field_uA > 990_000);
        plant.Run(Boat.Closed, 1000 + plant.Options.RelayDelay_ms);
        Assert.Equal(0, plant.Alternator.Field_uA);
    }

    [Fact]
    public void A_shorter_lead_dumps_less()
    {
        Plant early = Charging(12);
        Plant late = Charging(12);
        late.Run(Boat.Closed, 600);
        early.Run(Boat.Nothing, 1500);
        late.Run(Boat.Nothing, 1500);
        Assert.True(late.LoadDumpPeak_mV < early.LoadDumpPeak_mV * 2 / 3);
    }

    [Fact]
    public void It_delivers_only_with_its_relay_closed_and_its_engine_turning()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Run(Boat.Charging, 1000);
        Assert.Equal(0, plant.AlternatorCurrent_uA);
        plant.Alternator.Running = true;
        plant.Run(Boat.Closed, 1000);
        Assert.Equal(0, plant.AlternatorCurrent_uA);
        plant.Run(Boat.Charging, 3000);
        Assert.True(plant.AlternatorCurrent_uA > 50_000_000);
        Assert.True(plant.Readings[DigitalInput.RelayReadback]);
        Assert.True(plant.Readings[Channel.PackCurrent].Value > 50_000);
    }

    private static Plant Charging(int volt)
    {
        Plant plant = Boat.Quiet(volt).ClosedUp();
        plant.Alternator.Running = true;
        plant.Run(Boat.Charging, 5000);
        return plant;
    }
}
