using System.Runtime.CompilerServices;
using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using Xunit;

namespace SafeBms.Simulation.Tests;

/// <summary>
/// What the core does when a property fails. The shipped core breaks none by itself, so its monitors are made to
/// forget what they have seen: with an alternator released that long ago, P03 and others then do not hold.
/// </summary>
public sealed class ShutdownTests
{
    private const long Lead_ms = 2000;
    private const long LongestOpening_ms = 3000;
    private const long Lockout_ms = 60_000;

    [Fact]
    [Requirement("REQ-SHD-01")]
    public void A_property_that_fails_leaves_the_contactor_as_it_was_and_switches_everything_else_off()
    {
        SimulatedBoat boat = RunningUnderCharge();
        Forget(boat);
        boat.Step();
        Assert.True(boat.AnyViolation);
        Assert.True(boat.Outputs.ContactorCoil);
        AssertNothingButTheContactor(boat.Outputs);
        Assert.Equal(FirstCause.PropertyViolation, boat.Outputs.FirstCause);
    }

    [Fact]
    [Requirement("REQ-SHD-02")]
    public void The_contactor_then_opens_after_the_lead_and_everything_stays_off_also_over_a_restart()
    {
        SimulatedBoat boat = RunningUnderCharge();
        Forget(boat);
        long waited = 0;
        for (boat.Step(); boat.Outputs.ContactorCoil; boat.Step())
        {
            AssertNothingButTheContactor(boat.Outputs);
            waited++;
            Assert.InRange(waited, 1, LongestOpening_ms);
        }

        Assert.InRange(waited, Lead_ms, LongestOpening_ms);
        AssertStaysOff(boat, 20_000);
        Restart(boat);
        AssertStaysOff(boat, 20_000);
    }

    [Fact]
    [Requirement("REQ-SHD-03")]
    public void Only_after_the_lock_out_an_acknowledgement_and_an_edge_does_it_close_again()
    {
        SimulatedBoat boat = RunningUnderCharge();
        Forget(boat);
        Run(boat, LongestOpening_ms + 1000);
        boat.Requests.Acknowledge = true;
        AssertStaysOff(boat, Lockout_ms);
        boat.Requests.Acknowledge = true;
        AssertStaysOpen(boat, 5000);
        boat.Controls.Bind("remote", "off")();
        AssertStaysOpen(boat, 1000);
        boat.Controls.Bind("remote", "on")();
        bool sawPrecharge = false;
        for (int scan = 0; scan < 15_000 && !boat.Outputs.ContactorCoil; scan++)
        {
            boat.Step();
            sawPrecharge |= boat.Outputs.Precharge;
        }

        Assert.True(boat.Outputs.ContactorCoil && sawPrecharge);
    }

    private static SimulatedBoat RunningUnderCharge()
    {
        PlantOptions options = new();
        SimulatedBoat boat = new(options, ProductParameters.For(new("lynx-smart-bms-500", 1, 1), options, []));
        boat.Controls.Bind("remote", "on")();
        boat.Controls.Bind("alternator", "on")();
        Run(boat, 20_000);
        Assert.True(boat.Outputs.ContactorCoil && boat.Outputs.ProgrammableRelay && !boat.AnyViolation);
        return boat;
    }

    private static void Forget(SimulatedBoat boat) =>
        Unsafe.AsRef(in boat.State).Monitor = default;

    private static void Restart(SimulatedBoat boat)
    {
        SafetyCore.Retain(boat.State, out RetainedData retained);
        ParameterSet parameters = boat.State.Parameters;
        ref CoreState state = ref Unsafe.AsRef(in boat.State);
        Assert.True(SafetyCore.TryStart(ref state, parameters, retained, retainedValid: true, out _));
    }

    private static void Run(SimulatedBoat boat, long scans)
    {
        for (long scan = 0; scan < scans; scan++)
        {
            boat.Step();
        }
    }

    private static void AssertStaysOff(SimulatedBoat boat, long scans)
    {
        for (long scan = 0; scan < scans; scan++)
        {
            boat.Step();
            Assert.False(boat.Outputs.ContactorCoil);
            AssertNothingButTheContactor(boat.Outputs);
        }
    }

    private static void AssertStaysOpen(SimulatedBoat boat, long scans)
    {
        for (long scan = 0; scan < scans; scan++)
        {
            boat.Step();
            Assert.False(boat.Outputs.ContactorCoil || boat.Outputs.Precharge);
        }
    }

    private static void AssertNothingButTheContactor(in OutputImage outputs) => Assert.False(
        outputs.Precharge || outputs.ProgrammableRelay || outputs.AllowToCharge || outputs.AllowToDischarge
        || outputs.Aux);
}
