using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Gives expressions their meaning: names, types, units, validity, temporal memory.</summary>
internal sealed partial class ExpressionBinder(BindContext context, Scope scope, BlockBuilder block)
{
    private readonly DiagnosticBag bag = context.Bag;
    private YamlScalar text = null!;
    private ExpressionPlace place = null!;
    private int temporalDepth;
    private int foldDepth;

    /// <summary>Called when a definition is read that has no step in this block yet (properties bind them on
    /// demand).</summary>
    public Action<Symbol>? NeedDefine { get; init; }

    /// <summary>Binds a scalar. <paramref name="expected"/> gives bare names of enumeration members their
    /// meaning.</summary>
    public Expr Bind(YamlScalar scalar, ExpressionPlace where, ExprType? expected = null)
    {
        ExpressionSyntax? syntax = ExpressionParser.Parse(scalar, bag);
        return syntax is null ? Types.ErrorAt(scalar.Span) : BindAt(scalar, syntax, where, expected);
    }

    /// <summary>Binds a part of a scalar that was parsed before.</summary>
    public Expr BindAt(YamlScalar scalar, ExpressionSyntax syntax, ExpressionPlace where, ExprType? expected = null)
    {
        (YamlScalar, ExpressionPlace) outer = (text, place);
        (text, place) = (scalar, where);
        Expr result = syntax is LeadsToSyntax leadsTo ? BindLeadsTo(leadsTo) : BindAny(syntax, expected);
        (text, place) = outer;
        return result;
    }

    /// <summary>Binds a condition that is always valid.</summary>
    public Expr BindCondition(YamlScalar scalar, ExpressionPlace where)
    {
        Expr result = Bind(scalar, where, ExprType.Bool);
        return RequireCondition(result, result.Span);
    }

    private SourceSpan SpanOf(ExpressionSyntax syntax) => text.SpanOf(syntax.Start, syntax.Length);

    private Expr Fail(DiagnosticDescriptor rule, ExpressionSyntax syntax, params object[] arguments)
    {
        SourceSpan span = SpanOf(syntax);
        bag.Report(rule, span, arguments);
        return Types.ErrorAt(span);
    }

    private Expr BindAny(ExpressionSyntax syntax, ExprType? expected)
    {
        switch (syntax)
        {
            case BoolSyntax constant:
                return new Literal(constant.Value ? 1 : 0, ExprType.Bool, SpanOf(syntax));
            case NumberSyntax number:
                return BindNumber(number);
            case NameSyntax name:
                return BindName(name, expected);
            case FieldSyntax field:
                return BindField(field);
            case UnarySyntax unary:
                return BindUnary(unary);
            case BinarySyntax binary:
                return BindBinary(binary);
            case InSyntax membership:
                return BindIn(membership);
            case ElseSyntax choice:
                return BindElse(choice);
            case FoldSyntax fold:
                return BindFold(fold);
            case ConfirmedSyntax confirmed:
                return BindConfirmed(confirmed);
            case CallSyntax call:
                return BindCall(call, expected);
            default:
                return Fail(LeadsToInside, syntax);
        }
    }

    private Expr BindNumber(NumberSyntax number)
    {
        long? value = context.ToBaseUnit(number, SpanOf(number), out string unit);
        return value is { } constant
            ? new Literal(constant, ExprType.Int(unit, constant, constant), SpanOf(number))
            : Types.ErrorAt(SpanOf(number));
    }

    private Expr BindName(NameSyntax name, ExprType? expected)
    {
        SourceSpan span = SpanOf(name);
        if (expected is { Kind: ValueKind.Enum } && context.Enums.TryGetValue(expected.EnumName, out EnumInfo? info))
        {
            EnumMember? member = info.Members.FirstOrDefault(item => item.Name == name.Name);
            if (member is not null)
            {
                return new Literal(
                    member.Id, expected with { Min = member.Id, Max = member.Id, MayBeInvalid = false }, span);
            }

            if (scope.Find(name.Name) is null)
            {
                return Fail(
                    UnknownMember, name, name.Name, info.Name, Suggestion.For(
                        name.Name, info.Members.Select(item => item.Name)));
            }
        }

        if (name.Name == "elapsed")
        {
            return BindElapsed(name);
        }

        Symbol? symbol = scope.Find(name.Name);
        return symbol is null ? UnknownNameAt(name) : BindSymbol(name, symbol);
    }

    private Expr BindElapsed(NameSyntax name)
    {
        if (place.ElapsedState < 0 || temporalDepth > 0)
        {
            return Fail(ElapsedHere, name, temporalDepth > 0 ? "a temporal call" : place.Where);
        }

        return new ElapsedRef(place.ElapsedState, ExprType.Int("ms", 0, int.MaxValue), SpanOf(name));
    }

    private Expr BindSymbol(NameSyntax name, Symbol symbol)
    {
        SourceSpan span = SpanOf(name);
        symbol.IsRead = true;
        if (symbol.Type.IsError())
        {
            return Types.ErrorAt(span);
        }

        switch (symbol.Kind)
        {
            case SymbolKind.Parameter:
                context.Reads.Parameter(symbol.Name);
                return new ParameterRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Use:
                return new UseRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Input:
                context.Reads.Input(symbol.Name);
                return new InputRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Output:
                return new OutputRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Variable:
                return new VariableRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Timer:
                return new TimerRef(symbol.Name, symbol.Type, span);
            case SymbolKind.Define:
                NeedDefine?.Invoke(symbol);
                return new DefineRef(symbol.Name, symbol.Type, span);
            case SymbolKind.OwnOutput:
                return BindOwnOutput(name, symbol);
            case SymbolKind.StateUse:
                return Fail(StateNeedsComparison, name, name.Name);
            case SymbolKind.Group:
            case SymbolKind.MachineUse:
                return Fail(GroupNeedsFold, name, name.Name);
            default:
                return Fail(MemberNeedsField, name, name.Name);
        }
    }

    private Expr BindOwnOutput(NameSyntax name, Symbol symbol)
    {
        context.Reads.Output(scope.Machine!.Name, symbol.Name);
        bool computed = temporalDepth == 0 && place.OwnOutputs.Contains(symbol.Name);
        return computed
            ? new OwnOutputRef(symbol.Name, symbol.Type, SpanOf(name))
            : Fail(OwnOutputNeedsPrevious, name, symbol.Name, place.Where);
    }

    private Expr UnknownNameAt(NameSyntax name)
    {
        if (scope.Unavailable.TryGetValue(name.Name, out string? reason))
        {
            return Fail(NameNotAvailable, name, name.Name, reason);
        }

        if (name.Name.Contains("-") && name.Name.Split('-').All(part =>
            scope.Find(part) is not null || char.IsDigit(part[0])))
        {
            return Fail(MinusNeedsSpaces, name, name.Name, name.Name.Replace("-", " - "));
        }

        if (scope.Machine is not null)
        {
            if (context.Parameters.ContainsKey(name.Name))
            {
                return Fail(ParameterNotListed, name, name.Name, scope.Owner);
            }

            if (context.Inputs.ContainsKey(name.Name) || context.Groups.ContainsKey(name.Name)
                || context.Outputs.ContainsKey(name.Name))
            {
                return Fail(SignalNotUsed, name, name.Name, scope.Owner);
            }
        }
        else if (context.Machines.ContainsKey(name.Name))
        {
            return Fail(InternalSignalInProperty, name, name.Name);
        }

        return Fail(UnknownName, name, name.Name, Suggestion.For(name.Name, scope.Symbols.Select(symbol =>
            symbol.Name)));
    }

    private Expr BindField(FieldSyntax field)
    {
        Symbol? owner = scope.Find(field.Owner);
        if (owner is null)
        {
            if (context.Machines.ContainsKey(field.Owner))
            {
                return scope.Machine is null
                    ? Fail(InternalSignalInProperty, field, $"{field.Owner}.{field.Field}")
                    : Fail(SignalNotUsed, field, $"{field.Owner}.{field.Field}", scope.Owner);
            }

            return Fail(
                UnknownName, field, field.Owner, Suggestion.For(field.Owner, scope.Symbols.Select(item => item.Name)));
        }

        owner.IsRead = true;
        if (owner.Kind != SymbolKind.Member)
        {
            return owner.Type.IsError()
                ? Types.ErrorAt(SpanOf(field))
                : Fail(NoFields, field, field.Owner, field.Field);
        }

        return owner.Machine is not null ? BindMachineField(field, owner.Machine) : BindInputField(field, owner.Group!);
    }

    private Expr BindMachineField(FieldSyntax field, MachineDeclaration machine)
    {
        if (field.Field == "state" && machine.States.Count > 0)
        {
            return Fail(StateNeedsComparison, field, $"{field.Owner}.state");
        }

        OutputDeclaration? output = machine.Output(field.Field);
        if (output is null)
        {
            return Fail(
                UnknownOutput, field, field.Field, machine.Name, Suggestion.For(
                    field.Field, machine.Outputs.Select(item => item.Name)));
        }

        context.Reads.Output(machine.Name, output.Name);
        return output.Type.IsError()
            ? Types.ErrorAt(SpanOf(field))
            : new MemberRef(field.Owner, field.Field, output.Type, SpanOf(field));
    }

    private Expr BindInputField(FieldSyntax field, GroupInfo group)
    {
        InputInfo? input = group.Inputs.FirstOrDefault(item => item.Name == field.Field);
        if (input is not null)
        {
            context.Reads.Input($"{group.Path}.{input.Name}");
            return input.Type.IsError()
                ? Types.ErrorAt(SpanOf(field))
                : new MemberRef(field.Owner, field.Field, input.Type, SpanOf(field));
        }

        return group.Groups.Any(item => item.Name == field.Field)
            ? Fail(GroupNeedsFold, field, $"{field.Owner}.{field.Field}")
            : Fail(UnknownMemberInput, field, field.Field, group.Path,
                Suggestion.For(field.Field, group.Inputs.Select(item => item.Name)));
    }

    private Expr RequireCondition(Expr value, SourceSpan span)
    {
        if (value.IsError())
        {
            return value;
        }

        if (value.Type.Kind != ValueKind.Bool)
        {
            bag.Report(TypeMismatch, span, "bool", value.Type.Describe());
            return Types.ErrorAt(span);
        }

        if (value.Type.MayBeInvalid)
        {
            bag.Report(MissingElse, span);
            return Types.ErrorAt(span);
        }

        return value;
    }

    private Expr RequireNumber(Expr value)
    {
        if (!value.IsError() && value.Type.Kind != ValueKind.Int)
        {
            bag.Report(TypeMismatch, value.Span, "a number", value.Type.Describe());
            return Types.ErrorAt(value.Span);
        }

        return value;
    }
}
