using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Expressions;

/// <summary>Prints bound expressions in one canonical form: equal texts within one machine mean equal
/// expressions.</summary>
/// <param name="enums">Enumerations, for the names of their members.</param>
public sealed class ExpressionText(IReadOnlyDictionary<string, EnumInfo> enums)
{
    /// <summary>The text of an expression whose temporal calls are in <paramref name="detectors"/>.</summary>
    public string Print(Expr expression, IReadOnlyList<DetectorInfo> detectors)
    {
        string Sub(Expr inner) => Operand(inner, detectors);
        return expression switch
        {
            Literal literal => Constant(literal),
            ParameterRef item => item.Name,
            UseRef item => item.Alias,
            InputRef item => item.Name,
            OutputRef item => item.Name,
            MemberRef item => $"{item.Variable}.{item.Field}",
            VariableRef item => item.Name,
            TimerRef item => item.Name,
            DefineRef item => item.Name,
            OwnOutputRef item => item.Name,
            PreviousOutputRef item => $"previous({item.Name})",
            InState item => $"state == #{item.StateIndex.ToString(CultureInfo.InvariantCulture)}",
            UseInState item => $"{item.Alias} == {item.StateName}",
            ElapsedRef item => $"elapsed#{item.StateIndex.ToString(CultureInfo.InvariantCulture)}",
            DetectorRef item => detectors[item.Slot].Text,
            Unary { Operator: UnaryOperator.Not } item => $"not {Sub(item.Operand)}",
            Unary { Operator: UnaryOperator.Negate } item => $"-{Sub(item.Operand)}",
            Unary item => $"abs({Print(item.Operand, detectors)})",
            Binary { Operator: BinaryOperator.Min or BinaryOperator.Max } item =>
                $"{Sign(item.Operator)}({Print(item.Left, detectors)}, {Print(item.Right, detectors)})",
            Binary item => $"{Sub(item.Left)} {Sign(item.Operator)} {Sub(item.Right)}",
            Choose item => $"choose({Print(item.Condition, detectors)}, "
                + $"{Print(item.WhenTrue, detectors)}, {Print(item.WhenFalse, detectors)})",
            ElseDefault item => $"{Sub(item.Operand)} else {(item.WhenInvalid ? "true" : "false")}",
            IsValid item => $"valid({Print(item.Operand, detectors)})",
            IsNewSample item => $"new_sample({Print(item.Input, detectors)})",
            AgeOf item => $"age({Print(item.Input, detectors)})",
            Fold item => $"{Word(item.Kind)}({item.Variable} in {Source(item.Source)}: {Print(item.Body, detectors)})",
            _ => throw new InvalidOperationException($"no text for {expression.GetType().Name}"),
        };
    }

    internal string Call(DetectorInfo call, IReadOnlyList<DetectorInfo> detectors)
    {
        string first = Print(call.Operand, detectors);
        string second = call.Second is null ? string.Empty : Print(call.Second, detectors);
        string amount = call.Amount is null ? string.Empty : Print(call.Amount, detectors);
        return call.Kind switch
        {
            DetectorKind.Previous => $"previous({first})",
            DetectorKind.Rising => $"rising({first})",
            DetectorKind.Falling => $"falling({first})",
            DetectorKind.Held => $"held({first}, {amount})",
            DetectorKind.HeldOrInitially => $"held_or_initially({first}, {amount})",
            DetectorKind.Within => $"within({first}, {amount})",
            DetectorKind.Since => $"since({first}, {second})",
            DetectorKind.Once => $"once({first})",
            DetectorKind.Confirmed => $"confirmed({first}, {amount} samples of {second})",
            _ => $"{first} leads_to {second} within {amount}",
        };
    }

    private static string Source(FoldSource source) =>
        (source.Outer.Length == 0 ? string.Empty : source.Outer + ":")
        + (source.Kind == FoldSourceKind.PreviousMachine ? $"previous({source.Name})" : source.Name);

    private static string Word(FoldKind kind) => kind switch
    {
        FoldKind.Any => "any",
        FoldKind.All => "all",
        FoldKind.Count => "count",
        FoldKind.Min => "min",
        FoldKind.Max => "max",
        _ => "sum",
    };

    private static string Sign(BinaryOperator sign) => sign switch
    {
        BinaryOperator.And => "and",
        BinaryOperator.Or => "or",
        BinaryOperator.Implies => "implies",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Min => "min",
        _ => "max",
    };

    // Operands that are not one word or call stand in brackets: canonical, if not minimal.
    private string Operand(Expr expression, IReadOnlyList<DetectorInfo> detectors)
    {
        string text = Print(expression, detectors);
        bool isCompound = expression is InState or UseInState or ElseDefault
            or Binary { Operator: not (BinaryOperator.Min or BinaryOperator.Max) }
            or Unary { Operator: not UnaryOperator.Abs };
        return isCompound ? $"({text})" : text;
    }

    private string Constant(Literal literal)
    {
        if (literal.Type.Kind == ValueKind.Bool)
        {
            return literal.Value == 0 ? "false" : "true";
        }

        string number = literal.Value.ToString(CultureInfo.InvariantCulture);
        if (literal.Type.Kind == ValueKind.Int)
        {
            return literal.Type.Unit is "count" or "" ? number : $"{number} {literal.Type.Unit}";
        }

        EnumMember? member = enums.TryGetValue(literal.Type.EnumName, out EnumInfo? info)
            ? info.Members.FirstOrDefault(item => item.Id == literal.Value)
            : null;
        return member?.Name ?? $"#{number}";
    }
}
