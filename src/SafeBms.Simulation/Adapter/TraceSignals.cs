using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;

namespace SafeBms.Simulation.Adapter;

/// <summary>Which values a trace holds.</summary>
public static class TraceSignals
{
    /// <summary>
    /// Outputs, inputs of the controller itself, states and outputs of machines, truths of the boat; of one battery
    /// only their inputs.
    /// </summary>
    public static IReadOnlyList<TraceSignal> Default(CoreNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<TraceSignal> signals = [];
        foreach (string name in names.Names)
        {
            if (IsWanted(name, names) && names.TryResolve(name, out NamedValue value))
            {
                TraceKind kind = names.IsSwitch(value.Handle) ? TraceKind.Switch
                    : names.IsWords(value.Handle) ? TraceKind.Word
                    : TraceKind.Number;
                signals.Add(new TraceSignal(name, value.Handle, value.Unit == "bool" ? "" : value.Unit, kind));
            }
        }

        return signals;
    }

    private static bool IsWanted(string name, CoreNames names)
    {
        bool single = name.Contains('[', StringComparison.Ordinal);
        if (!single)
        {
            // Timers of machines would change in every scan and say nothing that the states do not.
            return !(name.Contains('.', StringComparison.Ordinal) && names.TryResolve(name, out NamedValue value)
                && value.Unit == "ms");
        }

        // battery[7].cell[3].voltage of a bank with four batteries never has a value.
        return name.StartsWith("boat.", StringComparison.Ordinal)
            || (name.StartsWith("battery[", StringComparison.Ordinal) && names.IsConfigured(name));
    }
}
