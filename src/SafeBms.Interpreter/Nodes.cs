using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>An expression whose names have been looked up once. Nodes are pure: no order of evaluation
/// matters.</summary>
internal abstract class Node
{
    public abstract Value Evaluate();

    public bool IsTrue() => Evaluate().IsTrue;
}

internal sealed class ConstantNode(long number) : Node
{
    private readonly Value value = Value.Of(number);

    public override Value Evaluate() => value;
}

internal sealed class SlotNode(Slot slot) : Node
{
    public override Value Evaluate() => slot.Now;
}

internal sealed class LastSlotNode(Slot slot) : Node
{
    public override Value Evaluate() => slot.Last;
}

/// <summary>Something that stands for one input in this evaluation.</summary>
internal abstract class InputNode : Node
{
    public abstract InputSlot Find();

    public override Value Evaluate() => Find().Now;
}

internal sealed class ScalarInputNode(InputSlot slot) : InputNode
{
    public override InputSlot Find() => slot;
}

internal sealed class MemberInputNode(InputSlot[] slots, Cursor cursor) : InputNode
{
    public override InputSlot Find() => slots[cursor.Index];
}

/// <summary>An output or the state of an instance of a machine, inside a fold.</summary>
internal sealed class MemberSlotNode(Slot[] slots, Cursor cursor, bool last) : Node
{
    public override Value Evaluate() => last ? slots[cursor.Index].Last : slots[cursor.Index].Now;
}

internal sealed class IsValidNode(Node operand) : Node
{
    public override Value Evaluate() => Value.Of(operand.Evaluate().IsValid);
}

internal sealed class IsNewSampleNode(InputNode input) : Node
{
    public override Value Evaluate() => Value.Of(input.Find().IsNew);
}

internal sealed class AgeNode(InputNode input) : Node
{
    public override Value Evaluate() => Value.Of(input.Find().Age_ms);
}

internal sealed class ElseNode(Node operand, bool whenInvalid) : Node
{
    public override Value Evaluate()
    {
        Value value = operand.Evaluate();
        return value.IsValid ? value : Value.Of(whenInvalid);
    }
}

/// <summary>Whether a leaf id is one of a set: <c>mode_state == On</c>, <c>state == On</c>.</summary>
internal sealed class LeafIsOneOfNode(Node leafId, long[] ids) : Node
{
    public override Value Evaluate()
    {
        Value leaf = leafId.Evaluate();
        return new Value(Array.IndexOf(ids, leaf.Number) >= 0 ? 1 : 0, leaf.IsValid);
    }
}

internal sealed class UnaryNode(UnaryOperator operation, Node operand) : Node
{
    public override Value Evaluate()
    {
        Value value = operand.Evaluate();
        long number = operation switch
        {
            UnaryOperator.Not => value.Number == 0 ? 1 : 0,
            UnaryOperator.Negate => -value.Number,
            UnaryOperator.Abs => Math.Abs(value.Number),
            _ => throw new InvalidOperationException($"unknown operator {operation}"),
        };
        return new Value(number, value.IsValid);
    }
}

internal sealed class BinaryNode(BinaryOperator operation, Node left, Node right) : Node
{
    public override Value Evaluate()
    {
        Value a = left.Evaluate();
        Value b = right.Evaluate();
        return new Value(Combine(a.Number, b.Number), a.IsValid && b.IsValid);
    }

    private static long Flag(bool flag) => flag ? 1 : 0;

    private long Combine(long a, long b) => operation switch
    {
        BinaryOperator.And => Flag(a != 0 && b != 0),
        BinaryOperator.Or => Flag(a != 0 || b != 0),
        BinaryOperator.Implies => Flag(a == 0 || b != 0),
        BinaryOperator.Equal => Flag(a == b),
        BinaryOperator.NotEqual => Flag(a != b),
        BinaryOperator.Less => Flag(a < b),
        BinaryOperator.LessOrEqual => Flag(a <= b),
        BinaryOperator.Greater => Flag(a > b),
        BinaryOperator.GreaterOrEqual => Flag(a >= b),
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Min => Math.Min(a, b),
        BinaryOperator.Max => Math.Max(a, b),
        _ => throw new InvalidOperationException($"unknown operator {operation}"),
    };
}

internal sealed class ChooseNode(Node condition, Node whenTrue, Node whenFalse) : Node
{
    // Valid only if everything it reads is: the branch not taken counts too.
    public override Value Evaluate()
    {
        Value c = condition.Evaluate();
        Value a = whenTrue.Evaluate();
        Value b = whenFalse.Evaluate();
        return new Value(c.Number != 0 ? a.Number : b.Number, c.IsValid && a.IsValid && b.IsValid);
    }
}

/// <summary>A fold over the configured members.</summary>
/// <param name="kind">Which fold.</param>
/// <param name="cursor">Moved over the members; the body reads through it.</param>
/// <param name="outer">The member of the outer group that a nested group belongs to; null at the top.</param>
/// <param name="capacity">Members that an outer member has room for.</param>
/// <param name="configured">Parameter: how many of them exist.</param>
/// <param name="body">Evaluated once a member.</param>
internal sealed class FoldNode(
    FoldKind kind, Cursor cursor, Cursor? outer, int capacity, Slot configured, Node body) : Node
{
    public override Value Evaluate()
    {
        int first = outer is null ? 0 : outer.Index * capacity;
        int end = first + (int)configured.Now.Number;
        return kind switch
        {
            FoldKind.Any => Value.Of(CountTrue(first, end) > 0),
            FoldKind.All => Value.Of(CountTrue(first, end) == end - first),
            FoldKind.Count => Value.Of(CountTrue(first, end)),
            FoldKind.Sum => Sum(first, end),
            _ => Extreme(first, end),
        };
    }

    private long CountTrue(int first, int end)
    {
        long count = 0;
        for (cursor.Index = first; cursor.Index < end; cursor.Index++)
        {
            count += body.IsTrue() ? 1 : 0;
        }

        return count;
    }

    private Value Sum(int first, int end)
    {
        Value sum = Value.Of(0);
        for (cursor.Index = first; cursor.Index < end; cursor.Index++)
        {
            Value value = body.Evaluate();
            sum = new Value(sum.Number + value.Number, sum.IsValid && value.IsValid);
        }

        return sum;
    }

    private Value Extreme(int first, int end)
    {
        Value best = default;
        for (cursor.Index = first; cursor.Index < end; cursor.Index++)
        {
            Value value = body.Evaluate();
            bool better = kind == FoldKind.Min ? value.Number < best.Number : value.Number > best.Number;
            if (value.IsValid && (!best.IsValid || better))
            {
                best = value;
            }
        }

        return best;
    }
}
