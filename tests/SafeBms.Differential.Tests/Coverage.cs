using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>Which states and transitions random runs have visited, over all instances of a machine.</summary>
internal sealed class Coverage
{
    private readonly SpecificationModel model;
    private readonly HashSet<long>[] leaves;
    private readonly HashSet<int>[] fired;

    public Coverage(SpecificationModel model)
    {
        this.model = model;
        int count = model.Machines.Count + 1;
        leaves = [.. Enumerable.Range(0, count).Select(_ => new HashSet<long>())];
        fired = [.. Enumerable.Range(0, count).Select(_ => new HashSet<int>())];
    }

    public void Record(IReadOnlyList<MachineGroup> machines)
    {
        for (int index = 0; index < machines.Count; index++)
        {
            MachineGroup machine = machines[index];
            for (int instance = 0; instance < machine.Instances; instance++)
            {
                leaves[index].Add(machine.LeafId(instance));
                if (machine.Fired(instance) >= 0)
                {
                    fired[index].Add(machine.Fired(instance));
                }
            }
        }
    }

    public void Add(Coverage other)
    {
        for (int index = 0; index < leaves.Length; index++)
        {
            leaves[index].UnionWith(other.leaves[index]);
            fired[index].UnionWith(other.fired[index]);
        }
    }

    /// <summary>All leaf states and transitions, each with whether it was visited. A transition is named
    /// <c>machine: Source -> Target #n</c>, n counting the transitions of its source from 1.</summary>
    public IEnumerable<(string Name, bool Visited)> Report()
    {
        MachineInfo[] machines = [.. model.Machines, model.ShutdownMachine];
        for (int index = 0; index < machines.Length; index++)
        {
            MachineInfo machine = machines[index];
            int number = 0;
            foreach (StateInfo state in machine.States)
            {
                if (state.InitialChild < 0)
                {
                    yield return ($"{machine.Name}: {state.Name}", leaves[index].Contains(state.Id));
                }

                for (int nth = 0; nth < state.Transitions.Count; nth++)
                {
                    string target = machine.States[state.Transitions[nth].Target].Name;
                    string name = $"{machine.Name}: {state.Name} -> {target} #{nth + 1}";
                    yield return (name, fired[index].Contains(number++));
                }
            }
        }
    }
}
