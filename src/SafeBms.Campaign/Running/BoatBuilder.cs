using SafeBms.Core;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>Builds boats as a scenario does, and lets things happen on them.</summary>
internal static class BoatBuilder
{
    public static SimulatedBoat Build(BoatSetup setup)
    {
        PlantOptions options = BoatSettings.Apply(new PlantOptions(), Settings(setup.Boat));
        ParameterSet parameters =
            ProductParameters.For(new PlacedText(setup.Product, 1, 1), options, Settings(setup.Parameters));
        SimulatedBoat boat = new(options, parameters);
        boat.Plant.Inputs.RemoteBridged = true;
        return boat;
    }

    /// <summary>By time; of one time, people before faults, as a scenario does it.</summary>
    public static Doing[] InOrder(IEnumerable<Doing> doings) =>
        [.. doings.OrderBy(d => d.At_ms).ThenBy(d => d.IsFault)];

    public static void Do(SimulatedBoat boat, Doing doing)
    {
        if (!doing.IsFault)
        {
            boat.Controls.Bind(doing.What, doing.Value)();
            return;
        }

        ScenarioFault source = doing.ToFault();
        BoundFault fault = FaultBinder.Bind(source.Fault, source.Target, source.Value, source.Rate);
        boat.Plant.Faults.Inject(fault.Id, fault.Target, fault.Magnitude, 0, source.Duration_ms, fault.Rate);
    }

    public static Setting[] Settings(IReadOnlyList<KeyValuePair<string, string>> settings) =>
        [.. settings.Select(s => Doing.Setting(s.Key, s.Value))];
}
