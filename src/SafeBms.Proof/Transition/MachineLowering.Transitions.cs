using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>(b) to (d): choose, fire, during.</summary>
internal sealed partial class MachineLowering
{
    private sealed record Outcome(Term Condition, Term Leaf, MachineValues Values);

    private void Transitions()
    {
        Term before = leaf;
        MachineValues start = now;
        List<Outcome> outcomes = [];
        Term[] quiet = new Term[machine.States.Count];
        foreach (StateInfo state in machine.States)
        {
            Term nothingYet = state.Parent < 0 ? pool.True : quiet[state.Parent];
            foreach (TransitionInfo transition in state.Transitions)
            {
                Term guard = lowering.Condition(transition.When);
                Term enabled = pool.And(IsWithin(before, state.Index), nothingYet);
                Guards.Add(guard);
                Enabled.Add(enabled);
                Fired.Add(pool.And(enabled, guard));
                outcomes.AddRange(Fire(transition, pool.And(nothingYet, guard), before));
                nothingYet = pool.And(nothingYet, pool.Not(guard));
            }

            quiet[state.Index] = nothingYet;
        }

        outcomes.AddRange(During(quiet, before));
        Term newLeaf = before;
        MachineValues values = start;
        foreach (Outcome outcome in outcomes)
        {
            newLeaf = pool.Choose(outcome.Condition, outcome.Leaf, newLeaf);
            values = outcome.Values.Or(pool, outcome.Condition, values);
        }

        leaf = newLeaf;
        now = values;
    }

    // (c) Which states are left depends on the active leaf: one outcome a leaf, or one for all if it makes no
    // difference.
    private IEnumerable<Outcome> Fire(TransitionInfo transition, Term chosen, Term before)
    {
        int common = CommonProperAncestor(transition.Source, transition.Target);
        int[] leaves = [.. machine.States
            .Where(state => state.InitialChild < 0 && Path(state.Index).Contains(transition.Source))
            .Select(state => state.Index)];
        bool same = leaves.All(one => Path(one).TakeWhile(index => index != common)
            .All(index => machine.States[index].Exit.Count == 0
                && machine.States[index].History == HistoryKind.None));
        MachineValues start = now;
        foreach (int[] group in same ? [leaves] : leaves.Select(one => new[] { one }))
        {
            now = start;
            Leave(group[0], common);
            Run(transition.Do);
            Term entered = Enter(common, transition.Target, transition.ToHistory);
            Term here = IsOneOf(before, group.Select(one => (long)machine.States[one].Id));
            yield return new Outcome(pool.And(here, chosen), entered, now);
        }

        now = start;
    }

    private void Leave(int active, int common)
    {
        int child = -1;
        foreach (int index in Path(active).TakeWhile(index => index != common))
        {
            if (machine.States[index].History != HistoryKind.None)
            {
                int kept = machine.States[index].History == HistoryKind.Deep ? active : child;
                Term[] history = [.. now.History];
                history[index] = pool.Int(kept);
                now = now with { History = history };
            }

            Run(machine.States[index].Exit);
            child = index;
        }
    }

    /// <summary>Enters everything below <paramref name="above"/> down to a leaf; the result is its id.</summary>
    private Term Enter(int above, int target, bool toHistory)
    {
        EnterPath(above, target);
        if (!toHistory)
        {
            return EnterInitial(target);
        }

        Term remembered = now.History[target];
        MachineValues start = now;
        Term entered = EnterInitial(target);
        MachineValues values = now;
        foreach (StateInfo state in machine.States.Where(
            state => state.Index != target && Path(state.Index).Contains(target)))
        {
            now = start;
            EnterPath(target, state.Index);
            Term into = EnterInitial(state.Index);
            Term this_ = pool.Equal(remembered, pool.Int(state.Index));
            entered = pool.Choose(this_, into, entered);
            values = now.Or(pool, this_, values);
        }

        now = values;
        return entered;
    }

    private Term EnterInitial(int state)
    {
        while (machine.States[state].InitialChild >= 0)
        {
            int child = machine.States[state].InitialChild;
            EnterPath(state, child);
            state = child;
        }

        return pool.Int(machine.States[state].Id);
    }

    private void EnterPath(int above, int target)
    {
        foreach (int index in Path(target).TakeWhile(index => index != above).Reverse())
        {
            Term[] elapsed = [.. now.Elapsed];
            elapsed[index] = pool.Int(0);
            now = now with { Elapsed = elapsed };
            Run(machine.States[index].Entry);
        }
    }

    // (d) Parent to child.
    private IEnumerable<Outcome> During(Term[] quiet, Term before)
    {
        MachineValues start = now;
        foreach (StateInfo state in machine.States.Where(state => state.InitialChild < 0))
        {
            int[] path = [.. Path(state.Index).Reverse()];
            if (path.All(index => machine.States[index].During.Count == 0))
            {
                continue;
            }

            now = start;
            foreach (int index in path)
            {
                Run(machine.States[index].During);
            }

            Term here = pool.Equal(before, pool.Int(state.Id));
            yield return new Outcome(pool.And(here, quiet[state.Index]), before, now);
        }

        now = start;
    }

    private void Run(IEnumerable<ActionInfo> actions)
    {
        foreach (ActionInfo action in actions)
        {
            now = now.With(action.Variable, lowering.Lower(action.Value).Number);
        }
    }

    // Proper: a state is no ancestor of itself, so a self-transition leaves and re-enters it.
    private int CommonProperAncestor(int source, int target)
    {
        int[] above = [.. Path(target).Skip(1)];
        foreach (int ancestor in Path(source).Skip(1))
        {
            if (above.Contains(ancestor))
            {
                return ancestor;
            }
        }

        return -1;
    }
}
