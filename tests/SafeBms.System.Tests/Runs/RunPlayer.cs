using System.Runtime.CompilerServices;
using SafeBms.Core;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.System.Tests.Runs;

/// <summary>
/// Plays a run to its end, whatever is violated. The scenario runner does the same and stops at the first violation;
/// a test compares the two.
/// </summary>
internal static class RunPlayer
{
    /// <summary>Changes the core's memory before a scan; for tests that the monitors notice.</summary>
    public delegate void Sabotage(int scan, ref CoreState state);

    public static RunOutcome Play(BoatRun run, Sabotage? sabotage = null)
    {
        Scenario scenario = run.ToScenario("random-run", "");
        PlantOptions options = BoatSettings.Apply(new PlantOptions(), scenario.Boat);
        ParameterSet parameters = ProductParameters.For(scenario.Product, options, scenario.Parameters);
        SimulatedBoat boat = new(options, parameters);
        boat.Plant.Inputs.RemoteBridged = true;
        Action[] actions = [.. run.Happenings.Select(h => Bind(h, boat))];
        Witness.Memory witness = default;
        Witness.Reset(parameters, ref witness);
        Dictionary<int, int> violations = [];
        ulong hash = Digest.Seed;
        int next = 0;
        for (int scan = 0; scan < run.Duration_ms; scan++)
        {
            while (next < actions.Length && run.Happenings[next].At_ms <= scan)
            {
                actions[next++]();
            }

            sabotage?.Invoke(scan, ref Unsafe.AsRef(in boat.State));
            boat.Step();
            Witness.Step(boat.State, boat.Outputs, ref witness);
            hash = Digest.Mix(hash, boat.Outputs);
            if (boat.AnyViolation)
            {
                NoteViolations(boat.State, scan, violations);
            }
        }

        int[] seen = [.. Enumerable.Range(0, WitnessTable.Count).Where(i => Witness.Seen(witness, i))];
        return new RunOutcome(violations, seen, hash);
    }

    private static Action Bind(Happening happening, SimulatedBoat boat)
    {
        if (!happening.IsFault)
        {
            return boat.Controls.Bind(happening.What, happening.Value);
        }

        ScenarioFault source = happening.ToFault();
        BoundFault fault = FaultBinder.Bind(source.Fault, source.Target, source.Value, source.Rate);
        boat.Plant.Faults.Check(fault.Id, fault.Target, fault.Magnitude);
        return () => boat.Plant.Faults.Inject(
            fault.Id, fault.Target, fault.Magnitude, 0, happening.Duration_ms, fault.Rate);
    }

    private static void NoteViolations(in CoreState state, int scan, Dictionary<int, int> violations)
    {
        for (int i = 0; i < PropertyTable.Count; i++)
        {
            if (PropertyTable.IsViolated(state, i))
            {
                violations.TryAdd(i, scan);
            }
        }
    }
}
