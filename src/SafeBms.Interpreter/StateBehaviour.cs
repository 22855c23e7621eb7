using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary><c>variable := value</c>.</summary>
internal sealed class Assignment(Slot variable, Node value)
{
    public void Run() => variable.Now = value.Evaluate();

    public static Assignment[] Create(
        IEnumerable<ActionInfo> actions, MachineMemory memory, Resolver resolver) =>
        [.. actions.Select(action =>
            new Assignment(memory.Variables[action.Variable], resolver.Resolve(action.Value)))];
}

/// <summary>A transition with its guard and actions; <c>Number</c> counts all transitions of the machine.</summary>
internal sealed record Transition(int Number, TransitionInfo Info, Node When, Assignment[] Do);

/// <summary>What a state does, with every name looked up.</summary>
internal sealed class StateBehaviour
{
    public StateBehaviour(
        MachineInfo machine, StateInfo state, int firstTransition, MachineMemory memory, Resolver resolver)
    {
        Info = state;
        Elapsed = memory.Elapsed[state.Index];
        Entry = Assignment.Create(state.Entry, memory, resolver);
        Exit = Assignment.Create(state.Exit, memory, resolver);
        During = Assignment.Create(state.During, memory, resolver);
        Transitions = [.. state.Transitions.Select((transition, index) => new Transition(
            firstTransition + index, transition, resolver.Resolve(transition.When),
            Assignment.Create(transition.Do, memory, resolver)))];
        Outputs = IsLeaf ? [.. machine.Outputs.Select(output => OutputOf(machine, state, output, resolver))] : [];
    }

    public StateInfo Info { get; }

    public bool IsLeaf => Info.InitialChild < 0;

    /// <summary>Scans since entry.</summary>
    public Slot Elapsed { get; }

    public Assignment[] Entry { get; }

    public Assignment[] Exit { get; }

    public Assignment[] During { get; }

    public Transition[] Transitions { get; }

    /// <summary>Values of all outputs while this leaf is active, in document order.</summary>
    public Node[] Outputs { get; }

    private static Node OutputOf(MachineInfo machine, StateInfo leaf, MachineOutputInfo output, Resolver resolver)
    {
        if (output.Is is not null)
        {
            return resolver.Resolve(output.Is);
        }

        // The innermost state that says something wins.
        for (int index = leaf.Index; index >= 0; index = machine.States[index].Parent)
        {
            foreach (OutputAssignment assignment in machine.States[index].Outputs)
            {
                if (assignment.Output == output.Name)
                {
                    return resolver.Resolve(assignment.Value);
                }
            }
        }

        throw new NotSupportedException($"{leaf.Span}: state '{leaf.Name}' gives output '{output.Name}' no value");
    }
}
