using SafeBms.Specification.Model;

namespace SafeBms.Specification.Binding;

/// <content>The saturation of <c>elapsed</c>.</content>
internal sealed partial class MachineBinder
{
    // The counter saturates at the largest bound that it is compared with; where it is used otherwise, at the largest
    // number.
    private static void ApplyElapsedCaps(List<StateInfo> states)
    {
        long[] caps = new long[states.Count];
        foreach (StateInfo state in states)
        {
            IEnumerable<Expr> expressions = state.Entry.Concat(state.Exit).Concat(state.During).Select(action =>
                action.Value)
                .Concat(state.Transitions.SelectMany(item =>
                    item.Do.Select(action => action.Value).Concat([item.When])));
            foreach (Expr expression in expressions)
            {
                Visit(expression, caps);
            }
        }

        for (int index = 0; index < states.Count; index++)
        {
            states[index] = states[index] with { ElapsedCap_ms = caps[index] };
        }
    }

    private static void Visit(Expr expression, long[] caps)
    {
        if (expression is Binary binary && Bound(binary) is { } bound)
        {
            ElapsedRef elapsed = binary.Left as ElapsedRef ?? (ElapsedRef)binary.Right;
            caps[elapsed.StateIndex] = Math.Max(caps[elapsed.StateIndex], Math.Max(1, Math.Min(bound, int.MaxValue)));
            Expr other = ReferenceEquals(binary.Left, elapsed) ? binary.Right : binary.Left;
            Visit(other, caps);
            return;
        }

        if (expression is ElapsedRef free)
        {
            caps[free.StateIndex] = int.MaxValue;
        }

        foreach (Expr child in ExprWalker.Children(expression))
        {
            Visit(child, caps);
        }
    }

    // One more than the bound where the comparison must still tell "equal" from "beyond".
    private static long? Bound(Binary binary)
    {
        if (binary.Left is not ElapsedRef == binary.Right is not ElapsedRef)
        {
            return null;
        }

        bool isLeft = binary.Left is ElapsedRef;
        long bound = isLeft ? binary.Right.Type.Max : binary.Left.Type.Max;
        switch (binary.Operator)
        {
            case BinaryOperator.GreaterOrEqual or BinaryOperator.Less when isLeft:
            case BinaryOperator.LessOrEqual or BinaryOperator.Greater when !isLeft:
            case BinaryOperator.Min:
                return bound;
            case BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Less or BinaryOperator.LessOrEqual
                or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual:
                return bound + 1;
            default:
                return null;
        }
    }
}
