using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <content>Operators, assignments and calls.</content>
internal sealed partial class Executor
{
    private void Assign(AssignmentExpressionSyntax assignment)
    {
        Place target = PlaceOf(assignment.Left)
            ?? throw new OutsideSubsetException(assignment.Left, "is not a place");
        CheckConversion(assignment.Left, program.ModelOf(assignment));
        if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            Write(target, Evaluate(assignment.Right));
            return;
        }

        CodeValue before = Read(target);
        if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
        {
            Term isNull = ((ScalarValue)before).Term;
            Write(target, CodeValue.Merge(pool, isNull, Under(isNull, assignment.Right), before));
            return;
        }

        if (SymbolOf(assignment) is IMethodSymbol { MethodKind: not MethodKind.BuiltinOperator })
        {
            throw new OutsideSubsetException(assignment, "operator is not the built-in one");
        }

        SyntaxKind operation = assignment.Kind() switch
        {
            SyntaxKind.OrAssignmentExpression => SyntaxKind.BitwiseOrExpression,
            SyntaxKind.AndAssignmentExpression => SyntaxKind.BitwiseAndExpression,
            SyntaxKind.AddAssignmentExpression => SyntaxKind.AddExpression,
            SyntaxKind.SubtractAssignmentExpression => SyntaxKind.SubtractExpression,
            _ => throw new OutsideSubsetException(assignment, $"{assignment.Kind()} is not understood"),
        };
        Write(target, Combine(operation, before, Evaluate(assignment.Right), TypeOf(assignment.Left), assignment));
    }

    private CodeValue EvaluateBinary(BinaryExpressionSyntax binary)
    {
        bool isBuiltIn = program.ModelOf(binary).GetSymbolInfo(binary).Symbol
            is null or IMethodSymbol { MethodKind: MethodKind.BuiltinOperator };
        if (!isBuiltIn)
        {
            throw new OutsideSubsetException(binary, "operator is not the built-in one");
        }

        if (binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
        {
            bool isAnd = binary.IsKind(SyntaxKind.LogicalAndExpression);
            Term first = Truth(binary.Left);
            Term second = ((ScalarValue)Under(isAnd ? first : pool.Not(first), binary.Right)).Term;
            return new ScalarValue(isAnd ? pool.And(first, second) : pool.Or(first, second));
        }

        // "x is State.Open": what could be a type is a constant here.
        if (binary.IsKind(SyntaxKind.IsExpression))
        {
            return new ScalarValue(facts.Equal(Number(binary.Left), ConstantOf(binary.Right)));
        }

        CodeValue left = Evaluate(binary.Left);
        CodeValue right = Evaluate(binary.Right);
        return Combine(binary.Kind(), left, right, TypeOf(binary), binary);
    }

    private CodeValue Combine(
        SyntaxKind operation, CodeValue left, CodeValue right, ITypeSymbol type, ExpressionSyntax node)
    {
        if (left is BitsValue word && right is BitsValue other)
        {
            return CombineBits(operation, word, other, node);
        }

        if (left is not ScalarValue { Term: { } a } || right is not ScalarValue { Term: { } b } || a.Sort != b.Sort)
        {
            throw new OutsideSubsetException(node, "operands are not understood");
        }

        bool truths = a.Sort == Sort.Bool;
        return new ScalarValue(operation switch
        {
            SyntaxKind.BitwiseAndExpression when truths => pool.And(a, b),
            SyntaxKind.BitwiseOrExpression when truths => pool.Or(a, b),
            SyntaxKind.ExclusiveOrExpression when truths => pool.Not(pool.Equal(a, b)),
            SyntaxKind.EqualsExpression => facts.Equal(a, b),
            SyntaxKind.NotEqualsExpression => pool.Not(facts.Equal(a, b)),
            SyntaxKind.LessThanExpression when !truths => facts.Less(a, b),
            SyntaxKind.LessThanOrEqualExpression when !truths => facts.AtMost(a, b),
            SyntaxKind.GreaterThanExpression when !truths => facts.Less(b, a),
            SyntaxKind.GreaterThanOrEqualExpression when !truths => facts.AtMost(b, a),
            SyntaxKind.AddExpression when !truths => Word(pool.Add(a, b), type, node),
            SyntaxKind.SubtractExpression when !truths => Word(pool.Subtract(a, b), type, node),
            SyntaxKind.MultiplyExpression when !truths => Word(pool.Multiply(a, b), type, node),
            _ => throw new OutsideSubsetException(node, $"operator {operation} is not understood"),
        });
    }

    private CodeValue CombineBits(SyntaxKind operation, BitsValue left, BitsValue right, ExpressionSyntax node)
    {
        IEnumerable<(Term First, Term Second)> pairs = left.Bits.Zip(right.Bits);
        return operation switch
        {
            SyntaxKind.BitwiseOrExpression =>
                new BitsValue([.. pairs.Select(pair => pool.Or(pair.First, pair.Second))]),
            SyntaxKind.BitwiseAndExpression =>
                new BitsValue([.. pairs.Select(pair => pool.And(pair.First, pair.Second))]),
            SyntaxKind.NotEqualsExpression => new ScalarValue(
                pool.Or(pairs.Select(pair => pool.Not(pool.Equal(pair.First, pair.Second))))),
            SyntaxKind.EqualsExpression => new ScalarValue(
                pool.And(pairs.Select(pair => pool.Equal(pair.First, pair.Second)))),
            _ => throw new OutsideSubsetException(node, $"operator {operation} of words is not understood"),
        };
    }

    private Term Word(Term exact, ITypeSymbol type, SyntaxNode node)
    {
        (long min, long max) = Shapes.Range(type)
            ?? throw new OutsideSubsetException(node, $"{type} is no integer that is understood");
        return facts.Wrap(exact, min, max);
    }

    private ScalarValue EvaluateUnary(PrefixUnaryExpressionSyntax unary)
    {
        Term operand = Number(unary.Operand);
        return new ScalarValue(unary.Kind() switch
        {
            SyntaxKind.LogicalNotExpression => pool.Not(operand),
            SyntaxKind.UnaryMinusExpression => Word(pool.Negate(operand), TypeOf(unary), unary),
            SyntaxKind.BitwiseNotExpression => Word(pool.Add(pool.Negate(operand), -1), TypeOf(unary), unary),
            _ => throw new OutsideSubsetException(unary, $"{unary.Kind()} is not understood"),
        });
    }

    private ScalarValue EvaluateCast(CastExpressionSyntax cast)
    {
        ITypeSymbol from = TypeOf(cast.Expression);
        ITypeSymbol to = TypeOf(cast);
        if (Shapes.Range(from) is null || Shapes.Range(to) is null)
        {
            throw new OutsideSubsetException(cast, $"cast from {from} to {to} is not understood");
        }

        return new ScalarValue(Word(Number(cast.Expression), to, cast));
    }

    private CodeValue? EvaluateCall(InvocationExpressionSyntax call)
    {
        IMethodSymbol method = (IMethodSymbol)SymbolOf(call);
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (method.ContainingType.ToDisplayString())
        {
            case "System.Math" when method.Name is "Min" or "Max" or "Abs":
                return new ScalarValue(EvaluateMath(method, arguments, call));
            case "System.Numerics.BitOperations" when method.Name == "TrailingZeroCount":
                return arguments[0].Expression is IdentifierNameSyntax rest
                    && frame.LowestBit.TryGetValue(SymbolOf(rest), out Place? bit)
                        ? Read(bit)
                        : throw new OutsideSubsetException(call, "the lowest bit of something unknown");
        }

        if (!method.IsStatic || method.IsGenericMethod || method.IsExtern || method.DeclaringSyntaxReferences.IsEmpty)
        {
            throw new OutsideSubsetException(call, $"call of {method.ToDisplayString()} is not understood");
        }

        List<Argument> given = ArgumentsOf(method, arguments);
        return summary?.Handles(method) == true
            ? summary.Call(this, method, given, call)
            : Enter(method, null, given);
    }

    private Term EvaluateMath(IMethodSymbol method, SeparatedSyntaxList<ArgumentSyntax> arguments, SyntaxNode node)
    {
        Term first = Number(arguments[0].Expression);
        if (Shapes.Range(method.ReturnType) is not var (min, _))
        {
            throw new OutsideSubsetException(node, $"{method.ToDisplayString()} is not understood");
        }

        if (method.Name == "Abs")
        {
            // The negative of the smallest number does not exist: Math.Abs throws.
            Require(facts.Less(pool.Int(min), first), node, "Math.Abs of the smallest number throws");
            return facts.Wrap(facts.Abs(first), min, long.MaxValue);
        }

        Term second = Number(arguments[1].Expression);
        return method.Name == "Min" ? facts.Min(first, second) : facts.Max(first, second);
    }

    private List<Argument> ArgumentsOf(IMethodSymbol method, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        List<Argument> given = [];
        for (int index = 0; index < arguments.Count; index++)
        {
            ArgumentSyntax argument = arguments[index];
            IParameterSymbol parameter = method.Parameters[index];
            if (argument.NameColon is not null || arguments.Count != method.Parameters.Length)
            {
                throw new OutsideSubsetException(argument, "arguments are not given in order");
            }

            given.Add(ArgumentOf(parameter, argument));
        }

        return given;
    }

    private Argument ArgumentOf(IParameterSymbol parameter, ArgumentSyntax argument)
    {
        ExpressionSyntax expression = argument.Expression;
        if (parameter.RefKind == RefKind.Out)
        {
            if (expression is DeclarationExpressionSyntax declared)
            {
                SingleVariableDesignationSyntax name = declared.Designation as SingleVariableDesignationSyntax
                    ?? throw new OutsideSubsetException(declared, "is not one variable");
                ISymbol local = program.ModelOf(declared).GetDeclaredSymbol(name)!;
                frame.Places[local] = Add(Shapes.Default(pool, parameter.Type));
                return new Argument(parameter, frame.Places[local], null);
            }

            Place target = PlaceOf(expression) ?? throw new OutsideSubsetException(argument, "is not a place");
            return new Argument(parameter, target, null);
        }

        CheckConversion(expression, program.ModelOf(expression));
        return parameter.RefKind switch
        {
            RefKind.None => new Argument(parameter, null, Evaluate(expression)),
            RefKind.Ref => new Argument(
                parameter, PlaceOf(expression) ?? throw new OutsideSubsetException(argument, "is not a place"), null),
            _ => PlaceOf(expression) is { } place
                ? new Argument(parameter, place, null)
                : new Argument(parameter, null, Evaluate(expression)),
        };
    }
}
