using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Computes expressions over parameters for given values.</summary>
internal static class ConstantEvaluator
{
    /// <summary>The value; bools are 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">Something other than parameters and literals is read.</exception>
    public static long Evaluate(Expr expression, IReadOnlyDictionary<string, long> values) => expression switch
    {
        Literal item => item.Value,
        ParameterRef item => values[item.Name],
        Unary { Operator: UnaryOperator.Not } item => Evaluate(item.Operand, values) == 0 ? 1 : 0,
        Unary { Operator: UnaryOperator.Negate } item => -Evaluate(item.Operand, values),
        Unary item => Math.Abs(Evaluate(item.Operand, values)),
        Choose item =>
            Evaluate(item.Condition, values) != 0 ? Evaluate(item.WhenTrue, values) : Evaluate(item.WhenFalse, values),
        Binary item => Combine(item.Operator, Evaluate(item.Left, values), Evaluate(item.Right, values)),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no expression over parameters"),
    };

    private static long Combine(BinaryOperator sign, long left, long right)
    {
        static long Bool(bool value) => value ? 1 : 0;
        return sign switch
        {
            BinaryOperator.And => left & right,
            BinaryOperator.Or => left | right,
            BinaryOperator.Implies => Bool(left == 0 || right != 0),
            BinaryOperator.Equal => Bool(left == right),
            BinaryOperator.NotEqual => Bool(left != right),
            BinaryOperator.Less => Bool(left < right),
            BinaryOperator.LessOrEqual => Bool(left <= right),
            BinaryOperator.Greater => Bool(left > right),
            BinaryOperator.GreaterOrEqual => Bool(left >= right),
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Min => Math.Min(left, right),
            _ => Math.Max(left, right),
        };
    }
}
