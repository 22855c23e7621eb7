using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>Walks over the expressions of a machine.</summary>
internal static class Expressions
{
    /// <summary>Every expression that a machine evaluates.</summary>
    public static IEnumerable<Expr> Of(MachineInfo machine) =>
    [
        .. machine.Steps.SelectMany(OfStep),
        .. machine.States.SelectMany(state => state.Outputs).Select(output => output.Value),
        .. machine.States.SelectMany(state => state.Entry.Concat(state.Exit).Concat(state.During))
            .Select(action => action.Value),
        .. machine.States.SelectMany(state => state.Transitions).Select(transition => transition.When),
        .. machine.States.SelectMany(state => state.Transitions).SelectMany(transition => transition.Do)
            .Select(action => action.Value),
        .. machine.Outputs.Select(output => output.Is).OfType<Expr>(),
    ];

    /// <summary>An expression and everything in it.</summary>
    public static IEnumerable<Expr> Walk(Expr expression) => [expression, .. Children(expression).SelectMany(Walk)];

    /// <summary>Names of everything outside that an expression of a machine depends on, also through definitions,
    /// timers and temporal calls.</summary>
    public static IReadOnlySet<string> Sources(MachineInfo machine, Expr expression)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<Expr> seen = [];
        Queue<Expr> open = new([expression]);
        while (open.TryDequeue(out Expr? next))
        {
            foreach (Expr part in Walk(next).Where(seen.Add))
            {
                names.UnionWith(part switch
                {
                    UseRef use => [use.Alias],
                    UseInState use => [use.Alias],
                    InputRef input => [input.Name],
                    _ => Array.Empty<string>(),
                });
                machine.Steps.Where(step => IsStepOf(step, part)).SelectMany(OfStep).ToList().ForEach(open.Enqueue);
            }
        }

        return names;
    }

    private static bool IsStepOf(StepInfo step, Expr reference) => (step, reference) switch
    {
        (TimerStep timer, TimerRef name) => timer.Timer.Name == name.Name,
        (DefineStep define, DefineRef name) => define.Name == name.Name,
        (DetectorStep call, DetectorRef name) => call.Detector.Slot == name.Slot,
        _ => false,
    };

    /// <summary>The value of an expression over nothing but literals and parameters; null of any other.</summary>
    public static long? Constant(Expr expression, Func<string, long?> parameter) => expression switch
    {
        Literal literal => literal.Value,
        ParameterRef reference => parameter(reference.Name),
        Unary { Operator: UnaryOperator.Negate } unary => -Constant(unary.Operand, parameter),
        Binary binary when Constant(binary.Left, parameter) is long left
            && Constant(binary.Right, parameter) is long right => Fold(binary.Operator, left, right),
        _ => null,
    };

    private static long? Fold(BinaryOperator sign, long left, long right) => sign switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Min => Math.Min(left, right),
        BinaryOperator.Max => Math.Max(left, right),
        _ => null,
    };

    private static IEnumerable<Expr> OfStep(StepInfo step) => step switch
    {
        TimerStep { Timer: TimerInfo timer } => [timer.Runs, timer.Resets, timer.Limit],
        DefineStep define => [define.Value],
        DetectorStep { Detector: DetectorInfo detector } =>
            new Expr?[] { detector.Operand, detector.Second, detector.Amount }.OfType<Expr>(),
        _ => [],
    };

    private static IEnumerable<Expr> Children(Expr expression) => expression switch
    {
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        Choose choose => [choose.Condition, choose.WhenTrue, choose.WhenFalse],
        ElseDefault otherwise => [otherwise.Operand],
        IsValid valid => [valid.Operand],
        IsNewSample sample => [sample.Input],
        AgeOf age => [age.Input],
        Fold fold => [fold.Body],
        _ => [],
    };
}
