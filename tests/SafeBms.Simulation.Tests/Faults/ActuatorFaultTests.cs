using Xunit;

namespace SafeBms.Simulation.Tests;

/// <summary>F22 to F38: actuators, the system side and the inputs.</summary>
public class ActuatorFaultTests
{
    [Fact]
    public void F22_a_weld_keeps_current_flowing_without_coil()
    {
        Plant plant = Loaded();
        plant.Loads[0].Permit.Obeys = false;
        plant.Faults.Inject(FaultId.MainContactorWelded);
        plant.Run(Boat.Nothing, 1000);
        Assert.True(plant.PackCurrent_uA < -9_000_000);
        Assert.True(plant.Readings[DigitalInput.ContactorFeedback]);
        plant.Faults.Remove(FaultId.MainContactorWelded);
        plant.Run(Boat.Nothing, 100);
        Assert.Equal(0, plant.PackCurrent_uA);
        Assert.False(plant.Readings[DigitalInput.ContactorFeedback]);
    }

    [Fact]
    public void F23_a_welded_precharge_keeps_feeding_the_busbar()
    {
        Plant plant = Boat.Quiet();
        plant.Run(Boat.Precharging, 1000);
        plant.Faults.Inject(FaultId.PrechargeWelded);
        plant.Run(Boat.Nothing, 30_000);
        Assert.True(plant.BusVoltage_uV > 12_000_000);
        Assert.True(plant.PrechargeCurrent_uA > 100_000);
        Assert.True(plant.Readings[DigitalInput.PrechargeFeedback]);
    }

    [Fact]
    public void F24_a_welded_alternator_relay_lets_the_alternator_deliver_for_ever_and_voids_the_two_seconds()
    {
        Plant plant = Loaded();
        plant.Alternator.Running = true;
        plant.Run(Boat.Charging, 4000);
        plant.Faults.Inject(FaultId.AlternatorRelayWelded);
        plant.Run(Boat.Closed, 5000);
        Assert.True(plant.AlternatorCurrent_uA > 50_000_000);
        Assert.True(plant.Readings[DigitalInput.RelayReadback]);
        plant.Run(Boat.Nothing, 1000);
        Assert.True(plant.LoadDumpCount >= 1);
    }

    [Fact]
    public void F25_with_an_open_coil_the_contactor_does_not_close_and_a_closed_one_drops()
    {
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.ContactorCoilOpen);
        plant.Run(Boat.Closed, 500);
        Assert.False(plant.ContactClosed);
        Assert.False(plant.Readings[DigitalInput.ContactorFeedback]);
        plant.Faults.Remove(FaultId.ContactorCoilOpen);
        plant.Run(Boat.Closed, 100);
        Assert.True(plant.ContactClosed);
        plant.Faults.Inject(FaultId.ContactorCoilOpen);
        plant.Run(Boat.Closed, 15);
        Assert.True(plant.ContactClosed);
        plant.Run(Boat.Closed, 5);
        Assert.False(plant.ContactClosed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(200)]
    public void F26_a_slow_contactor_releases_later_by_the_magnitude(int slow_ms)
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.ContactorSlowRelease, magnitude: slow_ms);
        plant.Run(Boat.Closed, 1);
        int opened_ms = 0;
        while (plant.ContactClosed)
        {
            plant.Step(Boat.Nothing);
            opened_ms++;
        }

        Assert.Equal(plant.Options.DropOut_ms + slow_ms + 1, opened_ms);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 7)]
    public void F27_a_bouncing_feedback_toggles_at_the_edge_and_then_settles(int bounces, int leastEdges)
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.FeedbackBounce, magnitude: bounces);
        plant.Run(Boat.Closed, 10);
        int edges = 0;
        for (int i = 0; i < 100; i++)
        {
            bool before = plant.Readings[DigitalInput.ContactorFeedback];
            plant.Step(Boat.Nothing);
            edges += before != plant.Readings[DigitalInput.ContactorFeedback] ? 1 : 0;
        }

        Assert.InRange(edges, leastEdges, leastEdges + 1);
        Assert.False(plant.Readings[DigitalInput.ContactorFeedback]);
    }

    [Theory]
    [InlineData(DigitalInput.ContactorFeedback, 0)]
    [InlineData(DigitalInput.ContactorFeedback, 1)]
    [InlineData(DigitalInput.AtcReadback, 1)]
    public void F28_a_stuck_feedback_says_the_same_whatever_the_contact_does(DigitalInput input, int level)
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.FeedbackStuck, (int)input, level);
        plant.Run(Boat.Closed, 100);
        Assert.Equal(level == 1, plant.Readings[input]);
        plant.Run(Boat.Nothing, 100);
        Assert.False(plant.ContactClosed);
        Assert.Equal(level == 1, plant.Readings[input]);
    }

    [Fact]
    public void F29_a_contactor_that_drops_by_itself_cuts_the_current_although_its_coil_is_on()
    {
        Plant plant = Loaded();
        plant.Faults.Inject(FaultId.ContactorDrops);
        plant.Run(Boat.Closed, 2);
        Assert.False(plant.ContactClosed);
        Assert.Equal(0, plant.PackCurrent_uA);
        plant.Run(Boat.Closed, 2);
        Assert.False(plant.Readings[DigitalInput.ContactorFeedback]);
    }

    [Theory]
    [InlineData(0, DigitalInput.AtcReadback)]
    [InlineData(1, DigitalInput.AtdReadback)]
    public void F30_a_stuck_permit_relay_keeps_obedient_devices_working(int target, DigitalInput readback)
    {
        Plant plant = Loaded();
        plant.Solar.Running = true;
        plant.Faults.Inject(FaultId.PermitRelayStuckClosed, target);
        plant.Run(new PlantCommands { ContactorCoil = true }, 1000);
        Assert.True(plant.Readings[readback]);
        Assert.Equal(target == 0, plant.SolarCurrent_uA > 0);
        Assert.Equal(target == 1, plant.LoadCurrent_uA(0) > 0);
    }

    [Fact]
    public void F31_a_short_during_precharge_pulls_the_busbar_down_and_in_service_draws_kiloamperes()
    {
        Plant plant = Boat.Quiet();
        plant.Run(Boat.Precharging, 200);
        plant.Faults.Inject(FaultId.ShortCircuit, magnitude: 1);
        plant.Run(Boat.Precharging, 500);
        Assert.True(plant.BusVoltage_uV < 50_000);
        Assert.Equal(5_000, plant.Readings[Channel.PrechargeCurrent].Value);

        Plant service = Loaded();
        service.Faults.Inject(FaultId.ShortCircuit, magnitude: 1);
        service.Run(Boat.Closed, 20);
        Assert.True(service.Readings[Channel.PackCurrent].Value < -3_000_000);
        Assert.True(service.BatteryVoltage_uV < 8_000_000);
    }

    [Theory]
    [InlineData(9_500)]
    [InlineData(10_500)]
    public void F32_the_load_seen_by_the_precharge_is_the_magnitude(int load_mOhm)
    {
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.LoadResistance, magnitude: load_mOhm);
        plant.Run(Boat.Precharging, 2000);
        long implied_mOhm = plant.Readings[Channel.BusVoltage].Value * 1000L
            / plant.Readings[Channel.PrechargeCurrent].Value;
        Assert.InRange(implied_mOhm, load_mOhm * 98 / 100, load_mOhm * 101 / 100);
    }

    [Fact]
    public void F33_twice_the_capacitance_takes_twice_the_time()
    {
        int normal_ms = PrechargeTime_ms(Boat.Quiet());
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.CapacitorBank, magnitude: 200);
        Assert.InRange(PrechargeTime_ms(plant) * 100 / normal_ms, 180, 220);
    }

    [Fact]
    public void F34_a_live_busbar_is_above_the_battery_before_precharge()
    {
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.LiveBus, magnitude: 800);
        plant.Run(Boat.Nothing, 200);
        int above_mV = plant.Readings[Channel.BusVoltage].Value - plant.Readings[Channel.BatteryVoltage].Value;
        Assert.InRange(above_mV, 780, 802);
        Assert.Equal(0, plant.Readings[Channel.PackCurrent].Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void F35_a_flapping_input_toggles_with_its_half_period(int half_ms)
    {
        Plant plant = Boat.Quiet();
        plant.Run(Boat.Nothing, 100);
        plant.Faults.Inject(FaultId.InputFlapping, (int)DigitalInput.RemoteBridged, half_ms);
        for (int i = 0; i < 3000; i++)
        {
            plant.Step(Boat.Nothing);
            Assert.Equal(i / half_ms % 2 == 0, plant.Readings[DigitalInput.RemoteBridged]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void F36_a_glitch_lasts_exactly_its_length(int length_ms)
    {
        Plant plant = Boat.Quiet();
        plant.Faults.Inject(FaultId.InputGlitch, (int)DigitalInput.RemoteH, length_ms, after_ms: 13);
        int high = 0;
        for (int i = 0; i < 100; i++)
        {
            plant.Step(Boat.Nothing);
            bool level = plant.Readings[DigitalInput.RemoteH];
            Assert.Equal(i >= 13 && i < 13 + length_ms, level);
            high += level ? 1 : 0;
        }

        Assert.Equal(length_ms, high);
    }

    [Fact]
    public void F37_several_inputs_change_in_the_same_tick()
    {
        Plant plant = Boat.Quiet();
        plant.Run(Boat.Nothing, 50);
        uint before = plant.Readings.Digital;
        const int Mask = (1 << (int)DigitalInput.RemoteBridged) | (1 << (int)DigitalInput.BatteryCableOk);
        plant.Faults.Inject(FaultId.SimultaneousEdges, Mask, after_ms: 20);
        plant.Run(Boat.Nothing, 20);
        Assert.Equal(before, plant.Readings.Digital);
        plant.Step(Boat.Nothing);
        Assert.Equal(before ^ Mask, plant.Readings.Digital);
    }

    [Fact]
    public void F38_the_alarm_arrives_in_the_very_tick_in_which_the_precharge_ends()
    {
        Plant plant = Boat.Quiet();
        int cell = Channel.Cell(0, 2);
        plant.Run(Boat.Nothing, 100);
        plant.Faults.Inject(FaultId.AlarmWithSuccess, cell, 0);
        bool done = false;
        for (int i = 0; i < 2000 && !done; i++)
        {
            plant.Step(Boat.Precharging);
            int gap_mV = plant.Readings[Channel.BatteryVoltage].Value - plant.Readings[Channel.BusVoltage].Value;
            done = plant.Readings[DigitalInput.PrechargeFeedback] && gap_mV <= 1000;
            Assert.Equal(done, plant.Readings[cell].Value == 4200);
        }

        Assert.True(done);
        Assert.True(plant.Readings.Accepted(cell));
        plant.Run(Boat.Precharging, 200);
        Assert.Equal(4200, plant.Readings[cell].Value);
    }

    [Fact]
    public void F38_the_alarm_arrives_in_the_very_tick_in_which_the_feedback_closes()
    {
        Plant plant = Boat.Quiet();
        int cell = Channel.Cell(0, 0);
        plant.Run(Boat.Precharging, 1000);
        plant.Faults.Inject(FaultId.AlarmWithSuccess, cell, 1);
        int i = 0;
        while (!plant.Readings[DigitalInput.ContactorFeedback])
        {
            Assert.NotEqual(4200, plant.Readings[cell].Value);
            plant.Step(Boat.Closed);
            Assert.True(i++ < 100);
        }

        Assert.Equal(4200, plant.Readings[cell].Value);
        Assert.True(plant.Readings.Accepted(cell));
    }

    private static Plant Loaded()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        plant.Loads[0].On = true;
        plant.Run(Boat.Closed, 300);
        return plant;
    }

    private static int PrechargeTime_ms(Plant plant)
    {
        int time_ms = 0;
        do
        {
            plant.Step(Boat.Precharging);
            Assert.True(++time_ms < 10_000);
        }
        while (plant.BatteryVoltage_uV - plant.BusVoltage_uV > 1_000_000);

        return time_ms;
    }
}
