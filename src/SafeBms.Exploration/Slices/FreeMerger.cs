namespace SafeBms.Exploration.Slices;

/// <summary>Makes one free choice of several that are read together and nowhere else.</summary>
/// <remarks>A disjunction or conjunction of independent free booleans can be true or false in every scan, and nobody
/// else knows its parts: one free boolean says the same. A slice with fewer choices has fewer transitions.</remarks>
internal sealed class FreeMerger
{
    private readonly Dictionary<SliceVariable, int> readers = [];

    private FreeMerger(IEnumerable<SliceNode> nodes)
    {
        foreach (SliceVariable variable in nodes.SelectMany(node => node.Reads()))
        {
            readers[variable] = readers.GetValueOrDefault(variable) + 1;
        }
    }

    /// <summary>The same parts with fewer choices.</summary>
    public static (SliceParts Parts, SliceNode Holds) Merge(SliceParts parts, SliceNode holds)
    {
        IEnumerable<SliceNode> clocks = parts.Clocks.SelectMany(clock => new[] { clock.ZeroAtEnd, clock.Restarted });
        IEnumerable<SliceNode> conditions = parts.Choices.Select(choice => choice.OnlyIf);
        FreeMerger merger = new([.. parts.Assignments.Select(one => one.Value), .. clocks, .. conditions, holds]);
        List<SliceAssignment> assignments =
            [.. parts.Assignments.Select(one => one with { Value = merger.Merge(one.Value) })];
        return (parts with { Assignments = assignments }, merger.Merge(holds));
    }

    private SliceNode Merge(SliceNode node)
    {
        if (node is not ApplyNode apply)
        {
            return node;
        }

        if (apply.Operator is SliceOperator.And or SliceOperator.Or)
        {
            return MergeChain(apply);
        }

        return apply with
        {
            Left = Merge(apply.Left),
            Right = apply.Right is null ? null : Merge(apply.Right),
            Third = apply.Third is null ? null : Merge(apply.Third),
        };
    }

    private SliceNode MergeChain(ApplyNode chain)
    {
        List<SliceNode> operands = [];
        SliceNode? free = null;
        foreach (SliceNode operand in Flatten(chain, chain.Operator).Select(Merge))
        {
            if (!IsFree(operand))
            {
                operands.Add(operand);
            }
            else if (free is null)
            {
                free = operand;
                operands.Add(operand);
            }
        }

        return operands.Aggregate((a, b) =>
            chain.Operator == SliceOperator.And ? SliceNode.And(a, b) : SliceNode.Or(a, b));
    }

    private static IEnumerable<SliceNode> Flatten(SliceNode node, SliceOperator operation) =>
        node is ApplyNode apply && apply.Operator == operation
            ? Flatten(apply.Left, operation).Concat(Flatten(apply.Right!, operation)) : [node];

    // Both values are possible whatever else is chosen.
    private bool IsFree(SliceNode node) => node switch
    {
        ReadNode { Variable: { Role: SliceRole.Choice, Max: 1 } choice } =>
            readers[choice] == 1 && choice.OnlyIf.IsTrue,
        ApplyNode { Operator: SliceOperator.Not } not => IsFree(not.Left),
        ApplyNode { Operator: SliceOperator.And or SliceOperator.Or } apply => IsFree(apply.Left)
            && IsFree(apply.Right!),
        _ => false,
    };
}
