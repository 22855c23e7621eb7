using System.Collections.Immutable;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>One scan of one machine by section 6 of docs/language, from the memory before it to the one after
/// it.</summary>
internal sealed partial class MachineFormula : IReadings
{
    private readonly MachineInfo machine;
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly IReadings uses;
    private readonly ExpressionFormula expressions;
    private readonly DetectorFormula detectors;
    private readonly Dictionary<string, ModelValue> defines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ModelValue> results = [];
    private readonly MachineMemory before;
    private MachineMemory now;
    private MachineMemory afterAdvance;
    private ImmutableHashSet<string> written = [];

    /// <summary>A scan that reads what <paramref name="uses"/> gives, and <paramref name="member"/> if the machine is
    /// instanced.</summary>
    public MachineFormula(
        MachineInfo machine, Facts facts, Border border, IReadings uses, Member? member, MachineMemory before)
    {
        this.machine = machine;
        this.facts = facts;
        this.uses = uses;
        this.before = before;
        pool = facts.Pool;
        tree = new StateTree(machine);
        now = before;
        afterAdvance = before;
        expressions = new ExpressionFormula(facts, border, this);
        detectors = new DetectorFormula(facts, border, expressions);
        if (member is not null)
        {
            expressions.Bind(
                "member", member, new FoldSource(FoldSourceKind.Group, machine.InstanceGroup, string.Empty));
        }
    }

    /// <summary>A memory of which nothing is known but the declared ranges. The state may be one that does not
    /// exist.</summary>
    public static MachineMemory Any(MachineInfo machine, Facts facts, Border border, string prefix)
    {
        DetectorFormula detectors = new(facts, border, new ExpressionFormula(facts, border, new NoReadings()));
        List<StateInfo> states = [.. machine.States];
        return new MachineMemory(
            states.Count > 0 ? facts.Number(prefix + "state", 0, byte.MaxValue) : facts.Pool.Int(0),
            states.Where(state => state.ElapsedCap_ms > 0).ToImmutableDictionary(
                state => state.Index,
                state => facts.Number($"{prefix}elapsed.{state.Name}", -1, state.ElapsedCap_ms)),
            states.Where(state => state.History != HistoryKind.None).ToImmutableDictionary(
                state => state.Index, state => AnyLeaf(machine, facts, state.Index, $"{prefix}history.{state.Name}")),
            machine.Variables.ToImmutableDictionary(
                variable => variable.Name, variable => border.Any(variable.Type, prefix + variable.Name).Number),
            machine.Timers.ToImmutableDictionary(
                timer => timer.Name, timer => facts.Number($"{prefix}timer.{timer.Name}", 0, timer.Type.Max)),
            machine.Detectors.ToImmutableDictionary(
                detector => detector.Slot,
                detector => detectors.Any(detector, $"{prefix}detector.{detector.Slot}")),
            machine.Outputs.ToImmutableDictionary(
                output => output.Name, output => border.Any(output.Type, $"{prefix}output.{output.Name}")));
    }

    /// <summary>The memory before step 0.</summary>
    public static MachineMemory Initial(MachineInfo machine, Facts facts, Border border)
    {
        TermPool pool = facts.Pool;
        ExpressionFormula expressions = new(facts, border, new NoReadings());
        DetectorFormula detectors = new(facts, border, expressions);
        StateTree tree = new(machine);
        HashSet<int> active = machine.States.Count == 0 ? [] : [.. tree.Path(machine.InitialLeaf)];
        return new MachineMemory(
            pool.Int(machine.States.Count == 0 ? 0 : machine.States[machine.InitialLeaf].Id),
            machine.States.Where(state => state.ElapsedCap_ms > 0).ToImmutableDictionary(
                state => state.Index, state => pool.Int(active.Contains(state.Index) ? -1 : 0)),
            machine.States.Where(state => state.History != HistoryKind.None).ToImmutableDictionary(
                state => state.Index, state => pool.Int(machine.States[tree.InitialLeaf(state.Index)].Id)),
            machine.Variables.ToImmutableDictionary(
                variable => variable.Name, variable => border.Constant(variable.Type, variable.Initial)),
            machine.Timers.ToImmutableDictionary(
                timer => timer.Name, timer => timer.StartsAtLimit ? expressions.Value(timer.Limit) : pool.Int(0)),
            machine.Detectors.ToImmutableDictionary(detector => detector.Slot, detectors.Initial),
            machine.Outputs.ToImmutableDictionary(
                output => output.Name, output => new ModelValue(
                    border.Constant(output.Type, output.Initial), pool.Bool(!output.Type.MayBeInvalid))));
    }

    /// <summary>Works the scan out and gives the memory after it.</summary>
    public MachineMemory Scan()
    {
        foreach (StepInfo step in machine.Steps)
        {
            Advance(step);
        }

        if (machine.States.Count > 0)
        {
            AdvanceElapsed();
            afterAdvance = now;
            ChooseAndFire();
        }

        WriteOutputs();
        return now;
    }

    /// <inheritdoc/>
    public ModelValue Find(Expr reference) => reference switch
    {
        UseRef or UseInState => uses.Find(reference),
        VariableRef variable => Always(now.Variables[variable.Name]),
        TimerRef timer => Always(now.Timers[timer.Name]),
        DefineRef define => defines[define.Name],
        DetectorRef detector => results[detector.Slot],
        ElapsedRef elapsed => Always(now.Elapsed[elapsed.StateIndex]),
        OwnOutputRef output => written.Contains(output.Name)
            ? now.Outputs[output.Name]
            : throw new NotSupportedException($"{reference.Span}: output {output.Name} is read before it is written"),
        PreviousOutputRef output => before.Outputs[output.Name],
        InState state => Always(IsWithin(before.State, state.StateIndex)),
        _ => throw new NotSupportedException($"{reference.Span}: {reference.GetType().Name} in a machine"),
    };

    /// <inheritdoc/>
    public InputView Input(Expr reference) => uses.Input(reference);

    /// <inheritdoc/>
    public IReadOnlyList<Member> Members(FoldSource source) => uses.Members(source);

    private ModelValue Always(Term number) => new(number, pool.True);

    // (a)
    private void Advance(StepInfo step)
    {
        switch (step)
        {
            case TimerStep { Timer: { } timer }:
                now = now with { Timers = now.Timers.SetItem(timer.Name, Advance(timer)) };
                break;
            case DefineStep define:
                defines[define.Name] = expressions.Of(define.Value);
                break;
            case DetectorStep { Detector: { } detector }:
                (ModelValue result, ModelValue memory) = detectors.Step(detector, now.Detectors[detector.Slot]);
                results[detector.Slot] = result;
                now = now with { Detectors = now.Detectors.SetItem(detector.Slot, memory) };
                break;
            default:
                throw new NotSupportedException($"step {step.GetType().Name}");
        }
    }

    private Term Advance(TimerInfo timer)
    {
        Term value = now.Timers[timer.Name];
        Term counted = facts.Min(pool.Add(value, 1), expressions.Value(timer.Limit));
        Term runs = expressions.Value(timer.Runs);
        Term resets = expressions.Value(timer.Resets);
        return pool.Choose(resets, pool.Int(0), pool.Choose(runs, counted, value));
    }

    private void AdvanceElapsed()
    {
        foreach (StateInfo state in machine.States.Where(state => state.ElapsedCap_ms > 0))
        {
            Term value = now.Elapsed[state.Index];
            Term older = facts.Min(pool.Add(value, 1), pool.Int(state.ElapsedCap_ms));
            now = now with
            {
                Elapsed = now.Elapsed.SetItem(
                    state.Index, pool.Choose(IsWithin(before.State, state.Index), older, value)),
            };
        }
    }

    private Term IsWithin(Term leaf, int state) => pool.Or(
        tree.LeavesBelow(state).Select(inner => facts.Equal(leaf, pool.Int(machine.States[inner].Id))));

    // (e)
    private void WriteOutputs()
    {
        foreach (MachineOutputInfo output in machine.Outputs)
        {
            ModelValue value = output.Is is null ? OfState(output) : expressions.Of(output.Is);
            now = now with { Outputs = now.Outputs.SetItem(output.Name, value) };
            written = written.Add(output.Name);
        }
    }

    // The innermost state that says something wins.
    private ModelValue OfState(MachineOutputInfo output)
    {
        ModelValue? result = null;
        foreach (int leaf in tree.Leaves.Reverse())
        {
            OutputAssignment assignment = tree.Path(leaf).Reverse()
                .SelectMany(state => machine.States[state].Outputs)
                .FirstOrDefault(one => one.Output == output.Name)
                ?? throw new NotSupportedException($"{output.Span}: no value in {machine.States[leaf].Name}");
            ModelValue value = expressions.Of(assignment.Value);
            Term here = facts.Equal(now.State, pool.Int(machine.States[leaf].Id));
            result = result is not { } others ? value : new ModelValue(
                pool.Choose(here, value.Number, others.Number), pool.Choose(here, value.Valid, others.Valid));
        }

        return result ?? throw new NotSupportedException($"{output.Span}: a block cannot give it");
    }

    private static Term AnyLeaf(MachineInfo machine, Facts facts, int composite, string name)
    {
        Term history = facts.Number(name, 0, byte.MaxValue);
        facts.Assume(facts.Pool.Or(new StateTree(machine).LeavesBelow(composite)
            .Select(leaf => facts.Pool.Equal(history, facts.Pool.Int(machine.States[leaf].Id)))));
        return history;
    }

    private sealed class NoReadings : IReadings
    {
        public ModelValue Find(Expr reference) =>
            throw new NotSupportedException($"{reference.Span}: only parameters are known here");

        public InputView Input(Expr reference) => throw new NotSupportedException($"{reference.Span}: no input here");

        public IReadOnlyList<Member> Members(FoldSource source) =>
            throw new NotSupportedException($"no members of {source.Name} here");
    }
}
