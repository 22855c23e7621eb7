using Xunit;

namespace SafeBms.Simulation.Tests;

public class CircuitTests
{
    [Fact]
    public void A_resistive_load_draws_what_Ohm_says_and_the_battery_sags_by_its_resistance()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[0].Kind = LoadKind.Resistance;
        plant.Loads[0].Value = 100;
        plant.Loads[0].On = true;
        plant.Run(Boat.Closed, 199);
        Assert.InRange(plant.LoadCurrent_uA(0) * 100 / 1000 - plant.BusVoltage_uV, -100, 100);
        long sag_uV = plant.OpenCircuitVoltage_uV - plant.BatteryVoltage_uV;
        long expected_uV = -plant.BankCurrent_uA * plant.BankResistance_uOhm / 1_000_000;
        Assert.InRange(sag_uV - expected_uV, -2000, 2000);
        Assert.InRange(plant.BatteryVoltage_uV - plant.BusVoltage_uV, 5_000, 8_000);
    }

    [Fact]
    public void Currents_into_the_busbar_add_up_to_the_capacitor_current_in_every_tick()
    {
        Plant plant = Boat.Quiet(24).ClosedUp();
        plant.Alternator.Running = true;
        plant.Solar.Running = true;
        plant.Loads[0].On = true;
        plant.Loads[1].Kind = LoadKind.Power;
        plant.Loads[1].Value = 2_000_000;
        plant.Loads[1].On = true;
        for (int i = 0; i < 3000; i++)
        {
            plant.Step(Boat.Charging);
            long passive_uA = plant.BusVoltage_uV / 100_000 * 1000 + plant.BusVoltage_uV / 1000;
            long sum_uA = plant.AlternatorCurrent_uA + plant.SolarCurrent_uA - plant.PackCurrent_uA
                - plant.LoadCurrent_uA(0) - plant.LoadCurrent_uA(1) - plant.PassiveCurrent_uA;
            Assert.InRange(sum_uA - plant.CapacitorCurrent_uA, 0, 0);
            Assert.InRange(plant.PassiveCurrent_uA, 1, 2 * passive_uA);
        }

        Assert.True(plant.PackCurrent_uA > 0, "the alternator charges the bank");
    }

    [Theory]
    [InlineData(12, 10_000)]
    [InlineData(24, 20_000)]
    [InlineData(48, 20_000)]
    public void Precharge_into_the_least_allowed_load_reaches_its_target(int volt, int load_mOhm)
    {
        Plant plant = new(new PlantOptions { SystemVoltage_V = volt, LoadResistance_mOhm = load_mOhm });
        long last_uV = -1;
        int ticks = 0;
        while (plant.BatteryVoltage_uV - plant.BusVoltage_uV > volt * 83_000L || ticks < 10)
        {
            plant.Step(Boat.Precharging);
            Assert.True(plant.BusVoltage_uV >= last_uV, "the curve never falls");
            Assert.InRange(plant.PrechargeCurrent_uA, 0, 5_000_000);
            last_uV = plant.BusVoltage_uV;
            Assert.True(++ticks < 2000, "pre-charge takes too long");
        }

        plant.Run(Boat.Precharging, 500);
        long implied_mOhm = plant.Readings[Channel.BusVoltage].Value * 1000L
            / plant.Readings[Channel.PrechargeCurrent].Value;
        Assert.InRange(implied_mOhm, load_mOhm * 95 / 100, load_mOhm * 105 / 100);
    }

    [Fact]
    public void Precharge_into_a_short_never_reaches_its_target()
    {
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.ShortCircuit, magnitude: 200);
        plant.Run(Boat.Precharging, 5000);
        Assert.InRange(plant.BusVoltage_uV, 900_000, 1_100_000);
        Assert.Equal(5_000_000, plant.PrechargeCurrent_uA);
    }

    [Fact]
    public void The_busbar_decays_when_everything_is_off()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Run(Boat.Nothing, 100);
        long start_uV = plant.BusVoltage_uV;
        plant.Run(Boat.Nothing, 5_000);
        long after_uV = plant.BusVoltage_uV;

        // 91 Ohm (100 parallel to 1000) and 50 mF: 4.55 s to 37 %.
        Assert.InRange(after_uV * 1000 / start_uV, 320, 345);
        plant.Run(Boat.Nothing, 60_000);
        Assert.True(plant.BusVoltage_uV < 50_000);
    }

    [Fact]
    public void Closing_without_precharge_shows_the_inrush_and_can_weld()
    {
        Plant bare = new(new PlantOptions { InrushWeld_A = 1500 });
        bare.Run(Boat.Closed, 100);
        bare.Run(Boat.Nothing, 1000);
        Assert.True(bare.InrushPeak_mA > 3_000_000);
        Assert.True(bare.ContactClosed);

        Plant gentle = new Plant(new PlantOptions { InrushWeld_A = 1500 }).ClosedUp();
        gentle.Run(Boat.Nothing, 1000);
        Assert.True(gentle.InrushPeak_mA < 300_000);
        Assert.False(gentle.ContactClosed);
    }

    [Fact]
    public void A_charger_raises_the_busbar_above_the_battery_while_the_contactor_is_open()
    {
        Plant plant = Boat.Quiet();
        plant.Shore.Permit.Obeys = false;
        plant.Shore.Running = true;
        plant.Run(Boat.Nothing, 1000);
        Assert.True(plant.BusVoltage_uV - plant.BatteryVoltage_uV >= 500_000);
        Assert.InRange(plant.PackCurrent_uA, 0, 0);
        plant.Shore.Running = false;
        plant.Run(Boat.Nothing, 5000);
        Assert.True(plant.BusVoltage_uV < plant.BatteryVoltage_uV);
    }

    [Fact]
    public void Chargers_and_loads_follow_their_permit_after_their_reaction_time_or_ignore_it()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Solar.Running = true;
        plant.Shore.Running = true;
        plant.Shore.Permit.Obeys = false;
        plant.Loads[0].On = true;
        plant.Loads[1].On = true;
        plant.Loads[1].Permit.Obeys = false;
        plant.Loads[0].Permit.Reaction_ms = 300;
        plant.Run(Boat.Closed, 200);
        Assert.True(plant.SolarCurrent_uA > 1_000_000);
        PlantCommands stop = new() { ContactorCoil = true };
        plant.Run(stop, 300);
        Assert.True(plant.LoadCurrent_uA(0) > 9_000_000, "5 ms of relay and 300 ms of reaction are not over");
        plant.Run(stop, 10);
        Assert.Equal(0, plant.LoadCurrent_uA(0));
        Assert.Equal(0, plant.SolarCurrent_uA);
        Assert.True(plant.LoadCurrent_uA(1) > 9_000_000);
        Assert.True(plant.ShoreCurrent_uA > 1_000_000);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(33, true)]
    [InlineData(303, true)]
    [InlineData(0, false)]
    [InlineData(33, false)]
    [InlineData(303, false)]
    public void The_reaction_time_is_kept_to_the_millisecond(int reaction_ms, bool charger)
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[2].On = !charger;
        plant.Solar.Running = charger;
        (charger ? plant.Solar.Permit : plant.Loads[2].Permit).Reaction_ms = reaction_ms;
        plant.Run(Boat.Closed, 400);
        PlantCommands stop = new() { ContactorCoil = true };
        plant.Run(stop, plant.Options.RelayDelay_ms + reaction_ms);
        Assert.True(plant.LoadCurrent_uA(2) + plant.SolarCurrent_uA > 0);
        plant.Step(stop);
        Assert.Equal(0, plant.LoadCurrent_uA(2) + plant.SolarCurrent_uA);
    }

    [Fact]
    public void A_closed_contactor_bypasses_the_precharge_path()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 400_000;
        plant.Run(Boat.Closed with { PrechargeRelay = true }, 200);
        Assert.True(plant.PackCurrent_uA < -399_000_000);
        Assert.Equal(0, plant.PrechargeCurrent_uA);
    }

    [Fact]
    public void Aux_current_is_no_pack_current_and_too_much_of_it_is_reported()
    {
        Plant plant = Boat.Quiet();
        PlantCommands aux = new() { Aux = true };
        plant.Aux.Load_mA = 1_100;
        plant.Run(aux, 100);
        Assert.Equal(0, plant.PackCurrent_uA);
        Assert.Equal(-(1_100_000 + 217_000), plant.BankCurrent_uA);
        Assert.False(plant.Readings[DigitalInput.AuxOverCurrent]);
        plant.Aux.Load_mA = 1_101;
        plant.Run(aux, 1);
        Assert.True(plant.Readings[DigitalInput.AuxOverCurrent]);
        plant.Run(Boat.Nothing, 10);
        Assert.False(plant.Readings[DigitalInput.AuxOverCurrent]);
    }
}
