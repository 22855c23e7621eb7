using System.Globalization;
using SafeBms.Core;
using SafeBms.Simulation;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Mutation.Nets;

/// <summary>Plays scenarios against boat and core. Loaded a second time beside a mutant's core, where all its types are
/// the mutant's; what goes in and out is therefore texts and numbers only.</summary>
public static class BoatBench
{
    /// <summary>Mark of a verdict of the monitors.</summary>
    public const string Property = "property";

    /// <summary>Mark of a verdict of a scenario's own expectations.</summary>
    public const string Expectation = "expectation";

    /// <summary>Plays one scenario to its first difference.</summary>
    /// <param name="yaml">The scenario.</param>
    /// <param name="recording">The recording that it names; empty for none.</param>
    /// <param name="mayLeap">Whether idle time may be leapt over.</param>
    /// <returns>Empty if all held; else <see cref="Property"/> and the ids, or <see cref="Expectation"/> and the line,
    /// then the scan, then what was expected and seen.</returns>
    public static string[] Play(byte[] yaml, string recording, bool mayLeap)
    {
        Scenario scenario = ScenarioParser.Parse(yaml);
        ScenarioResult result = Run(scenario, recording, mayLeap);
        if (result.Difference is { } difference && !IsViolation(result, difference))
        {
            // The expectations differ first; the monitors may still see the fault later on.
            ScenarioResult monitored = Run(scenario with { Expectations = [] }, recording, mayLeap);
            bool isSeen = monitored.Difference is { } later && IsViolation(monitored, later);
            return isSeen ? Verdict(monitored, monitored.Difference!) : Verdict(result, difference);
        }

        return result.Difference is null ? [] : Verdict(result, result.Difference);
    }

    private static ScenarioResult Run(Scenario scenario, string recording, bool mayLeap)
    {
        using StringReader reader = new(recording);
        MeasuredSeries? measured = recording.Length == 0 ? null : MeasuredSeries.Load(reader);
        return new ScenarioRunner(scenario, measured) { MayLeap = mayLeap }.Run();
    }

    private static bool IsViolation(ScenarioResult result, Difference difference) =>
        difference.Line == 0 && result.Violations.Any(violation => violation.Value == difference.Scan);

    private static string[] Verdict(ScenarioResult result, Difference difference)
    {
        bool isViolation = IsViolation(result, difference);
        string who = isViolation
            ? string.Join(' ', result.Violations.Where(item => item.Value == difference.Scan).Select(item => item.Key))
            : difference.Line.ToString(CultureInfo.InvariantCulture);
        return
        [
            isViolation ? Property : Expectation, who, difference.Scan.ToString(CultureInfo.InvariantCulture),
            $"{difference.Expected}; {difference.Actual}",
        ];
    }

    /// <summary>Number of properties of this core; a check that the right core is beside this code.</summary>
    public static int Properties => PropertyTable.Count;
}
