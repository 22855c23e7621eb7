using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>The nesting of a machine's states.</summary>
internal sealed class StateTree(MachineInfo machine)
{
    /// <summary>Leaves in document order.</summary>
    public IReadOnlyList<int> Leaves { get; } =
        [.. machine.States.Where(state => state.InitialChild < 0).Select(state => state.Index)];

    /// <summary>From the root down to the state.</summary>
    public IReadOnlyList<int> Path(int state)
    {
        List<int> path = [];
        for (int index = state; index >= 0; index = machine.States[index].Parent)
        {
            path.Add(index);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Leaves that are the state or lie inside of it.</summary>
    public IEnumerable<int> LeavesBelow(int state) => Leaves.Where(leaf => Path(leaf).Contains(state));

    /// <summary>Where a state begins.</summary>
    public int InitialLeaf(int state) =>
        machine.States[state].InitialChild < 0 ? state : InitialLeaf(machine.States[state].InitialChild);

    /// <summary>Closest common proper ancestor; -1 for the machine. A state is no ancestor of itself.</summary>
    public int CommonAncestor(int source, int target) => Path(source).SkipLast(1)
        .Intersect(Path(target).SkipLast(1)).LastOrDefault(-1);

    /// <summary>States below an ancestor (-1: all) down to a state, parent first.</summary>
    public IEnumerable<int> Below(int ancestor, int state) =>
        Path(state).Where(index => ancestor < 0 || (index != ancestor && Path(index).Contains(ancestor)));
}
