using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <content>States, transitions, actions and outputs.</content>
internal sealed partial class MachineBinder
{
    private List<StateInfo> BindStates()
    {
        List<StateInfo> states = [];
        foreach (StateDeclaration state in machine.States)
        {
            states.Add(BindState(state));
        }

        return states;
    }

    private StateInfo BindState(StateDeclaration state)
    {
        MappingReader body = new(state.Node, $"state '{state.Name}'", bag);
        foreach (string key in new[] { "id", "initial", "final", "history", "states" })
        {
            body.Node(key);
        }

        body.Text("meaning");
        List<OutputAssignment> outputs = [];
        foreach (YamlEntry entry in body.Mapping("outputs")?.Entries ?? [])
        {
            if (BindStateOutput(state, entry) is { } assignment)
            {
                outputs.Add(assignment);
            }
        }

        EquatableArray<ActionInfo> entryActions = BindActions(body, "entry", state);
        EquatableArray<ActionInfo> duringActions = BindActions(body, "during", state);
        EquatableArray<ActionInfo> exitActions = BindActions(body, "exit", state);
        List<TransitionInfo> transitions = [];
        foreach (YamlNode item in body.List("transitions"))
        {
            if (item is not YamlMapping mapping)
            {
                bag.Report(WrongNode, item.Span, $"a transition of '{state.Name}'", "a mapping", item.Description);
            }
            else
            {
                MappingReader transitionBody = new(mapping, $"a transition of '{state.Name}'", bag);
                if (BindTransition(state, transitionBody, item.Span) is { } transition)
                {
                    transitions.Add(transition);
                }
            }
        }

        body.Finish();
        int initialChild = machine.States.FindIndex(child => child.Parent == state.Index && child.IsInitial);
        return new StateInfo(
            state.Index, state.Id, state.Name, state.Parent, initialChild, state.History, state.IsFinal, 0,
            outputs.ToEquatable(), entryActions, exitActions, duringActions,
            transitions.ToEquatable(), state.Span);
    }

    private OutputAssignment? BindStateOutput(StateDeclaration state, YamlEntry entry)
    {
        OutputDeclaration? output = machine.Output(entry.Key.Value);
        if (output is null)
        {
            bag.Report(
                UnknownOutput, entry.Key.Span, entry.Key.Value, machine.Name,
                Suggestion.For(entry.Key.Value, machine.Outputs.Select(item => item.Name)));
            return null;
        }

        if (output.Is is not null)
        {
            bag.Report(CombinationalInState, entry.Key.Span, output.Name, state.Name);
            return null;
        }

        if (entry.Value is not YamlScalar scalar)
        {
            bag.Report(
                WrongNode, entry.Value.Span, $"output '{output.Name}'", "an expression", entry.Value.Description);
            return null;
        }

        ExpressionPlace place = new($"the outputs of state '{state.Name}'", false, -1, false, []);
        Expr value = binder.Bind(scalar, place, output.Type);
        CheckAssignable(value, output.Type, $"output '{output.Name}'", scalar.Span);
        return new OutputAssignment(output.Name, value, entry.Key.Span);
    }

    private void CheckAssignable(Expr value, ExprType target, string what, SourceSpan span)
    {
        if (value.IsError() || target.IsError())
        {
            return;
        }

        if (!Types.IsCompatible(value.Type, target))
        {
            bag.Report(TypeMismatch, span, target.Describe(), value.Type.Describe());
        }
        else if (value.Type.MayBeInvalid && !target.MayBeInvalid)
        {
            bag.Report(InvalidValueAssigned, span, what);
        }
        else if (target.Kind == ValueKind.Int && (value.Type.Min < target.Min || value.Type.Max > target.Max))
        {
            bag.Report(
                OverflowPossible, span, "the value", value.Type.Min, value.Type.Max, what, target.Min, target.Max,
                target.Unit);
        }
    }

    private EquatableArray<ActionInfo> BindActions(MappingReader body, string key, StateDeclaration state)
    {
        List<ActionInfo> actions = [];
        foreach (YamlScalar scalar in body.Texts(key))
        {
            AssignmentSyntax? syntax = ExpressionParser.ParseAssignment(scalar, bag);
            if (syntax is not null && BindAction(scalar, syntax, key, state) is { } action)
            {
                actions.Add(action);
            }
        }

        return actions.ToEquatable();
    }

    private ActionInfo? BindAction(YamlScalar scalar, AssignmentSyntax syntax, string key, StateDeclaration state)
    {
        SourceSpan span = scalar.SpanOf(syntax.Variable.Start, syntax.Variable.Length);
        Symbol? variable = scope.Find(syntax.Variable.Name);
        if (variable is not { Kind: SymbolKind.Variable })
        {
            bag.Report(
                NotAVariable, span, syntax.Variable.Name, scope.Owner, Suggestion.For(
                    syntax.Variable.Name, scope.Symbols.Where(item =>
                        item.Kind == SymbolKind.Variable).Select(item => item.Name)));
            return null;
        }

        ExpressionPlace place = new($"'{key}' of state '{state.Name}'", true, state.Index, false, []);
        bool wasRead = variable.IsRead;
        Expr value = binder.BindAt(scalar, syntax.Value, place, variable.Type);

        // A variable that only counts itself is not read by anything.
        variable.IsRead = wasRead;
        CheckAssignable(
            value, variable.Type, $"variable '{variable.Name}'",
            scalar.SpanOf(syntax.Value.Start, syntax.Value.Length));
        return new ActionInfo(variable.Name, value, scalar.Value, span);
    }

    private TransitionInfo? BindTransition(StateDeclaration state, MappingReader body, SourceSpan span)
    {
        YamlScalar? to = body.Scalar("to", required: true);
        YamlScalar? whenText = body.Scalar("when", required: true);
        EquatableArray<ActionInfo> actions = BindActions(body, "do", state);
        List<string> requirements = [];
        if (!body.Has("requirement"))
        {
            bag.Report(TransitionWithoutRequirement, span, state.Name);
        }

        foreach (YamlScalar item in body.Texts("requirement"))
        {
            requirements.Add(item.Value);
            context.CheckId(
                UnknownRequirement, item.Value, item.Span, context.Requirements.Requirements.Select(known => known.Id));
        }

        string because = body.Text("because");
        body.Finish();
        ExpressionPlace place = new($"a guard of state '{state.Name}'", true, state.Index, true, []);
        Expr? when = whenText is null ? null : binder.BindCondition(whenText, place);
        (int target, bool toHistory) = to is null ? (-1, false) : Target(to);
        return when is null || target < 0
            ? null
            : new TransitionInfo(
                state.Index, target, toHistory, when, actions, requirements.ToEquatable(), because,
                whenText!.Value, span);
    }

    private (int Index, bool ToHistory) Target(YamlScalar to)
    {
        string name = to.Value;
        bool toHistory = name.StartsWith("history(", StringComparison.Ordinal) && name.EndsWith(
            ")", StringComparison.Ordinal);
        name = toHistory ? name.Substring(8, name.Length - 9).Trim() : name;
        StateDeclaration? target = machine.State(name);
        if (target is null)
        {
            bag.Report(
                UnknownState, to.Span, name, machine.Name,
                Suggestion.For(name, machine.States.Select(item => item.Name)));
            return (-1, false);
        }

        if (toHistory && target.History == HistoryKind.None)
        {
            bag.Report(NoHistory, to.Span, name);
            return (-1, false);
        }

        return (target.Index, toHistory);
    }

    private List<MachineOutputInfo> BindOutputs()
    {
        List<MachineOutputInfo> outputs = [];
        List<string> computed = [];
        foreach (OutputDeclaration output in machine.Outputs)
        {
            Expr? formula = null;
            if (output.Is is not null)
            {
                ExpressionPlace place = new($"output '{output.Name}'", true, -1, true, computed);
                formula = binder.Bind(output.Is, place, output.Type);
                CheckAssignable(formula, output.Type, $"output '{output.Name}'", output.Is.Span);
            }

            computed.Add(output.Name);
            outputs.Add(
                new MachineOutputInfo(output.Name, output.Type, output.Initial, output.Drives, formula, output.Span));
        }

        return outputs;
    }

    private int InitialLeaf()
    {
        int index = machine.States.FindIndex(state => state.Parent < 0 && state.IsInitial);
        return index < 0 ? -1 : LeafOf(index);
    }

    private int LeafOf(int index)
    {
        while (index >= 0 && !machine.States[index].IsLeaf)
        {
            int parent = index;
            index = machine.States.FindIndex(state => state.Parent == parent && state.IsInitial);
        }

        return index;
    }

    private int OnCorrupt(MappingReader reader)
    {
        YamlScalar? name = reader.Scalar("on_corrupt");
        if (name is null)
        {
            return InitialLeaf();
        }

        StateDeclaration? state = machine.State(name.Value);
        if (state is null)
        {
            bag.Report(
                UnknownState, name.Span, name.Value, machine.Name,
                Suggestion.For(name.Value, machine.States.Select(item => item.Name)));
            return -1;
        }

        return LeafOf(state.Index);
    }
}
