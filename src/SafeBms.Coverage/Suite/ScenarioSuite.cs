using System.Globalization;
using System.Reflection;
using System.Text;
using SafeBms.Laboratory;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Coverage.Suite;

/// <summary>Runs scenarios against a core that was compiled in memory. The simulated boat is loaded a second time,
/// beside that core, so everything goes by name.</summary>
public sealed class ScenarioSuite
{
    private readonly Parser parse;
    private readonly MethodInfo loadMeasured;
    private readonly ConstructorInfo create;
    private readonly PropertyInfo measured;
    private readonly PropertyInfo mayLeap;
    private readonly PropertyInfo hashesStates;
    private readonly MethodInfo run;

    /// <summary>Loads the boat beside a core.</summary>
    public ScenarioSuite(CompiledCore core)
    {
        ArgumentNullException.ThrowIfNull(core);
        Assembly boat = core.LoadBeside(typeof(ScenarioRunner).Assembly.Location);
        Type runner = Beside(boat, typeof(ScenarioRunner));
        Type scenario = Beside(boat, typeof(Scenario));
        Type series = Beside(boat, typeof(SafeBms.Simulation.MeasuredSeries));
        parse = Beside(boat, typeof(ScenarioParser)).GetMethod(nameof(ScenarioParser.Parse))!
            .CreateDelegate<Parser>();
        loadMeasured = series.GetMethods().Single(method =>
            method.Name == nameof(SafeBms.Simulation.MeasuredSeries.Load) && method.GetParameters().Length == 1
            && method.GetParameters()[0].ParameterType == typeof(TextReader));
        create = runner.GetConstructor([scenario, series])!;
        measured = scenario.GetProperty(nameof(Scenario.Measured))!;
        mayLeap = runner.GetProperty(nameof(ScenarioRunner.MayLeap))!;
        hashesStates = runner.GetProperty(nameof(ScenarioRunner.HashesStates))!;
        run = runner.GetMethod(nameof(ScenarioRunner.Run))!;
    }

    /// <summary>The files of scenarios in a folder, in order.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.scenario.yaml").Order(StringComparer.Ordinal)];

    /// <summary>Runs one scenario.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="states">Whether every state of every scan goes into the outcome; slower.</param>
    /// <exception cref="FormatException">It is not a scenario for this core.</exception>
    public ScenarioOutcome Run(string path, bool states)
    {
        try
        {
            object scenario = parse(File.ReadAllBytes(path));
            object runner = create.Invoke([scenario, Measured(path, scenario)]);
            mayLeap.SetValue(runner, true);
            hashesStates.SetValue(runner, states);
            object result = run.Invoke(runner, null)!;
            return new ScenarioOutcome(
                path,
                (bool)Of(result, nameof(ScenarioResult.Passed)),
                (long)Of(result, nameof(ScenarioResult.Scans)),
                (ulong)Of(result, nameof(ScenarioResult.OutputsHash)),
                (ulong)Of(result, nameof(ScenarioResult.StatesHash)));
        }
        catch (TargetInvocationException problem)
        {
            throw new FormatException($"{path}: {problem.InnerException?.Message ?? problem.Message}", problem);
        }
        catch (Exception problem) when (problem.GetType().Name == nameof(ScenarioException))
        {
            throw new FormatException($"{path}: {problem.Message}", problem);
        }
    }

    // A span cannot go through reflection; the result is a scenario of the other load context.
    private delegate object Parser(ReadOnlySpan<byte> bytes);

    private object? Measured(string path, object scenario)
    {
        if (measured.GetValue(scenario) is not object place)
        {
            return null;
        }

        string file = string.Create(CultureInfo.InvariantCulture, $"{Of(place, nameof(PlacedText.Text))}");
        using StreamReader reader = new(Path.Combine(Path.GetDirectoryName(path)!, file), Encoding.UTF8);
        return loadMeasured.Invoke(null, [reader]);
    }

    private static object Of(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from)!;

    private static Type Beside(Assembly boat, Type type) => boat.GetType(type.FullName!, throwOnError: true)!;
}
