using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>One scan of a machine: advance, choose, act, outputs.</summary>
internal sealed class ScanEmitter
{
    private readonly MachineInfo machine;
    private readonly EmitContext context;
    private readonly StateTree tree;
    private readonly CodeWriter output;
    private readonly MapWriter map;
    private readonly MachineScope scope;
    private readonly ExpressionWriter expressions;

    public ScanEmitter(
        MachineInfo machine,
        EmitContext context,
        StateTree tree,
        CodeWriter output,
        MapWriter map,
        MachineProbes? probes = null)
    {
        this.machine = machine;
        this.context = context;
        this.tree = tree;
        this.output = output;
        this.map = map;
        scope = new MachineScope(context, machine, tree);
        expressions = new ExpressionWriter(scope, output);
        scope.Probes = probes is null ? null : new ProbeWriter(probes, tree, scope, expressions, output);
    }

    /// <summary>Writes the method.</summary>
    public void Write()
    {
        output.Blank();
        string instance = machine.InstanceGroup.Length > 0 ? " for one " + machine.InstanceGroup : string.Empty;
        output.Summary($"One scan of {machine.Name}{instance}.");
        output.Line($"public static void Scan({string.Join(", ", Parameters())})");
        output.Open();
        scope.EnterBlock();
        scope.Probes?.Start();
        WriteAdvance();
        if (machine.States.Count > 0)
        {
            WriteTransitions();
            WriteStateOutputs();
        }

        WriteCombinationalOutputs();
        scope.Probes?.End();
        scope.LeaveBlock();
        output.Close();
    }

    /// <summary>Type of the parameter that carries a use.</summary>
    public static string ParameterType(UseInfo use) => use.Kind switch
    {
        UseKind.Input => "CheckedInput",
        UseKind.Group => $"in {Naming.Pascal(use.Source)}CheckedArray",
        UseKind.Machine or UseKind.PreviousMachine => $"in {Naming.MachineClass(use.Source)}.MemoryArray",
        UseKind.MachineState or UseKind.PreviousMachineState => "int",
        UseKind.Violation => "bool",
        _ => CsType.Stored(use.Type),
    };

    private IEnumerable<string> Parameters()
    {
        IEnumerable<string> uses = machine.Uses.Select(use => $"{ParameterType(use)} {scope.UseLocal(use.Alias)}");
        string[] member = machine.InstanceGroup.Length > 0
            ? [$"in {Naming.Pascal(machine.InstanceGroup)}Checked member"] : [];
        return [.. uses, .. member, "in ParameterSet p", "ref Memory m"];
    }

    private void WriteAdvance()
    {
        UsedReferences used = UsedReferences.Of(machine);
        if (used.OwnState)
        {
            output.Line("State before = m.State;");
        }

        foreach (
            MachineOutputInfo result in machine.Outputs.Where(result => used.PreviousOutputs.Contains(result.Name)))
        {
            string local = scope.PreviousOutputLocal(result.Name);
            output.Line($"{CsType.Stored(result.Type)} {local} = m.{MachineScope.Field(result)};");
        }

        output.Blank();
        if (machine.Steps.Count > 0)
        {
            output.Comment("(a) Timers, definitions and temporal calls advance in every state.");
            expressions.PrepareFolds(machine.Steps.SelectMany(UsedReferences.OfStep));
            StepsWriter.Write(output, expressions, scope, machine.Steps);
        }

        WriteElapsed();
    }

    private void WriteElapsed()
    {
        List<StateInfo> counted = [.. machine.States.Where(state => state.ElapsedCap_ms > 0)];
        if (counted.Count == 0)
        {
            return;
        }

        output.Blank();
        output.Comment("(a) The time in every active state advances.");
        output.Open("switch (m.State)");
        foreach (int leaf in tree.Leaves.Where(leaf => tree.Path(leaf).Any(at => tree[at].ElapsedCap_ms > 0)))
        {
            output.Line($"case State.{tree.LeafName(leaf)}:");
            output.Indent();
            foreach (int state in tree.Path(leaf).Where(at => tree[at].ElapsedCap_ms > 0))
            {
                string field = "m." + tree.ElapsedField(state);
                output.Line($"{field} = Math.Min({field} + 1, {CsType.Number(tree[state].ElapsedCap_ms)});");
            }

            output.Line("break;");
            output.Outdent();
        }

        output.Close();
    }

    private void WriteTransitions()
    {
        TransitionWriter transitions = new(machine, tree, scope, expressions, output);
        output.Blank();
        output.Comment("(b) The first guard that is true, root to leaf; (c) exit, transition, entry; (d) else during.");
        output.Open("switch (m.State)");
        foreach (int leaf in tree.Leaves)
        {
            map.Mark("state", machine.Name + "." + tree[leaf].Name, tree[leaf].Span);
            output.Line($"case State.{tree.LeafName(leaf)}:");
            output.Open();
            scope.EnterBlock();
            foreach (int state in tree.Path(leaf))
            {
                WriteGuards(transitions, leaf, state);
            }

            foreach (int state in tree.Path(leaf))
            {
                transitions.Actions(tree[state].During, "during");
            }

            scope.LeaveBlock();
            output.Line("break;");
            output.Close();
            output.Blank();
        }

        output.Line("default:");
        output.Open();
        output.Comment("The stored state does not exist: memory has been corrupted.");
        scope.EnterBlock();
        transitions.Enter(-1, machine.OnCorrupt);
        scope.LeaveBlock();
        output.Line("break;");
        output.Close();
        output.Close();
    }

    private void WriteGuards(TransitionWriter transitions, int leaf, int state)
    {
        int number = 0;
        foreach (TransitionInfo transition in tree[state].Transitions)
        {
            number++;
            output.Comment(
                $"{tree[state].Name} -> {(transition.ToHistory ? "history of " : "")}{tree[transition.Target].Name}"
                + $" ({transition.Span.File}:{transition.Span.Line}) {string.Join(", ", transition.Requirements)}");
            output.Comment("when " + transition.Text);
            if (transition.Because.Length > 0)
            {
                output.Comment("because " + transition.Because);
            }

            scope.EnterBlock();
            scope.Probes?.Site(transition.When);
            string guard = expressions.Text(transition.When);
            map.Mark("transition", $"{machine.Name}.{tree[state].Name}.{number}", transition.Span);
            output.Open($"if ({guard})");
            scope.EnterBlock();
            transitions.Fire(leaf, transition);
            output.Line("break;");
            scope.LeaveBlock();
            output.Close();
            output.Blank();
            scope.LeaveBlock();
        }
    }

    private void WriteStateOutputs()
    {
        List<MachineOutputInfo> moore = [.. machine.Outputs.Where(result => result.Is is null)];
        if (moore.Count == 0)
        {
            return;
        }

        output.Blank();
        output.Comment("(e) Outputs of the state that is active now.");
        foreach (MachineOutputInfo result in moore.Where(IsConstantBool))
        {
            IEnumerable<string> on = tree.Leaves.Where(leaf => ConstantOf(leaf, result) == true).Select(
                leaf => "State." + tree.LeafName(leaf));
            string text = on.Any() ? "m.State is " + string.Join(" or ", on) : "false";
            output.Line($"m.{MachineScope.Field(result)} = {text};");
        }

        moore.RemoveAll(IsConstantBool);
        if (moore.Count == 0)
        {
            return;
        }

        output.Open("switch (m.State)");
        foreach (int leaf in tree.Leaves)
        {
            output.Line($"case State.{tree.LeafName(leaf)}:");
            output.Open();
            scope.EnterBlock();
            foreach (MachineOutputInfo result in moore)
            {
                output.Line($"m.{MachineScope.Field(result)} = {StateOutput(leaf, result)};");
            }

            scope.LeaveBlock();
            output.Line("break;");
            output.Close();
        }

        output.Close();
    }

    // A bool that every state gives as a literal is a question about the state: no branch, and one line to read.
    private bool IsConstantBool(MachineOutputInfo result) =>
        result.Type.Kind == ValueKind.Bool && !result.Type.MayBeInvalid
        && tree.Leaves.All(leaf => ConstantOf(leaf, result) is not null);

    private bool? ConstantOf(int leaf, MachineOutputInfo result) => Assignment(leaf, result)?.Value switch
    {
        null => result.Initial != 0,
        Literal literal => literal.Value != 0,
        _ => null,
    };

    // The innermost state that says something about the output wins.
    private OutputAssignment? Assignment(int leaf, MachineOutputInfo result) => tree.Path(leaf)
        .SelectMany(state => tree[state].Outputs)
        .LastOrDefault(candidate => candidate.Output == result.Name);

    private string StateOutput(int leaf, MachineOutputInfo result)
    {
        OutputAssignment? assignment = Assignment(leaf, result);
        if (assignment is not null)
        {
            scope.Probes?.Site(assignment.Value);
        }

        return assignment is not null ? expressions.Stored(assignment.Value, result.Type)
            : result.Type.MayBeInvalid ? "default"
            : CsType.Literal(context, result.Type, result.Initial);
    }

    private void WriteCombinationalOutputs()
    {
        output.Blank();
        expressions.PrepareFolds(machine.Outputs.Select(result => result.Is).OfType<Expr>());
        foreach (MachineOutputInfo result in machine.Outputs.Where(result => result.Is is not null))
        {
            scope.Probes?.Site(result.Is!);
            output.Comment($"(e) {result.Name} ({result.Span.File}:{result.Span.Line})");
            output.Line($"m.{MachineScope.Field(result)} = {expressions.Stored(result.Is!, result.Type)};");
        }
    }
}
