using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>One scan of one machine that is not instanced: section 6 of the language page.</summary>
internal sealed class MachineEncoder
{
    private readonly SystemContext context;
    private readonly MachineInfo machine;
    private readonly MachineNames names;
    private readonly ExpressionEncoder encoder;
    private readonly StepEncoder steps;

    private MachineEncoder(SystemContext context, MachineInfo machine)
    {
        this.context = context;
        this.machine = machine;
        names = new MachineNames(context, machine);
        encoder = new ExpressionEncoder(context, names);
        steps = new StepEncoder(context, machine.Name, encoder);
        names.Steps = steps;
    }

    private ScanBuilder Builder => context.Builder;

    /// <summary>Adds the machine's memory, its step, and what it publishes.</summary>
    public static void Encode(SystemContext context, MachineInfo machine)
    {
        MachineEncoder encoder = new(context, machine);
        encoder.AdvanceElapsed();
        encoder.steps.Encode(machine.Steps);
        if (machine.States.Count > 0)
        {
            encoder.Move();
        }
        else
        {
            encoder.RememberVariables(encoder.names.Variables);
        }

        encoder.WriteOutputs();
    }

    private Term Share(Term term) => Builder.Share(machine.Name, term);

    // (a) A state that does not exist makes no state active.
    private void AdvanceElapsed()
    {
        Term[] advanced = [.. machine.States.Select(state => Share(Smt.Ite(
            IsActive(state),
            StepEncoder.CountedUp(names.Elapsed[state.Index], Smt.Number(state.ElapsedCap_ms)),
            names.Elapsed[state.Index])))];
        names.Elapsed = advanced;
    }

    private Term IsActive(StateInfo state) => Share(Smt.IsOneOf(names.State, names.LeavesWithin(state.Index)));

    // (b), (c), (d)
    private void Move()
    {
        Term before = names.State;
        Dictionary<string, Term> variables = names.Variables;
        Term[] elapsed = names.Elapsed;
        List<Move> moves = new MoveEncoder(context, machine, names, encoder).Encode(IsActive);

        names.Variables = variables.ToDictionary(
            pair => pair.Key,
            pair => Share(Choose(moves, move => move.Effect.Variables[pair.Key], pair.Value)));
        RememberVariables(names.Variables);
        names.Elapsed = [.. machine.States.Select(state =>
            Share(Choose(moves, move => move.Effect.Elapsed[state.Index], elapsed[state.Index])))];
        foreach (StateInfo state in machine.States)
        {
            string name = $"{machine.Name}.elapsed.{state.Name}";
            context.Remember(name, Smt.Number(IsInitial(state) ? -1 : 0), names.Elapsed[state.Index]);
            if (state.InitialChild >= 0)
            {
                string history = MoveEncoder.HistoryName(machine, state);
                Term last = Smt.Name(history, Sort.Int);
                Term kept = Share(Choose(moves, move => move.Effect.History[state.Index], last));
                context.Remember(history, Smt.Number(-1), kept);
            }
        }

        names.State = Share(Choose(moves, move => Smt.Number(machine.States[move.Effect.Leaf].Id), before));
        context.Remember($"{machine.Name}.state", Smt.Number(machine.States[machine.InitialLeaf].Id), names.State);
        context.Publish(machine.Name, "state", Meaning.Of(names.State));
    }

    private bool IsInitial(StateInfo state) => names.LeavesWithin(state.Index)
        .Contains(machine.States[machine.InitialLeaf].Id);

    /// <summary>The value of the move that is made; the moves exclude each other. Those that change nothing are left
    /// out.</summary>
    private Term Choose(List<Move> moves, Func<Move, Term> valueOf, Term otherwise)
    {
        Term result = otherwise;
        foreach (IGrouping<Term, Move> same in moves.GroupBy(valueOf))
        {
            if (!same.Key.Equals(otherwise))
            {
                Term condition = Share(Smt.Or(same.Select(move => move.Condition)));
                result = Smt.Ite(condition, same.Key, result);
            }
        }

        return result;
    }

    private void RememberVariables(Dictionary<string, Term> after)
    {
        foreach (VariableInfo variable in machine.Variables)
        {
            string name = $"{machine.Name}.variable.{variable.Name}";
            Sort sort = Ranges.SortOf(variable.Type);
            Term next = after[variable.Name];
            StateVariable kept = variable.Retain
                ? new StateVariable(
                    name, sort, null, [.. Ranges.WholeOf(Smt.Name(name, sort), variable.Type)], next)
                : new StateVariable(name, sort, Ranges.Constant(variable.Initial, variable.Type), [], next);
            context.State.Add(name, kept);
        }
    }

    // (e)
    private void WriteOutputs()
    {
        foreach (MachineOutputInfo output in machine.Outputs)
        {
            Meaning value = output.Is is not null
                ? encoder.Encode(output.Is)
                : OutputByState(output);
            Meaning shared = Builder.Share(machine.Name, value);
            names.Outputs[output.Name] = shared;
            context.Publish(machine.Name, output.Name, shared);
            string name = $"{machine.Name}.output.{output.Name}";
            context.Remember(name, Ranges.Constant(output.Initial, output.Type), shared.Number);
            if (output.Type.MayBeInvalid)
            {
                context.Remember($"{name}.valid", Smt.False, shared.Valid);
            }
        }
    }

    private Meaning OutputByState(MachineOutputInfo output)
    {
        List<(StateInfo Leaf, Meaning Value)> leaves = [.. machine.States
            .Where(state => state.InitialChild < 0)
            .Select(leaf => (leaf, encoder.Encode(ValueIn(leaf, output))))];
        Meaning result = leaves[^1].Value;
        foreach (IGrouping<Meaning, StateInfo> same in leaves.GroupBy(item => item.Value, item => item.Leaf))
        {
            Term here = Share(Smt.IsOneOf(names.State, same.Select(leaf => (long)leaf.Id)));
            result = new Meaning(
                Smt.Ite(here, same.Key.Number, result.Number), Smt.Ite(here, same.Key.Valid, result.Valid));
        }

        return result;
    }

    // The innermost state that says something wins.
    private Expr ValueIn(StateInfo leaf, MachineOutputInfo output)
    {
        for (StateInfo? state = leaf; state is not null; state = ParentOf(state))
        {
            OutputAssignment? assignment = state.Outputs.FirstOrDefault(item => item.Output == output.Name);
            if (assignment is not null)
            {
                return assignment.Value;
            }
        }

        throw new NotSupportedException($"{leaf.Span}: state '{leaf.Name}' gives output '{output.Name}' no value");
    }

    private StateInfo? ParentOf(StateInfo state) => state.Parent < 0 ? null : machine.States[state.Parent];
}
