namespace SafeBms.Exploration.Search;

/// <summary>A step of a run; runs share their beginnings.</summary>
internal sealed record Node(Node? Before, string Step, int Scans, int Depth)
{
    public IEnumerable<Node> FromStart()
    {
        List<Node> nodes = [];
        for (Node? node = this; node is not null; node = node.Before)
        {
            nodes.Add(node);
        }

        nodes.Reverse();
        return nodes;
    }
}

/// <summary>A state that has not been followed yet.</summary>
internal sealed record Waiting(Node Node, byte[] State, Surroundings Around);

/// <summary>The states that wait, and which were seen.</summary>
/// <remarks>First what has shown a machine's change of state for the first time, in its order; else, as the seed says,
/// the newest (to go deep) or any (to go wide).</remarks>
internal sealed class Frontier(ExplorationBounds bounds)
{
    private readonly HashSet<ulong> seen = [];
    private readonly Queue<Waiting> novel = [];
    private readonly List<Waiting> others = [];
    private readonly Random random = new(bounds.Seed);

    public long States => seen.Count;

    public int Depth { get; private set; }

    public long Dropped { get; private set; }

    public bool IsEmpty => novel.Count + others.Count == 0;

    /// <summary>A state that is new waits.</summary>
    public void Add(Node node, byte[] state, Surroundings around, bool isNovel, ulong hash)
    {
        if (!seen.Add(hash ^ around.Hash()))
        {
            return;
        }

        Depth = Math.Max(Depth, node.Depth);
        Waiting added = new(node, state, around);
        if (isNovel)
        {
            novel.Enqueue(added);
            return;
        }

        others.Add(added);
        if (others.Count > bounds.Waiting_max)
        {
            Remove(random.Next(others.Count));
            Dropped++;
        }
    }

    /// <summary>The next state, or null.</summary>
    public Waiting? Take() =>
        novel.TryDequeue(out Waiting? first) ? first
        : others.Count == 0 ? null
        : Remove(random.Next(2) == 0 ? others.Count - 1 : random.Next(others.Count));

    private Waiting Remove(int index)
    {
        Waiting removed = others[index];
        others[index] = others[^1];
        others.RemoveAt(others.Count - 1);
        return removed;
    }
}
