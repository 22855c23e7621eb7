using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <content>Folds over groups and instanced machines.</content>
internal sealed partial class ExpressionBinder
{
    private Expr BindFold(FoldSyntax fold)
    {
        FoldKind? kind = fold.Function switch
        {
            "any" => FoldKind.Any,
            "all" => FoldKind.All,
            "count" => FoldKind.Count,
            "min" => FoldKind.Min,
            "max" => FoldKind.Max,
            "sum" => FoldKind.Sum,
            _ => null,
        };
        if (kind is null)
        {
            return Fail(
                UnknownFunction, fold, fold.Function,
                Suggestion.For(fold.Function, ["any", "all", "count", "min", "max", "sum"]));
        }

        if (FoldDomain(fold) is not { } domain)
        {
            return Types.ErrorAt(SpanOf(fold));
        }

        Symbol? hidden = scope.Open(domain.Variable);
        foldDepth++;
        bool isCondition = kind is FoldKind.Any or FoldKind.All or FoldKind.Count;
        Expr body = BindAny(fold.Body, isCondition ? ExprType.Bool : null);
        body = isCondition ? RequireCondition(body, SpanOf(fold.Body)) : RequireNumber(body);
        foldDepth--;
        scope.Close(domain.Variable.Name, hidden);
        if (!domain.Variable.IsRead)
        {
            return Fail(FoldVariableUnread, fold.Variable, fold.Variable.Name);
        }

        return body.IsError()
            ? Types.ErrorAt(SpanOf(fold))
            : Folded(fold, kind.Value, domain.Source, domain.Capacity, body);
    }

    private Expr Folded(FoldSyntax fold, FoldKind kind, FoldSource source, int capacity, Expr body)
    {
        ExprType type;
        switch (kind)
        {
            case FoldKind.Any:
            case FoldKind.All:
                type = ExprType.Bool;
                break;
            case FoldKind.Count:
                type = ExprType.Int("count", 0, capacity);
                break;
            case FoldKind.Sum:
                if (Types.Sum(body.Type, capacity) is not { } range)
                {
                    return Fail(ArithmeticOverflow, fold);
                }

                type = ExprType.Int(body.Type.Unit, range.Min, range.Max).WithValidity(true);
                break;
            default:
                type = body.Type.WithValidity(true);
                break;
        }

        return new Fold(kind, fold.Variable.Name, source, body, type, SpanOf(fold));
    }

    private (Symbol Variable, FoldSource Source, int Capacity)? FoldDomain(FoldSyntax fold)
    {
        if (fold.Source is FieldSyntax nested)
        {
            GroupInfo? member = null;
            if (scope.Find(nested.Owner) is { } owner)
            {
                owner.IsRead = true;
                member = owner.Kind == SymbolKind.Member ? owner.Group : null;
            }

            if (member?.Groups.FirstOrDefault(item => item.Name == nested.Field) is not { } group)
            {
                Fail(NotAGroup, fold.Source, $"{nested.Owner}.{nested.Field}");
                return null;
            }

            FoldSource inner = new(FoldSourceKind.Group, group.Path, nested.Owner);
            return (MemberOf(fold, group), inner, group.Capacity);
        }

        Symbol? symbol = fold.Source is NameSyntax name ? scope.Find(name.Name) : null;
        if (symbol is { Kind: SymbolKind.Group, Group: not null })
        {
            symbol.IsRead = true;
            FoldSource outer = new(FoldSourceKind.Group, symbol.Group.Path, string.Empty);
            return (MemberOf(fold, symbol.Group), outer, symbol.Group.Capacity);
        }

        if (symbol is { Kind: SymbolKind.MachineUse, Machine: not null })
        {
            symbol.IsRead = true;
            FoldSourceKind kind = symbol.Use!.Kind == UseKind.PreviousMachine
                ? FoldSourceKind.PreviousMachine : FoldSourceKind.Machine;
            Symbol variable = new(fold.Variable.Name, SymbolKind.Member, ExprType.Bool, SpanOf(fold.Variable))
            {
                Machine = symbol.Machine,
            };
            FoldSource instances = new(kind, symbol.Machine.Name, string.Empty);
            return (variable, instances, symbol.Machine.InstanceGroup!.Capacity);
        }

        if (symbol is null || !symbol.Type.IsError())
        {
            string written = fold.Source is NameSyntax unknown ? unknown.Name : "this";
            Fail(NotAGroup, fold.Source, written);
        }
        else
        {
            symbol.IsRead = true;
        }

        return null;
    }

    private Symbol MemberOf(FoldSyntax fold, GroupInfo group) =>
        new(fold.Variable.Name, SymbolKind.Member, ExprType.Bool, SpanOf(fold.Variable)) { Group = group };
}
