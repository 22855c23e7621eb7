using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Questions about the nesting of a machine's states.</summary>
internal sealed class StateTree(MachineInfo machine)
{
    private readonly EquatableArray<StateInfo> states = machine.States;

    /// <summary>Indices of the leaves, in document order.</summary>
    public IEnumerable<int> Leaves => states.Where(state => state.InitialChild < 0).Select(state => state.Index);

    /// <summary>The state at an index.</summary>
    public StateInfo this[int index] => states[index];

    /// <summary>States from the root down to this one.</summary>
    public List<int> Path(int index)
    {
        List<int> path = [];
        for (int at = index; at >= 0; at = states[at].Parent)
        {
            path.Insert(0, at);
        }

        return path;
    }

    /// <summary>The leaf that is reached from a state by its initial children.</summary>
    public int InitialLeaf(int index)
    {
        while (states[index].InitialChild >= 0)
        {
            index = states[index].InitialChild;
        }

        return index;
    }

    /// <summary>Leaves inside of a state, or the leaf itself.</summary>
    public IEnumerable<int> LeavesBelow(int index) => Leaves.Where(leaf => Path(leaf).Contains(index));

    /// <summary>Innermost state that properly contains both; -1 for the machine itself.</summary>
    public int ProperCommonAncestor(int first, int second)
    {
        List<int> ofFirst = Path(first);
        List<int> ofSecond = Path(second);
        int common = -1;
        for (int depth = 0; depth < ofFirst.Count - 1 && depth < ofSecond.Count - 1
            && ofFirst[depth] == ofSecond[depth]; depth++)
        {
            common = ofFirst[depth];
        }

        return common;
    }

    /// <summary>States below an ancestor down to a state, parent first.</summary>
    public IEnumerable<int> Below(int ancestor, int index) =>
        Path(index).SkipWhile(at => ancestor >= 0 && at != ancestor).Skip(ancestor >= 0 ? 1 : 0);

    /// <summary>Composite states that remember, from root to leaf.</summary>
    public IEnumerable<int> WithHistory =>
        states.Where(state => state.History != HistoryKind.None).Select(state => state.Index);

    /// <summary>Name in the enumeration.</summary>
    public string LeafName(int index) => Naming.Pascal(states[index].Name);

    /// <summary>Field that counts the scans since the entry of a state.</summary>
    public string ElapsedField(int index) => "Elapsed" + LeafName(index) + "_ms";

    /// <summary>Field that keeps the last leaf of a composite state.</summary>
    public string HistoryField(int index) => "History" + LeafName(index);

    /// <summary>Where a transition to history goes, given the leaf that was active when the composite state was
    /// left.</summary>
    public int HistoryTarget(int composite, int lastLeaf)
    {
        if (states[composite].History == HistoryKind.Deep)
        {
            return lastLeaf;
        }

        int child = Below(composite, lastLeaf).First();
        return InitialLeaf(child);
    }
}
