using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Search;

/// <summary>From which situations it is promising to look for what is missing: in the state where a transition starts,
/// or right after the first one of a pair.</summary>
internal sealed class Aims
{
    private const int Few = 4;

    private readonly MachineProbes probes;
    private readonly Dictionary<(MachineStart Choice, int Transition), List<SearchNode>> after = [];
    private readonly Dictionary<(MachineStart Choice, long Leaf), List<SearchNode>> inLeaf = [];
    private readonly (int After, long[] Leaves)[] aims;
    private readonly int[][] drives;

    /// <summary>Of a machine.</summary>
    public Aims(MachineObligations obligations, MachineProbes probes, IReadOnlyList<Drive> drives)
    {
        this.probes = probes;
        aims = [.. obligations.All.Select(Of)];
        this.drives = [.. obligations.All.Select(one => DrivesOf(one, drives))];
    }

    /// <summary>Remembers a situation.</summary>
    /// <param name="node">The situation.</param>
    /// <param name="leaf">Number of the state without children that is active in it.</param>
    /// <param name="fired">Places of the transitions that fired in the scan before it.</param>
    public void Add(SearchNode node, long leaf, IEnumerable<int> fired)
    {
        Listed(inLeaf, (node.Choice, leaf)).Add(node);
        foreach (int transition in fired)
        {
            Listed(after, (node.Choice, transition)).Add(node);
        }
    }

    /// <summary>Situations from which an obligation may be near; empty if it may be near everywhere.</summary>
    /// <param name="obligation">Its place.</param>
    /// <param name="choice">Of this start only: with other parameters other things are near.</param>
    public IReadOnlyList<SearchNode> For(int obligation, MachineStart choice)
    {
        (int transition, long[] leaves) = aims[obligation];
        return transition >= 0
            ? after.GetValueOrDefault((choice, transition)) ?? []
            : [.. leaves.SelectMany(leaf => inLeaf.GetValueOrDefault((choice, leaf)) ?? [])];
    }

    /// <summary>Whether few situations in a state are known yet after this start.</summary>
    public bool IsRare(MachineStart choice, long leaf) =>
        !inLeaf.TryGetValue((choice, leaf), out List<SearchNode>? known) || known.Count < Few;

    private static List<SearchNode> Listed<T>(Dictionary<T, List<SearchNode>> lists, T key)
        where T : notnull
    {
        if (!lists.TryGetValue(key, out List<SearchNode>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }

    /// <summary>Which of the things that a test sets decide whether the transition in question fires.</summary>
    public IReadOnlyList<int> DrivesFor(int obligation) => drives[obligation];

    private int[] DrivesOf(Obligation obligation, IReadOnlyList<Drive> all)
    {
        TransitionInfo? last = probes.Transitions.FirstOrDefault(one =>
            obligation.Id == probes.NameOf(one)
            || obligation.Id.EndsWith(", " + probes.NameOf(one), StringComparison.Ordinal)
            || obligation.Id.StartsWith(probes.NameOf(one) + ":", StringComparison.Ordinal));
        if (last is null)
        {
            return [];
        }

        IReadOnlySet<string> names = Expressions.Sources(probes.Machine, last.When);
        return [.. Enumerable.Range(0, all.Count)
            .Where(drive => names.Contains(all[drive].IsInput ? all[drive].Input : all[drive].Name))];
    }

    private (int After, long[] Leaves) Of(Obligation obligation)
    {
        for (int transition = 0; transition < probes.Transitions.Count; transition++)
        {
            string name = probes.NameOf(probes.Transitions[transition]);
            if (obligation.Criterion == Criterion.TransitionPair
                && obligation.Id.StartsWith(name + ", ", StringComparison.Ordinal))
            {
                return (transition, []);
            }

            if (obligation.Id == name || obligation.Id.StartsWith(name + ":", StringComparison.Ordinal))
            {
                return (-1, LeavesOf(probes.Transitions[transition].Source));
            }
        }

        return (-1, []);
    }

    private long[] LeavesOf(int source) =>
    [
        .. Enumerable.Range(0, probes.Machine.States.Count)
            .Where(state => probes.Machine.States[state].InitialChild < 0 && IsWithin(state, source))
            .Select(state => (long)probes.Machine.States[state].Id),
    ];

    private bool IsWithin(int state, int ancestor)
    {
        while (state >= 0 && state != ancestor)
        {
            state = probes.Machine.States[state].Parent;
        }

        return state >= 0;
    }
}
