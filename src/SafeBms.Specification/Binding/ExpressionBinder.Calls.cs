using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <content>Calls of functions without and with memory.</content>
internal sealed partial class ExpressionBinder
{
    private static readonly Dictionary<string, int> ArgumentCounts = new(StringComparer.Ordinal)
    {
        ["abs"] = 1, ["min"] = 2, ["max"] = 2, ["clamp"] = 3, ["choose"] = 3,
        ["valid"] = 1, ["new_sample"] = 1, ["age"] = 1,
        ["previous"] = 1, ["rising"] = 1, ["falling"] = 1, ["held"] = 2, ["held_or_initially"] = 2, ["within"] = 2,
        ["since"] = 2, ["once"] = 1,
    };

    private static readonly string[] OtherFunctions = ["confirmed", "any", "all", "count", "sum"];

    private Expr BindCall(CallSyntax call, ExprType? expected)
    {
        if (!ArgumentCounts.TryGetValue(call.Function, out int count))
        {
            return Array.IndexOf(OtherFunctions, call.Function) >= 0
                ? Fail(WrongArguments, call, call.Function, UsageOf(call.Function))
                : Fail(UnknownFunction, call, call.Function,
                    Suggestion.For(call.Function, ArgumentCounts.Keys.Concat(OtherFunctions)));
        }

        if (call.Arguments.Count != count)
        {
            return Fail(WrongArguments, call, call.Function, UsageOf(call.Function));
        }

        return call.Function switch
        {
            "abs" => BindAbs(call),
            "min" => BindExtreme(call, call.Arguments[0], call.Arguments[1], BinaryOperator.Min),
            "max" => BindExtreme(call, call.Arguments[0], call.Arguments[1], BinaryOperator.Max),
            "clamp" => BindClamp(call),
            "choose" => BindChoose(call, expected),
            "valid" => BindValid(call),
            "new_sample" or "age" => BindSample(call),
            _ => BindTemporal(call, expected),
        };
    }

    private static string UsageOf(string function) => function switch
    {
        "clamp" => "clamp(x, low, high)",
        "choose" => "choose(condition, a, b)",
        "min" or "max" => $"{function}(x, y) or {function}(v in group: x)",
        "held" or "held_or_initially" or "within" => $"{function}(condition, duration)",
        "since" => "since(p, q)",
        "confirmed" => "confirmed(condition, n samples of input)",
        "any" or "all" or "count" => $"{function}(v in group: condition)",
        "sum" => "sum(v in group: x)",
        _ => $"{function}(x)",
    };

    private Expr BindAbs(CallSyntax call)
    {
        Expr operand = RequireNumber(BindAny(call.Arguments[0], null));
        if (operand.IsError())
        {
            return operand;
        }

        (long min, long max) = Types.Abs(operand.Type);
        return new Unary(UnaryOperator.Abs, operand, operand.Type with { Min = min, Max = max }, SpanOf(call));
    }

    private Expr BindExtreme(CallSyntax call, ExpressionSyntax first, ExpressionSyntax second, BinaryOperator sign) =>
        Extreme(call, RequireNumber(BindAny(first, null)), RequireNumber(BindAny(second, null)), sign);

    private Expr Extreme(CallSyntax call, Expr left, Expr right, BinaryOperator sign)
    {
        if (left.IsError() || right.IsError())
        {
            return Types.ErrorAt(SpanOf(call));
        }

        if (left.Type.Unit != right.Type.Unit)
        {
            return Fail(UnitMismatch, call, left.Type.Unit, right.Type.Unit, UnitHint(left, right));
        }

        bool isMin = sign == BinaryOperator.Min;
        long min = isMin ? Math.Min(left.Type.Min, right.Type.Min) : Math.Max(left.Type.Min, right.Type.Min);
        long max = isMin ? Math.Min(left.Type.Max, right.Type.Max) : Math.Max(left.Type.Max, right.Type.Max);
        ExprType type = ExprType.Int(left.Type.Unit, min, max)
            .WithValidity(left.Type.MayBeInvalid || right.Type.MayBeInvalid);
        return new Binary(sign, left, right, type, SpanOf(call));
    }

    private Expr BindClamp(CallSyntax call)
    {
        Expr value = RequireNumber(BindAny(call.Arguments[0], null));
        Expr low = RequireNumber(BindAny(call.Arguments[1], null));
        Expr high = RequireNumber(BindAny(call.Arguments[2], null));
        if (!low.IsError() && !high.IsError() && low.Type.Min > high.Type.Max)
        {
            return Fail(ClampInverted, call, low.Type.Min, high.Type.Max);
        }

        return Extreme(call, low, Extreme(call, value, high, BinaryOperator.Min), BinaryOperator.Max);
    }

    private Expr BindChoose(CallSyntax call, ExprType? expected)
    {
        ExprType? hint = expected ?? EnumHint(call.Arguments[1]) ?? EnumHint(call.Arguments[2]);
        Expr condition = RequireCondition(BindAny(call.Arguments[0], ExprType.Bool), SpanOf(call.Arguments[0]));
        Expr first = BindAny(call.Arguments[1], hint);
        Expr second = BindAny(call.Arguments[2], hint);
        if (condition.IsError() || first.IsError() || second.IsError())
        {
            return Types.ErrorAt(SpanOf(call));
        }

        return Types.IsCompatible(first.Type, second.Type)
            ? new Choose(condition, first, second, Types.Union(first.Type, second.Type), SpanOf(call))
            : Fail(TypeMismatch, call.Arguments[2], first.Type.Describe(), second.Type.Describe());
    }

    private Expr BindValid(CallSyntax call)
    {
        Expr operand = BindAny(call.Arguments[0], null);
        if (operand.IsError())
        {
            return operand;
        }

        return operand.Type.MayBeInvalid
            ? new IsValid(operand, ExprType.Bool, SpanOf(call))
            : Fail(UselessValid, call);
    }

    private Expr BindSample(CallSyntax call)
    {
        Expr input = BindAny(call.Arguments[0], null);
        if (input.IsError())
        {
            return input;
        }

        if (!IsInput(input))
        {
            return Fail(NotAnInput, call.Arguments[0], call.Function);
        }

        return call.Function == "age"
            ? new AgeOf(input, ExprType.Int("ms", 0, int.MaxValue), SpanOf(call))
            : new IsNewSample(input, ExprType.Bool, SpanOf(call));
    }

    private bool IsInput(Expr expression) => expression switch
    {
        InputRef => true,
        UseRef use => scope.Find(use.Alias)?.Use?.Kind == UseKind.Input,
        MemberRef member => scope.Find(member.Variable)?.Group is not null,
        _ => false,
    };

    private Expr BindTemporal(CallSyntax call, ExprType? expected)
    {
        if (call.Function == "previous" && call.Arguments[0] is NameSyntax name
            && scope.Find(name.Name) is { Kind: SymbolKind.OwnOutput } own)
        {
            own.IsRead = true;
            context.Reads.Output(scope.Machine!.Name, own.Name);
            return own.Type.IsError()
                ? Types.ErrorAt(SpanOf(call))
                : new PreviousOutputRef(own.Name, own.Type, SpanOf(call));
        }

        if (!BeginTemporal(call, call.Function))
        {
            return Types.ErrorAt(SpanOf(call));
        }

        Expr result = call.Function switch
        {
            "previous" => BindPrevious(call, expected),
            "held" => BindTimed(call, DetectorKind.Held),
            "held_or_initially" => BindTimed(call, DetectorKind.HeldOrInitially),
            "within" => BindTimed(call, DetectorKind.Within),
            "since" => BindSince(call),
            "rising" => BindEdge(call, DetectorKind.Rising),
            "falling" => BindEdge(call, DetectorKind.Falling),
            _ => BindEdge(call, DetectorKind.Once),
        };
        temporalDepth--;
        return result;
    }

    private bool BeginTemporal(ExpressionSyntax syntax, string function)
    {
        if (foldDepth > 0)
        {
            bag.Report(TemporalInFold, SpanOf(syntax), function);
            return false;
        }

        if (!place.AllowTemporal)
        {
            bag.Report(TemporalHere, SpanOf(syntax), function, place.Where);
            return false;
        }

        temporalDepth++;
        return true;
    }

    private Expr BindPrevious(CallSyntax call, ExprType? expected)
    {
        Expr operand = BindAny(call.Arguments[0], expected);
        if (operand.IsError())
        {
            return operand;
        }

        (long? initial, bool initiallyValid) = InitialOf(call.Arguments[0], operand);
        return initial is { } known
            ? Detector(call, DetectorKind.Previous, operand, null, null, operand.Type, known, initiallyValid)
            : Fail(PreviousOfFullTimer, call);
    }

    // The declared initial of a name; of everything else false or 0, moved into its range.
    private (long? Initial, bool IsValid) InitialOf(ExpressionSyntax syntax, Expr operand)
    {
        if (syntax is NameSyntax name && scope.Find(name.Name) is { Kind: not SymbolKind.Define } symbol)
        {
            return (symbol.Initial, symbol.InitiallyValid);
        }

        return (Math.Max(operand.Type.Min, Math.Min(0, operand.Type.Max)), !operand.Type.MayBeInvalid);
    }

    private Expr BindEdge(CallSyntax call, DetectorKind kind)
    {
        Expr operand = RequireCondition(BindAny(call.Arguments[0], ExprType.Bool), SpanOf(call.Arguments[0]));
        if (operand.IsError())
        {
            return operand;
        }

        long? initial = kind == DetectorKind.Once ? 0 : InitialOf(call.Arguments[0], operand).Initial;
        return Detector(call, kind, operand, null, null, ExprType.Bool, initial ?? 0, true);
    }

    private Expr BindTimed(CallSyntax call, DetectorKind kind)
    {
        Expr operand = RequireCondition(BindAny(call.Arguments[0], ExprType.Bool), SpanOf(call.Arguments[0]));
        Expr amount = BindAmount(call.Arguments[1], "ms");
        return operand.IsError() || amount.IsError()
            ? Types.ErrorAt(SpanOf(call))
            : Detector(call, kind, operand, null, amount, ExprType.Bool, 0, true);
    }

    private Expr BindSince(CallSyntax call)
    {
        Expr first = RequireCondition(BindAny(call.Arguments[0], ExprType.Bool), SpanOf(call.Arguments[0]));
        Expr second = RequireCondition(BindAny(call.Arguments[1], ExprType.Bool), SpanOf(call.Arguments[1]));
        return first.IsError() || second.IsError()
            ? Types.ErrorAt(SpanOf(call))
            : Detector(call, DetectorKind.Since, first, second, null, ExprType.Bool, 0, true);
    }

    private Expr BindConfirmed(ConfirmedSyntax call)
    {
        if (!BeginTemporal(call, "confirmed"))
        {
            return Types.ErrorAt(SpanOf(call));
        }

        Expr condition = RequireCondition(BindAny(call.Condition, ExprType.Bool), SpanOf(call.Condition));
        Expr amount = BindAmount(call.Amount, "count");
        Expr input = BindAny(call.Input, null);
        temporalDepth--;
        if (condition.IsError() || amount.IsError() || input.IsError())
        {
            return Types.ErrorAt(SpanOf(call));
        }

        return IsInput(input)
            ? Detector(call, DetectorKind.Confirmed, condition, input, amount, ExprType.Bool, 0, true)
            : Fail(NotAnInput, call.Input, "confirmed");
    }

    private Expr BindLeadsTo(LeadsToSyntax call)
    {
        if (!BeginTemporal(call, "leads_to"))
        {
            return Types.ErrorAt(SpanOf(call));
        }

        Expr premise = RequireCondition(BindAny(call.Premise, ExprType.Bool), SpanOf(call.Premise));
        Expr response = RequireCondition(BindAny(call.Response, ExprType.Bool), SpanOf(call.Response));
        Expr amount = BindAmount(call.Duration, "ms");
        temporalDepth--;
        if (scope.Machine is not null)
        {
            return Fail(LeadsToInside, call);
        }

        return premise.IsError() || response.IsError() || amount.IsError()
            ? Types.ErrorAt(SpanOf(call))
            : Detector(call, DetectorKind.LeadsTo, premise, response, amount, ExprType.Bool, 0, true);
    }

    // A duration or number of samples: the same in every scan, and at least 1 sample or 0 ms.
    private Expr BindAmount(ExpressionSyntax syntax, string unit)
    {
        Expr amount = RequireNumber(BindAny(syntax, null));
        if (amount.IsError())
        {
            return amount;
        }

        if (amount.Type.Unit != unit)
        {
            return Fail(UnitMismatch, syntax, unit, amount.Type.Unit, string.Empty);
        }

        if (!IsConstant(amount))
        {
            return Fail(AmountNotConstant, syntax);
        }

        long least = unit == "ms" ? 0 : 1;
        return amount.Type.Min < least || amount.Type.Max > int.MaxValue
            ? Fail(AmountOutOfRange, syntax, amount.Type.Min, amount.Type.Max, least)
            : amount;
    }

    /// <summary>Whether an expression has the same value in every scan.</summary>
    internal static bool IsConstant(Expr expression) => expression switch
    {
        Literal or ParameterRef => true,
        Unary item => IsConstant(item.Operand),
        Binary item => IsConstant(item.Left) && IsConstant(item.Right),
        Choose item => IsConstant(item.Condition) && IsConstant(item.WhenTrue) && IsConstant(item.WhenFalse),
        _ => false,
    };

    private DetectorRef Detector(
        ExpressionSyntax call, DetectorKind kind, Expr operand, Expr? second, Expr? amount, ExprType type, long initial,
        bool valid) =>
        block.Add(new DetectorInfo(0, kind, operand, second, amount, initial, valid, type, string.Empty, SpanOf(call)));
}
