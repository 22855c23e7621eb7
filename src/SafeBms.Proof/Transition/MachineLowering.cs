using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>One scan of one machine as terms: section 6 of the language page, (a) to (e).</summary>
internal sealed partial class MachineLowering : IScanScope
{
    private readonly TermPool pool;
    private readonly SystemFrame frame;
    private readonly StateRegister states;
    private readonly MachineInfo machine;
    private readonly Composition composition;
    private readonly ExpressionLowering lowering;
    private readonly Dictionary<string, UseInfo> uses;
    private readonly Dictionary<string, Term> timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Term Last, Term Limit)> clocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScanValue> defines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ScanValue> detectors = [];
    private readonly Dictionary<string, ScanValue> outputs = new(StringComparer.Ordinal);
    private MachineValues now;
    private MachineValues atGuards;
    private Term leaf;
    private Term leafBefore;
    private Term[] elapsedBefore = [];

    public MachineLowering(SystemFrame frame, StateRegister states, MachineInfo machine, Composition composition)
    {
        pool = frame.Pool;
        this.frame = frame;
        this.states = states;
        this.machine = machine;
        this.composition = composition;
        lowering = new ExpressionLowering(pool, frame, this);
        uses = machine.Uses.ToDictionary(use => use.Alias, StringComparer.Ordinal);
        leaf = leafBefore = pool.Int(0);
        now = atGuards = MachineValues.Empty;
    }

    /// <summary>Outputs at the end of the scan.</summary>
    public IReadOnlyDictionary<string, ScanValue> Outputs => outputs;

    /// <summary>Id of the active leaf at the end of the scan.</summary>
    public Term Leaf => leaf;

    /// <summary>For each transition, in the order of states and of transitions within them: it fires in this
    /// scan.</summary>
    public List<Term> Fired { get; } = [];

    /// <summary>For each transition: its guard as it is evaluated in this scan, whoever else fires.</summary>
    public List<Term> Guards { get; } = [];

    /// <summary>For each transition: its source is active and no transition before it has fired.</summary>
    public List<Term> Enabled { get; } = [];

    /// <summary>A condition as outputs see it, at the end of the scan; or as guards do, after timers and definitions
    /// and before anything fires.</summary>
    public Term Condition(Expr condition, bool atEnd) => At(atEnd, () => lowering.Condition(condition));

    /// <summary>A number, likewise.</summary>
    public Term Number(Expr number, bool atEnd) => At(atEnd, () => lowering.Number(number));

    /// <summary>What a timer or a time in a state was before the scan, and where it stops to count.</summary>
    public (Term Last, Term Cap) ClockBefore(Expr clock) => clock switch
    {
        TimerRef timer => clocks[timer.Name],
        ElapsedRef elapsed => (
            elapsedBefore[elapsed.StateIndex], pool.Int(machine.States[elapsed.StateIndex].ElapsedCap_ms)),
        _ => throw new NotSupportedException($"{clock.Span}: {clock.GetType().Name} is no clock"),
    };

    private Term At(bool atEnd, Func<Term> lower)
    {
        if (atEnd)
        {
            return lower();
        }

        (Term endLeaf, MachineValues end) = (leaf, now);
        (leaf, now) = (leafBefore, atGuards);
        Term term = lower();
        (leaf, now) = (endLeaf, end);
        return term;
    }

    /// <summary>Whether the leaf before the scan is this state or inside of it.</summary>
    public Term BeginsWithin(int state) => IsWithin(leafBefore, state);

    /// <summary>Whether the leaf at the end of the scan is this state or inside of it.</summary>
    public Term EndsWithin(int state) => IsWithin(leaf, state);

    /// <summary>Works the scan out.</summary>
    public void Scan()
    {
        if (machine.States.Count > 0)
        {
            leaf = leafBefore = DeclareState();
        }

        now = DeclareMemory();
        elapsedBefore = [.. now.Elapsed];
        AdvanceElapsed();
        atGuards = now;
        DetectorLowering detectorLowering = new(pool, frame, states, lowering, machine.Name, machine.Name);
        foreach (StepInfo step in machine.Steps)
        {
            Advance(step, detectorLowering);
        }

        if (machine.States.Count > 0)
        {
            Transitions();
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            outputs[output.Name] = output.Is is null ? StateOutput(output.Name) : lowering.Lower(output.Is);
        }
    }

    /// <inheritdoc/>
    public ScanValue Find(Expr reference) => reference switch
    {
        UseRef use => composition.Use(uses[use.Alias]),
        UseInState other => Always(IsOneOf(
            composition.Use(uses[other.Alias]).Number, other.LeafIds.Select(id => (long)id))),
        VariableRef variable => Always(now.Variables[variable.Name]),
        TimerRef timer => Always(timers[timer.Name]),
        DefineRef define => defines[define.Name],
        OwnOutputRef output => outputs[output.Name],
        PreviousOutputRef output => composition.PreviousOutput(machine.Name, output.Name),
        InState own => Always(IsWithin(leaf, own.StateIndex)),
        ElapsedRef elapsed => Always(now.Elapsed[elapsed.StateIndex]),
        DetectorRef detector => detectors[detector.Slot],
        _ => throw new NotSupportedException($"{reference.Span}: a machine cannot read {reference.GetType().Name}"),
    };

    /// <inheritdoc/>
    public InputTerms FindInput(Expr reference) => reference is UseRef use
        ? frame.Input(uses[use.Alias].Source)
        : throw new NotSupportedException($"{reference.Span}: age and new_sample need an input");

    private ScanValue Always(Term number) => new(number, pool.True);

    private Term IsOneOf(Term value, IEnumerable<long> ids) =>
        pool.Or(ids.Select(id => pool.Equal(value, pool.Int(id))));

    /// <summary>Whether the leaf is this state or inside of it.</summary>
    private Term IsWithin(Term active, int ancestor) => IsOneOf(active, LeafIds(ancestor));

    private IEnumerable<long> LeafIds(int ancestor) => machine.States
        .Where(state => state.InitialChild < 0 && Path(state.Index).Contains(ancestor)).Select(state => (long)state.Id);

    /// <summary>The state and those around it, from the inside to the outside.</summary>
    private IEnumerable<int> Path(int state)
    {
        for (int index = state; index >= 0; index = machine.States[index].Parent)
        {
            yield return index;
        }
    }

    private Term DeclareState() => composition.DeclareState(machine, () => leaf);

    private MachineValues DeclareMemory()
    {
        Dictionary<string, Term> variables = machine.Variables.ToDictionary(
            variable => variable.Name,
            variable => states.Declare(
                $"{machine.Name}.variable.{variable.Name}", machine.Name, variable.Type,
                frame.MembersOf(variable.Type),
                variable.Retain ? null : frame.Constant(variable.Type, variable.Initial),
                () => now.Variables[variable.Name]),
            StringComparer.Ordinal);
        Term[] elapsed = [.. machine.States.Select(DeclareElapsed)];
        Term[] history = [.. machine.States.Select(DeclareHistory)];
        return new MachineValues(variables, elapsed, history);
    }

    private Term DeclareElapsed(StateInfo state)
    {
        if (state.ElapsedCap_ms == 0)
        {
            return pool.Int(0);
        }

        bool active = Path(machine.InitialLeaf).Contains(state.Index);
        return states.Declare(
            $"{machine.Name}.elapsed.{state.Name}", machine.Name, ExprType.Int("ms", -1, state.ElapsedCap_ms), [],
            pool.Int(active ? -1 : 0), () => now.Elapsed[state.Index]);
    }

    private Term DeclareHistory(StateInfo state) => state.History == HistoryKind.None
        ? pool.Int(-1)
        : states.Declare(
            $"{machine.Name}.history.{state.Name}", machine.Name, ExprType.Int("count", -1, machine.States.Count - 1),
            [-1, .. Enumerable.Range(0, machine.States.Count).Select(index => (long)index)],
            pool.Int(-1), () => now.History[state.Index]);

    // (a)
    private void AdvanceElapsed()
    {
        Term[] advanced = [.. now.Elapsed];
        foreach (StateInfo state in machine.States)
        {
            if (state.ElapsedCap_ms > 0)
            {
                Term older = pool.Min(pool.Add(advanced[state.Index], 1), pool.Int(state.ElapsedCap_ms));
                advanced[state.Index] = pool.Choose(IsWithin(leaf, state.Index), older, advanced[state.Index]);
            }
        }

        now = now with { Elapsed = advanced };
    }

    private void Advance(StepInfo step, DetectorLowering detectorLowering)
    {
        switch (step)
        {
            case TimerStep { Timer: TimerInfo timer }:
                timers[timer.Name] = AdvanceTimer(timer);
                break;
            case DefineStep define:
                defines[define.Name] = lowering.Lower(define.Value);
                break;
            case DetectorStep { Detector: DetectorInfo detector }:
                detectors[detector.Slot] = detectorLowering.Lower(detector);
                break;
            default:
                throw new NotSupportedException($"unknown step {step.GetType().Name}");
        }
    }

    private Term AdvanceTimer(TimerInfo timer)
    {
        Term limit = lowering.Number(timer.Limit);
        Term before = states.Declare(
            $"{machine.Name}.timer.{timer.Name}", machine.Name, timer.Type, [],
            timer.StartsAtLimit ? limit : pool.Int(0), () => timers[timer.Name]);
        clocks[timer.Name] = (before, limit);
        Term runs = lowering.Condition(timer.Runs);
        Term resets = lowering.Condition(timer.Resets);
        Term counted = pool.Min(pool.Add(before, 1), limit);
        return resets == pool.Not(runs)
            ? pool.Choose(runs, counted, pool.Int(0))
            : pool.Choose(resets, pool.Int(0), pool.Choose(runs, counted, before));
    }

    // (e) The innermost state that says something wins.
    private ScanValue StateOutput(string output)
    {
        ScanValue? result = null;
        foreach (IGrouping<ScanValue, StateInfo> group in machine.States.Where(state => state.InitialChild < 0)
            .GroupBy(state => lowering.Lower(OutputOf(state, output))))
        {
            Term here = IsOneOf(leaf, group.Select(state => (long)state.Id));
            result = result is null
                ? group.Key
                : new ScanValue(
                    pool.Choose(here, group.Key.Number, result.Value.Number),
                    pool.Choose(here, group.Key.Valid, result.Value.Valid));
        }

        return result!.Value;
    }

    private Expr OutputOf(StateInfo state, string output)
    {
        foreach (int index in Path(state.Index))
        {
            foreach (OutputAssignment assignment in machine.States[index].Outputs)
            {
                if (assignment.Output == output)
                {
                    return assignment.Value;
                }
            }
        }

        throw new NotSupportedException($"{state.Span}: state '{state.Name}' gives output '{output}' no value");
    }
}
