using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Transitions that can never fire, judged by ranges and by those before them.</summary>
internal static class GuardCheck
{
    /// <summary>Checks every transition once.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (MachineInfo machine in model.AllMachines())
        {
            RangeEvaluator ranges = new(machine.Steps);
            foreach (StateInfo state in machine.States)
            {
                CheckState(machine, state, ranges, bag);
            }
        }
    }

    private static void CheckState(MachineInfo machine, StateInfo state, RangeEvaluator ranges, DiagnosticBag bag)
    {
        // Guards of the parents are evaluated before those of the state itself.
        List<TransitionInfo> before = [];
        for (int index = state.Parent; index >= 0; index = machine.States[index].Parent)
        {
            before.InsertRange(0, machine.States[index].Transitions);
        }

        foreach (TransitionInfo transition in state.Transitions)
        {
            if (ranges.Known(transition.When) == false)
            {
                bag.Report(DiagnosticCatalogue.NeverFires, transition.Span, transition.Text);
            }
            else if (before.Find(item => ranges.Known(item.When) == true) is { } always)
            {
                bag.Report(DiagnosticCatalogue.ShadowedTransition, transition.Span, always.Text);
            }
            else if (before.Find(item => IsSame(item.When, transition.When)) is { } same)
            {
                bag.Report(DiagnosticCatalogue.RepeatedGuard, transition.Span, machine.States[same.Target].Name);
            }

            before.Add(transition);
        }
    }

    private static bool IsSame(Expr left, Expr right) => WithoutPlaces.Equals(left, right);
}
