using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <content>Statements.</content>
internal sealed partial class Executor
{
    private void Execute(StatementSyntax statement, List<Jump> jumps)
    {
        if (path.IsFalse)
        {
            return;
        }

        switch (statement)
        {
            case BlockSyntax block:
                foreach (StatementSyntax inner in block.Statements)
                {
                    Execute(inner, jumps);
                }

                break;
            case LocalDeclarationStatementSyntax declaration:
                Declare(declaration.Declaration);
                break;
            case ExpressionStatementSyntax expression:
                EvaluateStatement(expression.Expression);
                break;
            case IfStatementSyntax choice:
                ExecuteIf(choice, jumps);
                break;
            case SwitchStatementSyntax choice:
                ExecuteSwitch(choice, jumps);
                break;
            case ForEachStatementSyntax loop:
                ExecuteForEach(loop);
                break;
            case ForStatementSyntax loop:
                ExecuteFor(loop);
                break;
            case BreakStatementSyntax:
                jumps.Add(new Jump(JumpKind.Break, path, store, null));
                path = pool.False;
                break;
            case ReturnStatementSyntax back:
                CodeValue? value = back.Expression is null ? null : Evaluate(back.Expression);
                jumps.Add(new Jump(JumpKind.Return, path, store, value));
                path = pool.False;
                break;
            default:
                throw new OutsideSubsetException(statement, $"statement {statement.Kind()} is not understood");
        }
    }

    private void Declare(VariableDeclarationSyntax declaration)
    {
        foreach (VariableDeclaratorSyntax variable in declaration.Variables)
        {
            ISymbol symbol = program.ModelOf(variable).GetDeclaredSymbol(variable)!;
            ExpressionSyntax? initial = variable.Initializer?.Value;
            frame.Places[symbol] = initial switch
            {
                RefExpressionSyntax reference => PlaceOf(reference.Expression)
                    ?? throw new OutsideSubsetException(reference, "is not a place"),
                null => throw new OutsideSubsetException(variable, "a local without a value"),
                _ => Add(Evaluate(initial)),
            };
        }
    }

    private void ExecuteIf(IfStatementSyntax choice, List<Jump> jumps)
    {
        Term condition = Truth(choice.Condition);
        Term before = path;
        Store start = store;
        int jumpsBefore = jumps.Count;
        path = pool.And(before, condition);
        Execute(choice.Statement, jumps);
        (Store Store, Term Path) yes = (store, path);
        store = start;
        path = pool.And(before, pool.Not(condition));
        if (choice.Else is not null)
        {
            Execute(choice.Else.Statement, jumps);
        }

        if (!yes.Path.IsFalse)
        {
            store = path.IsFalse ? yes.Store : yes.Store.Or(pool, condition, store);
            path = jumps.Count == jumpsBefore ? before : pool.Or(yes.Path, path);
        }
    }

    private void ExecuteSwitch(SwitchStatementSyntax choice, List<Jump> jumps)
    {
        Term subject = Number(choice.Expression);
        Store start = store;
        outerPaths.Push(path);
        Term other = pool.True;
        SwitchSectionSyntax? fallback = null;
        List<(Term Here, Store End)> ends = [];
        foreach (SwitchSectionSyntax section in choice.Sections)
        {
            if (section.Labels.Any(label => label is DefaultSwitchLabelSyntax))
            {
                fallback = section.Labels.Count == 1 && fallback is null
                    ? section
                    : throw new OutsideSubsetException(section, "default beside other labels");
                continue;
            }

            Term here = pool.Or(section.Labels.Select(label => label is CaseSwitchLabelSyntax one
                ? facts.Equal(subject, ConstantOf(one.Value))
                : throw new OutsideSubsetException(label, "label is not understood")));
            ends.Add((here, RunSection(section, start, here)));
            other = pool.And(other, pool.Not(here));
        }

        bool isComplete = fallback is null && ends.Count > 0 && Covers(choice, subject);
        store = fallback is not null ? RunSection(fallback, start, other) : isComplete ? ends[^1].End : start;
        foreach ((Term here, Store end) in Enumerable.Reverse(ends))
        {
            store = end.Or(pool, here, store);
        }

        path = outerPaths.Pop();
    }

    // Whether the labels name everything that the subject can be.
    private bool Covers(SwitchStatementSyntax choice, Term subject)
    {
        IReadOnlyCollection<Term> values = Facts.Alternatives(subject);
        HashSet<Term> named = [.. choice.Sections.SelectMany(section => section.Labels)
            .OfType<CaseSwitchLabelSyntax>().Select(label => ConstantOf(label.Value))];
        return values.All(named.Contains);
    }

    // What is remembered at the end of a section, given that it is the one that runs.
    private Store RunSection(SwitchSectionSyntax section, Store start, Term condition)
    {
        List<Jump> jumps = [];
        outerPaths.Push(condition);
        store = start;
        path = pool.True;
        foreach (StatementSyntax statement in section.Statements)
        {
            Execute(statement, jumps);
        }

        if (!path.IsFalse)
        {
            throw new OutsideSubsetException(section, "a section that runs into the next one");
        }

        if (jumps.Any(jump => jump.Kind != JumpKind.Break))
        {
            throw new OutsideSubsetException(section, "return inside of a switch");
        }

        outerPaths.Pop();
        return Join(jumps);
    }

    // The first jump that is taken says what is remembered. Of its condition only that part is written which does not
    // follow from the earlier ones not being taken: the terms stay those of an if-else chain.
    private Store Join(List<Jump> jumps)
    {
        HashSet<Term> known = [];
        List<(Term Condition, Store End)> ends = [];
        foreach (Jump jump in jumps)
        {
            IEnumerable<Term> parts = jump.Path.Operation == Operation.And ? jump.Path.Operands : [jump.Path];
            Term condition = pool.And(parts.Where(part => !known.Contains(part)));
            known.Add(pool.Not(condition));
            ends.Add((condition, jump.Store));
        }

        Store joined = ends[^1].End;
        foreach ((Term condition, Store end) in Enumerable.Reverse(ends).Skip(1))
        {
            joined = end.Or(pool, condition, joined);
        }

        return joined;
    }

    // Inline arrays have a fixed size: every member is looked at, and those beyond the bound change nothing.
    private void ExecuteForEach(ForEachStatementSyntax loop)
    {
        if (loop.Expression is not ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ } only] } slice
            || only.Expression is not RangeExpressionSyntax { LeftOperand: null, RightOperand: { } end }
            || loop.Type is not RefTypeSyntax)
        {
            throw new OutsideSubsetException(loop, "a foreach that is not by reference over the first members");
        }

        Place array = PlaceOf(slice.Expression) ?? throw new OutsideSubsetException(slice, "is not a place");
        int length = Shapes.ArrayLength(TypeOf(slice.Expression))
            ?? throw new OutsideSubsetException(slice, "is not an inline array");
        Term bound = Number(end);
        Require(
            pool.And(pool.AtLeast(bound, pool.Int(0)), pool.AtMost(bound, pool.Int(length))), end,
            $"the slice can leave the array of {length}");
        ISymbol item = program.ModelOf(loop).GetDeclaredSymbol(loop)!;
        for (int index = 0; index < length; index++)
        {
            frame.Places[item] = array.Item(index);
            Iterate(loop.Statement, facts.Less(pool.Int(index), bound));
        }
    }

    private void ExecuteFor(ForStatementSyntax loop)
    {
        if (IsBitLoop(loop))
        {
            ExecuteBitLoop(loop);
            return;
        }

        if (loop.Declaration is not { Variables: [{ Initializer.Value: { } first } variable] }
            || loop.Condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression } condition
            || loop.Incrementors is not [PostfixUnaryExpressionSyntax
                { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax counted }]
            || condition.Left is not IdentifierNameSyntax compared
            || counted.Identifier.Text != variable.Identifier.Text
            || compared.Identifier.Text != variable.Identifier.Text)
        {
            throw new OutsideSubsetException(loop, "a for that does not count up by one to a bound");
        }

        ISymbol symbol = program.ModelOf(variable).GetDeclaredSymbol(variable)!;
        long start = ConstantOf(first).Value;
        Term bound = Number(condition.Right);
        (_, long most) = facts.Bounds(bound);
        if (most - start > MaxIterations)
        {
            throw new OutsideSubsetException(loop, "the number of rounds has no small bound");
        }

        for (long index = start; index < most; index++)
        {
            Place counter = Add(new ScalarValue(pool.Int(index)));
            frame.Places[symbol] = counter;
            Iterate(loop.Statement, facts.Less(pool.Int(index), bound));
            bool untouched = Read(counter) is ScalarValue { Term: { IsConstant: true } now } && now.Value == index;
            if (!untouched || Number(condition.Right) != bound)
            {
                throw new OutsideSubsetException(loop, "the body changes the counter or the bound");
            }
        }
    }

    private const int MaxIterations = 4096;

    private void Iterate(StatementSyntax body, Term active)
    {
        if (active.IsFalse)
        {
            return;
        }

        Store before = store;
        outerPaths.Push(path);
        path = active;
        List<Jump> jumps = [];
        Execute(body, jumps);
        if (jumps.Count > 0)
        {
            throw new OutsideSubsetException(body, "a jump out of a loop");
        }

        store = store.Or(pool, active, before);
        path = outerPaths.Pop();
    }

    // for (ulong rest = WORD; rest != 0; rest &= rest - 1): the body once for each bit that is set.
    private static bool IsBitLoop(ForStatementSyntax loop) =>
        loop.Declaration is { Variables: [{ Initializer: not null } variable] }
        && loop.Condition?.ToString() == $"{variable.Identifier.Text} != 0"
        && loop.Incrementors is [{ } step]
        && step.ToString() == $"{variable.Identifier.Text} &= {variable.Identifier.Text} - 1";

    private void ExecuteBitLoop(ForStatementSyntax loop)
    {
        VariableDeclaratorSyntax variable = loop.Declaration!.Variables[0];
        ISymbol symbol = program.ModelOf(variable).GetDeclaredSymbol(variable)!;
        BitsValue word = Bits(variable.Initializer!.Value);
        for (int bit = 0; bit < word.Bits.Length; bit++)
        {
            // In its round the bit is the lowest of those that are left.
            Place rest = Add(new ScalarValue(pool.Int(bit)));
            frame.Places[symbol] = rest;
            frame.LowestBit[symbol] = rest;
            Iterate(loop.Statement, word.Bits[bit]);
            frame.LowestBit.Remove(symbol);
            if (Read(rest) is not ScalarValue { Term: { IsConstant: true } now } || now.Value != bit)
            {
                throw new OutsideSubsetException(loop, "the body changes what is left of the word");
            }
        }
    }
}
