using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <content>Comparisons with states.</content>
internal sealed partial class ExpressionBinder
{
    // The machine whose state an operand names, or null when the operand is an ordinary value.
    private MachineDeclaration? StateTarget(ExpressionSyntax operand)
    {
        if (operand is NameSyntax { Name: "state" } && scope.Find("state") is null
            && scope.Machine is { States.Count: > 0 })
        {
            return scope.Machine;
        }

        if (operand is NameSyntax name && scope.Find(name.Name) is { Kind: SymbolKind.StateUse } alias)
        {
            return alias.Machine;
        }

        return operand is FieldSyntax { Field: "state" } field
            && scope.Find(field.Owner) is { Kind: SymbolKind.Member } member
            ? member.Machine
            : null;
    }

    private Expr BindStateTest(
        ExpressionSyntax operand, MachineDeclaration machine, IReadOnlyList<ExpressionSyntax> names)
    {
        Expr? result = null;
        bool failed = false;
        foreach (ExpressionSyntax syntax in names)
        {
            Expr test = BindOneState(operand, machine, syntax);
            failed |= test.IsError();
            result = result is null
                ? test
                : new Binary(BinaryOperator.Or, result, test, ExprType.Bool, SpanOf(operand));
        }

        return failed || result is null ? Types.ErrorAt(SpanOf(operand)) : result;
    }

    private Expr BindOneState(ExpressionSyntax operand, MachineDeclaration machine, ExpressionSyntax name)
    {
        string alias = operand is FieldSyntax owned ? owned.Owner : ((NameSyntax)operand).Name;
        Symbol? symbol = scope.Find(alias);
        if (symbol is not null)
        {
            symbol.IsRead = true;
        }

        StateDeclaration? state = name is NameSyntax bare ? machine.State(bare.Name) : null;
        if (state is null)
        {
            string written = name is NameSyntax known ? known.Name : "this";
            return Fail(
                UnknownState, name, written, machine.Name, 
                Suggestion.For(written, machine.States.Select(item => item.Name)));
        }

        SourceSpan span = SpanOf(operand);
        if (operand is FieldSyntax field)
        {
            return MemberInState(field, machine, state);
        }

        if (symbol is not null)
        {
            return new UseInState(alias, state.Name, machine.LeafIds(state), ExprType.Bool, span);
        }

        return place.AllowOwnState
            ? new InState(state.Index, ExprType.Bool, span)
            : Fail(OwnStateHere, operand, place.Where);
    }

    private Expr MemberInState(FieldSyntax field, MachineDeclaration machine, StateDeclaration state)
    {
        ExprType type = Types.StateOf(machine.Name);
        MemberRef member = new(field.Owner, "state", type, SpanOf(field));
        Expr? result = null;
        foreach (int id in machine.LeafIds(state))
        {
            Literal leaf = new(id, type with { Min = id, Max = id }, SpanOf(field));
            Expr equal = new Binary(BinaryOperator.Equal, member, leaf, ExprType.Bool, SpanOf(field));
            result = result is null
                ? equal
                : new Binary(BinaryOperator.Or, result, equal, ExprType.Bool, SpanOf(field));
        }

        return result!;
    }
}
