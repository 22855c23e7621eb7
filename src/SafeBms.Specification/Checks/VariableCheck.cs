using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Variables that never change, and assignments that undo each other.</summary>
internal static class VariableCheck
{
    /// <summary>Checks every machine's actions.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (MachineInfo machine in model.AllMachines())
        {
            HashSet<string> assigned = new(StringComparer.Ordinal);
            foreach (EquatableArray<ActionInfo> actions in Expressions.ActionLists(machine))
            {
                HashSet<string> here = new(StringComparer.Ordinal);
                foreach (ActionInfo action in actions)
                {
                    assigned.Add(action.Variable);
                    if (!here.Add(action.Variable))
                    {
                        bag.Report(DiagnosticCatalogue.AssignedTwice, action.Span, action.Variable);
                    }
                }
            }

            foreach (VariableInfo variable in machine.Variables.Where(variable => !assigned.Contains(variable.Name)))
            {
                bag.Report(DiagnosticCatalogue.VariableNeverAssigned, variable.Span, variable.Name, machine.Name);
            }
        }
    }
}
