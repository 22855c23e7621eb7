using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What happens when a transition fires, and the actions of a scan in which none does.</summary>
internal sealed class TransitionWriter(
    MachineInfo machine, StateTree tree, Scope scope, ExpressionWriter expressions, CodeWriter output)
{
    /// <summary>Exit actions child to parent, the transition's own, entry actions parent to child.</summary>
    public void Fire(int leaf, TransitionInfo transition)
    {
        scope.Probes?.Fired(transition);
        int ancestor = tree.ProperCommonAncestor(transition.Source, transition.Target);
        foreach (int state in tree.Below(ancestor, leaf).Reverse())
        {
            Actions(tree[state].Exit, "exit " + tree[state].Name);
            if (tree[state].History != HistoryKind.None)
            {
                output.Line($"m.{tree.HistoryField(state)} = State.{tree.LeafName(leaf)};");
            }
        }

        Actions(transition.Do, "do");
        if (transition.ToHistory)
        {
            EnterHistory(ancestor, transition.Target);
        }
        else
        {
            Enter(ancestor, tree.InitialLeaf(transition.Target));
        }
    }

    /// <summary>Enters the states below an ancestor down to a leaf.</summary>
    public void Enter(int ancestor, int leaf)
    {
        output.Line($"m.State = State.{tree.LeafName(leaf)};");
        foreach (int state in tree.Below(ancestor, leaf))
        {
            EnterState(state);
        }
    }

    /// <summary>Assignments in their order.</summary>
    public void Actions(IEnumerable<ActionInfo> actions, string occasion)
    {
        foreach (ActionInfo action in actions)
        {
            VariableInfo variable = machine.Variables.First(candidate => candidate.Name == action.Variable);
            scope.Probes?.Site(action.Value);
            string value = expressions.Text(action.Value, CsType.Of(variable.Type));
            output.Comment($"{occasion}: {action.Text} ({action.Span.File}:{action.Span.Line})");
            output.Line($"m.{MachineScope.Field(variable)} = {value};");
        }
    }

    private void EnterState(int state)
    {
        if (tree[state].ElapsedCap_ms > 0)
        {
            output.Line($"m.{tree.ElapsedField(state)} = 0;");
        }

        Actions(tree[state].Entry, "entry " + tree[state].Name);
    }

    private void EnterHistory(int ancestor, int composite)
    {
        foreach (int state in tree.Below(ancestor, composite))
        {
            EnterState(state);
        }

        output.Open($"switch (m.{tree.HistoryField(composite)})");
        foreach (int last in tree.LeavesBelow(composite))
        {
            output.Line($"case State.{tree.LeafName(last)}:");
            EnterCase(composite, tree.HistoryTarget(composite, last));
        }

        output.Line("default:");
        EnterCase(composite, tree.InitialLeaf(composite));
        output.Close();
        output.Blank();
    }

    private void EnterCase(int composite, int leaf)
    {
        output.Open();
        scope.EnterBlock();
        Enter(composite, leaf);
        scope.LeaveBlock();
        output.Line("break;");
        output.Close();
    }
}
