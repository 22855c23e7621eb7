using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>One scan of one machine, as assignments. Section 6 of the language page, (a) to (e).</summary>
internal sealed class MachineTranslator(SliceWorld world, MachineScope scope)
{
    private readonly MachineInfo machine = scope.Machine;
    private readonly ExpressionTranslator translator = world.Translator;
    private readonly List<(TransitionInfo Transition, SliceNode Guard)> transitions = [];
    private SliceVariable? takes;

    public void Translate()
    {
        world.Section = $"machine {machine.Name}: timers, definitions, temporal calls";
        Advance();
        if (machine.States.Count > 0)
        {
            world.Section = $"machine {machine.Name}: choose and fire";
            Choose();
            Act();
            Move();
        }

        world.Section = $"machine {machine.Name}: outputs";
        Write();
        world.WriteSignals(scope);
    }

    // (a)
    private void Advance()
    {
        foreach (StateInfo state in machine.States.Where(state => scope.Keeps("elapsed." + state.Name)))
        {
            bool isActive = scope.Path(machine.InitialLeaf).Contains(state.Index);
            long cap = Math.Max(state.ElapsedCap_ms, 1);
            SliceClock clock = world.Clock(
                $"{machine.Name}_elapsed_{state.Name}", isActive ? -1 : 0, cap,
                    $"elapsed in {machine.Name}.{state.Name}");
            scope.Elapsed.Add(state.Index, clock);
            world.Assign(clock.Run, scope.IsIn(state.Index));
        }

        StepTranslator steps = new(world, scope, machine.Name);
        foreach (StepInfo step in machine.Steps)
        {
            switch (step)
            {
                case TimerStep { Timer: { } timer }:
                    AdvanceTimer(timer);
                    break;
                case DefineStep define:
                    scope.Defines.Add(define.Name, scope.IsFreed(define.Name)
                        ? world.Free($"{machine.Name}.{define.Name}", define.Value.Type) : steps.Define(define));
                    break;
                case DetectorStep { Detector: { } detector }:
                    scope.Detectors.Add(detector.Slot,
                        steps.Detect(detector, scope.Keeps($"detector.{detector.Slot}")));
                    break;
            }
        }
    }

    // A clock of a slice advances or becomes 0. A timer that can also stand still is at least as far as such a clock.
    private void AdvanceTimer(TimerInfo timer)
    {
        if (!scope.Keeps(timer.Name))
        {
            return;
        }

        SliceNode runs = translator.Bool(timer.Runs, scope);
        SliceNode resets = translator.Bool(timer.Resets, scope);
        bool standsStill = SliceNode.Not(runs) != resets;
        long limit = translator.Constant(timer.Limit, scope);
        SliceClock clock = world.Clock(
            $"{machine.Name}_{timer.Name}", timer.StartsAtLimit ? limit : 0, limit,
            (standsStill ? "at least: " : string.Empty) + $"timer {machine.Name}.{timer.Name}", standsStill);
        scope.Timers.Add(timer.Name, clock);
        world.Assign(clock.Run, standsStill ? SliceNode.And(runs, SliceNode.Not(resets)) : runs);
    }

    // (b) From the root to the leaf, in document order; the first true guard. 0 is none.
    private void Choose()
    {
        foreach (TransitionInfo transition in machine.States.SelectMany(state => state.Transitions))
        {
            if (transition.ToHistory)
            {
                throw new SliceException($"{transition.Span}: a slice knows no history");
            }

            transitions.Add((transition, translator.Bool(transition.When, scope)));
        }

        SliceNode choice = new ConstantNode(0);
        foreach (StateInfo leaf in machine.States.Where(state => state.InitialChild < 0).Reverse())
        {
            SliceNode first = new ConstantNode(0);
            foreach (int state in scope.Path(leaf.Index).Reverse())
            {
                first = FirstOf(state, first);
            }

            choice = SliceNode.Choose(IsLeaf(leaf), first, choice);
        }

        string legend = string.Join(", ", transitions.Select((one, index) =>
            $"{index + 1} {Name(one.Transition.Source)} to {Name(one.Transition.Target)}"));
        takes = world.Scratch($"{machine.Name}_takes", 0, transitions.Count, legend);
        world.Assign(takes, choice);
    }

    // The first true guard of a state, else what a child does. Where it is free, any of them or none.
    private SliceNode FirstOf(int state, SliceNode otherwise)
    {
        List<int> own = [.. Enumerable.Range(1, transitions.Count)
            .Where(number => transitions[number - 1].Transition.Source == state)];
        string free = "from." + Name(state);
        SliceNode? taken = scope.IsFreed(free) ? world.Choices.Number($"{machine.Name}.{free}", own.Count) : null;
        for (int index = own.Count - 1; index >= 0; index--)
        {
            SliceNode guard = taken is null
                ? transitions[own[index] - 1].Guard
                : SliceNode.Combine(SliceOperator.Equal, taken, new ConstantNode(index + 1));
            otherwise = SliceNode.Choose(guard, new ConstantNode(own[index]), otherwise);
        }

        return otherwise;
    }

    // (c) and (d): the actions, before the state changes.
    private void Act()
    {
        for (int number = 1; number <= transitions.Count; number++)
        {
            TransitionInfo transition = transitions[number - 1].Transition;
            SliceNode fires = Fires(number);
            int common = CommonProperAncestor(transition.Source, transition.Target);
            foreach (StateInfo state in Below(common).Reverse())
            {
                Run(state.Exit, SliceNode.And(fires, scope.IsIn(state.Index)));
            }

            Run(transition.Do, fires);
            foreach (int entered in Entered(transition))
            {
                Run(machine.States[entered].Entry, fires);
            }
        }

        foreach (StateInfo state in machine.States)
        {
            Run(state.During, SliceNode.And(Fires(0), scope.IsIn(state.Index)));
        }
    }

    private void Run(IEnumerable<ActionInfo> actions, SliceNode condition)
    {
        foreach (ActionInfo action in actions)
        {
            if (!scope.Variables.TryGetValue(action.Variable, out SliceVariable? variable))
            {
                continue;
            }

            SliceNode value = (variable.Max == 1 && action.Value.Type.Kind == ValueKind.Bool
                    ? translator.Bool(action.Value, scope) : translator.Int(action.Value, scope))
                ?? throw new SliceException($"{action.Span}: '{action.Variable}' is given an analogue value; cut it");
            world.Assign(variable, SliceNode.Choose(condition, value, new ReadNode(variable)));
        }
    }

    // The new state, and the clocks of the states that were entered.
    private void Move()
    {
        Dictionary<int, SliceNode> entered = [];
        SortedDictionary<int, SliceNode> leads = [];
        for (int number = 1; number <= transitions.Count; number++)
        {
            List<int> path = [.. Entered(transitions[number - 1].Transition)];
            int leaf = machine.States[path[^1]].Id;
            leads[leaf] = SliceNode.Or(leads.GetValueOrDefault(leaf, SliceNode.False), Fires(number));
            foreach (int state in path)
            {
                entered[state] = SliceNode.Or(entered.GetValueOrDefault(state, SliceNode.False), Fires(number));
            }
        }

        SliceNode next = new ReadNode(scope.State!);
        foreach ((int leaf, SliceNode fires) in leads.Reverse())
        {
            next = SliceNode.Choose(fires, new ConstantNode(leaf), next);
        }

        world.Assign(scope.State!, next);
        foreach ((int state, SliceClock clock) in scope.Elapsed)
        {
            SliceVariable enters = world.Scratch($"enters_{clock.Name}", 0, 1, "entered in this scan");
            world.Assign(enters, entered.GetValueOrDefault(state, SliceNode.False));
            clock.Restarted = new ReadNode(enters);
            clock.ZeroAtEnd = SliceNode.Or(new ReadNode(enters), SliceNode.Not(scope.IsIn(state)));
        }
    }

    // (e)
    private void Write()
    {
        foreach (MachineOutputInfo output in machine.Outputs)
        {
            if (scope.Output(output.Name) is { } variable)
            {
                world.Assign(variable, output.Is is { } expression ? Value(output, expression) : ByState(output));
            }
        }
    }

    private SliceNode ByState(MachineOutputInfo output)
    {
        SliceNode value = new ConstantNode(output.Initial);
        foreach (IGrouping<SliceNode, StateInfo> leaves in machine.States
            .Where(state => state.InitialChild < 0)
            .GroupBy(leaf => Value(output, GivenBy(leaf, output.Name)))
            .OrderByDescending(group => group.Count()))
        {
            SliceNode isThere = leaves.Select(IsLeaf).Aggregate(SliceNode.False, SliceNode.Or);
            value = value is ConstantNode && leaves.Count() * 2 > machine.States.Count(state => state.InitialChild < 0)
                ? leaves.Key : SliceNode.Choose(isThere, leaves.Key, value);
        }

        return value;
    }

    // Children inherit and may override their parents' outputs.
    private Expr GivenBy(StateInfo leaf, string output) => scope.Path(leaf.Index).Reverse()
        .SelectMany(state => machine.States[state].Outputs)
        .First(assignment => assignment.Output == output).Value;

    private SliceNode Value(MachineOutputInfo output, Expr expression) =>
        output.Type.Kind == ValueKind.Bool ? translator.Bool(expression, scope) : translator.Int(expression, scope)!;

    private SliceNode IsLeaf(StateInfo leaf) =>
        SliceNode.Combine(SliceOperator.Equal, new ReadNode(scope.State!), new ConstantNode(leaf.Id));

    private SliceNode Fires(int number) =>
        SliceNode.Combine(SliceOperator.Equal, new ReadNode(takes!), new ConstantNode(number));

    private string Name(int state) => machine.States[state].Name;

    private IEnumerable<StateInfo> Below(int ancestor) =>
        machine.States.Where(state => state.Index != ancestor
            && (ancestor < 0 || scope.Path(state.Index).Contains(ancestor)));

    // Parent to child, down to the leaf.
    private IEnumerable<int> Entered(TransitionInfo transition)
    {
        int common = CommonProperAncestor(transition.Source, transition.Target);
        foreach (int state in scope.Path(transition.Target).SkipWhile(state => common >= 0 && state != common))
        {
            if (state != common)
            {
                yield return state;
            }
        }

        int child = machine.States[transition.Target].InitialChild;
        while (child >= 0)
        {
            yield return child;
            child = machine.States[child].InitialChild;
        }
    }

    // Proper: a state is no ancestor of itself.
    private int CommonProperAncestor(int source, int target) => scope.Path(source)
        .Where(state => state != source && state != target && scope.Path(target).Contains(state))
        .LastOrDefault(-1);
}
