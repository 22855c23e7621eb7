using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>Flipped bits in the memory of single machines: states that do not exist, and timers that claim to be done.
/// The latter make machines break their properties, which is how the shutdown machine is reached.</summary>
internal sealed class MemoryFaults
{
    private readonly Dice dice;
    private readonly MachineInfo[] machines;
    private readonly (string Machine, string Timer, long Limit)[] timers;
    private long next;

    public MemoryFaults(Plan plan, SpecificationModel model, StateTable started)
    {
        dice = new Dice(plan.Seed * 104_729);
        machines = [.. model.Machines.Append(model.ShutdownMachine)
            .Where(machine => machine.InstanceGroup.Length == 0 && machine.States.Count > 0)];

        // Before step 0 these timers stand at their limits; a value beyond would have no meaning.
        timers = [.. machines.SelectMany(machine => machine.Timers.Where(timer => timer.StartsAtLimit)
            .Select(timer => (machine.Name, timer.Name, started[$"{machine.Name}.{timer.Name}"])))];
        next = plan.Theme is Theme.Storm or Theme.Episodes ? dice.Between(15_000, 40_000) : long.MaxValue;
    }

    /// <param name="scan">Number of the scan.</param>
    /// <param name="poke">Overwrites machine, name, value.</param>
    public void Advance(long scan, Action<string, string, long> poke)
    {
        if (scan < next)
        {
            return;
        }

        next = scan + dice.Between(1_000, 40_000);
        if (dice.Chance(500))
        {
            MachineInfo machine = dice.Pick(machines);
            int[] used = [.. machine.States.Where(state => state.InitialChild < 0).Select(state => state.Id)];
            int id = dice.Below(256);
            poke(machine.Name, "state", used.Contains(id) ? 255 : id);
            return;
        }

        foreach ((string machine, string timer, long limit) in timers)
        {
            poke(machine, timer, limit);
        }
    }
}
