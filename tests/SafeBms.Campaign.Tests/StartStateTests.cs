using SafeBms.Simulation.Scenarios;
using Xunit;

namespace SafeBms.Campaign.Tests;

/// <summary>Every state can be reached, and the list of states is complete.</summary>
public class StartStateTests
{
    public static TheoryData<string> Names() => [.. StartStates.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_is_reached_by_its_recipe(string name)
    {
        ReachedState reached = ReachedState.Go(StartStates.Named(name), new Assumptions(Repository.Model));
        Assert.Equal("", reached.Problem);
    }

    [Fact]
    public void Every_state_of_contactor_and_power_mode_and_every_state_that_is_shown_is_among_them()
    {
        Assumptions assumptions = new(Repository.Model);
        HashSet<string> seen = [];
        foreach (StartState state in StartStates.All)
        {
            Voyage voyage = ReachedState.Go(state, assumptions).Voyage!;
            seen.Add("contactor " + Text(voyage, "contactor.state"));
            seen.Add("power-mode " + Text(voyage, "power-mode.state"));
            seen.Add("shown " + Text(voyage, "device_state"));
        }

        Assert.Equal("", string.Join(", ", Everything().Except(seen)));
    }

    private static IEnumerable<string> Everything() =>
    [
        .. Leaves("contactor"), .. Leaves("power-mode"),
        .. Repository.Model.Signals.Enums.First(e => e.Name == "device_state").Members.Select(m => "shown " + m.Name),
    ];

    private static IEnumerable<string> Leaves(string machine) => Repository.Model.Machines
        .First(m => m.Name == machine).States.Where(s => s.InitialChild < 0).Select(s => $"{machine} {s.Name}");

    private static string Text(Voyage voyage, string name)
    {
        Assert.True(voyage.Boat.Names.TryResolve(name, out NamedValue value), name);
        return voyage.Boat.Names.Text(value.Handle, voyage.Boat.Names.Read(value.Handle));
    }
}
