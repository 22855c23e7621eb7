using Xunit;

namespace SafeBms.Simulation.Tests;

public class SensorTests
{
    [Fact]
    public void Nothing_was_ever_accepted_before_the_first_sample_arrives()
    {
        Plant plant = Boat.Quiet(parallel: 2);
        Assert.Equal(int.MaxValue, plant.Readings.Age_ms(Channel.PackCurrent));
        Assert.False(plant.Readings.Accepted(Channel.Cell(1, 3)));
        plant.Run(Boat.Nothing, 90);
        Assert.InRange(plant.Readings.Age_ms(Channel.Cell(1, 3)), 0, 80);
        Assert.Equal(int.MaxValue, plant.Readings.Age_ms(Channel.Cell(2, 0)));
    }

    [Fact]
    public void Every_channel_is_accepted_once_in_its_period_and_no_battery_shares_its_tick()
    {
        Plant plant = Boat.Quiet(parallel: 20);
        plant.Run(Boat.Nothing, 800);
        int[] fast = new int[5];
        int[] frames = new int[20];
        for (int i = 0; i < 800; i++)
        {
            plant.Step(Boat.Nothing);
            int inThisTick = 0;
            for (int channel = 0; channel < fast.Length; channel++)
            {
                fast[channel] += plant.Readings.Accepted(channel) ? 1 : 0;
            }

            for (int b = 0; b < frames.Length; b++)
            {
                bool cell = plant.Readings.Accepted(Channel.Cell(b, 0));
                Assert.Equal(cell, plant.Readings.Accepted(Channel.Temperature(b)));
                frames[b] += cell ? 1 : 0;
                inThisTick += cell ? 1 : 0;
            }

            Assert.InRange(inThisTick, 0, 1);
        }

        Assert.All(fast, count => Assert.Equal(80, count));
        Assert.All(frames, count => Assert.Equal(10, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_sample_arrives_after_its_delay_with_the_value_of_its_moment(int delay_ms)
    {
        Plant plant = new(new PlantOptions { Sensors = SensorOptions.Quiet with { FastDelay_ms = delay_ms } });
        for (int i = 0; i < 200; i++)
        {
            plant.Step(Boat.Precharging);
            if (plant.Tick % 10 == 0)
            {
                long sampled_uV = plant.BusVoltage_uV;
                for (int d = 0; d < delay_ms; d++)
                {
                    Assert.False(plant.Readings.Accepted(Channel.BusVoltage));
                    plant.Step(Boat.Precharging);
                }

                Assert.True(plant.Readings.Accepted(Channel.BusVoltage));
                Assert.Equal(sampled_uV / 1000, plant.Readings[Channel.BusVoltage].Value);
            }
        }
    }

    [Fact]
    public void Noise_stays_within_its_amplitude_and_has_no_bias()
    {
        Plant plant = new(new PlantOptions
        {
            Sensors = SensorOptions.Quiet with { CurrentNoise_mA = 500, CurrentStep_mA = 1 },
        });
        plant.Aux.Load_mA = 0;
        plant.Run(Boat.Nothing, 100);
        long sum_mA = 0;
        int most_mA = 0;
        const int Samples = 20_000;
        for (int i = 0; i < Samples; i++)
        {
            plant.Run(Boat.Nothing, 10);
            int value_mA = plant.Readings[Channel.PackCurrent].Value;
            Assert.InRange(value_mA, -500, 500);
            sum_mA += value_mA;
            most_mA = Math.Max(most_mA, value_mA);
        }

        Assert.InRange(sum_mA / Samples, -5, 5);
        Assert.True(most_mA > 450);
    }

    [Fact]
    public void A_converter_of_one_polarity_never_reads_below_zero()
    {
        Plant plant = new(new PlantOptions());
        int above = 0;
        for (int i = 0; i < 500; i++)
        {
            plant.Run(Boat.Nothing, 10);
            Assert.True(plant.Readings[Channel.BusVoltage].Value >= 0);
            Assert.True(plant.Readings[Channel.PrechargeCurrent].Value >= 0);
            above += plant.Readings[Channel.BusVoltage].Value > 0 ? 1 : 0;
        }

        Assert.InRange(above, 100, 400);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Current_comes_in_whole_steps_rounded_to_the_nearest(int step_mA)
    {
        Plant plant = new Plant(new PlantOptions
        {
            Sensors = SensorOptions.Quiet with { CurrentStep_mA = step_mA },
        }).ClosedUp();
        plant.Loads[0].On = true;
        for (int load_mA = 10_000; load_mA < 12_000; load_mA += 137)
        {
            plant.Loads[0].Value = load_mA;
            plant.Run(Boat.Closed, 500);
            int value_mA = plant.Readings[Channel.PackCurrent].Value;
            Assert.Equal(0, value_mA % step_mA);
            Assert.InRange((plant.PackCurrent_uA / 1000) - value_mA, -step_mA / 2, step_mA / 2);
        }
    }

    [Fact]
    public void Read_backs_follow_their_relays_after_the_switching_time()
    {
        Plant plant = Boat.Quiet();
        PlantCommands all = new()
        {
            PrechargeRelay = true, ProgrammableRelay = true, AllowToCharge = true, AllowToDischarge = true,
        };
        DigitalInput[] inputs =
        [
            DigitalInput.PrechargeFeedback, DigitalInput.RelayReadback, DigitalInput.AtcReadback,
            DigitalInput.AtdReadback,
        ];
        plant.Run(all, plant.Options.RelayDelay_ms);
        Assert.All(inputs, input => Assert.False(plant.Readings[input]));
        plant.Step(all);
        Assert.All(inputs, input => Assert.True(plant.Readings[input]));
    }

    [Fact]
    public void Inputs_of_people_and_wiring_are_seen_in_the_next_tick()
    {
        Plant plant = Boat.Quiet();
        plant.Step(Boat.Nothing);
        Assert.True(plant.Readings[DigitalInput.BatteryCableOk]);
        Assert.True(plant.Readings[DigitalInput.ConfigurationOk]);
        Assert.True(plant.Readings[DigitalInput.SelfTestOk]);
        Assert.True(plant.Readings[DigitalInput.RetainedDataOk]);
        plant.Inputs.RemoteBridged = true;
        plant.Inputs.RemoteH = true;
        plant.Inputs.RemoteL = true;
        plant.Inputs.BatteryCableOk = false;
        plant.Inputs.ScanOverrun = true;
        plant.Inputs.ConfigurationOk = false;
        plant.Inputs.SelfTestOk = false;
        plant.Inputs.RetainedDataOk = false;
        plant.Inputs.BatteryAlarm = true;
        plant.Inputs.RestartedAfterFault = true;
        plant.Step(Boat.Nothing);
        DigitalInput[] high =
        [
            DigitalInput.RemoteBridged, DigitalInput.RemoteH, DigitalInput.RemoteL, DigitalInput.ScanOverrun,
            DigitalInput.BatteryAlarm, DigitalInput.RestartedAfterFault,
        ];
        uint expected = 0;
        foreach (DigitalInput input in high)
        {
            expected |= 1u << (int)input;
        }

        Assert.Equal(expected, plant.Readings.Digital);
    }

    [Fact]
    public void The_controller_warms_with_the_square_of_the_current()
    {
        Plant plant = Boat.Quiet(parallel: 4).ClosedUp();
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 500_000;
        plant.Run(Boat.Closed, 300_000);
        Assert.InRange(plant.Readings[Channel.BmsTemperature].Value, 340, 380);
        plant.BmsTemperatureOffset_dC = 500;
        plant.Run(Boat.Closed, 100);
        Assert.InRange(plant.Readings[Channel.BmsTemperature].Value, 840, 880);
    }

    [Fact]
    public void The_state_of_charge_falls_by_what_was_taken_out()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        int before_permille = plant.Readings[Channel.StateOfCharge].Value;
        plant.Loads[0].On = true;
        plant.Loads[0].Value = 400_000;

        // 400 A of 200 Ah for 90 s are 5 %.
        plant.Leap(0);
        plant.Run(Boat.Closed, 90_000);
        Assert.InRange(before_permille - plant.Readings[Channel.StateOfCharge].Value, 48, 53);
    }
}
