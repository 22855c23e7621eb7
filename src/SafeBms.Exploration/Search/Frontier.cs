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

/// <summary>The states that wait, in the order of promise, and which were seen.</summary>
internal sealed class Frontier(ExplorationBounds bounds)
{
    private readonly HashSet<ulong> seen = [];
    private readonly SortedDictionary<(int Class, int Depth, int Random, long Number), Waiting> waiting = [];
    private readonly Random random = new(bounds.Seed);
    private long number;

    public long States => seen.Count;

    public int Depth { get; private set; }

    public long Dropped { get; private set; }

    public bool IsEmpty => waiting.Count == 0;

    /// <summary>A state that is new waits. What shows a state of a machine for the first time comes first.</summary>
    public void Add(Node node, byte[] state, Surroundings around, bool isNovel, ulong hash)
    {
        if (!seen.Add(hash ^ around.Hash()))
        {
            return;
        }

        Depth = Math.Max(Depth, node.Depth);
        waiting.Add((isNovel ? 0 : 1, isNovel ? 0 : node.Depth, random.Next(), number++), new Waiting(node, state, around));
        if (waiting.Count > bounds.Waiting_max)
        {
            waiting.Remove(waiting.Keys.Last());
            Dropped++;
        }
    }

    /// <summary>The most promising state, or null. Every other one is a random one, so that the search goes deep
    /// too.</summary>
    public Waiting? Take()
    {
        if (waiting.Count == 0)
        {
            return null;
        }

        var first = waiting.First();
        waiting.Remove(first.Key);
        return first.Value;
    }
}
