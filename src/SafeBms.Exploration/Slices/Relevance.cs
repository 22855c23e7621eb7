namespace SafeBms.Exploration.Slices;

/// <summary>In which order the choices of a scan are made, and when each is read at all.</summary>
/// <remarks>
/// A choice that nobody reads - because an earlier guard has fired, or the other side of an <c>and</c> is false - stays
/// 0.
/// So the outcomes of a chain of guards add up instead of multiplying. The condition of a choice uses memory, verdicts
/// and choices before it only; it may hold too often, never too seldom. Then every outcome of a scan is still there: go
/// through the choices in their order and set each to 0 that is not read with those before it; the outcome stays.
/// </remarks>
internal sealed class Relevance
{
    private const int Size_max = 300;

    private readonly Slice slice;
    private readonly List<SliceVariable> order = [];
    private readonly Dictionary<SliceVariable, int> position = [];
    private readonly Dictionary<SliceVariable, SliceNode> needs = [];
    private readonly Dictionary<SliceVariable, List<int>> assigned = [];
    private readonly SliceNode?[] expanded;

    public Relevance(Slice slice)
    {
        this.slice = slice;
        expanded = new SliceNode?[slice.Assignments.Count];
        for (int index = 0; index < slice.Assignments.Count; index++)
        {
            SliceAssignment assignment = slice.Assignments[index];
            expanded[index] = Expand(assignment.Value, index);
            assigned.TryAdd(assignment.Target, []);
            assigned[assignment.Target].Add(index);
        }

        Sort();
        Gather();
    }

    /// <summary>The choices in the order in which they are made.</summary>
    public IReadOnlyList<SliceVariable> Order => order;

    /// <summary>When a choice is read, over what is known before it.</summary>
    public SliceNode ConditionOf(SliceVariable choice) =>
        Bound(needs.GetValueOrDefault(choice, SliceNode.False), position[choice], isUpper: true);

    // As a reader meets them, left to right.
    private void Sort()
    {
        HashSet<SliceVariable> seen = [];
        void Visit(SliceNode node)
        {
            if (node is ApplyNode apply)
            {
                foreach (SliceNode part in apply.Parts)
                {
                    Visit(part);
                }

                return;
            }

            foreach (SliceVariable variable in node.Reads().Where(seen.Add))
            {
                foreach (int index in assigned.GetValueOrDefault(variable, []))
                {
                    Visit(slice.Assignments[index].Value);
                }

                if (variable.Role == SliceRole.Choice)
                {
                    Visit(variable.OnlyIf);
                    position.Add(variable, order.Count);
                    order.Add(variable);
                }
            }
        }

        foreach (SliceNode node in slice.Assignments.Where(IsRoot).Select(one => one.Value).Concat(Ends()))
        {
            Visit(node);
        }
    }

    private IEnumerable<SliceNode> Ends() =>
        slice.Clocks.SelectMany(clock => new[] { clock.ZeroAtEnd, clock.Restarted }).Append(slice.Holds);

    private bool IsRoot(SliceAssignment assignment) => assignment.Target.Role == SliceRole.Memory
        || slice.Clocks.Any(clock => clock.Run == assignment.Target);

    // Backwards, so that every reader of a variable comes before its assignment.
    private void Gather()
    {
        foreach (SliceNode node in Ends())
        {
            Walk(node, SliceNode.True, slice.Assignments.Count);
        }

        for (int index = slice.Assignments.Count - 1; index >= 0; index--)
        {
            SliceAssignment assignment = slice.Assignments[index];
            SliceNode need = IsRoot(assignment)
                ? SliceNode.True : needs.GetValueOrDefault(assignment.Target, SliceNode.False);
            if (!need.IsFalse)
            {
                Walk(assignment.Value, need, index);
            }
        }

        foreach (SliceVariable choice in Enumerable.Reverse(order))
        {
            Walk(choice.OnlyIf, needs.GetValueOrDefault(choice, SliceNode.False), 0);
        }
    }

    private void Walk(SliceNode node, SliceNode need, int index)
    {
        if (need.IsFalse)
        {
            return;
        }

        if (node is not ApplyNode apply)
        {
            foreach (SliceVariable variable in node.Reads()
                .Where(one => one.Role is SliceRole.Choice or SliceRole.Scratch))
            {
                needs[variable] = Either(needs.GetValueOrDefault(variable, SliceNode.False), need);
            }

            return;
        }

        Walk(apply.Left, need, index);
        SliceNode? first = Expand(apply.Left, index);
        SliceNode whenTrue = first is null ? need : Limited(SliceNode.And(need, first), need);
        bool isKnownBefore = first is null || first.Reads().All(one => one.Role == SliceRole.Memory);
        SliceNode whenFalse = isKnownBefore ? need : Limited(SliceNode.And(need, SliceNode.Not(first!)), need);
        if (apply.Right is { } right)
        {
            Walk(right, apply.Operator switch
            {
                SliceOperator.And or SliceOperator.Choose => whenTrue,
                SliceOperator.Or => whenFalse,
                _ => need,
            }, index);
        }

        if (apply.Third is { } third)
        {
            Walk(third, whenFalse, index);
        }
    }

    private static SliceNode Limited(SliceNode node, SliceNode otherwise) => Size(node) <= Size_max ? node : otherwise;

    // Where it becomes too long, what memory alone says.
    private SliceNode Either(SliceNode left, SliceNode right)
    {
        SliceNode whole = Join(left, right);
        if (Size(whole) > Size_max)
        {
            whole = Join(Bound(left, 0, isUpper: true), Bound(right, 0, isUpper: true));
        }

        return Size(whole) > Size_max ? SliceNode.True : whole;
    }

    private static SliceNode Join(SliceNode left, SliceNode right) => Alternatives(left).Concat(Alternatives(right))
        .Distinct().Aggregate(SliceNode.False, SliceNode.Or);

    private static IEnumerable<SliceNode> Alternatives(SliceNode node) =>
        node is ApplyNode { Operator: SliceOperator.Or } either
            ? Alternatives(either.Left).Concat(Alternatives(either.Right!)) : [node];

    private static int Size(SliceNode node) =>
        node is ApplyNode apply ? 1 + apply.Parts.Sum(Size) : 1;

    // In terms of what is known before the scan, the verdicts and the choices; null if it would be too large.
    private SliceNode? Expand(SliceNode node, int index)
    {
        switch (node)
        {
            case ReadNode { Variable: { Role: SliceRole.Memory or SliceRole.Scratch } variable }:
                int last = assigned.GetValueOrDefault(variable, []).LastOrDefault(one => one < index, -1);
                return last >= 0 ? expanded[last] : variable.Role == SliceRole.Memory ? node : null;
            case ApplyNode apply:
                SliceNode? left = Expand(apply.Left, index);
                SliceNode? right = apply.Right is null ? null : Expand(apply.Right, index);
                SliceNode? third = apply.Third is null ? null : Expand(apply.Third, index);
                if (left is null || (right is null) != (apply.Right is null)
                    || (third is null) != (apply.Third is null))
                {
                    return null;
                }

                SliceNode whole = apply with { Left = left, Right = right, Third = third };
                return Size(whole) <= Size_max ? whole : null;
            default:
                return node;
        }
    }

    // The weakest (or strongest) that can be said without the choices from a position on.
    private SliceNode Bound(SliceNode node, int from, bool isUpper)
    {
        if (node.Reads().All(variable => variable.Role != SliceRole.Choice || position[variable] < from))
        {
            return node;
        }

        return node switch
        {
            ApplyNode { Operator: SliceOperator.Not } not => SliceNode.Not(Bound(not.Left, from, !isUpper)),
            ApplyNode { Operator: SliceOperator.And } both =>
                SliceNode.And(Bound(both.Left, from, isUpper), Bound(both.Right!, from, isUpper)),
            ApplyNode { Operator: SliceOperator.Or } either =>
                SliceNode.Or(Bound(either.Left, from, isUpper), Bound(either.Right!, from, isUpper)),
            _ => isUpper ? SliceNode.True : SliceNode.False,
        };
    }
}
