using SafeBms.Core;
using SafeBms.Interpreter;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Transition;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;
using InputTable = SafeBms.Core.InputTable;

namespace SafeBms.Workbench.Proving;

/// <summary>States of a specification under the readings that the simulated boat delivers in the scenarios. The boat is
/// steered by the shipped core; the specification that is judged only listens.</summary>
internal static class BoatSamples
{
    // A boat needs some 15 s from power-on to a closed contactor; over-current takes its permits after 30 s.
    private const int ScansOfEach = 75_000;
    private const int Parts = 2;
    private const long LongestScenario_ms = 3_000_000;

    /// <summary>Runs the scenarios of a folder.</summary>
    /// <param name="model">The specification that is judged.</param>
    /// <param name="product">The product.</param>
    /// <param name="scenarios">Folder of scenarios; without it there are no samples.</param>
    public static StateSamples Collect(SpecificationModel model, string product, string scenarios)
    {
        if (!Directory.Exists(scenarios))
        {
            return StateSamples.None;
        }

        TransitionSystem system = TransitionSystemBuilder.Build(
            model, product, _ => true, [.. model.Properties.Properties.Select(property => property.Id)],
            new PropertyCases(model).ByName(Proved(model)));
        string[] paths = [.. Directory.EnumerateFiles(scenarios, "*.scenario.yaml").Order(StringComparer.Ordinal)];
        string[] names = [.. Enumerable.Range(0, InputTable.Count).Select(InputTable.Name)];
        OpenLoopRun[] runs = [.. Enumerable.Range(0, Parts).Select(_ => new OpenLoopRun(system, model, names))];
        Parallel.For(
            0, Parts, part => Listen(runs[part], names.Length, paths.Where((_, index) => index % Parts == part)));
        return new StateSamples(StateSamples.NamesOf(system), [.. runs.SelectMany(one => one.Samples)]);
    }

    private static void Listen(OpenLoopRun run, int inputs, IEnumerable<string> paths)
    {
        InputReading[] readings = new InputReading[inputs];
        foreach (string path in paths)
        {
            Scenario scenario = ScenarioParser.Parse(File.ReadAllBytes(path));
            if (scenario.Duration_ms <= LongestScenario_ms)
            {
                Listen(scenario with { Duration_ms = Math.Min(scenario.Duration_ms, ScansOfEach) }, run, readings);
            }
        }
    }

    private static IEnumerable<PropertyInfo> Proved(SpecificationModel model) => model.Properties.Properties
        .Where(one => one.VerifiedBy == VerificationMethod.Proof && one.Always is not null);

    private static void Listen(Scenario scenario, OpenLoopRun run, InputReading[] readings)
    {
        ScenarioRunner runner;
        try
        {
            runner = new ScenarioRunner(scenario);
        }
        catch (ScenarioException)
        {
            // Needs something that is not here, such as a recording. Samples are no more than a help.
            return;
        }

        ParameterSet parameters = runner.Parameters;
        run.Start(name => ParameterTable.IndexOf(name) is int index and >= 0
            ? ParameterTable.Get(parameters, index) : null);
        runner.AfterScan = boat =>
        {
            for (int index = 0; index < readings.Length; index++)
            {
                InputSignal signal = InputTable.Get(boat.Inputs, index);
                readings[index] = new InputReading(signal.Value, signal.Age_ms, signal.Accepted);
            }

            run.Scan(readings);
        };
        runner.Run();
    }
}
