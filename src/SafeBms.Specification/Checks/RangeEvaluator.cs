using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Says of a condition whether it is true or false for all values within the declared ranges; null where
/// that is open.</summary>
/// <param name="steps">Definitions and temporal calls that the condition may refer to.</param>
internal sealed class RangeEvaluator(IEnumerable<StepInfo> steps)
{
    private readonly Dictionary<string, Expr> defines = steps.OfType<DefineStep>().ToDictionary(step =>
        step.Name, step => step.Value);
    private readonly Dictionary<int, DetectorInfo> detectors =
        steps.OfType<DetectorStep>().ToDictionary(step => step.Detector.Slot, step => step.Detector);

    /// <summary>The value of a condition, if it has only one.</summary>
    public bool? Known(Expr condition) => condition switch
    {
        Literal item => item.Value != 0,
        Unary { Operator: UnaryOperator.Not } item => !Known(item.Operand),
        Binary item => KnownBinary(item),
        ElseDefault item => Known(item.Operand) is { } value && value == item.WhenInvalid ? value : null,
        Choose item => KnownChoose(item),
        DefineRef item when defines.TryGetValue(item.Name, out Expr? value) && !value.Type.MayBeInvalid => Known(value),
        DetectorRef item when detectors.TryGetValue(item.Slot, out DetectorInfo? call) => KnownCall(call),
        Fold { Kind: FoldKind.Any } item => Known(item.Body) == false ? false : null,
        Fold { Kind: FoldKind.All } item => Known(item.Body) == true ? true : null,
        _ => null,
    };

    private bool? KnownBinary(Binary item)
    {
        bool? Left() => Known(item.Left);
        bool? Right() => Known(item.Right);
        ExprType left = item.Left.Type;
        ExprType right = item.Right.Type;
        switch (item.Operator)
        {
            case BinaryOperator.And:
                return Left() & Right();
            case BinaryOperator.Or:
                return Left() | Right();
            case BinaryOperator.Implies:
                return !Left() | Right();
            case BinaryOperator.Less:
                return IsLess(left, right);
            case BinaryOperator.GreaterOrEqual:
                return !IsLess(left, right);
            case BinaryOperator.Greater:
                return IsLess(right, left);
            case BinaryOperator.LessOrEqual:
                return !IsLess(right, left);
            case BinaryOperator.Equal:
                return IsEqual(item);
            case BinaryOperator.NotEqual:
                return !IsEqual(item);
            default:
                return null;
        }
    }

    private static bool? IsLess(ExprType left, ExprType right) =>
        left.Max < right.Min ? true : left.Min >= right.Max ? false : null;

    private static bool? IsEqual(Binary item)
    {
        ExprType left = item.Left.Type;
        ExprType right = item.Right.Type;
        if (left.Kind == ValueKind.Bool)
        {
            return null;
        }

        if (left.Max < right.Min || right.Max < left.Min)
        {
            return false;
        }

        return left.Min == left.Max && right.Min == right.Max ? left.Min == right.Min : null;
    }

    private bool? KnownChoose(Choose item)
    {
        if (item.Type.Kind != ValueKind.Bool)
        {
            return null;
        }

        bool? first = Known(item.WhenTrue);
        bool? second = Known(item.WhenFalse);
        return Known(item.Condition) switch
        {
            true => first,
            false => second,
            _ => first == second ? first : null,
        };
    }

    private bool? KnownCall(DetectorInfo call)
    {
        bool? operand = call.Type.Kind == ValueKind.Bool
            && call.Operand.Type.Kind == ValueKind.Bool ? Known(call.Operand) : null;
        switch (call.Kind)
        {
            case DetectorKind.Rising or DetectorKind.Within or DetectorKind.Held or DetectorKind.HeldOrInitially
                or DetectorKind.Once or DetectorKind.Confirmed:
                return operand == false ? false : null;
            case DetectorKind.Falling:
                return operand == true ? false : null;
            case DetectorKind.Since:
                return call.Second is not null && Known(call.Second) == false ? false : null;
            case DetectorKind.LeadsTo:
                return operand == false || (call.Second is not null && Known(call.Second) == true) ? true : null;
            default:
                return null;
        }
    }
}
