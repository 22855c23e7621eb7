using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <content>Expressions.</content>
internal sealed partial class Executor
{
    private static readonly HashSet<SpecialType> KnownTypes =
    [
        SpecialType.System_Boolean, SpecialType.System_Byte, SpecialType.System_Int32, SpecialType.System_Int64,
        SpecialType.System_UInt64, SpecialType.System_String,
    ];

    private CodeValue Evaluate(ExpressionSyntax expression)
    {
        SemanticModel model = program.ModelOf(expression);
        CheckConversion(expression, model);
        Optional<object?> constant = model.GetConstantValue(expression);
        if (constant.HasValue)
        {
            bool isWord = model.GetTypeInfo(expression).ConvertedType?.SpecialType == SpecialType.System_UInt64;
            return isWord && constant.Value is int or long
                ? Shapes.Word(pool, checked((ulong)Shapes.Number(constant.Value)))
                : Shapes.Constant(pool, constant.Value);
        }

        return expression switch
        {
            ParenthesizedExpressionSyntax inner => Evaluate(inner.Expression),
            IdentifierNameSyntax name => EvaluateName(name),
            MemberAccessExpressionSyntax member => EvaluateMember(member),
            ElementAccessExpressionSyntax => ReadPlace(expression),
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } literal =>
                Shapes.Default(pool, model.GetTypeInfo(literal).ConvertedType!),
            InterpolatedStringExpressionSyntax => new ScalarValue(pool.False),
            ConditionalExpressionSyntax choice => EvaluateChoice(choice),
            BinaryExpressionSyntax binary => EvaluateBinary(binary),
            PrefixUnaryExpressionSyntax unary => EvaluateUnary(unary),
            CastExpressionSyntax cast => EvaluateCast(cast),
            IsPatternExpressionSyntax test => new ScalarValue(Matches(Number(test.Expression), test.Pattern)),
            InvocationExpressionSyntax call => EvaluateCall(call)
                ?? throw new OutsideSubsetException(call, "returns nothing"),
            BaseObjectCreationExpressionSyntax creation => EvaluateCreation(creation),
            _ => throw new OutsideSubsetException(expression, $"{expression.Kind()} is not understood"),
        };
    }

    private void EvaluateStatement(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case AssignmentExpressionSyntax assignment:
                Assign(assignment);
                break;
            case InvocationExpressionSyntax call:
                EvaluateCall(call);
                break;
            default:
                throw new OutsideSubsetException(expression, $"{expression.Kind()} as a statement is not understood");
        }
    }

    // A conversion may hide code of its own, or another arithmetic.
    private static void CheckConversion(ExpressionSyntax expression, SemanticModel model)
    {
        TypeInfo types = model.GetTypeInfo(expression);
        Conversion conversion = model.GetConversion(expression);
        ITypeSymbol? target = types.ConvertedType;
        bool isKnown = target is null || target.TypeKind == TypeKind.Enum || Shapes.IsStruct(target)
            || KnownTypes.Contains(target.SpecialType) || IsSliceBound(expression, target);
        bool toWord = target?.SpecialType == SpecialType.System_UInt64
            && types.Type?.SpecialType != SpecialType.System_UInt64
            && !model.GetConstantValue(expression).HasValue;
        bool isOwn = conversion.IsUserDefined && !IsSliceBound(expression, target!);
        if (isOwn || conversion.IsInlineArray || !isKnown || toWord)
        {
            throw new OutsideSubsetException(expression, $"conversion to {target} is not understood");
        }
    }

    private static bool IsSliceBound(ExpressionSyntax expression, ITypeSymbol target) =>
        expression.Parent is RangeExpressionSyntax && target.ToDisplayString() == "System.Index";

    private Term ConstantOf(ExpressionSyntax expression) =>
        Evaluate(expression) is ScalarValue { Term: { IsConstant: true } term }
            ? term
            : throw new OutsideSubsetException(expression, "is not a constant");

    private Term Truth(ExpressionSyntax expression) => Evaluate(expression) is ScalarValue { Term: { } term }
        && term.Sort == Sort.Bool
            ? term
            : throw new OutsideSubsetException(expression, "is not a truth value");

    private Term Number(ExpressionSyntax expression) => Evaluate(expression) is ScalarValue scalar
        ? scalar.Term
        : throw new OutsideSubsetException(expression, "is not a number");

    private BitsValue Bits(ExpressionSyntax expression) => Evaluate(expression) as BitsValue
        ?? throw new OutsideSubsetException(expression, "is not a word of bits");

    private CodeValue EvaluateName(IdentifierNameSyntax name)
    {
        ISymbol symbol = SymbolOf(name);
        if (frame.LowestBit.ContainsKey(symbol))
        {
            throw new OutsideSubsetException(name, "the rest of a word is read");
        }

        return symbol is IPropertySymbol property && !Shapes.IsPlain(property)
            ? EvaluateProperty(property, name, property.IsStatic ? null : frame.Self)
            : ReadPlace(name);
    }

    private CodeValue EvaluateMember(MemberAccessExpressionSyntax member)
    {
        if (SymbolOf(member) is not IPropertySymbol property || Shapes.IsPlain(property))
        {
            return ReadPlace(member);
        }

        if (property.IsStatic)
        {
            return EvaluateProperty(property, member, null);
        }

        Place self = PlaceOf(member.Expression) ?? Add(Evaluate(member.Expression));
        return EvaluateProperty(property, member, self);
    }

    private CodeValue EvaluateProperty(IPropertySymbol property, SyntaxNode node, Place? self) =>
        property.GetMethod is { } getter && (self is not null || property.IsStatic)
            ? Enter(getter, self, []) ?? throw new OutsideSubsetException(node, "has no value")
            : throw new OutsideSubsetException(node, "property is not understood");

    private CodeValue ReadPlace(ExpressionSyntax expression)
    {
        if (PlaceOf(expression) is { } place)
        {
            return Read(place);
        }

        if (expression is MemberAccessExpressionSyntax member
            && Evaluate(member.Expression) is StructValue value
            && value.Fields.TryGetValue(member.Name.Identifier.Text, out CodeValue? field))
        {
            return field;
        }

        throw new OutsideSubsetException(expression, "is neither a place nor a value that is understood");
    }

    private Place? PlaceOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IdentifierNameSyntax name:
                ISymbol symbol = SymbolOf(name);
                if (frame.Places.TryGetValue(symbol, out Place? known))
                {
                    return known;
                }

                return symbol is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
                    ? frame.Self?.Field(symbol.Name)
                    : null;
            case ThisExpressionSyntax:
                return frame.Self;
            case MemberAccessExpressionSyntax member:
                ISymbol selected = SymbolOf(member);
                bool isField = selected is IFieldSymbol { IsStatic: false }
                    || (selected is IPropertySymbol { IsStatic: false } property && Shapes.IsPlain(property));
                return isField ? PlaceOf(member.Expression)?.Field(selected.Name) : null;
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ } index] } element:
                return PlaceOf(element.Expression)?.Item(IndexOf(element, index.Expression));
            default:
                return null;
        }
    }

    private int IndexOf(ElementAccessExpressionSyntax element, ExpressionSyntax index)
    {
        int length = Shapes.ArrayLength(TypeOf(element.Expression))
            ?? throw new OutsideSubsetException(element, "is not an inline array");
        long value = ConstantOf(index).Value;
        return value >= 0 && value < length
            ? (int)value
            : throw new OutsideSubsetException(index, $"member {value} of an array of {length}");
    }

    private CodeValue EvaluateChoice(ConditionalExpressionSyntax choice)
    {
        Term condition = Truth(choice.Condition);
        CodeValue yes = Under(condition, choice.WhenTrue);
        CodeValue no = Under(pool.Not(condition), choice.WhenFalse);
        return CodeValue.Merge(pool, condition, yes, no);
    }

    // What fails in a branch fails only if the branch is taken.
    private CodeValue Under(Term condition, ExpressionSyntax expression)
    {
        if (expression.DescendantNodesAndSelf().OfType<ArgumentSyntax>().Any(
            argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None)))
        {
            throw new OutsideSubsetException(expression, "something is changed in a branch of an expression");
        }

        Term before = path;
        path = pool.And(path, condition);
        CodeValue value = Evaluate(expression);
        path = before;
        return value;
    }

    private Term Matches(Term value, PatternSyntax pattern) => pattern switch
    {
        ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } }
            when value.Sort == Sort.Bool => value,
        ConstantPatternSyntax constant => facts.Equal(value, ConstantOf(constant.Expression)),
        ParenthesizedPatternSyntax inner => Matches(value, inner.Pattern),
        UnaryPatternSyntax not => pool.Not(Matches(value, not.Pattern)),
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } either =>
            pool.Or(Matches(value, either.Left), Matches(value, either.Right)),
        BinaryPatternSyntax both => pool.And(Matches(value, both.Left), Matches(value, both.Right)),
        _ => throw new OutsideSubsetException(pattern, $"pattern {pattern.Kind()} is not understood"),
    };

    private CodeValue EvaluateCreation(BaseObjectCreationExpressionSyntax creation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)TypeOf(creation);
        if (!Shapes.IsStruct(type))
        {
            throw new OutsideSubsetException(creation, $"{type} is not a struct");
        }

        Place made = Add(Shapes.Default(pool, type));
        IMethodSymbol constructor = (IMethodSymbol)SymbolOf(creation);
        if (!constructor.IsImplicitlyDeclared)
        {
            Enter(constructor, made, ArgumentsOf(constructor, creation.ArgumentList!.Arguments));
        }

        foreach (ExpressionSyntax initial in creation.Initializer?.Expressions ?? [])
        {
            if (initial is not AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax field,
                } set)
            {
                throw new OutsideSubsetException(initial, "initializer is not understood");
            }

            Write(made.Field(SymbolOf(field).Name), Evaluate(set.Right));
        }

        return Read(made);
    }
}
