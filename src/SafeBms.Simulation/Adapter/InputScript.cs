using SafeBms.Core;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// Inputs of the core as a list of changes, scan by scan, instead of a boat with sensors: a reading stays until the
/// next one of the same input, and what was never set was never accepted.
/// </summary>
public sealed class InputScript
{
    private readonly List<(long Scan, int Input, InputSignal Signal)> _changes;
    private int _next;

    /// <summary>Reads names and values.</summary>
    /// <param name="steps">The steps as written.</param>
    /// <exception cref="ScenarioException">A name or value is wrong; all of them are in it.</exception>
    public InputScript(IReadOnlyList<InputStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        List<ScenarioProblem> problems = [];
        _changes = [.. steps.SelectMany(step => step.Settings.Select(setting => (step.At_ms, Read(setting, problems))))
            .Select(one => (one.At_ms, one.Item2.Input, one.Item2.Signal)).OrderBy(change => change.At_ms)];
        if (problems.Count > 0)
        {
            throw new ScenarioException([.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
        }
    }

    /// <summary>Does what is due before this scan.</summary>
    internal void Fill(long scan, ref InputImage image)
    {
        for (; _next < _changes.Count && _changes[_next].Scan <= scan; _next++)
        {
            InputTable.Set(ref image, _changes[_next].Input, _changes[_next].Signal);
        }
    }

    private static (int Input, InputSignal Signal) Read(Setting setting, List<ScenarioProblem> problems)
    {
        int input = InputTable.IndexOf(setting.Name);
        if (input < 0)
        {
            string near = Suggest.Nearest(setting.Name, Enumerable.Range(0, InputTable.Count).Select(InputTable.Name));
            problems.Add(new ScenarioProblem(
                setting.Line, setting.Column, $"There is no input '{setting.Name}'.{near}"));
            return default;
        }

        if (setting.Value == "never")
        {
            return (input, default);
        }

        string[] parts = setting.Value.Split(',', StringSplitOptions.TrimEntries);
        long age_ms = 0;
        string? wrong = parts.Length > 2 ? $"'{setting.Value}' has too many parts." : null;
        if (parts.Length == 2)
        {
            wrong = parts[1].EndsWith(" old", StringComparison.Ordinal)
                && Quantity.TryParseDuration(parts[1][..^4], out age_ms, out _) && age_ms <= int.MaxValue
                ? null : $"'{parts[1]}' is no age; write for example '13.2 V, 30 ms old'.";
        }

        long value = 0;
        wrong ??= Value(input, parts[0], out value);
        if (wrong is not null)
        {
            problems.Add(new ScenarioProblem(setting.ValueLine, setting.ValueColumn, wrong));
            return default;
        }

        return (input, new InputSignal { Value = (int)value, Age_ms = (int)age_ms, Accepted = true });
    }

    private static string? Value(int input, string text, out long value)
    {
        value = text == "true" ? 1 : 0;
        if (text is "true" or "false")
        {
            return InputTable.Unit(input).Length == 0
                ? null : $"'{text}': this input takes a number in {InputTable.Unit(input)}.";
        }

        if (!Quantity.TryParse(text, out Quantity quantity, out string problem))
        {
            return $"{problem} An input also takes 'true', 'false', or 'never' (not accepted).";
        }

        value = quantity.Value;
        string unit = InputTable.Unit(input);
        return quantity.Unit == unit || (quantity.Unit == "count" && unit.Length == 0)
            ? value is >= int.MinValue and <= int.MaxValue ? null : $"'{text}' does not fit into 32 bits."
            : $"'{text}' is in {quantity.Unit}; this input is in "
                + $"{(unit.Length == 0 ? "true, false or the ids of its words" : unit)}.";
    }
}
