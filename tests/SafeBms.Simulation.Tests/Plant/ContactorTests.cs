using Xunit;

namespace SafeBms.Simulation.Tests;

public class ContactorTests
{
    [Theory]
    [InlineData(20, 0)]
    [InlineData(35, 1)]
    [InlineData(0, 3)]
    public void It_pulls_in_after_its_delay_and_bounces(int pullIn_ms, int bounces)
    {
        Plant plant = new(new PlantOptions { PullIn_ms = pullIn_ms, Bounces = bounces });
        plant.Run(Boat.Nothing, 7);
        int openings = 0;
        long closedAt = -1;
        long start = plant.Tick + 1;
        for (int i = 0; i < 200; i++)
        {
            bool before = plant.ContactClosed;
            plant.Step(Boat.Closed);
            closedAt = closedAt < 0 && plant.ContactClosed ? plant.Tick - start : closedAt;
            openings += before && !plant.ContactClosed ? 1 : 0;
        }

        Assert.Equal(pullIn_ms, closedAt);
        Assert.Equal(bounces, openings);
        Assert.True(plant.ContactClosed);
        Assert.True(plant.Readings[DigitalInput.ContactorFeedback]);
    }

    [Fact]
    public void Feedback_follows_the_contact_one_millisecond_later()
    {
        Plant plant = new(new PlantOptions { Bounces = 0 });
        bool contact = false;
        for (int i = 0; i < 300; i++)
        {
            plant.Step(i / 100 % 2 == 0 ? Boat.Closed : Boat.Nothing);
            Assert.Equal(contact, plant.Readings[DigitalInput.ContactorFeedback]);
            contact = plant.ContactClosed;
        }
    }

    [Fact]
    public void A_coil_pulse_shorter_than_the_pull_in_moves_nothing()
    {
        Plant plant = Boat.Quiet();
        for (int i = 0; i < 50; i++)
        {
            plant.Run(Boat.Closed, 15);
            Assert.False(plant.ContactClosed);
            plant.Run(Boat.Nothing, 3);
            Assert.False(plant.ContactClosed);
        }
    }

    [Fact]
    public void A_gap_in_the_coil_shorter_than_the_drop_out_keeps_it_closed()
    {
        Plant plant = Boat.Quiet().ClosedUp();
        for (int i = 0; i < 50; i++)
        {
            plant.Run(Boat.Nothing, 10);
            Assert.True(plant.ContactClosed);
            plant.Run(Boat.Closed, 2);
            Assert.True(plant.ContactClosed);
        }
    }
}
