using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Probes;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Search;

/// <summary>Looks for situations of a machine that show something new, and remembers the way to each. Chance comes from
/// a fixed seed and effort is counted in scans, so that the same specification gives the same tests.</summary>
internal sealed class TestSearch
{
    private const int Seed = 20_260_222;
    private const int SmallDecision = 4;
    private const int TriesPerTransplant = 20;
    private const int LongWait = 500;

    private readonly CompiledBenches benches;
    private readonly MachineObligations obligations;
    private readonly MachineRig rig;
    private readonly ProbeRecorder recorder;
    private readonly Random random = new(Seed);
    private readonly List<SearchNode> nodes = [];
    private readonly List<SearchNode> wanted = [];
    private readonly Dictionary<MachineStart, Candidates> candidates = [];
    private readonly HashSet<int> missing;
    private readonly Aims aims;
    private readonly List<MachineStart> starts = [];
    private readonly Dictionary<MachineStart, SearchNode> roots = [];
    private readonly int[] sizes;
    private readonly int firstDecision;
    private readonly int stateRow;
    private readonly Func<int, bool> isExpected;
    private MachineStart? loaded;
    private long scans;

    /// <summary>Of a machine.</summary>
    /// <param name="benches">The instrumented flavour.</param>
    /// <param name="obligations">What is looked for.</param>
    /// <param name="isExpected">Which obligations are worth looking for.</param>
    public TestSearch(CompiledBenches benches, MachineObligations obligations, Func<int, bool> isExpected)
    {
        this.benches = benches;
        this.obligations = obligations;
        this.isExpected = isExpected;
        rig = new MachineRig(benches, obligations.Machine);
        recorder = new ProbeRecorder(benches.Plan!);
        IReadOnlyList<Decision> decisions = benches.Plan!.For(obligations.Machine.Name).Decisions;
        sizes = [.. decisions.Select(decision => decision.Conditions.Count)];
        firstDecision = decisions.Count == 0 ? 0 : decisions[0].Id;
        missing = [.. Enumerable.Range(0, obligations.All.Count)];
        aims = new Aims(obligations, benches.Plan!.For(obligations.Machine.Name), rig.Drives);
        stateRow = rig.RowNames.ToList().IndexOf("state");
    }

    /// <summary>Nodes in which something was seen for the first time.</summary>
    public List<SearchNode> Found { get; } = [];

    /// <summary>Obligations that were not fulfilled.</summary>
    public IReadOnlyCollection<int> Missing => missing;

    /// <summary>Scans that were spent.</summary>
    public long Scans => scans;

    /// <summary>Searches until everything is found or the effort is spent.</summary>
    /// <param name="effort">Number of scans.</param>
    /// <param name="tries">Number of steps that are tried.</param>
    public void Run(long effort, int tries)
    {
        ProbeSink.Listen(recorder);
        try
        {
            foreach (MachineStart choice in Starts.Of(benches, rig))
            {
                AddRoot(choice);
            }

            for (int tried = 0; tried < tries && scans < effort && missing.Any(isExpected); tried++)
            {
                if (tried % TriesPerTransplant == 0)
                {
                    Transplant(nodes[random.Next(nodes.Count)], starts[random.Next(starts.Count)]);
                }

                SearchNode from = Pick(out IReadOnlyList<int> deciding);
                Try(from, deciding);
            }
        }
        finally
        {
            ProbeSink.Listen(null);
        }
    }

    private void AddRoot(MachineStart choice)
    {
        rig.Start(choice);
        loaded = choice;
        starts.Add(choice);
        Dictionary<string, long> all = rig.AllParameters(choice);
        candidates[choice] = new Candidates(benches.Model, rig.Machine, rig.Drives, all);
        SearchNode root = Capture(null, choice, null, []);
        roots.Add(choice, root);
        foreach (long duration in candidates[choice].Durations_ms.Where(duration => duration < 100_000).Prepend(1))
        {
            Go(root, [], (int)duration + 2);
        }
    }

    // The way to a situation may lead somewhere new with other parameters; at least it leads away from the start.
    private void Transplant(SearchNode known, MachineStart choice)
    {
        SearchNode from = roots[choice];
        foreach (TestStep step in known.Steps().Where(_ => known.Choice != choice))
        {
            Go(from, step.Set, step.Scans);
            Restore(from);
            rig.Run(step);
            from = Node(from, choice, step, rig.Memory);
            long leaf = stateRow < 0 ? 0 : rig.Row(stateRow);
            if (aims.IsRare(choice, leaf))
            {
                Keep(from, leaf, []);
            }
        }
    }

    // Of a few, the one that has been tried least: new nodes first, none forgotten. Every other time one from which
    // something that is missing may be near.
    private SearchNode Pick(out IReadOnlyList<int> deciding)
    {
        deciding = [];
        IReadOnlyList<SearchNode> pool = wanted.Count > 0 && random.Next(2) == 0 ? wanted : nodes;
        if (random.Next(2) == 0)
        {
            int[] open = [.. missing.Where(isExpected).Order()];
            int aim = open[random.Next(open.Length)];
            IReadOnlyList<SearchNode> near = aims.For(aim, starts[random.Next(starts.Count)]);
            if (near.Count > 0)
            {
                pool = near;
                deciding = random.Next(2) == 0 ? aims.DrivesFor(aim) : [];
            }
        }

        SearchNode best = pool[random.Next(pool.Count)];
        for (int other = 0; other < 4; other++)
        {
            SearchNode rival = pool[random.Next(pool.Count)];
            best = rival.Tries < best.Tries ? rival : best;
        }

        return best;
    }

    private void Try(SearchNode from, IReadOnlyList<int> deciding)
    {
        from.Tries++;
        Candidates choices = candidates[from.Choice];
        Restore(from);
        int changes = random.Next(10) switch
        {
            0 => 0,
            < 5 => 1,
            < 8 => 2,
            8 => 3,
            _ => 1 + random.Next(Math.Max(1, rig.Drives.Count)),
        };
        changes += deciding.Count > 0 ? random.Next(3) : 0;
        Dictionary<int, DriveValue> set = [];
        if (from.Parent is not null && random.Next(6) == 0)
        {
            // What brought the machine here goes away again.
            foreach ((int drive, _) in from.Step!.Set)
            {
                set[drive] = from.Parent.Values[drive];
                rig.Set(drive, set[drive]);
            }

            changes = Math.Min(changes, random.Next(2));
        }
        else if (random.Next(8) == 0)
        {
            Calm(choices, set, toRest: random.Next(2) == 0);
        }

        for (int change = 0; change < changes && rig.Drives.Count > 0; change++)
        {
            int drive = deciding.Count > 0 ? deciding[random.Next(deciding.Count)] : random.Next(rig.Drives.Count);
            DriveValue value = choices.Draw(drive, rig.Values, random);
            set[drive] = value;
            rig.Set(drive, value);
        }

        Go(from, [.. set.OrderBy(pair => pair.Key)], Duration(choices));
    }

    // Back to rest, or everything there, so that one thing alone can be seen.
    private void Calm(Candidates choices, Dictionary<int, DriveValue> set, bool toRest)
    {
        for (int drive = 0; drive < rig.Drives.Count; drive++)
        {
            DriveValue value = rig.Drives[drive].Initial;
            for (int draw = 0; !toRest && value.Feed is not (Feed.Fresh or Feed.Own) && draw < 50; draw++)
            {
                value = choices.Draw(drive, rig.Values, random);
            }

            if (rig.Values[drive] != value)
            {
                set[drive] = value;
                rig.Set(drive, value);
            }
        }
    }

    private int Duration(Candidates choices)
    {
        int way = random.Next(10);
        if (way < 5 || choices.Durations_ms.Count == 0)
        {
            return way < 4 ? 1 : 1 + random.Next(5);
        }

        long duration = choices.Durations_ms[random.Next(choices.Durations_ms.Count)];
        if (way == 9)
        {
            duration = Math.Abs(duration - choices.Durations_ms[random.Next(choices.Durations_ms.Count)]);
        }

        // A long time costs as much as many short ones.
        if (duration > 2_000 && random.Next(1 + (int)(duration / 2_000)) > 3)
        {
            return 1 + random.Next(20);
        }

        return (int)Math.Max(1, duration + random.Next(-2, 4));
    }

    private void Go(SearchNode from, IReadOnlyList<KeyValuePair<int, DriveValue>> set, int duration)
    {
        Restore(from);
        foreach ((int drive, DriveValue value) in set)
        {
            rig.Set(drive, value);
        }

        int known = recorder.Sightings.Count;
        byte[] memory = new byte[rig.Memory.Length];
        SearchNode? found = null;
        long first = stateRow < 0 ? 0 : rig.Row(stateRow);
        bool isWaiting = duration >= LongWait && from.Fired.Count > 0 && !rig.IsAging;
        for (int scan = 1; scan <= duration; scan++)
        {
            rig.Memory.CopyTo(memory);
            long leaf = stateRow < 0 ? 0 : rig.Row(stateRow);
            rig.Scan();
            scans++;
            if (recorder.Sightings.Count > known)
            {
                if (scan > 1 && !rig.IsAging
                    && recorder.Sightings.Skip(known).Any(one => one.Kind == SightingKind.Transition))
                {
                    // In the last scan before it, something else could still have happened.
                    Keep(Node(from, from.Choice, new TestStep(set, scan - 1, []), memory), leaf, []);
                }

                found = Note(from, new TestStep(set, scan, []), known) ?? found;
                known = recorder.Sightings.Count;
            }
            else if (stateRow >= 0 && rig.Row(stateRow) is long now && now != leaf && aims.IsRare(from.Choice, now))
            {
                Capture(from, from.Choice, new TestStep(set, scan, []), []);
            }

            isWaiting &= stateRow < 0 || rig.Row(stateRow) == first;
            if (isWaiting && scan == duration)
            {
                // Some transitions fire only long after the one before.
                Keep(Node(from, from.Choice, new TestStep(set, scan, []), rig.Memory), first, from.Fired);
            }

            // Nothing moves any more, and no input ages: nothing will.
            if (rig.Memory.SequenceEqual(memory) && scan > 1 && !rig.IsAging)
            {
                break;
            }
        }

        if (found is not null)
        {
            Found.Add(found);
        }
    }

    // Remembers the situation if something that is looked for was seen, or if it may be a way to it.
    private SearchNode? Note(SearchNode from, TestStep step, int known)
    {
        bool isWanted = false;
        bool isPromising = false;
        List<int> fired = [];
        foreach (Sighting sighting in recorder.Sightings.Skip(known).ToList())
        {
            if (sighting.Kind == SightingKind.Transition)
            {
                fired.Add((int)(sighting.Detail & uint.MaxValue) - 1);
            }

            isPromising |= sighting.Kind != SightingKind.Decision || IsSmall(sighting.Id);
            foreach (int obligation in obligations.FulfilledBy(sighting))
            {
                isWanted |= missing.Remove(obligation);
            }
        }

        if (!isWanted && !isPromising)
        {
            return null;
        }

        SearchNode node = Capture(from, from.Choice, step, fired);
        if (isWanted)
        {
            wanted.Add(node);
        }

        return isWanted ? node : null;
    }

    // The combinations of many conditions are too many to remember each.
    private bool IsSmall(int decision) => decision >= firstDecision
        && decision - firstDecision < sizes.Length && sizes[decision - firstDecision] <= SmallDecision;

    private SearchNode Capture(SearchNode? parent, MachineStart choice, TestStep? step, List<int> fired)
    {
        SearchNode node = Node(parent, choice, step, rig.Memory);
        Keep(node, stateRow < 0 ? 0 : rig.Row(stateRow), fired);
        return node;
    }

    private SearchNode Node(SearchNode? parent, MachineStart choice, TestStep? step, ReadOnlySpan<byte> memory) => new(
        parent, choice, step, memory.ToArray(), [.. rig.Values],
        [.. Enumerable.Range(0, rig.Drives.Count).Select(rig.Age)]);

    private void Keep(SearchNode node, long leaf, IReadOnlyList<int> fired)
    {
        node.Fired = fired;
        nodes.Add(node);
        aims.Add(node, leaf, fired);
    }

    private void Restore(SearchNode node)
    {
        if (loaded != node.Choice)
        {
            rig.Start(node.Choice);
            loaded = node.Choice;
        }

        node.Memory.CopyTo(rig.Memory);
        for (int drive = 0; drive < rig.Drives.Count; drive++)
        {
            if (rig.Values[drive] != node.Values[drive] || rig.Age(drive) != node.Ages[drive])
            {
                rig.Set(drive, node.Values[drive], node.Ages[drive]);
            }
        }
    }
}
