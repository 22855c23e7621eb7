using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>Where a run is, as far as a property is concerned: the states of the machines, and roughly what the
/// property itself remembers.</summary>
internal sealed class PlaceOf
{
    private readonly int[] states;
    private readonly (int Place, long Min, long Max)[] memory;

    /// <summary>Chooses what counts.</summary>
    public PlaceOf(SpecificationModel model, TransitionSystem system, PropertyInfo property)
    {
        HashSet<string> own = [.. OwnDetectors(model, property).Select(slot => $"monitor.detector.{slot}")];
        states = [.. Enumerable.Range(0, system.States.Count)
            .Where(index => system.States[index].Name.EndsWith(".state", StringComparison.Ordinal))];
        memory = [.. Enumerable.Range(0, system.States.Count)
            .Where(index => own.Contains(system.States[index].Name))
            .Select(index => (index, system.States[index].Min, system.States[index].Max))];
    }

    /// <summary>A number that is the same in the same place.</summary>
    public ulong Of(long[] values)
    {
        ulong place = 1469598103934665603;
        foreach (int state in states)
        {
            place = (place ^ (ulong)values[state]) * 1099511628211;
        }

        foreach ((int at, long min, long max) in memory)
        {
            // A counter at rest, running, or at its end.
            long value = values[at] <= Math.Max(0, min) ? 0 : values[at] >= max ? 2 : 1;
            place = (place ^ (ulong)value) * 1099511628211;
        }

        return place;
    }

    // What the property calls by itself and through definitions; not what those calls are about in turn.
    private static HashSet<int> OwnDetectors(SpecificationModel model, PropertyInfo property)
    {
        MonitorBlock block = model.Properties.Monitor;
        Dictionary<string, Expr> defines = block.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        HashSet<string> seen = [];
        HashSet<int> slots = [];
        Stack<Expr> open = new([property.Always!]);
        while (open.TryPop(out Expr? expression))
        {
            foreach (Expr part in Induction.ExpressionParts.Of(expression))
            {
                if (part is DefineRef define && seen.Add(define.Name))
                {
                    open.Push(defines[define.Name]);
                }
                else if (part is DetectorRef detector)
                {
                    slots.Add(detector.Slot);
                }
            }
        }

        return slots;
    }
}
