using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>The same text for the same computation, whatever its fold variables and aliases are called.</summary>
internal static class ExprText
{
    public static string Of(Expr expression, ISliceScope scope, FreeChoices choices) =>
        Write(expression, scope, choices, []);

    private static string Write(
        Expr expression, ISliceScope scope, FreeChoices choices, Dictionary<string, string> members)
    {
        string Part(Expr part) => Write(part, scope, choices, members);
        return expression switch
        {
            Literal literal => Number(literal.Value),
            ParameterRef parameter => Number(choices.Parameter(parameter.Name)),
            Unary unary => $"{unary.Operator}({Part(unary.Operand)})",
            Binary binary => $"({Part(binary.Left)} {binary.Operator} {Part(binary.Right)})",
            Choose choose => $"Choose({Part(choose.Condition)}, {Part(choose.WhenTrue)}, {Part(choose.WhenFalse)})",
            ElseDefault other => $"({Part(other.Operand)} else {(other.WhenInvalid ? "true" : "false")})",
            IsValid valid => $"valid({Part(valid.Operand)})",
            IsNewSample sample => $"new({Part(sample.Input)})",
            AgeOf age => $"age({Part(age.Input)})",
            MemberRef member => $"{Member(member.Variable, members)}.{member.Field}",
            Fold fold => WriteFold(fold, scope, choices, members),
            _ => WriteReference(expression, scope, choices),
        };
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Member(string variable, Dictionary<string, string> members) =>
        members.GetValueOrDefault(variable, variable);

    private static string WriteFold(
        Fold fold, ISliceScope scope, FreeChoices choices, Dictionary<string, string> members)
    {
        string outer = fold.Source.Outer.Length == 0 ? string.Empty : Member(fold.Source.Outer, members) + ":";
        string name = $"member{members.Count}";
        Dictionary<string, string> inner = new(members) { [fold.Variable] = name };
        string body = Write(fold.Body, scope, choices, inner);
        return $"{fold.Kind}({name} in {fold.Source.Kind} {outer}{fold.Source.Name}: {body})";
    }

    private static string WriteReference(Expr reference, ISliceScope scope, FreeChoices choices)
    {
        if (reference is UseInState state)
        {
            return $"{state.Alias} == {state.StateName}";
        }

        return scope.Resolve(reference) switch
        {
            FreeMeaning free => free.Key,
            InlinedMeaning inlined => Write(inlined.Expression, inlined.Scope, choices, []),
            ClockMeaning clock => clock.Clock.Name,
            TrackedMeaning { Node: ReadNode read } => read.Variable.Name,
            TrackedMeaning { Node: ConstantNode constant } => Number(constant.Value),
            _ => reference.Span.ToString(),
        };
    }
}
