using SafeBms.Coverage.Machines;
using SafeBms.Differential.Tests;
using SafeBms.Specification.Model;

namespace SafeBms.Mirror.Tests;

/// <summary>The values of one reading at which a comparison of the machine turns, all other readings being what they are:
/// sums, differences and products of several readings have no number of their own in the parameters.</summary>
internal sealed class TurningPoints
{
    private readonly IReadOnlyList<Drive> drives;
    private readonly Dictionary<string, Expr> defines;
    private readonly Dictionary<int, Binary[]> byDrive = [];

    public TurningPoints(MachineInfo machine, IReadOnlyList<Drive> drives)
    {
        this.drives = drives;
        defines = machine.Steps.OfType<DefineStep>().ToDictionary(step => step.Name, step => step.Value);
        Binary[] comparisons = [.. All(machine).SelectMany(Walk).OfType<Binary>().Where(item =>
            item.Operator is BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater
                or BinaryOperator.GreaterOrEqual or BinaryOperator.Equal or BinaryOperator.NotEqual
            && item.Left.Type.Kind == ValueKind.Int)];
        long[] none = new long[drives.Count];
        for (int drive = 0; drive < drives.Count; drive++)
        {
            byDrive[drive] = [.. comparisons.Where(item => Walk(item).Any(part => Place(part) == drive)
                && Difference(item, none, _ => 1) is not null)];
        }
    }

    /// <summary>Whether a reading is in a comparison that can be computed.</summary>
    public bool Turns(int drive) => byDrive[drive].Length > 0;

    /// <summary>Such a value of a reading, or null if it is in no comparison that can be computed.</summary>
    /// <param name="drive">The reading.</param>
    /// <param name="current">What all readings are.</param>
    /// <param name="parameter">Values of parameters.</param>
    /// <param name="dice">Picks one of several.</param>
    public long? Pick(int drive, long[] current, Func<string, long> parameter, Dice dice)
    {
        if (byDrive[drive].Length == 0)
        {
            return null;
        }

        Binary comparison = dice.Pick(byDrive[drive]);
        ExprType type = drives[drive].Type;
        long at = dice.Pick([type.Min, type.Max, current[drive]]);
        long[] tried = [.. current];

        // Each piece of such a comparison is a straight line, and two steps along it end where it turns.
        for (int step = 0; step < 2; step++)
        {
            long here = At(at);
            long slope = At(at + 1) - here;
            at = slope == 0 ? at : Math.Clamp(at - (here / slope), type.Min, type.Max);
        }

        return at;

        long At(long value)
        {
            tried[drive] = value;
            return Difference(comparison, tried, parameter) ?? 0;
        }
    }

    private long? Difference(Binary comparison, long[] current, Func<string, long> parameter) =>
        Number(comparison.Left, current, parameter) - Number(comparison.Right, current, parameter);

    private long? Number(Expr expression, long[] current, Func<string, long> parameter) => expression switch
    {
        Literal item => item.Value,
        ParameterRef item => parameter(item.Name),
        UseRef when Place(expression) is >= 0 and int drive => current[drive],
        DefineRef item when defines.TryGetValue(item.Name, out Expr? value) => Number(value, current, parameter),
        Choose { Condition: Binary { Operator: BinaryOperator.Equal } equal } item
            when Difference(equal, current, parameter) is long difference =>
            Number(difference == 0 ? item.WhenTrue : item.WhenFalse, current, parameter),
        Unary { Operator: UnaryOperator.Negate } item => -Number(item.Operand, current, parameter),
        Unary { Operator: UnaryOperator.Abs } item when Number(item.Operand, current, parameter) is long value =>
            Math.Abs(value),
        Binary item when Number(item.Left, current, parameter) is long left
            && Number(item.Right, current, parameter) is long right => item.Operator switch
            {
                BinaryOperator.Add => left + right,
                BinaryOperator.Subtract => left - right,
                BinaryOperator.Multiply => left * right,
                BinaryOperator.Min => Math.Min(left, right),
                BinaryOperator.Max => Math.Max(left, right),
                _ => null,
            },
        _ => null,
    };

    private int Place(Expr expression) => expression is UseRef use
        ? Enumerable.Range(0, drives.Count).Where(drive => drives[drive].Name == use.Alias).DefaultIfEmpty(-1).First()
        : -1;

    private IEnumerable<Expr> Walk(Expr expression) => expression switch
    {
        Unary item => [expression, .. Walk(item.Operand)],
        Binary item => [expression, .. Walk(item.Left), .. Walk(item.Right)],
        Choose item => [expression, .. Walk(item.Condition), .. Walk(item.WhenTrue), .. Walk(item.WhenFalse)],
        ElseDefault item => [expression, .. Walk(item.Operand)],
        DefineRef item when defines.TryGetValue(item.Name, out Expr? value) => [expression, .. Walk(value)],
        _ => [expression],
    };

    private static IEnumerable<Expr> All(MachineInfo machine) =>
    [
        .. machine.Timers.SelectMany(timer => new[] { timer.Runs, timer.Resets }),
        .. machine.Detectors.Select(call => call.Operand),
        .. machine.Detectors.Select(call => call.Second).OfType<Expr>(),
        .. machine.Steps.OfType<DefineStep>().Select(step => step.Value),
        .. machine.Outputs.Select(output => output.Is).OfType<Expr>(),
        .. machine.States.SelectMany(state => state.Transitions).Select(transition => transition.When),
    ];
}
