using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>What the names inside of a machine mean at one point of its scan. The machine's encoder moves it from step
/// to step.</summary>
internal sealed class MachineNames : INames
{
    private readonly SystemContext context;
    private readonly MachineInfo machine;
    private readonly Dictionary<string, UseInfo> uses;

    public MachineNames(SystemContext context, MachineInfo machine)
    {
        this.context = context;
        this.machine = machine;
        uses = machine.Uses.ToDictionary(use => use.Alias);
        State = Smt.Name($"{machine.Name}.state", Sort.Int);
        Variables = machine.Variables.ToDictionary(
            variable => variable.Name,
            variable => (Term)Smt.Name($"{machine.Name}.variable.{variable.Name}", Ranges.SortOf(variable.Type)));
        Elapsed = [.. machine.States.Select(
            state => (Term)Smt.Name($"{machine.Name}.elapsed.{state.Name}", Sort.Int))];
    }

    public string Purpose => machine.Name;

    /// <summary>Set once; its steps are read through it.</summary>
    public StepEncoder? Steps { get; set; }

    /// <summary>Id of the active leaf.</summary>
    public Term State { get; set; }

    public Dictionary<string, Term> Variables { get; set; }

    /// <summary>By state index.</summary>
    public Term[] Elapsed { get; set; }

    /// <summary>Outputs that were computed in this scan.</summary>
    public Dictionary<string, Meaning> Outputs { get; } = [];

    public Meaning Find(Expr reference) => reference switch
    {
        UseRef use => FindUse(uses[use.Alias]),
        UseInState other => InLeaves(FindUse(uses[other.Alias]).Number, other.LeafIds.Select(id => (long)id)),
        VariableRef variable => Meaning.Of(Variables[variable.Name]),
        TimerRef timer => Meaning.Of(Steps!.Timer(timer.Name)),
        DefineRef define => Steps!.Define(define.Name),
        DetectorRef call => Steps!.Detector(call.Slot),
        OwnOutputRef output => Outputs[output.Name],
        PreviousOutputRef output => context.Last(machine.Name, output.Name),
        InState own => InLeaves(State, LeavesWithin(own.StateIndex)),
        ElapsedRef elapsed => Meaning.Of(Elapsed[elapsed.StateIndex]),
        _ => throw new NotSupportedException($"{reference.Span}: a machine cannot read {reference.GetType().Name}"),
    };

    public InputNames? FindInput(Expr reference) =>
        reference is UseRef use && uses[use.Alias] is { Kind: UseKind.Input } info
            ? context.Input(info.Source)
            : null;

    /// <summary>Ids of the leaves that are a state or lie in it.</summary>
    public IEnumerable<long> LeavesWithin(int ancestor) => machine.States
        .Where(state => state.InitialChild < 0 && IsWithin(state.Index, ancestor))
        .Select(state => (long)state.Id);

    private bool IsWithin(int state, int ancestor) =>
        state >= 0 && (state == ancestor || IsWithin(machine.States[state].Parent, ancestor));

    private static Meaning InLeaves(Term state, IEnumerable<long> ids) => Meaning.Of(Smt.IsOneOf(state, ids));

    private Meaning FindUse(UseInfo use)
    {
        switch (use.Kind)
        {
            case UseKind.Input:
                InputNames input = context.Input(use.Source);
                return new Meaning(
                    Smt.Name(input.Number, Ranges.SortOf(use.Type)), Smt.Name(input.Valid, Sort.Bool));
            case UseKind.MachineOutput:
                return context.Now(use.Source, use.Output);
            case UseKind.PreviousMachineOutput:
                return context.Last(use.Source, use.Output);
            case UseKind.MachineState:
                return context.Now(use.Source, "state");
            case UseKind.PreviousMachineState:
                return context.Last(use.Source, "state");
            case UseKind.PreviousWritten:
                return SystemContext.LastWritten(context.Signal(use.Source));
            default:
                throw new NotSupportedException($"{use.Span}: '{use.Alias}' cannot be read here");
        }
    }
}
