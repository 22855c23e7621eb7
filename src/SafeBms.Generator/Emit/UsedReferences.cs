using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What a machine's expressions read of its own past, so that only that is copied at the start of a
/// scan.</summary>
internal sealed class UsedReferences
{
    private UsedReferences(IEnumerable<Expr> expressions)
    {
        List<Expr> all = [.. expressions.SelectMany(Walk)];
        OwnState = all.Any(expression => expression is InState);
        PreviousOutputs = [.. all.OfType<PreviousOutputRef>().Select(reference => reference.Name)];
    }

    /// <summary>Some expression asks for the active state.</summary>
    public bool OwnState { get; }

    /// <summary>Own outputs that are read as they were in the last scan.</summary>
    public HashSet<string> PreviousOutputs { get; }

    /// <summary>Collects over a whole machine.</summary>
    public static UsedReferences Of(MachineInfo machine) => new(AllOf(machine));

    /// <summary>Every expression of a machine.</summary>
    public static IEnumerable<Expr> AllOf(MachineInfo machine) =>
    [
        .. machine.Steps.SelectMany(OfStep),
        .. machine.States.SelectMany(OfState),
        .. machine.Outputs.Where(output => output.Is is not null).Select(output => output.Is!),
    ];

    /// <summary>An expression and everything inside of it.</summary>
    public static IEnumerable<Expr> Walk(Expr expression) => [expression, .. Children(expression).SelectMany(Walk)];

    /// <summary>Everything that a step reads.</summary>
    public static IEnumerable<Expr> OfStep(StepInfo step) => step switch
    {
        TimerStep timer => [timer.Timer.Runs, timer.Timer.Resets, timer.Timer.Limit],
        DefineStep define => [define.Value],
        DetectorStep detector =>
            detector.Detector.Second is Expr second ? [detector.Detector.Operand, second] : [detector.Detector.Operand],
        _ => [],
    };

    private static IEnumerable<Expr> OfState(StateInfo state) =>
    [
        .. state.Outputs.Select(output => output.Value),
        .. state.Entry.Concat(state.Exit).Concat(state.During).Select(action => action.Value),
        .. state.Transitions.Select(transition => transition.When),
        .. state.Transitions.SelectMany(transition => transition.Do).Select(action => action.Value),
    ];

    /// <summary>The expressions directly inside of one.</summary>
    public static IEnumerable<Expr> Children(Expr expression) => expression switch
    {
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Choose choose => [choose.Condition, choose.WhenTrue, choose.WhenFalse],
        ElseDefault otherwise => [otherwise.Operand],
        IsValid valid => [valid.Operand],
        Fold fold => [fold.Body],
        _ => [],
    };
}
