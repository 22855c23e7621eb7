using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>One instance of a machine. <see cref="Scan"/> is section 6 of the language page, line by line.</summary>
internal sealed class MachineRunner
{
    private const int NoState = -1;

    private readonly MachineInfo machine;
    private readonly Step[] steps;
    private readonly StateBehaviour[] states;
    private readonly Node[] blockOutputs;
    private readonly Slot[] outputs;
    private readonly Dictionary<long, int> leafById;
    private readonly int[] path;
    private int pathLength;

    public MachineRunner(MachineInfo machine, World world, int instance)
    {
        this.machine = machine;
        Memory = new MachineMemory(machine, world, instance);
        Resolver resolver = new(world, new MachineScope(world, machine, instance, Memory));
        steps = Step.Create(machine.Steps, resolver, Memory.DetectorResults, Memory.Defines, Memory.Timers);
        int transitions = 0;
        states = new StateBehaviour[machine.States.Count];
        foreach (StateInfo state in machine.States)
        {
            states[state.Index] = new StateBehaviour(machine, state, transitions, Memory, resolver);
            transitions += state.Transitions.Count;
        }

        outputs = [.. machine.Outputs.Select(output => Memory.Outputs[output.Name])];
        blockOutputs = states.Length == 0 ? [.. machine.Outputs.Select(output => resolver.Resolve(output.Is!))] : [];
        leafById = machine.States.Where(state => state.InitialChild < 0)
            .ToDictionary(state => (long)state.Id, state => state.Index);
        path = new int[machine.States.Count];
    }

    public MachineMemory Memory { get; }

    /// <summary>The temporal calls, by slot.</summary>
    public Detector[] Detectors => [.. steps.OfType<DetectorAdvance>().Select(step => step.Detector)
        .OrderBy(detector => Array.IndexOf(Memory.DetectorResults, detector.Result))];

    /// <summary>Number of the transition that fired in the last scan; -1 for none.</summary>
    public int Fired { get; private set; }

    /// <summary>As before step 0. Parameters must be set, since a timer may start at its limit.</summary>
    /// <param name="retained">The value of a retained variable, or null where it is lost.</param>
    public void Reset(Func<string, long?> retained)
    {
        Fired = NoState;
        foreach (VariableInfo variable in machine.Variables)
        {
            long initial = variable.Retain ? variable.OnLoss : variable.Initial;
            long? kept = variable.Retain ? retained(variable.Name) : null;
            bool fits = kept >= variable.Type.Min && kept <= variable.Type.Max;
            Memory.Variables[variable.Name].Now = Value.Of(fits ? kept!.Value : initial);
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            Memory.Outputs[output.Name].Now = new Value(output.Initial, !output.Type.MayBeInvalid);
        }

        foreach (Step step in steps)
        {
            step.Reset();
        }

        Array.Fill(Memory.History, NoState);
        foreach (Slot elapsed in Memory.Elapsed)
        {
            elapsed.Now = Value.Of(0);
        }

        // No state is entered: the initial leaf is active, and its first elapsed is 0 after the advance of step 0.
        for (int index = machine.InitialLeaf; index >= 0; index = machine.States[index].Parent)
        {
            Memory.Elapsed[index].Now = Value.Of(-1);
        }

        Memory.State.Now = states.Length == 0 ? default : Value.Of(machine.States[machine.InitialLeaf].Id);
    }

    public void Scan()
    {
        bool exists = leafById.TryGetValue(Memory.State.Now.Number, out int leaf);
        Advance(exists ? leaf : NoState);
        Fired = NoState;
        if (states.Length == 0)
        {
            Write(blockOutputs);
            return;
        }

        if (!exists)
        {
            leaf = Enter(NoState, machine.OnCorrupt, toHistory: false);
        }
        else if (Choose(leaf) is Transition transition)
        {
            Fired = transition.Number;
            leaf = Fire(leaf, transition);
        }
        else
        {
            During(leaf);
        }

        Memory.State.Now = Value.Of(states[leaf].Info.Id);
        Write(states[leaf].Outputs);
    }

    // (a)
    private void Advance(int leaf)
    {
        for (int index = leaf; index >= 0; index = machine.States[index].Parent)
        {
            StateBehaviour state = states[index];
            state.Elapsed.Now = Value.Of(Math.Min(state.Elapsed.Now.Number + 1, state.Info.ElapsedCap_ms));
        }

        foreach (Step step in steps)
        {
            step.Advance();
        }
    }

    // (b) From the root to the leaf, in document order; the first true guard.
    private Transition? Choose(int leaf)
    {
        SetPath(NoState, leaf);
        for (int depth = 0; depth < pathLength; depth++)
        {
            foreach (Transition transition in states[path[depth]].Transitions)
            {
                if (transition.When.IsTrue())
                {
                    return transition;
                }
            }
        }

        return null;
    }

    // (c)
    private int Fire(int leaf, Transition transition)
    {
        int common = CommonProperAncestor(transition.Info.Source, transition.Info.Target);
        int child = NoState;
        for (int index = leaf; index != common; index = machine.States[index].Parent)
        {
            KeepHistory(index, child, leaf);
            Run(states[index].Exit);
            child = index;
        }

        Run(transition.Do);
        return Enter(common, transition.Info.Target, transition.Info.ToHistory);
    }

    private void KeepHistory(int composite, int child, int leaf) =>
        Memory.History[composite] = machine.States[composite].History == HistoryKind.Deep ? leaf : child;

    /// <summary>Enters everything below <paramref name="above"/> down to a leaf, which is returned.</summary>
    private int Enter(int above, int target, bool toHistory)
    {
        EnterPath(above, target);
        int state = target;
        if (toHistory && Memory.History[target] != NoState)
        {
            state = Memory.History[target];
            EnterPath(target, state);
        }

        while (machine.States[state].InitialChild >= 0)
        {
            int child = machine.States[state].InitialChild;
            EnterPath(state, child);
            state = child;
        }

        return state;
    }

    private void EnterPath(int above, int target)
    {
        SetPath(above, target);
        for (int depth = 0; depth < pathLength; depth++)
        {
            StateBehaviour state = states[path[depth]];
            state.Elapsed.Now = Value.Of(0);
            Run(state.Entry);
        }
    }

    // (d) Parent to child.
    private void During(int leaf)
    {
        SetPath(NoState, leaf);
        for (int depth = 0; depth < pathLength; depth++)
        {
            Run(states[path[depth]].During);
        }
    }

    // (e)
    private void Write(Node[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            outputs[index].Now = values[index].Evaluate();
        }
    }

    private static void Run(Assignment[] actions)
    {
        foreach (Assignment action in actions)
        {
            action.Run();
        }
    }

    /// <summary>Fills <see cref="path"/> with the states below <paramref name="above"/> down to the state.</summary>
    private void SetPath(int above, int state)
    {
        pathLength = 0;
        for (int index = state; index != above; index = machine.States[index].Parent)
        {
            path[pathLength++] = index;
        }

        Array.Reverse(path, 0, pathLength);
    }

    // Proper: a state is no ancestor of itself, so a self-transition leaves and re-enters it.
    private int CommonProperAncestor(int source, int target)
    {
        for (int ancestor = machine.States[source].Parent; ancestor >= 0; ancestor = machine.States[ancestor].Parent)
        {
            for (int other = machine.States[target].Parent; other >= 0; other = machine.States[other].Parent)
            {
                if (other == ancestor)
                {
                    return ancestor;
                }
            }
        }

        return NoState;
    }
}
