using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>Prints bound expressions as people write them: with the brackets that are needed and no others.</summary>
/// <param name="value">The text of a constant.</param>
/// <param name="machine">Whose expressions they are; null for constraints and chains.</param>
internal sealed class ReadableExpression(Func<ExprType, long, string> value, MachineInfo? machine)
{
    // From weak to strong, as the language page lists them.
    private const int Implies = 1;
    private const int Or = 2;
    private const int And = 3;
    private const int Not = 4;
    private const int Comparison = 5;
    private const int Sum = 6;
    private const int Product = 7;
    private const int Sign = 8;
    private const int Atom = 9;

    internal string Print(Expr expression) => Write(expression).Text;

    private (string Text, int Strength) Write(Expr expression) => expression switch
    {
        Literal item => (value(item.Type, item.Value), Atom),
        ParameterRef item => (item.Name, Atom),
        UseRef item => (item.Alias, Atom),
        InputRef item => (item.Name, Atom),
        OutputRef item => (item.Name, Atom),
        MemberRef item => ($"{item.Variable}.{item.Field}", Atom),
        VariableRef item => (item.Name, Atom),
        TimerRef item => (item.Name, Atom),
        DefineRef item => (item.Name, Atom),
        OwnOutputRef item => (item.Name, Atom),
        PreviousOutputRef item => ($"previous({item.Name})", Atom),
        InState item => ($"state == {machine!.States[item.StateIndex].Name}", Comparison),
        UseInState item => ($"{item.Alias} == {item.StateName}", Comparison),
        ElapsedRef => ("elapsed", Atom),
        DetectorRef item => Call(machine!.Detectors[item.Slot]),
        Unary { Operator: UnaryOperator.Not } item => ($"not {At(Not, item.Operand)}", Not),
        Unary { Operator: UnaryOperator.Negate } item => ($"-{At(Sign, item.Operand)}", Sign),
        Unary item => ($"abs({Print(item.Operand)})", Atom),
        Binary item => Infix(item),
        Choose item => ($"choose({Print(item.Condition)}, {Print(item.WhenTrue)}, {Print(item.WhenFalse)})", Atom),
        ElseDefault item =>
            ($"{At(Comparison, item.Operand)} else {(item.WhenInvalid ? "true" : "false")}", Comparison),
        IsValid item => ($"valid({Print(item.Operand)})", Atom),
        IsNewSample item => ($"new_sample({Print(item.Input)})", Atom),
        AgeOf item => ($"age({Print(item.Input)})", Atom),
        Fold item => ($"{Word(item.Kind)}({item.Variable} in {Domain(item.Source)}: {Print(item.Body)})", Atom),
        _ => throw new InvalidOperationException($"no text for {expression.GetType().Name}"),
    };

    private string At(int strength, Expr expression)
    {
        (string text, int own) = Write(expression);
        return own >= strength ? text : $"({text})";
    }

    private (string Text, int Strength) Infix(Binary item)
    {
        (string sign, int strength) = item.Operator switch
        {
            BinaryOperator.Implies => ("implies", Implies),
            BinaryOperator.Or => ("or", Or),
            BinaryOperator.And => ("and", And),
            BinaryOperator.Equal => ("==", Comparison),
            BinaryOperator.NotEqual => ("!=", Comparison),
            BinaryOperator.Less => ("<", Comparison),
            BinaryOperator.LessOrEqual => ("<=", Comparison),
            BinaryOperator.Greater => (">", Comparison),
            BinaryOperator.GreaterOrEqual => (">=", Comparison),
            BinaryOperator.Add => ("+", Sum),
            BinaryOperator.Subtract => ("-", Sum),
            BinaryOperator.Multiply => ("*", Product),
            BinaryOperator.Min => ("min", Atom),
            _ => ("max", Atom),
        };
        if (strength == Atom)
        {
            return ($"{sign}({Print(item.Left)}, {Print(item.Right)})", Atom);
        }

        // Comparisons do not chain; implies leans to the right, all others to the left.
        int left = strength is Comparison or Implies ? strength + 1 : strength;
        int right = strength is Implies or And or Or ? strength : strength + 1;
        return ($"{At(left, item.Left)} {sign} {At(right, item.Right)}", strength);
    }

    private (string Text, int Strength) Call(DetectorInfo call)
    {
        string first = Print(call.Operand);
        string second = call.Second is null ? string.Empty : Print(call.Second);
        string amount = call.Amount is null ? string.Empty : Print(call.Amount);
        string text = call.Kind switch
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
        return (text, call.Kind == DetectorKind.LeadsTo ? Implies : Atom);
    }

    private static string Domain(FoldSource source)
    {
        string own = source.Name.Split('.')[^1];
        return source.Outer.Length > 0 ? $"{source.Outer}.{own}"
            : source.Kind == FoldSourceKind.PreviousMachine ? $"previous({source.Name})" : source.Name;
    }

    private static string Word(FoldKind kind) => kind.ToString().ToLowerInvariant();
}
