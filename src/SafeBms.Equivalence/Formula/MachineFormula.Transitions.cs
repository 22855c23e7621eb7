using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <content>(b) choose, (c) fire, (d) during.</content>
internal sealed partial class MachineFormula
{
    private const int None = -1;
    private readonly StateTree tree;

    private void ChooseAndFire()
    {
        Dictionary<TransitionInfo, Term> guards = [];
        foreach (TransitionInfo transition in machine.States.SelectMany(state => state.Transitions))
        {
            guards[transition] = expressions.Value(transition.When);
        }

        // A stored state that does not exist: entered like the target of a transition, and no guard is looked at.
        MachineMemory result = Enter(None, machine.OnCorrupt, toHistory: false);
        foreach (int leaf in tree.Leaves.Reverse())
        {
            Term here = facts.Equal(before.State, pool.Int(machine.States[leaf].Id));
            result = Leave(leaf, guards).Or(pool, here, result);
        }

        now = result;
    }

    // What becomes of one leaf: the first guard from the root to it that is true, else during.
    private MachineMemory Leave(int leaf, Dictionary<TransitionInfo, Term> guards)
    {
        IReadOnlyList<int> path = tree.Path(leaf);
        now = afterAdvance;
        foreach (int state in path)
        {
            Run(machine.States[state].During);
        }

        MachineMemory result = now;
        foreach (TransitionInfo transition in
            path.SelectMany(state => machine.States[state].Transitions).Reverse())
        {
            result = Fire(leaf, transition).Or(pool, guards[transition], result);
        }

        now = afterAdvance;
        return result;
    }

    private MachineMemory Fire(int leaf, TransitionInfo transition)
    {
        int ancestor = tree.CommonAncestor(transition.Source, transition.Target);
        now = afterAdvance;
        foreach (int state in tree.Below(ancestor, leaf).Reverse())
        {
            Run(machine.States[state].Exit);
            if (machine.States[state].History != HistoryKind.None)
            {
                now = now with { History = now.History.SetItem(state, pool.Int(machine.States[leaf].Id)) };
            }
        }

        Run(transition.Do);
        return Enter(ancestor, transition.Target, transition.ToHistory);
    }

    private MachineMemory Enter(int ancestor, int target, bool toHistory)
    {
        MachineMemory start = now;
        MachineMemory result = EnterLeaf(ancestor, tree.InitialLeaf(target));
        if (!toHistory)
        {
            return result;
        }

        Term remembered = start.History[target];
        foreach (int last in tree.LeavesBelow(target))
        {
            now = start;
            int into = machine.States[target].History == HistoryKind.Deep
                ? last
                : tree.InitialLeaf(tree.Below(target, last).First());
            Term wasLast = facts.Equal(remembered, pool.Int(machine.States[last].Id));
            result = EnterLeaf(ancestor, into).Or(pool, wasLast, result);
        }

        return result;
    }

    private MachineMemory EnterLeaf(int ancestor, int leaf)
    {
        now = now with { State = pool.Int(machine.States[leaf].Id) };
        foreach (int state in tree.Below(ancestor, leaf))
        {
            if (now.Elapsed.ContainsKey(state))
            {
                now = now with { Elapsed = now.Elapsed.SetItem(state, pool.Int(0)) };
            }

            Run(machine.States[state].Entry);
        }

        return now;
    }

    private void Run(IEnumerable<ActionInfo> actions)
    {
        foreach (ActionInfo action in actions)
        {
            now = now with { Variables = now.Variables.SetItem(action.Variable, expressions.Value(action.Value)) };
        }
    }
}
