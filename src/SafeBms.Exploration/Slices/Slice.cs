namespace SafeBms.Exploration.Slices;

/// <summary>A slice of a specification: what happens in a scan, as a list of assignments, and what must hold after
/// it.</summary>
internal sealed class Slice
{
    private Slice(
        SliceDefinition definition,
        string property,
        IReadOnlyList<SliceAssignment> assignments,
        IReadOnlyList<SliceVariable> choices,
        IReadOnlyList<SliceClock> clocks,
        SliceNode holds)
    {
        Definition = definition;
        PropertyText = property;
        Assignments = assignments;
        Choices = choices;
        Clocks = clocks;
        Holds = holds;
        Memory = [.. Assigned(SliceRole.Memory)];
        Scratch = [.. Assigned(SliceRole.Scratch)];
        Relevance = new Relevance(this);
    }

    public SliceDefinition Definition { get; }

    /// <summary>The property as written.</summary>
    public string PropertyText { get; }

    /// <summary>One scan.</summary>
    public IReadOnlyList<SliceAssignment> Assignments { get; }

    /// <summary>What is chosen freely before each scan.</summary>
    public IReadOnlyList<SliceVariable> Choices { get; }

    public IReadOnlyList<SliceClock> Clocks { get; }

    public IReadOnlyList<SliceVariable> Memory { get; }

    public IReadOnlyList<SliceVariable> Scratch { get; }

    /// <summary>The property, after the assignments.</summary>
    public SliceNode Holds { get; }

    /// <summary>What it is made of.</summary>
    public SliceParts Parts => new(Assignments, Choices, Clocks);

    /// <summary>In which states a choice matters.</summary>
    public Relevance Relevance { get; }

    /// <summary>Leaves out whatever the property does not depend on.</summary>
    public static Slice Prune(SliceDefinition definition, string property, SliceParts parts, SliceNode holds)
    {
        HashSet<SliceVariable> live = [];
        Stack<SliceVariable> waiting = new(holds.Reads());
        ILookup<SliceVariable, SliceNode> sources = parts.Assignments
            .ToLookup(assignment => assignment.Target, assignment => assignment.Value);
        Dictionary<SliceVariable, SliceClock> clockOf = parts.Clocks
            .SelectMany(clock => clock.Verdicts.Values.Select(verdict => (verdict, clock)))
            .ToDictionary(pair => pair.verdict, pair => pair.clock);
        while (waiting.TryPop(out SliceVariable? variable))
        {
            if (!live.Add(variable))
            {
                continue;
            }

            IEnumerable<SliceNode> read = sources[variable].Append(variable.OnlyIf);
            if (clockOf.TryGetValue(variable, out SliceClock? clock))
            {
                read = read.Append(new ReadNode(clock.Run)).Append(clock.ZeroAtEnd).Append(clock.Restarted);
            }

            foreach (SliceVariable next in read.SelectMany(node => node.Reads()))
            {
                waiting.Push(next);
            }
        }

        return Keep(definition, property, parts, holds, live);
    }

    private static Slice Keep(
        SliceDefinition definition, string property, SliceParts parts, SliceNode holds, HashSet<SliceVariable> live)
    {
        List<SliceClock> clocks = [];
        foreach (SliceClock clock in parts.Clocks)
        {
            foreach (long threshold in clock.Verdicts.Where(pair => !live.Contains(pair.Value)).Select(pair => pair.Key)
                .ToList())
            {
                clock.Forget(threshold);
            }

            if (clock.Verdicts.Count > 0)
            {
                clock.Index = clocks.Count + 1;
                clocks.Add(clock);
            }
        }

        List<SliceAssignment> assignments = [.. parts.Assignments.Where(one => live.Contains(one.Target))];
        IEnumerable<SliceNode> nodes = assignments.Select(one => one.Value)
            .Concat(clocks.SelectMany(clock => new[] { clock.ZeroAtEnd, clock.Restarted }))
            .Append(holds);
        foreach (AtLeastNode atLeast in nodes.SelectMany(Walk).OfType<AtLeastNode>())
        {
            atLeast.Term.Add(atLeast.Threshold);
        }

        List<SliceVariable> choices = [.. parts.Choices.Where(live.Contains)];
        return new Slice(definition, property, assignments, choices, clocks, holds);
    }

    private static IEnumerable<SliceNode> Walk(SliceNode node) =>
        node is ApplyNode apply ? apply.Parts.SelectMany(Walk).Append(node) : [node];

    private IEnumerable<SliceVariable> Assigned(SliceRole role) =>
        Assignments.Select(one => one.Target).Where(target => target.Role == role).Distinct();
}

/// <summary>What a builder has gathered.</summary>
internal sealed record SliceParts(
    IReadOnlyList<SliceAssignment> Assignments, IReadOnlyList<SliceVariable> Choices, IReadOnlyList<SliceClock> Clocks);
