namespace SafeBms.Exploration.Slices;

/// <summary>Operators of a slice; booleans are 0 and 1.</summary>
internal enum SliceOperator
{
    Not, And, Or, Equal, NotEqual, Less, LessOrEqual, Add, Subtract, Multiply, Min, Max, Absolute, Choose,
}

/// <summary>An expression of a slice: integers without validity; durations and analogue inputs occur only as
/// verdicts and classes.</summary>
internal abstract record SliceNode
{
    public static SliceNode True { get; } = new ConstantNode(1);

    public static SliceNode False { get; } = new ConstantNode(0);

    public bool IsTrue => this is ConstantNode { Value: not 0 };

    public bool IsFalse => this is ConstantNode { Value: 0 };

    public static SliceNode Not(SliceNode operand) => operand switch
    {
        ConstantNode constant => new ConstantNode(constant.Value == 0 ? 1 : 0),
        ApplyNode { Operator: SliceOperator.Not } inner => inner.Left,
        _ => new ApplyNode(SliceOperator.Not, operand),
    };

    public static SliceNode And(SliceNode left, SliceNode right) =>
        left.IsFalse || right.IsFalse ? False
        : left.IsTrue || left == right ? right
        : right.IsTrue ? left
        : new ApplyNode(SliceOperator.And, left, right);

    public static SliceNode Or(SliceNode left, SliceNode right) =>
        left.IsTrue || right.IsTrue ? True
        : left.IsFalse || left == right ? right
        : right.IsFalse ? left
        : new ApplyNode(SliceOperator.Or, left, right);

    public static SliceNode Choose(SliceNode condition, SliceNode whenTrue, SliceNode whenFalse) =>
        condition.IsTrue || whenTrue == whenFalse ? whenTrue
        : condition.IsFalse ? whenFalse
        : whenTrue is ConstantNode { Value: 1 } && whenFalse.IsFalse && condition.IsBoolean ? condition
        : new ApplyNode(SliceOperator.Choose, condition, whenTrue, whenFalse);

    public static SliceNode Combine(SliceOperator operation, SliceNode left, SliceNode right) =>
        left is ConstantNode && right is ConstantNode
            ? new ConstantNode(new ApplyNode(operation, left, right).Evaluate(_ => 0))
            : new ApplyNode(operation, left, right);

    /// <summary>Whether it is 0 or 1 by its form.</summary>
    public bool IsBoolean => this switch
    {
        ReadNode read => read.Variable is { Min: 0, Max: 1 },
        AtLeastNode => true,
        ApplyNode apply => apply.Operator is SliceOperator.Not or SliceOperator.And or SliceOperator.Or
            or SliceOperator.Equal or SliceOperator.NotEqual or SliceOperator.Less or SliceOperator.LessOrEqual,
        _ => false,
    };

    /// <summary>Every variable that is read.</summary>
    public IEnumerable<SliceVariable> Reads() => this switch
    {
        ReadNode read => [read.Variable],
        AtLeastNode atLeast => [atLeast.Term.Class],
        ApplyNode apply => apply.Parts.SelectMany(part => part.Reads()),
        _ => [],
    };

    /// <summary>The value for the given values of the variables.</summary>
    public long Evaluate(Func<SliceVariable, long> value)
    {
        if (this is not ApplyNode apply)
        {
            return this switch
            {
                ConstantNode constant => constant.Value,
                ReadNode read => value(read.Variable),
                AtLeastNode atLeast => value(atLeast.Term.Class) >= atLeast.Term.ClassOf(atLeast.Threshold) ? 1 : 0,
                _ => throw new InvalidOperationException($"unknown node {GetType().Name}"),
            };
        }

        long a = apply.Left.Evaluate(value);
        if (apply.Operator == SliceOperator.Choose)
        {
            return (a != 0 ? apply.Right! : apply.Third!).Evaluate(value);
        }

        long b = apply.Right?.Evaluate(value) ?? 0;
        return apply.Operator switch
        {
            SliceOperator.Not => a == 0 ? 1 : 0,
            SliceOperator.And => a != 0 && b != 0 ? 1 : 0,
            SliceOperator.Or => a != 0 || b != 0 ? 1 : 0,
            SliceOperator.Equal => a == b ? 1 : 0,
            SliceOperator.NotEqual => a != b ? 1 : 0,
            SliceOperator.Less => a < b ? 1 : 0,
            SliceOperator.LessOrEqual => a <= b ? 1 : 0,
            SliceOperator.Add => a + b,
            SliceOperator.Subtract => a - b,
            SliceOperator.Multiply => a * b,
            SliceOperator.Min => Math.Min(a, b),
            SliceOperator.Max => Math.Max(a, b),
            _ => Math.Abs(a),
        };
    }
}

internal sealed record ConstantNode(long Value) : SliceNode;

internal sealed record ReadNode(SliceVariable Variable) : SliceNode;

/// <summary>Whether an analogue term is at or above a threshold: its class is at or above the threshold's.</summary>
internal sealed record AtLeastNode(AnalogTerm Term, long Threshold) : SliceNode;

internal sealed record ApplyNode(
    SliceOperator Operator, SliceNode Left, SliceNode? Right = null, SliceNode? Third = null) : SliceNode
{
    public IEnumerable<SliceNode> Parts
    {
        get
        {
            yield return Left;
            if (Right is not null)
            {
                yield return Right;
            }

            if (Third is not null)
            {
                yield return Third;
            }
        }
    }
}

/// <summary>What a variable of a slice is for.</summary>
internal enum SliceRole
{
    /// <summary>Kept from scan to scan: the discrete state.</summary>
    Memory,

    /// <summary>Computed and used within a scan.</summary>
    Scratch,

    /// <summary>Chosen freely in each scan: an input, or what stands for something that was cut.</summary>
    Choice,

    /// <summary>Guessed in each scan and checked against the clocks: whether a clock has reached a
    /// threshold.</summary>
    Verdict,
}

/// <summary>A variable of a slice. Compared by reference: the name is unique.</summary>
internal sealed class SliceVariable(string name, SliceRole role, long min, long max, string comment)
{
    public string Name { get; } = name;

    public SliceRole Role { get; } = role;

    public long Min { get; } = min;

    public long Max { get; set; } = max;

    public long Initial { get; init; }

    /// <summary>Any value of the range before the first scan (retained data).</summary>
    public bool StartsAnywhere { get; init; }

    /// <summary>A choice that is open only while this holds; else 0.</summary>
    public SliceNode OnlyIf { get; init; } = SliceNode.True;

    public string Comment { get; } = comment;

    public override string ToString() => Name;
}

/// <summary>A linear expression over inputs that is compared with constants. Its value is known by class only: the
/// number of thresholds that it has reached. Thus its comparisons agree with each other.</summary>
internal sealed class AnalogTerm(SliceVariable @class)
{
    private readonly SortedSet<long> thresholds = [];

    public SliceVariable Class { get; } = @class;

    public IReadOnlyCollection<long> Thresholds => thresholds;

    public void Add(long threshold)
    {
        thresholds.Add(threshold);
        Class.Max = thresholds.Count;
    }

    public long ClassOf(long threshold) => thresholds.TakeWhile(known => known <= threshold).Count();
}

/// <summary>A duration that is counted in scans: in every scan it advances by one or becomes 0.</summary>
internal sealed class SliceClock(string name, int index, SliceVariable run, string comment)
{
    private readonly SortedDictionary<long, SliceVariable> verdicts = [];

    public string Name { get; } = name;

    public int Index { get; set; } = index;

    /// <summary>Scratch: it advances in this scan, else it becomes 0.</summary>
    public SliceVariable Run { get; } = run;

    /// <summary>At the end of the scan it becomes 0 while this holds (a state that was entered or is not
    /// active).</summary>
    public SliceNode ZeroAtEnd { get; set; } = SliceNode.False;

    /// <summary>It became 0 at the end by an event that repeats in no later scan by itself.</summary>
    public SliceNode Restarted { get; set; } = SliceNode.False;

    public long Initial { get; init; }

    /// <summary>Larger values cannot occur: a comparison with more is false.</summary>
    public long Cap { get; init; } = long.MaxValue;

    public string Comment { get; } = comment;

    /// <summary>What it stands for may be more, never less: a timer that also stands still.</summary>
    public bool IsLowerBound { get; init; }

    /// <summary>Verdicts by threshold: the clock is at or above it.</summary>
    public IReadOnlyDictionary<long, SliceVariable> Verdicts => verdicts;

    public SliceNode AtLeast(long threshold)
    {
        if (threshold <= 0 || threshold > Cap)
        {
            return threshold <= 0 ? SliceNode.True : SliceNode.False;
        }

        if (!verdicts.TryGetValue(threshold, out SliceVariable? verdict))
        {
            verdict =
                new SliceVariable($"{Name}_ge_{threshold}", SliceRole.Verdict, 0, 1, $"{Comment} >= {threshold} ms");
            verdicts.Add(threshold, verdict);
        }

        return new ReadNode(verdict);
    }

    public void Forget(long threshold) => verdicts.Remove(threshold);
}

/// <summary>One assignment of the scan.</summary>
internal sealed record SliceAssignment(SliceVariable Target, SliceNode Value, string Section);
