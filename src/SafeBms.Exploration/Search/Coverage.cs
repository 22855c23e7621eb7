using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Search;

/// <summary>Which states and changes of state of the machines were seen, and whether anything discrete has
/// changed.</summary>
internal sealed class Coverage
{
    private readonly int[] stateRows;
    private readonly string[] machines;
    private readonly Dictionary<long, string>[] names;
    private readonly int[] outputs;
    private readonly long[] last;
    private readonly SortedSet<string> states = new(StringComparer.Ordinal);
    private readonly SortedSet<string> transitions = new(StringComparer.Ordinal);
    private readonly HashSet<(int Row, long From, long To)> known = [];

    public Coverage(SpecificationModel model, CoreNames core)
    {
        List<MachineInfo> withStates = [.. model.Machines.Append(model.ShutdownMachine)
            .Where(machine => machine.States.Count > 0 && core.State(machine.Name + ".state") >= 0)];
        machines = [.. withStates.Select(machine => machine.Name)];
        stateRows = [.. withStates.Select(machine => core.State(machine.Name + ".state"))];
        names = [.. withStates.Select(machine => machine.States
            .Where(state => state.InitialChild < 0).ToDictionary(state => (long)state.Id, state => state.Name))];
        outputs = [.. Enumerable.Range(0, core.Outputs.Count)];
        last = new long[stateRows.Length + outputs.Length];
        StatesThatExist = names.Sum(leaves => leaves.Count);
    }

    public IReadOnlyCollection<string> States => states;

    public int StatesThatExist { get; }

    public IReadOnlyCollection<string> Transitions => transitions;

    /// <summary>Whether the last look differed from the one before it.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Looks at the core after a scan.</summary>
    /// <returns>Whether a machine did something that was never seen before.</returns>
    public bool Look(ILoadedCore core)
    {
        HasChanged = false;
        bool isNovel = false;
        for (int index = 0; index < stateRows.Length; index++)
        {
            long now = core.State(stateRows[index]);
            if (now != last[index])
            {
                HasChanged = true;
                isNovel |= Note(index, last[index], now);
                last[index] = now;
            }
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            long now = core.Output(outputs[index]);
            HasChanged |= now != last[stateRows.Length + index];
            last[stateRows.Length + index] = now;
        }

        return isNovel;
    }

    /// <summary>Looks without counting: the core has jumped to another state.</summary>
    public void Jump(ILoadedCore core)
    {
        for (int index = 0; index < stateRows.Length; index++)
        {
            last[index] = core.State(stateRows[index]);
            states.Add(Name(index, last[index]));
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            last[stateRows.Length + index] = core.Output(outputs[index]);
        }
    }

    private bool Note(int index, long from, long to)
    {
        if (!known.Add((index, from, to)))
        {
            return false;
        }

        states.Add(Name(index, to));
        if (from != to)
        {
            transitions.Add($"{Name(index, from)} to {names[index].GetValueOrDefault(to, "?")}");
        }

        return true;
    }

    private string Name(int index, long id) => $"{machines[index]}.{names[index].GetValueOrDefault(id, "?")}";
}
