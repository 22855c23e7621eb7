using System.Globalization;
using SafeBms.Specification;
using SafeBms.Specification.Expressions;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation.Finding;

/// <summary>The mutants inside of one expression. Walks the expression as written, so that every change is a change of
/// its text; knows where a truth value stands, so that no mutant is refused for its types alone.</summary>
internal sealed class ExpressionMutants
{
    private readonly MutantList list;
    private readonly YamlScalar scalar;
    private readonly string place;
    private readonly IReadOnlyDictionary<string, string> units;

    private ExpressionMutants(
        MutantList list, YamlScalar scalar, string place, IReadOnlyDictionary<string, string> units)
    {
        this.list = list;
        this.scalar = scalar;
        this.place = place;
        this.units = units;
    }

    /// <summary>Notes the mutants of an expression.</summary>
    /// <param name="list">Where to.</param>
    /// <param name="scalar">The expression.</param>
    /// <param name="place">Its place, for the ids.</param>
    /// <param name="isBool">Whether it is a condition.</param>
    /// <param name="units">Units of the numeric parameters.</param>
    internal static void Find(
        MutantList list, YamlScalar scalar, string place, bool isBool, IReadOnlyDictionary<string, string> units)
    {
        if (ExpressionParser.Parse(scalar, new DiagnosticBag()) is { } expression)
        {
            new ExpressionMutants(list, scalar, place, units).Visit(expression, isBool);
        }
    }

    /// <summary>As <see cref="Find"/>, for the right side of an assignment.</summary>
    internal static void FindAssigned(
        MutantList list, YamlScalar scalar, string place, bool isBool, IReadOnlyDictionary<string, string> units)
    {
        if (ExpressionParser.ParseAssignment(scalar, new DiagnosticBag()) is { } assignment)
        {
            new ExpressionMutants(list, scalar, place, units).Visit(assignment.Value, isBool);
        }
    }

    private void Visit(ExpressionSyntax node, bool isBool, bool isAtom = true)
    {
        if (isBool && isAtom && IsAtom(node))
        {
            Change(Operators.AtomTrue, node, "true");
            Change(Operators.AtomFalse, node, "false");
        }

        switch (node)
        {
            case BinarySyntax { Operator: "and" or "or" or "implies" } item:
                Logic(item);
                Visit(item.Left, true);
                Visit(item.Right, true);
                break;
            case BinarySyntax { Operator: "+" or "-" or "*" } item:
                Arithmetic(item);
                break;
            case BinarySyntax item:
                Comparison(item);
                break;
            case UnarySyntax item:
                Visit(item.Operand, item.Operator == "not");
                break;
            case ElseSyntax item:
                int flip = item.Start + item.Length - (item.Value ? 4 : 5);
                Change(Operators.ElseFlip, flip, item.Value ? 4 : 5, item.Value ? "false" : "true");
                Visit(item.Operand, true, isAtom: false);
                break;
            case InSyntax item:
                Visit(item.Operand, false);
                break;
            case CallSyntax item:
                Call(item, isBool);
                break;
            case FoldSyntax item:
                Fold(item);
                break;
            case ConfirmedSyntax item:
                Change(Operators.DropTemporal, item, Operand(item.Condition));
                Visit(item.Condition, true);
                Amount(item.Amount);
                break;
            case NumberSyntax item:
                Number(item, string.Empty);
                break;
            default:
                break;
        }
    }

    private static bool IsAtom(ExpressionSyntax node) =>
        node is not (BoolSyntax or UnarySyntax or BinarySyntax { Operator: "and" or "or" or "implies" });

    private void Logic(BinarySyntax node)
    {
        string other = node.Operator switch { "and" => "or", "or" => "and", _ => string.Empty };
        if (other.Length > 0)
        {
            // In brackets, because "or" binds weaker than "and": only this operator shall change.
            string left = Operand(node.Left);
            string right = Operand(node.Right);
            Change(Operators.Logic, node, $"({left} {other} {right})");
        }
    }

    private void Comparison(BinarySyntax node)
    {
        (string other, int delta) = node.Operator switch
        {
            "<" => ("<=", 1),
            "<=" => ("<", -1),
            ">" => (">=", -1),
            ">=" => (">", 1),
            "==" => ("!=", 0),
            _ => ("==", 0),
        };
        (string parameter, bool isRight) = Compared(node);
        int sign = delta == 0 || parameter.Length == 0 ? 0 : isRight ? delta : -delta;
        int from = node.Left.Start + node.Left.Length;
        int at = scalar.Value.IndexOf(node.Operator, from, StringComparison.Ordinal);
        Change(Operators.Comparison, at, node.Operator.Length, other, parameter, sign);

        // The other direction by one unit; the one above is what the changed sign means already.
        if (delta != 0 && node.Right is NameSyntax name && units.TryGetValue(name.Name, out string? unit))
        {
            string step = delta > 0 ? " - 1 " : " + 1 ";
            string kind = delta > 0 ? Operators.Minus : Operators.Plus;
            Change(kind, name, (name.Name + step + unit).TrimEnd(), name.Name, -delta);
        }

        Visit(node.Left, false);
        Visit(node.Right, false);
    }

    // A side that is a parameter, or a parameter and a constant.
    private (string Parameter, bool IsRight) Compared(BinarySyntax node)
    {
        string right = Parameter(node.Right);
        return right.Length > 0 ? (right, true) : (Parameter(node.Left), false);
    }

    private string Parameter(ExpressionSyntax node) => node switch
    {
        NameSyntax name when units.ContainsKey(name.Name) => name.Name,
        BinarySyntax { Operator: "+" or "-", Left: NameSyntax name, Right: NumberSyntax }
            when units.ContainsKey(name.Name) => name.Name,
        _ => string.Empty,
    };

    private void Arithmetic(BinarySyntax node)
    {
        if (node.Operator is "+" or "-")
        {
            int from = node.Left.Start + node.Left.Length;
            int at = scalar.Value.IndexOf($" {node.Operator} ", from, StringComparison.Ordinal) + 1;
            Change(Operators.Arithmetic, at, 1, node.Operator == "+" ? "-" : "+");
        }

        if (node is { Operator: "+", Left: NameSyntax name, Right: NumberSyntax number }
            && units.ContainsKey(name.Name))
        {
            Number(number, name.Name);
            return;
        }

        Visit(node.Left, false);
        Visit(node.Right, false);
    }

    private void Call(CallSyntax call, bool isBool)
    {
        IReadOnlyList<ExpressionSyntax> given = call.Arguments;
        switch (call.Function)
        {
            case "choose" when given.Count == 3:
                Swap(given[1], given[2]);
                Visit(given[0], true);
                Visit(given[1], isBool);
                Visit(given[2], isBool);
                return;
            case "min" or "max":
                string other = call.Function == "min" ? "max" : "min";
                Change(Operators.Arithmetic, call.Start, 3, other);
                break;
            case "previous" when given.Count == 1:
                Change(Operators.DropPrevious, call, Operand(given[0]));
                Visit(given[0], isBool, isAtom: false);
                return;
            case "rising" or "once" when given.Count == 1:
                Change(Operators.DropTemporal, call, Operand(given[0]));
                Visit(given[0], true);
                return;
            case "falling" when given.Count == 1:
                Change(Operators.DropTemporal, call, $"not {Operand(given[0])}");
                Visit(given[0], true);
                return;
            case "held" or "held_or_initially" or "within" when given.Count == 2:
                Change(Operators.DropTemporal, call, Operand(given[0]));
                Visit(given[0], true);
                Amount(given[1]);
                return;
            case "since" when given.Count == 2:
                Change(Operators.DropTemporal, call, Operand(given[1]));
                Visit(given[0], true);
                Visit(given[1], true);
                return;
            case "valid" or "new_sample" or "age":
                return;
        }

        foreach (ExpressionSyntax argument in given)
        {
            Visit(argument, false);
        }
    }

    private void Fold(FoldSyntax fold)
    {
        string other = fold.Function switch
        {
            "any" => "all",
            "all" => "any",
            "min" => "max",
            "max" => "min",
            _ => string.Empty,
        };
        if (other.Length > 0)
        {
            Change(Operators.Arithmetic, fold.Start, fold.Function.Length, other);
        }

        Visit(fold.Body, fold.Function is "any" or "all" or "count");
    }

    // A number of ms or samples: one more, one less, none. A parameter gets a constant, to change only this use.
    private void Amount(ExpressionSyntax amount)
    {
        if (amount is NameSyntax name && units.TryGetValue(name.Name, out string? unit))
        {
            Change(Operators.Plus, amount, $"{name.Name} + 1 {unit}".TrimEnd(), name.Name, 1);
            Change(Operators.Minus, amount, $"{name.Name} - 1 {unit}".TrimEnd(), name.Name, -1);
            Change(Operators.Zero, amount, $"0 {unit}".TrimEnd());
            return;
        }

        if (amount is BinarySyntax or NumberSyntax { Unit: not ("" or "count") })
        {
            Change(Operators.Zero, amount, "0 ms");
        }

        Visit(amount, false);
    }

    private void Number(NumberSyntax number, string parameter)
    {
        if (!Units.TryFind(number.Unit, out string unit, out decimal scale))
        {
            return;
        }

        decimal value = number.Number * scale;
        Change(Operators.Plus, number, Literal(value + 1, unit), parameter, parameter.Length > 0 ? 1 : 0);
        Change(Operators.Minus, number, Literal(value - 1, unit), parameter, parameter.Length > 0 ? -1 : 0);
    }

    private static string Literal(decimal value, string unit)
    {
        string number = ((long)value).ToString(CultureInfo.InvariantCulture);
        return unit == "count" ? number : $"{number} {unit}";
    }

    private void Swap(ExpressionSyntax first, ExpressionSyntax second)
    {
        (int start, int length) = Whole(first);
        (int secondStart, int secondLength) = Whole(second);
        ReadOnlySpan<char> text = scalar.Value;
        string swapped = string.Concat(
            text.Slice(secondStart, secondLength), text[(start + length)..secondStart], text.Slice(start, length));
        Change(Operators.Arithmetic, start, secondStart + secondLength - start, swapped);
    }

    // The text of an operand, in brackets where it could fall apart.
    private string Operand(ExpressionSyntax node)
    {
        (int start, int length) = Whole(node);
        string text = scalar.Value.Substring(start, length);
        return node is NameSyntax or FieldSyntax or CallSyntax or FoldSyntax or ConfirmedSyntax or BoolSyntax
            ? text
            : $"({text})";
    }

    private void Change(string kind, ExpressionSyntax node, string replacement, string parameter = "", int delta = 0)
    {
        (int start, int length) = Whole(node);
        Change(kind, start, length, replacement, parameter, delta);
    }

    private void Change(string kind, int at, int length, string replacement, string parameter = "", int delta = 0)
    {
        (int start, int span) = list.Inside(scalar, at, length);
        list.Add(kind, place, start, span, replacement, parameter, delta);
    }

    // An operand in brackets begins behind its bracket, so that what begins with it lacks one at its start.
    private (int Start, int Length) Whole(ExpressionSyntax node)
    {
        int start = node.Start;
        int end = node.Start + node.Length;
        int open = 0;
        int missing = 0;
        foreach (char letter in scalar.Value.AsSpan(start, node.Length))
        {
            open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            missing = Math.Max(missing, -open);
        }

        for (; missing > 0; missing--)
        {
            start = scalar.Value.LastIndexOf('(', start - 1);
        }

        return (start, end - start);
    }
}
