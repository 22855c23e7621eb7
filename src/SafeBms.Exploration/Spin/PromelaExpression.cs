using System.Globalization;
using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>Expressions of a slice as Promela.</summary>
internal static class PromelaExpression
{
    // Longer choices are broken, one condition a line.
    private const int Width_max = 96;

    /// <summary>The text of an expression; long chains of choices stand on several lines.</summary>
    public static string Of(SliceNode node, string indent = "") => node switch
    {
        ConstantNode constant => constant.Value.ToString(CultureInfo.InvariantCulture),
        ReadNode read => Name(read.Variable),
        AtLeastNode atLeast => string.Create(
            CultureInfo.InvariantCulture, $"({Name(atLeast.Term.Class)} >= {atLeast.Term.ClassOf(atLeast.Threshold)})"),
        ApplyNode { Operator: SliceOperator.Choose } choose => Choice(choose, indent),
        ApplyNode apply => Apply(apply),
        _ => throw new InvalidOperationException($"unknown node {node.GetType().Name}"),
    };

    /// <summary>Memory is a record, everything else a variable of its own.</summary>
    public static string Name(SliceVariable variable) =>
        variable.Role == SliceRole.Memory ? "s." + variable.Name : variable.Name;

    // Each part is written once: a chain of choices would otherwise double the work at every link.
    private static string Choice(ApplyNode choose, string indent)
    {
        string condition = Of(choose.Left);
        string whenTrue = Of(choose.Right!, indent + "  ");
        string whenFalse = Of(choose.Third!, indent);
        bool isShort = indent.Length + condition.Length + whenTrue.Length + whenFalse.Length <= Width_max;
        return isShort && !whenFalse.Contains('\n', StringComparison.Ordinal)
            ? $"({condition} -> {whenTrue} : {whenFalse})"
            : $"({condition} -> {whenTrue} :\n{indent}{whenFalse})";
    }

    private static string Apply(ApplyNode apply)
    {
        string left = Of(apply.Left);
        string right = apply.Right is null ? string.Empty : Of(apply.Right);
        return apply.Operator switch
        {
            SliceOperator.Not => "!" + left,
            SliceOperator.Absolute => $"({left} < 0 -> -{left} : {left})",
            SliceOperator.Min => $"({left} < {right} -> {left} : {right})",
            SliceOperator.Max => $"({left} < {right} -> {right} : {left})",
            _ => $"({left} {Sign(apply.Operator)} {right})",
        };
    }

    private static string Sign(SliceOperator operation) => operation switch
    {
        SliceOperator.And => "&&",
        SliceOperator.Or => "||",
        SliceOperator.Equal => "==",
        SliceOperator.NotEqual => "!=",
        SliceOperator.Less => "<",
        SliceOperator.LessOrEqual => "<=",
        SliceOperator.Add => "+",
        SliceOperator.Subtract => "-",
        _ => "*",
    };
}
