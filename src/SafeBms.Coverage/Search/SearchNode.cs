using SafeBms.Coverage.Machines;

namespace SafeBms.Coverage.Search;

/// <summary>A situation that the search has reached: how, and everything needed to go on from there.</summary>
internal sealed record SearchNode(
    SearchNode? Parent, MachineStart Choice, TestStep? Step, byte[] Memory, DriveValue[] Values, int[] Ages)
{
    /// <summary>Places of the transitions after which nothing but time has passed.</summary>
    public IReadOnlyList<int> Fired { get; set; } = [];

    /// <summary>How often the search has gone on from here.</summary>
    public int Tries { get; set; }

    /// <summary>Steps from the start.</summary>
    public int Depth { get; } = Parent is null ? 0 : Parent.Depth + 1;

    /// <summary>The steps from the start to here.</summary>
    public List<TestStep> Steps()
    {
        List<TestStep> steps = [];
        for (SearchNode? node = this; node?.Step is not null; node = node.Parent)
        {
            steps.Insert(0, node.Step);
        }

        return steps;
    }
}
