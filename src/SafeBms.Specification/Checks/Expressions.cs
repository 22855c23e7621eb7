using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Finds the expressions of a machine.</summary>
internal static class Expressions
{
    /// <summary>Every expression, those of temporal calls included.</summary>
    public static IEnumerable<Expr> Of(MachineInfo machine)
    {
        foreach (DetectorInfo detector in machine.Detectors)
        {
            yield return detector.Operand;
            if (detector.Second is not null)
            {
                yield return detector.Second;
            }
        }

        foreach (Expr expression in machine.Timers.SelectMany(timer => new[] { timer.Runs, timer.Resets })
            .Concat(machine.Steps.OfType<DefineStep>().Select(step => step.Value))
            .Concat(machine.Outputs.Where(output => output.Is is not null).Select(output => output.Is!))
            .Concat(machine.States.SelectMany(OfState)))
        {
            yield return expression;
        }
    }

    /// <summary>Every list of actions of a machine.</summary>
    public static IEnumerable<EquatableArray<ActionInfo>> ActionLists(MachineInfo machine) =>
        machine.States.SelectMany(state => new[] { state.Entry, state.Exit, state.During }
            .Concat(state.Transitions.Select(transition => transition.Do)));

    private static IEnumerable<Expr> OfState(StateInfo state) =>
        state.Outputs.Select(output => output.Value)
            .Concat(state.Entry.Concat(state.Exit).Concat(state.During).Select(action => action.Value))
            .Concat(state.Transitions.SelectMany(item => item.Do.Select(action => action.Value).Concat([item.When])));
}
