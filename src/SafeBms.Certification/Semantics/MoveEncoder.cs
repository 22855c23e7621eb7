using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>What a machine's memory becomes.</summary>
/// <param name="Variables">By name.</param>
/// <param name="Elapsed">By state index.</param>
/// <param name="History">By state index; a number of a state, or -1.</param>
/// <param name="Leaf">Index of the leaf that is active afterwards.</param>
internal sealed record Effect(Dictionary<string, Term> Variables, Term[] Elapsed, Term[] History, int Leaf)
{
    public Effect Copy() => new(new Dictionary<string, Term>(Variables), [.. Elapsed], [.. History], Leaf);
}

/// <summary>One of the things that can happen in a scan of a machine; exactly one happens.</summary>
internal sealed record Move(Term Condition, Effect Effect);

/// <summary>Steps (b), (c) and (d) of a scan: every transition from every leaf that can take it, every leaf in which
/// none fires, and the entry of <c>on_corrupt</c>.</summary>
internal sealed class MoveEncoder(
    SystemContext context, MachineInfo machine, MachineNames names, ExpressionEncoder encoder)
{
    private const int NoState = -1;

    private readonly Term[] fired = new Term[machine.States.Count];

    public static string HistoryName(MachineInfo machine, StateInfo state) => $"{machine.Name}.history.{state.Name}";

    /// <summary>All moves.</summary>
    /// <param name="isActive">Whether a state is active before the move.</param>
    public List<Move> Encode(Func<StateInfo, Term> isActive)
    {
        Dictionary<TransitionInfo, Term> fires = Guards(isActive);
        Effect start = new(
            names.Variables,
            names.Elapsed,
            [.. machine.States.Select(state => (Term)Smt.Name(HistoryName(machine, state), Sort.Int))],
            NoState);
        List<Move> moves = [];
        foreach (StateInfo leaf in machine.States.Where(state => state.InitialChild < 0))
        {
            foreach (StateInfo state in PathTo(leaf.Index))
            {
                foreach (TransitionInfo transition in state.Transitions)
                {
                    Term condition = Share(Smt.And(isActive(leaf), fires[transition]));
                    moves.AddRange(Fire(condition, start, leaf, transition));
                }
            }

            moves.Add(new Move(Share(Smt.And(isActive(leaf), Smt.Not(fired[leaf.Index]))), During(start, leaf)));
        }

        Term corrupt = Share(Smt.Not(Smt.Or(
            machine.States.Where(state => state.InitialChild < 0).Select(leaf => isActive(leaf)))));
        moves.AddRange(Enter(corrupt, start.Copy(), NoState, machine.OnCorrupt, toHistory: false));
        return moves;
    }

    private Term Share(Term term) => context.Builder.Share(machine.Name, term);

    // From the root to the leaf, in document order; the first true guard.
    private Dictionary<TransitionInfo, Term> Guards(Func<StateInfo, Term> isActive)
    {
        Dictionary<TransitionInfo, Term> fires = new(ReferenceEqualityComparer.Instance);
        foreach (StateInfo state in machine.States)
        {
            Term earlier = state.Parent < 0 ? Smt.False : fired[state.Parent];
            foreach (TransitionInfo transition in state.Transitions)
            {
                Term guard = Share(Smt.And(isActive(state), encoder.Condition(transition.When)));
                fires.Add(transition, Share(Smt.And(guard, Smt.Not(earlier))));
                earlier = Share(Smt.Or(earlier, guard));
            }

            fired[state.Index] = earlier;
        }

        return fires;
    }

    private List<Move> Fire(Term condition, Effect start, StateInfo leaf, TransitionInfo transition)
    {
        Effect effect = start.Copy();
        int common = CommonProperAncestor(transition.Source, transition.Target);
        int child = NoState;
        for (int index = leaf.Index; index != common; index = machine.States[index].Parent)
        {
            StateInfo state = machine.States[index];
            effect.History[index] = Smt.Number(state.History == HistoryKind.Deep ? leaf.Index : child);
            Run(effect, state.Exit);
            child = index;
        }

        Run(effect, transition.Do);
        return Enter(condition, effect, common, transition.Target, transition.ToHistory);
    }

    private Effect During(Effect start, StateInfo leaf)
    {
        Effect effect = start.Copy() with { Leaf = leaf.Index };
        foreach (StateInfo state in PathTo(leaf.Index))
        {
            Run(effect, state.During);
        }

        return effect;
    }

    /// <summary>Enters what lies below a state down to a leaf. With a history there is one move for each leaf or child
    /// that may have been kept, and one for none.</summary>
    private List<Move> Enter(Term condition, Effect effect, int above, int target, bool toHistory)
    {
        EnterPath(effect, above, target);
        Term kept = effect.History[target];
        if (!toHistory)
        {
            return [new Move(condition, Descend(effect, target))];
        }

        List<Move> moves = [];
        List<Term> cases = [];
        foreach (StateInfo state in machine.States.Where(state => CanBeKept(state, target)))
        {
            Term here = Share(Smt.Equal(kept, Smt.Number(state.Index)));
            Effect restored = effect.Copy();
            EnterPath(restored, target, state.Index);
            moves.Add(new Move(Share(Smt.And(condition, here)), Descend(restored, state.Index)));
            cases.Add(here);
        }

        Term none = Share(Smt.And(condition, Smt.Not(Smt.Or(cases))));
        moves.Add(new Move(none, Descend(effect, target)));
        return moves;
    }

    private bool CanBeKept(StateInfo state, int composite) => machine.States[composite].History == HistoryKind.Deep
        ? state.InitialChild < 0 && PathTo(state.Index).Any(item => item.Index == composite)
        : state.Parent == composite;

    private Effect Descend(Effect effect, int state)
    {
        while (machine.States[state].InitialChild >= 0)
        {
            int child = machine.States[state].InitialChild;
            EnterPath(effect, state, child);
            state = child;
        }

        return effect with { Leaf = state };
    }

    private void EnterPath(Effect effect, int above, int target)
    {
        foreach (StateInfo state in PathTo(target, above))
        {
            effect.Elapsed[state.Index] = Smt.Zero;
            Run(effect, state.Entry);
        }
    }

    private void Run(Effect effect, IEnumerable<ActionInfo> actions)
    {
        foreach (ActionInfo action in actions)
        {
            names.Variables = effect.Variables;
            names.Elapsed = effect.Elapsed;
            effect.Variables[action.Variable] = Share(encoder.Encode(action.Value).Number);
        }
    }

    /// <summary>The states below one state down to another, outermost first.</summary>
    private List<StateInfo> PathTo(int state, int above = NoState)
    {
        List<StateInfo> path = [];
        for (int index = state; index != above; index = machine.States[index].Parent)
        {
            path.Insert(0, machine.States[index]);
        }

        return path;
    }

    // Proper: a state is no ancestor of itself, so that a self-transition leaves and enters it again.
    private int CommonProperAncestor(int source, int target)
    {
        HashSet<int> ancestors = [.. PathTo(source).SkipLast(1).Select(state => state.Index)];
        StateInfo? common = PathTo(target).SkipLast(1).LastOrDefault(state => ancestors.Contains(state.Index));
        return common?.Index ?? NoState;
    }
}
