using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>States that cannot be reached, and states that cannot be left.</summary>
internal static class StateGraphCheck
{
    /// <summary>Walks the graph of every machine.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (MachineInfo machine in model.AllMachines().Where(machine => machine.States.Count > 0))
        {
            HashSet<int> reached = Reach(machine);
            foreach (StateInfo state in machine.States)
            {
                if (!reached.Contains(state.Index))
                {
                    bag.Report(DiagnosticCatalogue.UnreachableState, state.Span, state.Name);
                }
                else if (state.InitialChild < 0 && !state.IsFinal && !CanLeave(machine, state))
                {
                    bag.Report(DiagnosticCatalogue.DeadEnd, state.Span, state.Name);
                }
            }
        }
    }

    private static HashSet<int> Reach(MachineInfo machine)
    {
        HashSet<int> reached = [];
        Stack<int> open = new();
        Enter(machine, machine.InitialLeaf, reached, open);
        Enter(machine, machine.OnCorrupt, reached, open);
        while (open.Count > 0)
        {
            foreach (TransitionInfo transition in machine.States[open.Pop()].Transitions)
            {
                Enter(machine, transition.Target, reached, open);
            }
        }

        return reached;
    }

    // Entering a state activates its parents and its initial descent.
    private static void Enter(MachineInfo machine, int target, HashSet<int> reached, Stack<int> open)
    {
        for (int index = target; index >= 0; index = machine.States[index].Parent)
        {
            Mark(index, reached, open);
        }

        for (int index = target; index >= 0; index = machine.States[index].InitialChild)
        {
            Mark(index, reached, open);
        }
    }

    private static void Mark(int index, HashSet<int> reached, Stack<int> open)
    {
        if (reached.Add(index))
        {
            open.Push(index);
        }
    }

    private static bool CanLeave(MachineInfo machine, StateInfo leaf)
    {
        for (int index = leaf.Index; index >= 0; index = machine.States[index].Parent)
        {
            StateInfo state = machine.States[index];
            if (state.IsFinal || state.Transitions.Any(transition => transition.Target != leaf.Index))
            {
                return true;
            }
        }

        return machine.States.Count == 1;
    }
}
