using SafeBms.Specification.Model;

namespace SafeBms.Traceability;

/// <summary>Finds the parameters that an expression depends on, through definitions, timers and temporal
/// calls.</summary>
internal sealed class ParameterUse
{
    private readonly IReadOnlyList<DetectorInfo> detectors;
    private readonly Dictionary<string, Expr> defines;
    private readonly Dictionary<string, Expr[]> timers;
    private readonly Dictionary<string, Expr> outputs;

    private ParameterUse(
        IReadOnlyList<DetectorInfo> detectors, IEnumerable<StepInfo> steps, IEnumerable<TimerInfo> timers,
        IEnumerable<MachineOutputInfo> outputs)
    {
        this.detectors = detectors;
        defines = steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        this.timers = timers.ToDictionary(
            timer => timer.Name, timer => new[] { timer.Runs, timer.Resets, timer.Limit }, StringComparer.Ordinal);
        this.outputs = outputs.Where(output => output.Is is not null)
            .ToDictionary(output => output.Name, output => output.Is!, StringComparer.Ordinal);
    }

    internal static ParameterUse In(MachineInfo machine) =>
        new(machine.Detectors, machine.Steps, machine.Timers, machine.Outputs);

    internal static ParameterUse In(MonitorBlock block) => new(block.Detectors, block.Steps, [], []);

    /// <summary>Names of the parameters, in ordinal order.</summary>
    internal IReadOnlyList<string> Of(params IEnumerable<Expr?> expressions)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<Expr?> open = new(expressions);
        while (open.TryPop(out Expr? expression))
        {
            if (expression is null || !seen.Add(expression))
            {
                continue;
            }

            if (expression is ParameterRef parameter)
            {
                found.Add(parameter.Name);
            }

            foreach (Expr? part in Parts(expression))
            {
                open.Push(part);
            }
        }

        return [.. found];
    }

    private IEnumerable<Expr?> Parts(Expr expression)
    {
        switch (expression)
        {
            case DetectorRef item:
                return [detectors[item.Slot].Operand, detectors[item.Slot].Second, detectors[item.Slot].Amount];
            case DefineRef item:
                return [defines.GetValueOrDefault(item.Name)];
            case OwnOutputRef item:
                return [outputs.GetValueOrDefault(item.Name)];
            case TimerRef item:
                return timers.GetValueOrDefault(item.Name) ?? [];
            default:
                return Operands(expression);
        }
    }

    private static IEnumerable<Expr> Operands(Expr expression) => expression switch
    {
        Unary item => [item.Operand],
        Binary item => [item.Left, item.Right],
        Choose item => [item.Condition, item.WhenTrue, item.WhenFalse],
        ElseDefault item => [item.Operand],
        IsValid item => [item.Operand],
        Fold item => [item.Body],
        _ => [],
    };
}
